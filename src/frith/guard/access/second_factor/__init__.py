"""The second factor: what somebody holds, asked after what they know. No page is shown before it is given."""
