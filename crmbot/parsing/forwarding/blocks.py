"""Header blocks in running text: a few lines `From: …`, `Sent: …`, `Subject: …` in any client's language.

A block is recognised by itself: labels that clients use, and values that look like what the label promises. What
stands around it (a separator, a subject) is weighed elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crmbot.parsing.forwarding.addresses import parse_forward_addresses
from crmbot.parsing.forwarding.labels import ROLES, Label, Role, fold, known_label, split_label
from crmbot.parsing.forwarding.separators import separator_kind
from crmbot.parsing.forwarding.values import ValueKind, is_address_list_open, looks_like_addresses, value_kind
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.quoted_lines import Lines

_MOST_ENTRIES = 24
_BLANKS_WITHIN = 2  # blank lines between two labels
_WRAPPED_LINES = 400  # of one value
_LONGEST_TIME = 24  # characters of a time that stands below its day
_WRAP_WIDTH = 60  # a line at least this long may have been wrapped
_RECIPIENTS: frozenset[Role] = frozenset(("to", "cc", "bcc"))
_TRANSPORT = frozenset(
    ("received", "return-path", "delivered-to", "mime-version", "content-type", "x-mailer", "message-id")
)


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


@dataclass(frozen=True, slots=True)
class HeaderBlock:
    """Who wrote which message to whom, read from the lines `first` up to but not including `end`."""

    first: int
    end: int
    depth: int  # quote marks in front of its lines
    from_: Address | None
    to: tuple[Address, ...]
    cc: tuple[Address, ...]
    subject: str | None
    date_text: str | None
    languages: frozenset[str]  # those that explain most of the labels
    score: float
    named: bool = True  # a client's own word for the sender stands before him; else the order of the values told
    transport: bool = False  # lines that only a raw header has, such as Received


@dataclass(slots=True)
class _Reading:
    lines: Lines
    depth: int
    strict: bool  # only labels that clients are known to use
    entries: list[Entry] = field(default_factory=list)
    end: int = 0


def read_block(lines: Lines, first: int, *, strict: bool = True) -> HeaderBlock | None:
    """The header block that begins on line `first`, or None. With `strict` off, labels in unknown languages count:
    for blocks below a separator line."""
    reading = _Reading(lines, lines.depth(first), strict, end=first)
    index = first
    while index < len(lines) and len(reading.entries) < _MOST_ENTRIES and lines.effort.spend(1):
        step = _step(reading, index)
        if step is None:
            break
        index = step
    return _understand(reading, first) if len(reading.entries) > 1 else None


def _step(reading: _Reading, index: int) -> int | None:
    """Take in line `index`; the line to look at next, or None where the block has ended."""
    lines = reading.lines
    if lines.blank(index):
        following = _next_words(lines, index)
        entry = _entry(reading, following) if following is not None else None
        return following if entry is not None and _belongs(reading, entry, after_blank=True) else None
    entry = _entry(reading, index)
    if entry is not None and _belongs(reading, entry, after_blank=False):
        reading.entries.append(entry)
        reading.end = index + 1
        return index + 1
    taken = _continued(reading, index) if separator_kind(lines.words(index)) is None else 0
    if not taken:
        return None
    reading.entries[-1].value = " ".join(
        [reading.entries[-1].value, *(lines.words(at) for at in range(index, taken))]
    ).strip()
    reading.end = taken
    return taken


def _next_words(lines: Lines, index: int) -> int | None:
    for at in range(index, min(index + _BLANKS_WITHIN + 1, len(lines))):
        if not lines.blank(at):
            return at
    return None


def _entry(reading: _Reading, index: int) -> Entry | None:
    """The labelled line `index`, if it is one."""
    words = reading.lines.words(index)
    pair = split_label(words[:300]) or (None if reading.strict else _without_colon(words[:300]))
    if pair is None:
        return None
    label = known_label(pair[0])
    if label is None and (reading.strict or len(pair[0]) > 30):
        return None
    return Entry(pair[0], label, pair[1] + words[300:], index)


def _without_colon(words: str) -> tuple[str, str] | None:
    """Label and value where the client writes no colon (eM Client: `From "John Doe" <john@firma.example>`)."""
    pieces = words.split(" ")
    for count in (1, 2, 3):
        label, value = " ".join(pieces[:count]), " ".join(pieces[count:]).strip()
        known = known_label(label) if value else None
        if known and (value_kind(value) in ("address", "date") or known.roles == {"subject"}):
            return label, value
    return None


def _belongs(reading: _Reading, entry: Entry, *, after_blank: bool) -> bool:
    """Whether a labelled line continues the block: no role comes twice, nothing but recipients after a full block."""
    roles = entry.label.roles if entry.label else frozenset[Role]()
    taken = Counter(
        role for known in reading.entries if known.label for role in known.label.roles if len(known.label.roles) == 1
    )
    fresh = {role for role in roles if role == "other" or not taken[role]}
    if not fresh and (entry.label is not None or not reading.strict):
        # A second label for recipients or sender (`Sender:` under `From:`) is a client's or a translator's slip.
        return not after_blank and _is_people_slip(reading, entry)
    complete = {"from", "date", "subject"} <= set(taken) and (taken["to"] or taken["cc"])
    if after_blank and (entry.label is None or complete):
        return bool(fresh & {"cc", "bcc", "reply_to"}) and entry.kind == "address"
    return True


def _is_people_slip(reading: _Reading, entry: Entry) -> bool:
    kind = entry.kind
    if entry.label is None:
        return kind in ("address", "date") or len(reading.entries) < 6
    return kind == "address" and bool(entry.label.roles & {"from", "to", "cc", "bcc", "reply_to"})


def _continued(reading: _Reading, index: int) -> int:
    """The line after the last one that continues the value above line `index`; 0 where none does."""
    if not reading.entries:
        return 0
    last = reading.entries[-1]
    people = bool(last.label and last.label.roles & {"from", "to", "cc", "bcc", "reply_to"})
    if not last.value and last.line == index - 1:
        return index + 1 if last.label and value_kind(reading.lines.words(index)) in _WANTED[_only(last)] else 0
    if people:
        return _continued_people(reading, index)
    return _continued_words(reading, index)


_WANTED: dict[Role | None, tuple[ValueKind, ...]] = {
    "from": ("address", "text"), "to": ("address", "text"), "cc": ("address",), "bcc": ("address",), "date": ("date",),
    "subject": ("text", "date", "address"), "reply_to": ("address",), "other": (), None: (),
}  # fmt: skip


def _only(entry: Entry) -> Role | None:
    return next(iter(entry.label.roles)) if entry.label and len(entry.label.roles) == 1 else None


def _continued_people(reading: _Reading, index: int) -> int:
    """Recipient lists go on while they are open, or while lines hold nothing but mailboxes, up to the next label."""
    lines, at = reading.lines, index
    value = reading.entries[-1].value
    while at < len(lines) and at - index < _WRAPPED_LINES and lines.effort.spend(1) and not lines.blank(at):
        words = lines.words(at)
        if _entry(reading, at) is not None or not (is_address_list_open(value) or looks_like_addresses(words)):
            break
        value = words if len(value) > 200 else f"{value} {words}"
        at += 1
    if at > index:
        return at
    return _wrapped_before_label(reading, index)


def _continued_words(reading: _Reading, index: int) -> int:
    """Subjects and dates go on when the line above is so long that the next word did not fit."""
    lines = reading.lines
    above, words = lines.raw[index - 1], lines.words(index)
    if (
        _only(reading.entries[-1]) == "date"
        and len(words) < _LONGEST_TIME
        and words[0].isdigit()
        and value_kind(words) == "date"
    ):
        return index + 1
    if len(above.rstrip()) + 1 + len(words.split(" ", 1)[0]) <= _WRAP_WIDTH:
        return 0
    at = index + 1
    if (
        len(above.rstrip()) <= 80
        and at <= len(lines)
        and (at == len(lines) or lines.blank(at) or _entry(reading, at) is not None)
    ):
        return at
    return _wrapped_before_label(reading, index)


def _wrapped_before_label(reading: _Reading, index: int) -> int:
    """Lines between two labels without a blank line between them belong to the upper one."""
    lines = reading.lines
    if len(reading.lines.raw[index - 1].rstrip()) < _WRAP_WIDTH:
        return 0
    for at in range(index + 1, min(index + 4, len(lines))):
        if lines.blank(at):
            return 0
        entry = _entry(reading, at)
        if entry is not None and _belongs(reading, entry, after_blank=False):
            return at
    return 0


def _understand(reading: _Reading, first: int) -> HeaderBlock | None:
    """Give every entry its one role and see whether they make a header."""
    entries = reading.entries
    languages = _languages(entries)
    _assign_known(entries, languages)
    _assign_by_value(entries)
    by_role = {entry.role: entry for entry in reversed(entries) if entry.role}
    sender = by_role.get("from")
    if sender is None:
        return None
    people = parse_forward_addresses(sender.value)
    date = by_role.get("date")
    subject = by_role.get("subject")
    return HeaderBlock(
        first, reading.end, reading.depth,
        people[0] if people else None,
        _people(entries, "to"), _people(entries, "cc"),
        subject.value or None if subject else None,
        date.value or None if date else None,
        _best_languages(languages),
        _score(by_role),
        sender.label is not None and "from" in sender.label.roles,
        any(fold(entry.words) in _TRANSPORT for entry in entries),
    )  # fmt: skip


def _people(entries: list[Entry], role: Role) -> tuple[Address, ...]:
    found = [address for entry in entries if entry.role == role for address in parse_forward_addresses(entry.value)]
    return tuple(found)


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


def _score(by_role: dict[Role, Entry]) -> float:
    """How much this looks like a header, from 0 to about 10."""
    score = {"address": 3.0, "text": 1.0}.get(by_role["from"].kind, 0.0)
    if "date" in by_role:
        score += 2.5 if by_role["date"].kind == "date" else 0.0
    for role in ("to", "cc"):
        if role in by_role:
            score += {"address": 1.5, "text": 0.5}.get(by_role[role].kind, 0.25)
    if "subject" in by_role:
        score += 1.5
    return score
