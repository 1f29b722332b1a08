"""Messages that were passed on: inline, as attachment, by header; found by their header blocks."""
