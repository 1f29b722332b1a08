"""Forwards without a header block: `On 28/10/2021 12:46, "John Doe" <john@firma.example> wrote:` and the text below.

Outlook for the Mac writes them so, and Yandex below its separator. The words differ by language, the shape does not:
a date in figures, a person with an address, a colon at the end.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from crmbot.parsing.forward_addresses import clean_name, parse_forward_addresses
from crmbot.parsing.forward_labels import vocabulary
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoted_lines import Lines

_LONGEST = 320
_LINES = 3
_PERSON = re.compile(
    r"(?P<quoted>[\"«“„]\s?[^\"«»“”„]{1,100}?\s?[\"»”“])?\s?[<(\[](?:mailto:)?(?P<spec>[^\s<>()\[\]@]{1,64}@[^\s<>()\[\]@]{1,255})[>)\]]"
)
_DAY = re.compile(r"\d{1,4}\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,4}|\d{1,2}\D{1,20}\d{4}|\d{4}\D{1,14}\d{1,2}")
_TIME = re.compile(r"\d{1,2}[:.h]\d{2}(?:[:.]\d{2})?(?:\s?(?:[AaPp]\.?\s?[Mm]\.?|Uhr))?")


@dataclass(frozen=True, slots=True)
class Attribution:
    """Who wrote the text below, and when, by the line above it."""

    first: int
    end: int
    depth: int
    from_: Address
    date_text: str | None


def read_attribution(lines: Lines, index: int) -> Attribution | None:
    """The attribution that begins on line `index`, wrapped over at most three lines, or None."""
    joined = ""
    for at in range(index, min(index + _LINES, len(lines))):
        words = lines.words(at)
        joined = f"{joined} {words}".strip()
        if not words or len(joined) > _LONGEST:
            return None
        if joined.endswith((":", "：")):
            return _understand(lines, joined, index, at + 1)
    return None


def _understand(lines: Lines, joined: str, first: int, end: int) -> Attribution | None:
    person, day = _PERSON.search(joined), _DAY.search(joined)
    time = _TIME.search(joined, day.end()) if day else None
    if person is None or day is None or time is None:
        return None
    date_text = joined[day.start() : time.end()] if time.start() - day.end() < 30 else day.group()
    return Attribution(first, end, lines.depth(first), _sender(joined, person, time.end()), date_text)


def _sender(joined: str, person: re.Match[str], after_date: int) -> Address:
    spec = parse_forward_addresses(person.group("spec"))[0].address
    if person.group("quoted"):
        name = clean_name(person.group("quoted"))
    else:
        name = clean_name(_without_verbs(joined[after_date : person.start()] if after_date < person.start() else ""))
    return Address(name if name and name.casefold() != spec else None, spec)


def _without_verbs(words: str) -> str:
    """`, John Doe` without the `wrote` and `at` of any language in front of it."""
    words = words.strip(" ,;.")
    verbs = vocabulary().wrote
    for length in (3, 2, 1):
        pieces = words.split(" ")
        if " ".join(pieces[:length]).casefold() in verbs or (length == 1 and pieces[0].casefold() in _PARTICLES):
            words = " ".join(pieces[length:]).strip(" ,;")
    return words


_PARTICLES = frozenset(("időpontban", "tarihinde", "von", "by", "uhr", "schrieb", "skrev", "h", "часов"))
