"""The demo: a sample team and sample mails, sent in through the real SMTP port, and what crmbot makes of them."""
