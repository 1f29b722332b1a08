"""Dates and amounts in plain words, German and English."""
