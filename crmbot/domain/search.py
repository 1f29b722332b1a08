"""Full search over the records: by names, addresses, parts of phone numbers, fields, and words of the history.

What fits better goes first: the thing itself, whole words of its name, beginnings, parts; then what else is known of it;
then what was said and written, the newest first. Only when nothing fits, what is spelled nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.lookup import Contactable, by_email, by_exact_name, by_number
from crmbot.domain.names import company_key
from crmbot.domain.records import Activity, Company, CompanyEmail, Deal, Person, SearchDetail, SearchName, SearchText
from crmbot.domain.records.search_words import SHORTEST_DIGITS, words_of
from crmbot.domain.search_hits import Way, contacts, found, query
from crmbot.domain.search_query import Spelling

Findable: TypeAlias = Contactable | Activity

_HISTORY = 4  # one in so many of what is shown is left to the history
_MOST_SPLITS = 4  # places at which a search is cut into a name and what was said
_MOST_NAMED = 50
_NUMBER = re.compile(r"#?([1-9]\d{0,8})")
_PHONE = re.compile(r"[+0-9][\d\s()/.,-]{2,40}")
_TRUNK_ZERO = re.compile(r"\(0\)")
_WAYS: tuple[Way, ...] = ("whole", "begun", "within")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, the best first; `near` when nothing has the words and these are spelled nearly so."""

    records: list[Findable]
    near: bool = False
    more: bool = False  # there are others


def find(session: Session, text: str, *, limit: int = 20) -> Found:
    """Everything that has all words of `text`."""
    words = words_of(company_key(text)) or words_of(text)  # the legal form is rarely remembered rightly
    people = _first(_of_contacts(session, text, words, limit + 1), limit + 1)
    said = _first(_of_history(session, words, limit + 1), limit + 1)
    said = said or _said_at(session, words, limit + 1)
    if people or said:
        room = limit - min(len(said), limit // _HISTORY)
        shown: list[Findable] = [*_shared_out(people, max(room, limit - len(said)))]
        shown += said[: limit - len(shown)]
        return Found(shown, more=len(people) + len(said) > len(shown))
    near = _first(_misspelt(session, words, limit), limit)
    return Found(near, near=True)


def _first(found: Iterable[Sequence[Findable]], limit: int) -> list[Findable]:
    """Each record once, until there are enough."""
    unique: dict[tuple[type[Findable], int], Findable] = {}
    for records in found:
        for record in records:
            unique.setdefault((type(record), record.number), record)
        if len(unique) >= limit:
            break
    return list(unique.values())


def _of_contacts(session: Session, text: str, words: Sequence[str], limit: int) -> Iterator[Sequence[Findable]]:
    yield _the_very_one(session, text)
    yield by_exact_name(session, text, limit=limit)
    for where in (SearchName, SearchDetail):
        for way in _WAYS:
            yield list(contacts(session, where, query(session, words, way), limit=limit))
    if digits := _digits(text):
        yield list(contacts(session, SearchDetail, [[Spelling(digits, begins=True)]], limit=limit))


def _the_very_one(session: Session, text: str) -> Sequence[Findable]:
    """The record of that number, or whose whole address it is."""
    if match := _NUMBER.fullmatch(text.strip()):
        number = int(match[1])
        one = by_number(session, number) or session.get(Activity, number)
        return [one] if one is not None else []
    if "@" not in text:
        return []
    address = text.strip().strip("<>").lower()
    firms = session.scalars(select(Company).join(CompanyEmail).where(CompanyEmail.email == address))
    return [*by_email(session, address), *firms]


def _digits(text: str) -> str:
    """Of what looks like a phone number the digits as every way of writing it has them: without 0, 00 or (0)."""
    if _PHONE.fullmatch(text.strip()) is None:
        return ""
    digits = "".join(filter(str.isdigit, _TRUNK_ZERO.sub("", text))).lstrip("0")
    return digits if len(digits) >= SHORTEST_DIGITS else ""


def _of_history(session: Session, words: Sequence[str], limit: int) -> Iterator[Sequence[Findable]]:
    for way in _WAYS:
        yield found(session, Activity, SearchText, query(session, words, way), limit=limit)


def _said_at(session: Session, words: Sequence[str], limit: int) -> list[Findable]:
    """`Kolb Angebot`: what has some of the words in the history of those who are called by the others."""
    for place in range(1, min(len(words), _MOST_SPLITS + 1)):
        for name, rest in ((words[:place], words[place:]), (words[-place:], words[:-place])):
            called = list(contacts(session, SearchName, query(session, name, "begun"), limit=_MOST_NAMED))
            if not called:
                continue
            at = or_(
                Activity.person_number.in_(one.number for one in called if isinstance(one, Person)),
                Activity.company_number.in_(one.number for one in called if isinstance(one, Company)),
                Activity.deal_number.in_(one.number for one in called if isinstance(one, Deal)),
            )
            if said := found(session, Activity, SearchText, query(session, rest, "within"), limit=limit, only=[at]):
                return [*said]
    return []


def _misspelt(session: Session, words: Sequence[str], limit: int) -> Iterator[Sequence[Findable]]:
    wanted = query(session, words, "near")
    yield list(contacts(session, SearchName, wanted, limit=limit))
    yield list(contacts(session, SearchDetail, wanted, limit=limit))
    yield found(session, Activity, SearchText, wanted, limit=limit)


def _shared_out(records: Sequence[Findable], most: int) -> list[Findable]:
    """The best, but so that a crowd of people does not hide the companies and deals."""
    fair = max(most // 3, 1)
    kinds = (Person, Company, Deal, Activity)
    chosen = {id(one) for kind in kinds for one in [one for one in records if isinstance(one, kind)][:fair]}
    for one in records:
        if len(chosen) >= most:
            break
        chosen.add(id(one))
    return [one for one in records if id(one) in chosen][:most]
