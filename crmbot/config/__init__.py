"""The settings of an installation: what can be set (`sections`) and how it is read (`reading`)."""

from crmbot.config.contradictions import own_fields
from crmbot.config.reading import DEFAULT_FILE, PREFIX, load_settings
from crmbot.config.sections import Imap, Settings

__all__ = ["DEFAULT_FILE", "PREFIX", "Imap", "Settings", "load_settings", "own_fields"]
