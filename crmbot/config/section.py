"""What all sections of the settings have in common."""

from __future__ import annotations

from pydantic import BaseModel, ConfigDict


class Section(BaseModel):
    """A section refuses names it does not know: a misspelt setting must not be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)
