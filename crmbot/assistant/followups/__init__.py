"""Follow-ups and appointments in conversation: references, plans, and the words for them."""
