"""What a writer wrote himself: replies cut from quotes, signatures and small print."""
