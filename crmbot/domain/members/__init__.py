"""The team: who belongs to it, what each may see and change, who stands in for whom."""
