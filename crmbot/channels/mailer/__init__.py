"""Mail out: notices to members."""
