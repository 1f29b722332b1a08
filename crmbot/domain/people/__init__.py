"""Contacts and companies: their names, points of contact, fields, ties and doubles."""
