"""Deny lists: who must not see a record, whatever their role and whatever an agreement says."""
