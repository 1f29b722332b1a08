"""The outside world: SMTP, IMAP, Slack, the web, the terminal. Callables come from `crmbot.app`; no CRM logic here."""
