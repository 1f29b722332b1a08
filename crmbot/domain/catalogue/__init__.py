"""What the administrator lists: products, sources of leads, kinds of activities, amounts of the sale."""
