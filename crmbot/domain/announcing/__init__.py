"""Telling others what happened: the rules of announcements, their words and channels, and whom each member wants to hear."""
