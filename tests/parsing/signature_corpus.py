"""The invented mails of tests/data/signatures with their truth."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crmbot.parsing.parsed import Address

FOLDER = Path(__file__).parent.parent / "data" / "signatures"
FIELDS = ("name", "given_name", "family_name", "title", "company", "job_title", "address", "website")


@dataclass(frozen=True)
class Mail:
    id: str
    author: Address
    text: str
    signature: str
    below: str
    truth: dict[str, Any] = field(repr=False)

    @property
    def body(self) -> str:
        return self.text + self.signature + ("\n" + self.below if self.below else "")


def mails() -> list[Mail]:
    return [
        _mail(entry)
        for path in sorted(FOLDER.glob("*.toml"))
        for entry in tomllib.loads(path.read_text("utf-8"))["mail"]
    ]


def _mail(entry: dict[str, Any]) -> Mail:
    name, address = entry["from"]
    return Mail(
        entry["id"], Address(name, address), entry["text"], entry["signature"], entry.get("below", ""), entry["truth"]
    )
