"""Charts: figures that make both the table and the picture of a reply."""
