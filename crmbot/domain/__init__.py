"""The CRM: records, queries, actions and pure rules. Knows no channel and no parser."""
