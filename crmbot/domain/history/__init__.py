"""What happened with a record: its entries, timeline and recap."""
