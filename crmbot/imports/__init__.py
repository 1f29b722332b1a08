"""Bulk data in: read, previewed, written in one change set that one undo takes back."""
