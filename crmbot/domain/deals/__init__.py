"""The deal's life: stages, gates, roles, offers, the pipeline and what stays unattended."""
