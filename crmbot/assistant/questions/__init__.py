"""Questions in words: understood as commands, and answered by what was asked for first."""
