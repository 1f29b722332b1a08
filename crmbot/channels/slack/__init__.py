"""Slack: the application, the rendering of replies as Block Kit, the sender of notices, the manifest."""
