"""Follow-ups: made, repeated, snoozed, handed over, closed, and told when they are due."""
