"""Leads in conversation: typed in, handed over, converted, graded."""
