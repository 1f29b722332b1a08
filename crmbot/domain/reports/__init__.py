"""Figures over many records: how far deals come, what members do, how fast answers go out, what was sold when."""
