"""The one place where a reader's mistake is caught, so that a bug in one never costs the rest of the mail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")


@dataclass(slots=True)
class Seam:
    """Runs readers one by one and keeps what went wrong as defects of the mail."""

    defects: list[str] = field(default_factory=list)

    def __call__(self, what: str, read: Callable[[], T], otherwise: T) -> T:
        """What `read` gives, or `otherwise` where it fails; `what` names the reader in the defect."""
        try:
            return read()
        except Exception as fault:  # noqa: BLE001 (whatever a reader stumbles over, the mail must still be read)
            self.defects.append(f"{what} could not be read ({type(fault).__name__})")
            return otherwise
