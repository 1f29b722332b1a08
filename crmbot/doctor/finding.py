"""What an examination finds: one line each, with the mend."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

Level = Literal["ok", "warning", "error"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One line: what was looked at, what was found, and what to do about it."""

    level: Level
    what: str
    found: str
    mend: str = ""

    def as_json(self) -> dict[str, Any]:
        """For programs."""
        return {"level": self.level, "what": self.what, "found": self.found, "mend": self.mend or None}


def ok(what: str, found: str) -> Finding:
    """Nothing to do."""
    return Finding("ok", what, found)


def warning(what: str, found: str, mend: str) -> Finding:
    """It works, but not as it should."""
    return Finding("warning", what, found, mend)


def error(what: str, found: str, mend: str) -> Finding:
    """Something is lost, waits or stands still until it is mended."""
    return Finding("error", what, found, mend)
