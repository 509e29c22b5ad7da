"""People in a programme: for now, what is recorded when somebody's support closes."""
