"""Chat in: one registry of commands, from the request to a channel-neutral reply."""
