"""Which follow-ups or appointments are asked for: whose, of which days, about whom."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import days_said
from crmbot.assistant.other_filters import read_known
from crmbot.assistant.references import named
from crmbot.assistant.rows.rows import called
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import quoted
from crmbot.domain.deals.views import deals_of
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.parsing.chat.periods import PARTS_OF_A_DAY
from crmbot.parsing.chat.requests import Vocabulary
from crmbot.shapes import Value, t

_CLOCK = re.compile(
    r"\b\d{1,2}(?::\d\d)?\s?(?:uhr|pm|am(?=\s|$)|h)\b|\b(?:um|at)\s\d{1,2}(?::\d\d)?\b(?!\.)|\b\d{1,2}:\d\d\b",
    re.IGNORECASE,
)
EVERYBODY = frozenset({"all", "alle", "everybody", "everyone", "team", "us", "uns"})
_KNOWN = frozenset({"owner", "closing_from", "closing_to", "name", "text"})


@dataclass(frozen=True, slots=True)
class Asked:
    """`owner` is None for everybody's; `numbers` are the record that was named and its deals. `said` is all of it in words."""

    owner: str | None
    first: date | None
    last: date | None
    numbers: tuple[int, ...] | None
    said: tuple[Value, ...]


def read_asked(ask: Asking, text: str, what: str) -> Asked:
    """The member's own, unless others or a record are named; `what` is said of the days, see `days_said`.

    Raises RequestFault naming the words that are a filter of other lists, or none at all.
    """
    words = text.split()
    everybody = any(fold(word) in EVERYBODY for word in words)
    words = [word for word in words if fold(word) not in EVERYBODY]
    vocabulary = Vocabulary(members=filter_words(ask.session, ask.process).members)
    filters, unknown, strange = read_known(ask, words, _KNOWN, vocabulary)
    if strange := [*strange, *_hours(words)]:
        raise _refused(strange)
    name = f"{filters.name} {' '.join(unknown)}".strip().strip('"')
    record = named(ask, name).record if name else None
    owner = ask.member.key if filters.owner == "me" else filters.owner
    if owner is None and not everybody and record is None:
        owner = ask.member.key
    first, last = filters.closing_from, filters.closing_to
    whose = t("owner {name}", name=ask.member_name(owner)) if owner else t("of everybody")
    return Asked(
        owner, first, last, (record.number, *(deal.number for deal in deals_of(ask.session, record))) if record else None,
        (whose, days_said(first, last, what), called(record) if record else None),
    )  # fmt: skip


def _hours(words: list[str]) -> list[str]:
    """What names an hour: these lists know days."""
    clock = _CLOCK.search(" ".join(words))
    return [*(word for word in words if fold(word) in PARTS_OF_A_DAY), *([clock[0]] if clock else [])]


def _refused(words: list[str]) -> RequestFault:
    return RequestFault(
        t(
            "{words} is no filter here. This list knows days (“this week”), a member (“owner:ben”), “all”, and the name or number of a contact or deal.",
            words=quoted(words),
        )
    )
