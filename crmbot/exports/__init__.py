"""Bulk data out: by filter and right, as tables, as cards, or complete; what is read in again changes nothing."""
