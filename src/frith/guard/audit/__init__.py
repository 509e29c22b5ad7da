"""The append-only record of every change, read of a person, publication and refusal. Knows no other app."""
