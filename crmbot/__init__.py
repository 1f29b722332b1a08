"""crmbot: an email-and-chat-driven CRM assistant."""

__version__ = "0.1.0"
