"""What each line of a header block is: sender, recipients, date or subject.

The words of its label tell it; where they have several meanings the language of the block and the value decide, and
where no client is known to use them the order and the values alone.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from crmbot.parsing.forwarding.labels import ROLES, Label, Role
from crmbot.parsing.forwarding.values import ValueKind, value_kind

_RECIPIENTS: frozenset[Role] = frozenset(("to", "cc", "bcc"))


@dataclass(slots=True)
class Entry:
    """One label with its value, which may have been written over several lines."""

    words: str
    label: Label | None
    value: str
    line: int
    role: Role | None = None

    @property
    def kind(self) -> ValueKind:
        """What the value looks like."""
        return value_kind(self.value)


def assign_roles(entries: list[Entry]) -> frozenset[str]:
    """Give every entry its one role, or None; the languages that explain most of the labels."""
    languages = _languages(entries)
    _assign_known(entries, languages)
    _assign_by_value(entries)
    return _best_languages(languages)


def _languages(entries: list[Entry]) -> Counter[str]:
    """How many of the labels each language explains."""
    votes: Counter[str] = Counter()
    for entry in entries:
        if entry.label:
            votes.update({language for languages in entry.label.languages.values() for language in languages})
    return votes


def _best_languages(votes: Counter[str]) -> frozenset[str]:
    most = max(votes.values(), default=0)
    return frozenset(language for language, count in votes.items() if count == most)


def _assign_known(entries: list[Entry], languages: Counter[str]) -> None:
    """Roles by the words; a label of several meanings takes the one of the block's language that its value fits."""
    taken: set[Role | None] = set()
    for entry in sorted(entries, key=lambda entry: len(entry.label.roles) if entry.label else 0):
        if entry.label:
            role = max(entry.label.roles, key=lambda role, entry=entry: _fit(entry, role, taken, languages))  # type: ignore[misc]
            entry.role = role if _fits(entry, role) else None
            taken.add(entry.role)


def _fit(
    entry: Entry, role: Role, taken: set[Role | None], languages: Counter[str]
) -> tuple[bool, bool, bool, int, int]:
    """How well `role` suits an entry, best first: the value, whether the block still lacks it, the language."""
    assert entry.label is not None
    votes = max(languages[language] for language in entry.label.languages[role])
    return _fits(entry, role), role != "other", role not in taken, votes, -ROLES.index(role)


def _fits(entry: Entry, role: Role) -> bool:
    """Whether the value can be what the role says. Names without an address may stand for people."""
    kind = entry.kind
    if role in ("from", *_RECIPIENTS):
        return kind in ("address", "text", "empty")
    return role != "date" or kind in ("date", "empty", "text")


def _assign_by_value(entries: list[Entry]) -> None:
    """What the words do not tell, the order and the values do: sender before recipients, the rest is the subject."""
    if _shifted(entries):
        for entry in entries:
            entry.role = (
                None if entry.role in ("from", "to", "cc", "bcc") and entry.kind in ("address", "date") else entry.role
            )
    used = {entry.role for entry in entries}
    wanted: list[Role] = [role for role in ("from", "to", "cc") if role not in used]
    for entry in entries:
        if entry.role is not None:
            continue
        if entry.kind == "address" and wanted:
            entry.role = wanted.pop(0)
        elif entry.kind == "date" and "date" not in used:
            entry.role = "date"
        elif entry.kind == "text" and entry.label is None and "subject" not in used:
            entry.role = "subject"
        used.add(entry.role)


def _shifted(entries: list[Entry]) -> bool:
    """A translator's slip: the sender's label stands before a date, so the labels of people are off by one."""
    return any(
        entry.role is None and entry.label and "from" in entry.label.roles and entry.kind == "date" for entry in entries
    )


def header_score(by_role: dict[Role, Entry]) -> float:
    """How much entries with these roles look like a header, from 0 to about 10."""
    score = {"address": 3.0, "text": 1.0}.get(by_role["from"].kind, 0.0)
    if "date" in by_role:
        score += 2.5 if by_role["date"].kind == "date" else 0.0
    for role in ("to", "cc"):
        if role in by_role:
            score += {"address": 1.5, "text": 0.5}.get(by_role[role].kind, 0.25)
    if "subject" in by_role:
        score += 1.5
    return score
