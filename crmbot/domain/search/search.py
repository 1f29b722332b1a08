"""Full search over the records: by names, addresses, parts of phone numbers, fields, and words of the history.

What fits better goes first: the thing itself, whole words of its name, beginnings, parts; then what else is known of it;
then what was said and written, the newest first. Only when nothing fits, what is spelled nearly so.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, CompanyEmail, Deal, Person, SearchDetail, SearchName, SearchText
from crmbot.domain.records.search_words import SHORTEST_DIGITS, words_of
from crmbot.domain.search.hits import Numbered, Wanted, load, numbers, seen
from crmbot.domain.search.lookup import Contactable, by_email, by_number, numbers_of_name
from crmbot.domain.search.names import company_key, person_key
from crmbot.domain.search.query import Query, Spelling, has_words

Findable: TypeAlias = Contactable | Activity

_HISTORY = 4  # one in so many of what is shown is left to the history
_MOST = 60  # records that are ranked
_MOST_PAGES = 10
_MOST_READ = 500  # entries of a history
_MOST_SPLITS = 3  # places at which a search is cut into a name and what was said
_PLACES = {"person": Activity.person_number, "company": Activity.company_number, "deal": Activity.deal_number}
_NUMBER = re.compile(r"#?([1-9]\d{0,8})")
_PHONE = re.compile(r"[+0-9][\d\s()/.,-]{2,40}")
_TRUNK_ZERO = re.compile(r"\(0\)")


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to, the best first; `near` when nothing has the words and these are spelled nearly so."""

    records: list[Findable]
    near: bool = False
    more: bool = False  # there are others
    page: int = 1


def find(session: Session, text: str, *, limit: int = 20, page: int = 1) -> Found:
    """One page of everything that has all words of `text`; past the last one that, and at the most so many."""
    # The legal form of a company is rarely remembered rightly.
    wanted = Wanted(session, words_of(company_key(text)) or words_of(text))
    page, depth = min(page, _MOST_PAGES), min(page, _MOST_PAGES) * limit + 1
    people = _contacts(wanted, text, _MOST)  # all at once: which of them a page shows depends on what is on the others
    said = _history(wanted, depth) or ([] if people else _said_at(wanted, depth))
    if not people and not said:
        return Found(_misspelt(wanted, limit), near=True)
    shown, number = list[Findable](), 0
    while number < page and (people or said):
        shown, number = _first_page(people, said, limit), number + 1
        people, said = _without(people, shown), _without(said, shown)
    return Found(shown, more=number < _MOST_PAGES and bool(people or said), page=number)


