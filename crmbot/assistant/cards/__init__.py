"""Cards of persons, companies and deals: what stands on them, and what can be pressed."""
