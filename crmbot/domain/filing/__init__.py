"""Where a mail belongs and why: verdicts, decisions, learned rules and what is held back."""
