"""What waits to be sent: single messages, bundles and threads."""
