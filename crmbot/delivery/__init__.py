"""Out: what is due becomes outbox items, and outbox items become messages, once."""
