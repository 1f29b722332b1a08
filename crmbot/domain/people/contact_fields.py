"""The fields of persons, companies and deals, each described once: what it is called, what kind of value it holds,
whether it is personal data, and which values it knows.

`set`, cards, filters, import and export and erasure all work from this list. An installation adds its own fields.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from crmbot.domain.people.field_list import BUILT_IN
from crmbot.domain.people.field_shapes import CONFIDENTIAL, Choice, ContactField, FieldKind, FieldRecord
from crmbot.folding import fold

__all__ = [
    "BUILT_IN_FIELDS",
    "POINTS",
    "Choice",
    "ContactField",
    "FieldKind",
    "FieldRecord",
    "Fields",
    "custom_field",
    "faults_of",
    "with_own",
]

POINTS: frozenset[FieldKind] = frozenset({"email", "phone", "address", "domain"})  # of which a contact has several
_MOST_WORDS = 4  # of the name of a field


@dataclass(frozen=True)
class Fields:
    """All fields of an installation: the built-in ones, then its own."""

    fields: tuple[ContactField, ...] = BUILT_IN

    def of(self, record: FieldRecord) -> tuple[ContactField, ...]:
        """The fields of one kind of record, in the order in which they are shown."""
        return tuple(field for field in self.fields if field.record == record)

    def get(self, record: FieldRecord, key: str) -> ContactField | None:
        """The field of that key; None for one that the configuration has no more."""
        return next((field for field in self.fields if field.record == record and field.key == key), None)

    def named(self, word: str) -> tuple[ContactField, ...]:
        """The fields, one of each kind of record at most, that are called so in any language."""
        return tuple(self._by_word.get(_folded(word), {}).values())

    def at_start(self, text: str) -> Iterator[tuple[tuple[ContactField, ...], str]]:
        """The fields whose name `text` begins with, longest names first, each with the words behind the name."""
        words = text.split(maxsplit=_MOST_WORDS)
        for count in range(min(len(words), _MOST_WORDS), 0, -1):
            found = self.named(" ".join(words[:count]).rstrip(":="))
            if found:
                rest = text.split(maxsplit=count)
                yield found, rest[count] if len(rest) > count else ""

    def personal(self, record: FieldRecord) -> tuple[ContactField, ...]:
        """The fields that hold personal data: exported with a person, and emptied when he is erased."""
        return tuple(field for field in self.of(record) if field.personal)

    @property
    def words(self) -> tuple[str, ...]:
        """Every name of every field, as written."""
        return tuple(dict.fromkeys(word for field in self.fields for word in field.words()))

    @cached_property
    def _by_word(self) -> Mapping[str, dict[FieldRecord, ContactField]]:
        index: dict[str, dict[FieldRecord, ContactField]] = {}
        for field in self.fields:
            for word in field.words():
                key = _folded(word)
                index.setdefault(key, {}).setdefault(field.record, field)
        return index


BUILT_IN_FIELDS = Fields()


def with_own(own: Iterable[ContactField]) -> Fields:
    """The built-in fields and an installation's own."""
    return Fields((*BUILT_IN, *own))


def custom_field(
    record: FieldRecord,
    key: str,
    names: Mapping[str, str],
    kind: FieldKind,
    choices: Iterable[Choice] = (),
    *,
    personal: bool = False,
    seen_by: tuple[str, ...] = (),
) -> ContactField:
    """A field that the configuration declares; its values stand in `custom` of the record, its choices are closed.

    One that not everybody sees is kept under a key with `_` in front: the search leaves it out.
    """
    words = {language: (name,) for language, name in names.items()}
    stored = f"{CONFIDENTIAL}{key}" if seen_by else key
    return ContactField(
        record, stored, kind, words, choices=tuple(choices), personal=personal, custom=True, seen_by=seen_by
    )


def faults_of(own: Iterable[ContactField]) -> list[str]:
    """What is wrong with an installation's own fields, each in one line."""
    faults: list[str] = []
    taken = {(field.record, _folded(word)): field.key for field in BUILT_IN for word in field.words()}
    seen: set[tuple[str, str]] = set()
    for field in own:
        name = f"fields: {field.record} field {field.key!r}"
        if (field.record, field.key) in seen:
            faults.append(f"{name} stands twice")
        seen.add((field.record, field.key))
        for word in dict.fromkeys(map(_folded, field.words())):
            other = taken.setdefault((field.record, word), f"own {field.key}")
            if other != f"own {field.key}":
                faults.append(f"{name}: {word!r} already names the field {other.removeprefix('own ')!r}")
        if field.kind == "choice" and not field.choices:
            faults.append(f"{name}: a choice needs choices")
        if field.kind != "choice" and field.choices:
            faults.append(f"{name}: only a choice has choices")
    return faults


def _folded(word: str) -> str:
    return fold(word).replace("_", " ").replace("-", " ")
