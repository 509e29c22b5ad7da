"""Boards and groups: terms of reference, members and deputies, quorum, reporting lines; sealed ones too."""
