"""The mail port: SMTP and LMTP in, acknowledged when stored."""
