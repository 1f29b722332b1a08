"""Header blocks in running text: a few lines `From: …`, `Sent: …`, `Subject: …` in any client's language.

A block is recognised by itself: labels that clients use, and values that look like what the label promises. What
stands around it (a separator, a subject) is weighed elsewhere.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from crmbot.parsing.forwarding.addresses import parse_forward_addresses
from crmbot.parsing.forwarding.block_roles import Entry, assign_roles, header_score
from crmbot.parsing.forwarding.labels import Role, fold, known_label, split_label
from crmbot.parsing.forwarding.separators import separator_kind
from crmbot.parsing.forwarding.values import ValueKind, is_address_list_open, looks_like_addresses, value_kind
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.quoted_lines import Lines

_MOST_ENTRIES = 24
_BLANKS_WITHIN = 2  # blank lines between two labels
_WRAPPED_LINES = 400  # of one value
_LONGEST_TIME = 24  # characters of a time that stands below its day
_WRAP_WIDTH = 60  # a line at least this long may have been wrapped
_TRANSPORT = frozenset(
    ("received", "return-path", "delivered-to", "mime-version", "content-type", "x-mailer", "message-id")
)


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
    languages = assign_roles(entries)
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
        languages,
        header_score(by_role),
        sender.label is not None and "from" in sender.label.roles,
        any(fold(entry.words) in _TRANSPORT for entry in entries),
    )  # fmt: skip


def _people(entries: list[Entry], role: Role) -> tuple[Address, ...]:
    found = [address for entry in entries if entry.role == role for address in parse_forward_addresses(entry.value)]
    return tuple(found)