def _first_page(people: Sequence[Findable], said: Sequence[Findable], limit: int) -> list[Findable]:
    room = limit - min(len(said), limit // _HISTORY)
    shown = _shared_out(people, max(room, limit - len(said)))
    return [*shown, *said[: limit - len(shown)]]


def _without(records: Iterable[Findable], shown: Iterable[Findable]) -> list[Findable]:
    gone = {id(one) for one in shown}
    return [one for one in records if id(one) not in gone]


def _contacts(wanted: Wanted, text: str, limit: int) -> list[Findable]:
    """Persons, companies and deals: the very one, then by name, then by all else that is known of them."""
    session = wanted.session
    found = dict.fromkeys(_the_very_ones(session, text))
    by_name = dict.fromkeys(seen(session, SearchName, wanted.query("whole"), limit=_MOST))
    if len(by_name) < limit and wanted.widened:
        by_name |= dict.fromkeys(seen(session, SearchName, wanted.query("within"), limit=_MOST))
    found |= dict.fromkeys(sorted(by_name, key=lambda one: _rank(wanted.words, text, one)))
    if len(found) < limit:
        found |= dict.fromkeys(seen(session, SearchDetail, wanted.query("within"), limit=limit))
    if len(found) < limit and (digits := _digits(text)):
        found |= dict.fromkeys(seen(session, SearchDetail, [[Spelling(digits, begins=True)]], limit=limit))
    return list(found)


def _rank(words: Sequence[str], text: str, record: Findable) -> tuple[int, int, int]:
    """How well a name fits: itself, whole words of it, beginnings, parts. Of equals people go before their companies and
    these before deals, and the newest first.
    """
    if isinstance(record, Activity):
        return 9, 0, -record.number
    return _fit(words, text, record), (Person, Company, Deal).index(type(record)), -record.number


def _fit(words: Sequence[str], text: str, record: Contactable) -> int:
    if record.name_key in {person_key(text), company_key(text)}:
        return 0
    name = words_of(record.name)
    if all(word in name for word in words):
        return 1
    return 2 if all(any(one.startswith(word) for one in name) for word in words) else 3


def _the_very_ones(session: Session, text: str) -> list[Findable]:
    """The record of that number, whose whole address it is, or who is called exactly so."""
    if match := _NUMBER.fullmatch(text.strip()):
        number = int(match[1])
        one = by_number(session, number) or session.get(Activity, number)
        return [one] if one is not None else []
    if "@" in text:
        address = text.strip().strip("<>").lower()
        firms = session.scalars(select(Company).join(CompanyEmail).where(CompanyEmail.email == address))
        return [*by_email(session, address), *firms]
    return list(load(session, numbers_of_name(session, text, limit=_MOST)).values())


def _digits(text: str) -> str:
    """Of what looks like a phone number the digits as every way of writing it has them: without 0, 00 or (0)."""
    if _PHONE.fullmatch(text.strip()) is None:
        return ""
    digits = "".join(filter(str.isdigit, _TRUNK_ZERO.sub("", text))).lstrip("0")
    return digits if len(digits) >= SHORTEST_DIGITS else ""


def _history(wanted: Wanted, limit: int) -> list[Findable]:
    found = dict.fromkeys(seen(wanted.session, SearchText, wanted.query("whole"), limit=limit))
    if len(found) < limit and wanted.widened:
        found |= dict.fromkeys(seen(wanted.session, SearchText, wanted.query("within"), limit=limit))
    return list(found)[:limit]


def _said_at(wanted: Wanted, limit: int) -> list[Findable]:
    """`Kolb Angebot`: what has some of the words in the history of those who are called by the others."""
    session, words = wanted.session, wanted.words
    for place in range(1, min(len(words), _MOST_SPLITS + 1)):
        for name, rest in ((words[:place], words[place:]), (words[-place:], words[:-place])):
            called = numbers(session, SearchName, wanted.query("within", name), limit=_MOST)
            if called and (said := _in_history_of(session, called, wanted.query("within", rest), limit)):
                return said
    return []


def _in_history_of(session: Session, called: Sequence[Numbered], query: Query, limit: int) -> list[Findable]:
    """What was last said with these, as far as it has the words: a few hundred entries, read one by one."""
    at = or_(*(column.in_([n for kind, n in called if kind == one]) for one, column in _PLACES.items()))
    latest = session.scalars(select(Activity.number).where(at).order_by(Activity.at.desc()).limit(_MOST_READ)).all()
    texts = session.execute(select(SearchText.number, SearchText.text).where(SearchText.number.in_(latest)))
    fitting = {number for number, text in texts if has_words(text.split(), query)}
    found = load(session, [("activity", number) for number in latest if number in fitting][:limit])
    return list(found.values())


def _misspelt(wanted: Wanted, limit: int) -> list[Findable]:
    query = wanted.query("near")
    for where in (SearchName, SearchDetail, SearchText):
        if found := seen(wanted.session, where, query, limit=limit):
            return found
    return []


def _shared_out(records: Sequence[Findable], most: int) -> list[Findable]:
    """The best, but so that a crowd of people does not hide the companies and deals."""
    fair = max(most // 3, 1)
    chosen = {
        id(one)
        for kind in (Person, Company, Deal, Activity)
        for one in [one for one in records if isinstance(one, kind)][:fair]
    }
    for one in records:
        if len(chosen) >= most:
            break
        chosen.add(id(one))
    return [one for one in records if id(one) in chosen][:most]
