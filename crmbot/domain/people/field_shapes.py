"""What describes a field of a record, and its values: read from words, shown in words."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal, TypeAlias

from crmbot.folding import fold
from crmbot.shapes import Text, Value, Verbatim, Worded, t

_SPAN = re.compile(r"(\d{1,9})\s?(?:-|–|bis|to)\s?(\d{1,9})", re.IGNORECASE)

CONFIDENTIAL = "_"  # begins the key of a field that not everybody sees
FieldRecord: TypeAlias = Literal["person", "company", "deal"]
FieldKind: TypeAlias = Literal[
    "text", "name", "number", "date", "choice", "flag", "money", "percent", "stars", "website", "company", "member",
    "stage", "email", "phone", "address", "domain",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Choice:
    """One value that a field knows: how it is stored, what people read, and what they also say."""

    key: str
    names: Mapping[str, str]
    aliases: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Everything by which it is recognised."""
        return (self.key, *self.names.values(), *self.aliases)


@dataclass(frozen=True, slots=True)
class ContactField:
    """One field. `names` has for each language the name to show first, then what people also say.

    A choice that is `open` takes other words as they are. A field with a `column` stands in that column of the record, a
    `custom` one in its dictionary of own fields. `seen_by` are the departments that see it; nobody named: everybody.
    """

    record: FieldRecord
    key: str
    kind: FieldKind
    names: Mapping[str, tuple[str, ...]]
    choices: tuple[Choice, ...] = ()
    open: bool = False
    personal: bool = False
    custom: bool = False
    column: str | None = None
    seen_by: tuple[str, ...] = ()

    def words(self) -> tuple[str, ...]:
        """Every name in every language, and the key."""
        return tuple(
            dict.fromkeys(
                (self.key.removeprefix(CONFIDENTIAL), *(name for names in self.names.values() for name in names))
            )
        )

    @property
    def label(self) -> Text:
        """What people read in front of the value."""
        names = {language: names[0] for language, names in self.names.items() if names}
        return t("{words}", words=Worded({language: name[:1].upper() + name[1:] for language, name in names.items()}))

    def choice(self, said: str) -> str | None:
        """What is stored for the words somebody chose by; None for words that are no choice here."""
        wanted = _key(said)
        for choice in self.choices:
            if wanted in {_key(word) for word in choice.words()}:
                return choice.key
        if not self.open:
            return None
        span = _SPAN.fullmatch(said.strip())
        return f"{span[1]}-{span[2]}" if span else said

    def shown_choice(self, stored: str) -> Value:
        """A stored choice in the reader's language."""
        found = next((choice for choice in self.choices if choice.key == stored), None)
        return Worded(found.names) if found and found.names else Verbatim(stored)


def _key(word: str) -> str:
    span = _SPAN.fullmatch(word.strip())
    return f"{span[1]} {span[2]}" if span else fold(word).replace("_", " ").replace("-", " ")
