"""Leads: assigned, qualified, regraded and listed."""
