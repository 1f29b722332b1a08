"""Whom a text may be about: the records whose number, mail address or full name stands in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.domain.search.lookup import Contactable, by_email, by_number
from crmbot.domain.search.naming import longest_name

_MOST = 10
_READ = 4000  # characters of the text
_STARTS = 40  # words at which a name may begin
_ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w.-]{1,190}\w")
_NUMBER = re.compile(r"#([1-9]\d{0,8})\b")
_WORD = re.compile(r"[^\s,;:!?()<>\"“”„*_~`]{1,60}")


def suggested(ask: Asking, text: str) -> tuple[Contactable, ...]:
    """At most ten, those that are named most surely first. Only what the member may see."""
    found: dict[int, Contactable] = {}
    for record in _named(ask, text[:_READ]):
        found.setdefault(record.number, record)
        if len(found) == _MOST:
            break
    return tuple(found.values())


def _named(ask: Asking, text: str) -> Iterator[Contactable]:
    for number in _NUMBER.findall(text):
        record = by_number(ask.session, int(number))
        if record is not None:
            yield record
    for address in _ADDRESS.findall(text):
        yield from by_email(ask.session, address.lower())
    words = [word.rstrip(".") for word in _WORD.findall(text)]
    starts = [place for place, word in enumerate(words) if word[:1].isupper() or word[:1].isdigit()][:_STARTS]
    known = 0
    for place in starts:
        if place >= known:
            records, used = longest_name(ask.session, words[place : place + 6])
            known = place + used
            yield from records
