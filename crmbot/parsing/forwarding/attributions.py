"""Forwards without a header block: `On 28/10/2021 12:46, "John Doe" <john@firma.example> wrote:` and the text below.

Outlook for the Mac writes them so, and Yandex below its separator. The words differ by language, the shape does not:
a date in figures, a person with an address, a colon at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from crmbot.parsing.forwarding.addresses import clean_name, parse_forward_addresses
from crmbot.parsing.forwarding.labels import COLONS, vocabulary
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.quoted_lines import Lines

_LONGEST = 320
_LINES = 3
_PERSON = re.compile(
    r"(?P<quoted>[\"«“„]\s?[^\"«»“”„]{1,100}?\s?[\"»”“])?\s?[<(\[](?:mailto:)?(?P<spec>[^\s<>()\[\]@]{1,64}@[^\s<>()\[\]@]{1,255})[>)\]]"
)
_MAILTO = re.compile(r"<mailto:[^<>\s]{1,320}>(?=[^<>]{0,3}>)", re.IGNORECASE)  # `<a@b<mailto:a@b>>`
_DAY = re.compile(
    r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{1,2}[^\d<>\"]{1,20}\d{4}|\d{4}[^\d<>\"]{1,14}\d{1,2}"
)
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\b\.?|Uhr))?")
_BETWEEN = 30  # characters between day and time
# Words that stand between the date and the name, or before the name, besides the verbs.
_PARTICLES = frozenset((
    "am", "on", "le", "el", "em", "op", "den", "d", "dne", "dňa", "dana", "pe", "la", "il", "giorno", "w", "dniu", "o", "użytkownik",
    "użytkownika", "пользователь", "користувач", "heeft", "hat", "a", "от", "від", "von", "by", "időpontban", "tarihinde", "klo", "kl",
    "at", "um", "à", "às", "u", "v", "h", "uhr",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who wrote the text below, and when, by the line above it."""

    first: int
    end: int
    depth: int
    from_: Address
    date_text: str | None
    languages: frozenset[str]  # those that have the verb


def read_attribution(lines: Lines, index: int) -> Attribution | None:
    """The attribution that begins on line `index`, wrapped over at most three lines, or None."""
    joined = ""
    for at in range(index, min(index + _LINES, len(lines))):
        words = lines.words(at)
        joined = f"{joined} {words}".strip()
        if not words or len(joined) > _LONGEST:
            return None
        if joined.endswith(tuple(COLONS)):
            return _understand(lines, _MAILTO.sub("", joined), index, at + 1)
    return None


def read_groupwise(lines: Lines, index: int) -> Attribution | None:
    """GroupWise's line above what it passes on: `>>> "Jane Roe" <jane@firma.example> 10/12/2001 2:11 PM >>>`, or None."""
    raw = lines.raw[index]
    found = _GROUPWISE.match(raw) if raw.startswith(">>>") and len(raw) <= _LONGEST else None
    people = parse_forward_addresses(found["who"]) if found else ()
    if found is None or not people:
        return None
    return Attribution(index, index + 1, 0, people[0], found["date"], frozenset({"en"}))


_GROUPWISE = re.compile(
    r">>>\s?(?P<who>[^>\d][^>]{1,100}>?)\s{1,4}(?P<date>\d{1,4}[./-]\d{1,2}[./-]\d{2,4},?\s{1,3}\d{1,2}[:.]\d\d(?:\s?[AaPp][Mm])?)\s{0,3}>>>\s*$"
)


def _understand(lines: Lines, joined: str, first: int, end: int) -> Attribution | None:
    person, day = _PERSON.search(joined), _DAY.search(joined)
    time = _TIME.search(joined, day.end(), day.end() + _BETWEEN) if day else None
    if person is None or day is None or time is None:
        return None
    spec = parse_forward_addresses(person["spec"])[0].address
    name = _name(joined, person, time.end())
    sender = Address(name if name and name.casefold() != spec else None, spec)
    date_text = joined[person.end() if person.end() <= day.start() else 0 : time.end()]
    return Attribution(
        first, end, lines.depth(first), sender, _without(_PARTICLES | _verbs(), date_text), _languages(joined)
    )


def _name(joined: str, person: re.Match[str], date_end: int) -> str:
    if person["quoted"]:
        return clean_name(person["quoted"])
    start = date_end if date_end <= person.start() else 0
    return clean_name(_without(_PARTICLES | _verbs(), joined[start : person.start()].strip(" ,;.")))


@cache
def _verbs() -> frozenset[str]:
    return frozenset(word for phrase in vocabulary().wrote for word in phrase.split())


def _without(unwanted: frozenset[str], text: str) -> str:
    """`text` without the words that merely lead to it."""
    words = text.split()
    while words and words[0].casefold().strip(",.") in unwanted:
        words.pop(0)
    return " ".join(words)


def _languages(joined: str) -> frozenset[str]:
    """The languages whose verb stands in the line."""
    folded = joined.casefold()
    found = {phrase: languages for phrase, languages in vocabulary().wrote.items() if phrase in folded}
    longest = max(found, key=len, default=None)
    return found[longest] if longest else frozenset()
