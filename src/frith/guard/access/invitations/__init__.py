"""Invitations: a link by e-mail with which somebody chooses a password of their own. Nobody else ever knows it."""
