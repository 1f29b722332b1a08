"""Which record the first words of a sentence name, and what is spelled nearly like them."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.domain.records import Activity, Company, Deal, Person, SearchName
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search.hits import seen
from crmbot.domain.search.lookup import Contactable, by_name_part
from crmbot.domain.search.names import company_key, person_key
from crmbot.domain.search.spellings import near

MOST_WORDS = 8  # of a name
_PART_WORDS = 3  # of a part of a name
_MOST_ALIKE = 60  # names with one word in common, beyond which each longer beginning is asked for by itself
_MISSPELT_WORDS = 3  # of a sentence
_MOST_NEAR = 60
_MOST_NAMESAKES = 50


def longest_name(session: Session, words: Sequence[str]) -> tuple[list[Contactable], int]:
    """Who is called exactly as the first words say, taking as many words as possible; and how many they are."""
    starts = [" ".join(words[:count]) for count in range(1, min(len(words), MOST_WORDS) + 1)]
    plain = {person_key(start): count for count, start in enumerate(starts, 1)}
    firms = {company_key(start): count for count, start in enumerate(starts, 1)}
    persons = session.scalars(select(Person).where(Person.name_key.in_(_keys(plain))).limit(_MOST_NAMESAKES))
    companies = session.scalars(select(Company).where(Company.name_key.in_(_keys(firms))).limit(_MOST_NAMESAKES))
    deals = session.scalars(select(Deal).where(Deal.name_key.in_(_keys(plain))).limit(_MOST_NAMESAKES))
    found: list[tuple[int, Contactable]] = [(plain[person.name_key], person) for person in persons]
    found += [(firms[company.name_key], company) for company in companies]
    found += [(plain[deal.name_key], deal) for deal in deals]
    longest = max((count for count, _ in found), default=0)
    return [record for count, record in found if count == longest], longest


def _keys(counts: dict[str, int]) -> list[str]:
    return [key for key in counts if key]


def longest_name_part(session: Session, words: Sequence[str]) -> tuple[list[Contactable], int]:
    """Whose name has the first words in it, taking as many words as fit; and how many they are.

    Of a single word, whole words of a name go before beginnings, and these before parts within.
    """
    known = by_name_part(session, words[0], limit=_MOST_ALIKE) if words else []
    for count in range(min(len(words), _PART_WORDS), 0, -1):
        key = person_key(" ".join(words[:count]))
        found = by_name_part(session, key, limit=50) if len(known) >= _MOST_ALIKE else known
        best = min((_distance(key, record.name_key) for record in found), default=_NO_FIT)
        if best < _NO_FIT and (count == 1 or best < _WITHIN):
            return [record for record in found if _distance(key, record.name_key) == best], count
    return [], 0


_WHOLE, _BEGINNING, _WITHIN, _NO_FIT = range(4)


def _distance(key: str, name_key: str) -> int:
    """How well words fit a name. Short words of a sentence (`an`, `hat`) are never taken for a beginning."""
    wanted, names = key.split(), name_key.replace("-", " ").split()
    if all(word in names or word in name_key.split() for word in wanted):
        return _WHOLE
    if all(word in names or (_may_begin(word, wanted) and _begins(word, names)) for word in wanted):
        return _BEGINNING
    return _WITHIN if all(len(word) > 2 and word in name_key for word in wanted) else _NO_FIT


def _may_begin(word: str, wanted: Sequence[str]) -> bool:
    return len(word) >= 4 or (len(wanted) == 1 and len(word) >= 2)


def _begins(word: str, names: Sequence[str]) -> bool:
    return any(name.startswith(word) for name in names)


def names_like(session: Session, text: str) -> list[Contactable]:
    """Where a misspelt name is looked for: records that have a word in their name which is spelled nearly like one of
    the first words, or like two of them written as one.
    """
    words = words_of(text)[:_MISSPELT_WORDS]
    together = ["".join(words[:2])] if len(words) > 1 else []
    alike = near(session, list(dict.fromkeys([*words, *together])))
    spellings = [spelling for known in alike.values() for spelling in known]
    found = seen(session, SearchName, [spellings] if spellings else [], limit=_MOST_NEAR)
    return [one for one in found if not isinstance(one, Activity)]
