"""What the columns of a file mean: our own fields in both languages, and the headings of address books and other CRMs.

A heading is taken apart: the record it names (`Deal - Title`, `Account Name`), the kind of an address or number
(`Billing City`, `Telefon privat`), its place among several (`E-mail 2 Address`), and what is left is looked up.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace

from crmbot.domain.people.contact_fields import ContactField, Fields
from crmbot.folding import fold
from crmbot.imports.entries import Kind
from crmbot.imports.heading_words import (
    ABOUT,
    KIND_WORDS,
    LABELS,
    LOOSE,
    OTHER_RECORDS,
    POINTS,
    PREFIXES,
    WORDS,
)

IGNORE = "-"
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])")
_SIGNS = re.compile(r"[-_()/:.,#*\"'|]+")
_PREFIX = re.compile(r"^\s*(\w+)\s+-\s+(.+)$")
_PLACES = re.compile(r"\b(\d{1,2})\b")


@dataclass(frozen=True, slots=True)
class Meaning:
    """Which field of which record a column holds. `kind` is that of a phone or address, `place` counts several."""

    record: Kind
    key: str
    kind: str = ""
    place: str = ""


def spelled(heading: str) -> str:
    """A heading as it is looked up: `BillingPostalCode` and `Billing Postal Code:` are the same."""
    apart = heading if heading.isupper() else _CAMEL.sub(" ", heading.replace("IDs", "Ids"))
    return " ".join(_SIGNS.sub(" ", fold(apart)).replace("e mail", "email").split())


def meaning_of(heading: str, about: Kind, fields: Fields) -> Meaning | None:
    """The field that a column of a file about such records holds; None for one that nobody here knows."""
    words = spelled(heading)
    record, rest = _prefixed(heading, words)
    if record is not None and rest:
        return _known(rest, record, fields) or _known(words, about, fields)
    return _known(words, about, fields)


def _prefixed(heading: str, words: str) -> tuple[Kind | None, str]:
    """`Person - Name` and `person.name` say which record they mean."""
    dotted = re.match(r"^(person|company|deal|product)\.(\w.*)$", heading.strip().lower())
    match = _PREFIX.match(heading) or dotted
    record = PREFIXES.get(fold(match[1])) if match else None
    if match is None or record is None:
        return None, words
    rest = spelled(match[2])
    return record, rest.removeprefix(f"{fold(match[1])} ")  # `Deal - Deal created`


def _known(words: str, about: Kind, fields: Fields) -> Meaning | None:
    """The best reading: the words as they stand, then without numbers and kinds."""
    if found := _as_it_stands(words, about, fields):
        return found
    place = _PLACES.search(words)
    bare = " ".join(_PLACES.sub(" ", words).split()) if place else words
    found = _as_it_stands(bare, about, fields) if place else None
    found = found or _of_a_kind(bare, about) or _of_another(bare, about, fields) or _without_loose(bare, about, fields)
    if found is None or place is None or place[1] == "1":
        return found
    return replace(found, place=place[1])


def _without_loose(words: str, about: Kind, fields: Fields) -> Meaning | None:
    left = " ".join(word for word in words.split() if word not in LOOSE)
    return _as_it_stands(left, about, fields) if left and left != words else None


def _as_it_stands(words: str, about: Kind, fields: Fields) -> Meaning | None:
    key = WORDS[about].get(words)
    if key is not None:
        base, _, kind = key.partition("/")
        return Meaning(about, base, kind)
    other = OTHER_RECORDS[about].get(words)
    if other is not None:
        return Meaning(other[0], other[1])
    return _own_field(words, about, fields)


def _own_field(words: str, about: Kind, fields: Fields) -> Meaning | None:
    found: Iterable[ContactField] = fields.named(words)
    for record in (about, *ABOUT.get(about, ())):
        for field in found:
            if field.record == record:
                return Meaning(record, field.key)
    return None


def _of_a_kind(words: str, about: Kind) -> Meaning | None:
    """`business fax`, `strasse geschaeftlich`, `email work`, `phone label`."""
    if about not in POINTS:
        return None
    left, kind, label = [], "", False
    for word in words.split():
        if word in KIND_WORDS:
            told = KIND_WORDS[word]
            kind = told if told in ("mobile", "fax") or not kind else kind
        elif word in LABELS:
            label = True
        elif word not in LOOSE:
            left.append(word)
    key = POINTS[about].get(" ".join(left)) or ("phone" if kind in ("mobile", "fax") and not left else None)
    if key is None and left[:1] == ["address"]:
        key = POINTS[about].get(" ".join(left[1:]))
    if key is None:
        return None
    base, _, own = key.partition("/")
    return Meaning(about, f"{base}_label" if label else base, own or kind)


def _of_another(words: str, about: Kind, fields: Fields) -> Meaning | None:
    """`account website`, `contact email`: the record is named by the first word, or told apart by nothing else."""
    first, _, rest = words.partition(" ")
    record = PREFIXES.get(first)
    if record is not None and rest and record != about and record in ABOUT.get(about, ()):
        found = _as_it_stands(rest, record, fields) or _of_a_kind(rest, record)
        if found is not None and found.record == record:
            return found
    for other in ABOUT.get(about, ()):
        if key := WORDS[other].get(words):
            return Meaning(other, key.partition("/")[0], key.partition("/")[2])
    nearest = next(iter(ABOUT.get(about, ())), None)
    return _of_a_kind(words, nearest) if nearest is not None else None


def named_field(said: str, about: Kind, fields: Fields) -> Meaning | None:
    """What `--map "Their heading=field"` means by a field: as a heading, or `-` to leave the column out."""
    return None if said.strip() in ("", IGNORE) else meaning_of(said.strip(), about, fields)
