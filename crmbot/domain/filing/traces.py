"""What gives a person away in a text: his mail addresses, his name in its spellings, his phone numbers. Finding and removing it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, String, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from crmbot.domain.records import (
    CompanyEmail,
    CompanyPhone,
    Member,
    MemberEmail,
    Person,
    PersonPhone,
)
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search.names import person_key

_BETWEEN = r"[\s_.,\-]{1,3}"  # the words of a name; in file names too
_SALUTED = r"(?:frau|herrn?|fr\.|hr\.|mrs?\.?|ms\.?|mister|miss|dr\.|prof\.)\s{1,3}(?:dr\.\s{0,3}|prof\.\s{0,3}){0,2}"
_VARIANTS = {"ä": "(?:ä|ae|a)", "ö": "(?:ö|oe|o)", "ü": "(?:ü|ue|u)", "ß": "(?:ß|ss)"}
_PLAIN = re.compile(r"[a-z0-9]+", re.IGNORECASE)
_SHORTEST_NEEDLE = 3  # characters
_LOCAL_DIGITS = 7  # of a phone number, by which it is told from others whatever stands before them


@dataclass(frozen=True)
class Traces:
    """`numbers` are those of the records that vanish; `placeholder` stands in place of the name."""

    placeholder: str
    emails: tuple[str, ...] = ()
    names: tuple[tuple[str, ...], ...] = ()  # each as its words, the family name last
    family: str | None = None  # where nobody else is called so
    phones: tuple[str, ...] = ()  # digits
    numbers: frozenset[int] = field(default_factory=frozenset)

    def found_in(self, text: str | None) -> bool:
        """Whether the text names him."""
        return bool(text) and bool(self._parts) and self._pattern.search(text or "") is not None

    def listed_in(self, words: str) -> bool:
        """Whether a list of folded words names him: all words of his name stand there, or of an address of his."""
        listed = set(words.split())
        wanted = [words_of(" ".join(name)) for name in self.names] + [words_of(email) for email in self.emails]
        return any(one and listed.issuperset(one) for one in wanted) or not listed.isdisjoint(self.phones)

    def removed_from(self, text: str) -> str:
        """The text without him."""
        return self._pattern.sub(self.placeholder, text) if self._parts else text

    def removed_from_value(self, value: Any) -> Any:
        """A JSON value without him, whatever its depth: each text in it by itself."""
        if isinstance(value, str):
            return self.removed_from(value)
        if isinstance(value, list):
            return [self.removed_from_value(one) for one in value]
        if isinstance(value, dict):
            return {self.removed_from(str(key)): self.removed_from_value(one) for key, one in value.items()}
        return value

    def within(self, *columns: Any) -> ColumnElement[bool]:
        """The condition that one of the columns may name him; `found_in` then decides."""
        texts = [type_coerce(column, String) for column in columns]
        conditions = [text.icontains(needle, autoescape=True) for text in texts for needle in self._needles]
        return or_(*conditions) if conditions else func.length("") > 0

    @cached_property
    def _needles(self) -> tuple[str, ...]:
        """What a database can look for: the longest part of the family name that every spelling of it has."""
        words = [max(_PLAIN.findall(name[-1]), key=len, default="") for name in self.names]
        plain = [
            word if len(word) >= _SHORTEST_NEEDLE else name[-1] for word, name in zip(words, self.names, strict=True)
        ]
        return tuple(dict.fromkeys([*self.emails, *plain, *(phone[-6:] for phone in self.phones)]))

    @cached_property
    def _pattern(self) -> re.Pattern[str]:
        return re.compile("|".join(self._parts), re.IGNORECASE)

    @cached_property
    def _parts(self) -> list[str]:
        parts = [rf"(?<![\w.+-]){re.escape(email)}(?![\w-])" for email in self.emails]
        for words in self.names:
            spelled = [_spelled(word) for word in words]
            orders = [spelled, [spelled[-1], *spelled[:-1]]]
            if self.family and len(words) > 1:
                orders.append([re.escape(words[0][0]), spelled[-1]])  # J. Brandt
            parts += [rf"(?<![^\W_]){_BETWEEN.join(order)}(?![^\W_])" for order in orders]
        if self.family:
            parts.append(rf"(?<!\w){_SALUTED}{_spelled(self.family)}(?!\w)")
        return parts + [_dialled(phone) for phone in self.phones]


def _spelled(word: str) -> str:
    return "".join(_VARIANTS.get(letter, re.escape(letter)) for letter in word.lower())


def _dialled(digits: str) -> str:
    """A number as people write it, with what stands before its local part."""
    local = r"[\s()/.\-]{0,3}".join(digits[-max(_LOCAL_DIGITS, len(digits) - 4) :])
    return rf"(?<!\d)(?:\+?\(?\d{{1,4}}\)?[\s()/.\-]{{0,3}}){{0,2}}{local}(?!\d)"


def traces_of(session: Session, person: Person, placeholder: str, *, numbers: Iterable[int] = ()) -> Traces:
    """What names this person and nobody else: an address or a name that others have too is left alone in their texts."""
    words = tuple(person.name.replace(",", " ").split())
    family = (person.family_name or (words[-1] if len(words) > 1 else "")).split()
    alone = len(words) > 1 and not _somebody_else(session, person)
    return Traces(
        placeholder,
        emails=tuple(entry.email for entry in person.emails if not _shared_mail(session, entry.email)),
        names=(words,) if alone else (),
        family=family[-1] if alone and family and not _namesakes(session, person, family[-1]) else None,
        phones=tuple(e.number.lstrip("+") for e in person.phones if not _shared_phone(session, person, e.number)),
        numbers=frozenset(numbers),
    )


def _somebody_else(session: Session, person: Person) -> bool:
    others = select(Person.number).where(Person.name_key == person.name_key, Person.number != person.number)
    members = session.scalars(select(Member.name))
    return session.scalars(others.limit(1)).first() is not None or person.name_key in map(person_key, members)


def _namesakes(session: Session, person: Person, family: str) -> bool:
    key = person_key(family)
    alike = or_(Person.name_key.endswith(f" {key}", autoescape=True), Person.name_key == key)
    found = session.scalars(select(Person.number).where(alike, Person.number != person.number).limit(1)).first()
    return found is not None or any(
        person_key(name).split()[-1:] == [key] for name in session.scalars(select(Member.name))
    )


def _shared_mail(session: Session, email: str) -> bool:
    return any(
        session.scalars(select(model.email).where(model.email == email).limit(1)).first() is not None
        for model in (CompanyEmail, MemberEmail)
    )


def _shared_phone(session: Session, person: Person, number: str) -> bool:
    others = select(PersonPhone.id).where(PersonPhone.number == number, PersonPhone.person_number != person.number)
    firms = select(CompanyPhone.id).where(CompanyPhone.number == number)
    return any(session.scalars(statement.limit(1)).first() is not None for statement in (others, firms))
