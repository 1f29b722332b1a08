"""Where a value was read, which source is better than which, and what a weaker one says otherwise.

Each person and company carries for every field a source in JSON; mail addresses, phones and postal addresses carry
their own.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Any

from crmbot.domain.records import Company, Person
from crmbot.folding import fold

HAND = "hand"
# A better source replaces a weaker one; what a person typed is never replaced silently.
STRENGTH = {"text": 1, "domain": 1, "header": 2, "signature": 3, "vcard": 4, "form": 4, "import": 5, HAND: 6}
_SPEAKS = 3  # from this strength on a source that does not replace a value is offered


@dataclass(frozen=True, slots=True)
class Source:
    """`kind` is a key of STRENGTH; `at` the moment of the mail or entry, `by` the member who typed or imported it, `mail`
    the inbox item it was read from.
    """

    kind: str
    at: datetime | None = None
    by: str | None = None
    mail: int | None = None

    @property
    def strength(self) -> int:
        """How much its word counts."""
        return STRENGTH.get(self.kind, 0)

    def to_json(self) -> dict[str, Any]:
        """As it is stored."""
        at = self.at.astimezone(UTC).isoformat(timespec="seconds") if self.at else None
        values = {"from": self.kind, "at": at, "by": self.by, "mail": self.mail}
        return {name: value for name, value in values.items() if value is not None}


@dataclass(frozen=True, slots=True)
class Otherwise:
    """What another source says of a field, waiting for somebody to decide."""

    field: str
    value: Any
    source: Source


def read_source(stored: Any) -> Source | None:
    """What `Source.to_json` wrote; the first versions stored the kind alone."""
    if isinstance(stored, str):
        return Source(stored)
    if not isinstance(stored, dict) or "from" not in stored:
        return None
    at = stored.get("at")
    return Source(stored["from"], datetime.fromisoformat(at) if at else None, stored.get("by"), stored.get("mail"))


def source_of(record: Person | Company, field: str) -> Source | None:
    """Where the value of a field comes from; None where nobody wrote it down."""
    return read_source((record.value_sources or {}).get(field))


def replaces(source: Source, old: Any, old_source: Source | None) -> bool:
    """Whether a value from `source` may take the place of `old`. What has no source counts as typed."""
    if old is None or old == "" or source.kind == HAND:
        return True
    return source.strength > (old_source.strength if old_source else STRENGTH[HAND])


def note_source(record: Person | Company, field: str, source: Source) -> None:
    """A field has its value from `source` now; what was offered for it is settled."""
    _store(record, field, source.to_json())


def forget_source(record: Person | Company, field: str) -> None:
    """A field has no value any more."""
    _store(record, field, None)


def offer(record: Person | Company, field: str, value: Any, source: Source) -> None:
    """Keep what `source` says otherwise, unless it says too little or was declined before."""
    stored: Any = (record.value_sources or {}).get(field)
    entry: dict[str, Any] = {"from": stored} if isinstance(stored, str) else dict(stored or {"from": HAND})
    if source.strength < _SPEAKS or _same(value, entry.get("otherwise", {}).get("value")):
        return
    if any(_same(value, declined) for declined in entry.get("declined", ())):
        return
    _store(record, field, {**entry, "otherwise": {"value": value, **source.to_json()}})


def decline(record: Person | Company, field: str) -> bool:
    """Keep the value as it is and never offer that one again; False when nothing was offered."""
    entry: Any = (record.value_sources or {}).get(field)
    if not isinstance(entry, dict) or "otherwise" not in entry:
        return False
    rest = {name: value for name, value in entry.items() if name != "otherwise"}
    _store(record, field, {**rest, "declined": [*entry.get("declined", ()), entry["otherwise"]["value"]]})
    return True


def offered(record: Person | Company) -> Iterator[Otherwise]:
    """What other sources say, by field."""
    for field, entry in sorted((record.value_sources or {}).items()):
        otherwise = entry.get("otherwise") if isinstance(entry, dict) else None
        if otherwise and (source := read_source(otherwise)) is not None:
            yield Otherwise(field, otherwise["value"], source)


def by_member(member: str | None, at: datetime) -> Source:
    """Typed by a member."""
    return replace(Source(HAND), at=at, by=member)


def _same(one: Any, other: Any) -> bool:
    return one is not None and other is not None and fold(str(one)) == fold(str(other))


def _store(record: Person | Company, field: str, entry: dict[str, Any] | None) -> None:
    entries = {name: value for name, value in (record.value_sources or {}).items() if name != field}
    if entry is not None:
        entries[field] = entry
    if entries != (record.value_sources or {}):
        record.value_sources = entries or None
