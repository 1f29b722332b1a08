"""The chat grammar: verbs, references, filters, leads."""
