"""Mailboxes: read, stored, then marked."""
