"""Reports in words and tables. Each is a function of the request and of the words behind its name."""
