"""What a report is over: a period and filters of deals, read from words and said back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.filters import filter_of, words_of
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import joined, quoted
from crmbot.domain.deals.pipeline import narrowed
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import Filters, read_filters
from crmbot.shapes import Text, Value, t

_NOTHING = Filters()


@dataclass(frozen=True, slots=True)
class Wanted:
    """`conditions` are over deals, open, won and lost ones; `since` and `until` (not counted in) are the period."""

    filters: Filters
    since: datetime | None
    until: datetime | None
    conditions: list[Any]
    said: Text | None

    @property
    def owner(self) -> str | None:
        """Whose, or `me`."""
        return self.filters.owner

    @property
    def filtered(self) -> bool:
        """Whether there is more than a period and an owner."""
        return replace(self.filters, owner=None, closing_from=None, closing_to=None) != _NOTHING


def read_wanted(ask: Asking, words: str) -> Wanted:
    """The period and the filters in `words`. Raises RequestFault for words that mean nothing."""
    filters, unknown = read_filters(words, now=ask.now, vocabulary=filter_words(ask.session, ask.process))
    if unknown:
        raise RequestFault(t("I do not understand {words} as a filter.", words=quoted(unknown)))
    first, last = filters.closing_from, filters.closing_to
    since = datetime.combine(first, time(), ask.zone) if first else None
    until = datetime.combine(last + timedelta(days=1), time(), ask.zone) if last else None
    bare = replace(filters, closing_from=None, closing_to=None, group=None, order=None)
    wanted = filter_of(ask, bare)
    wanted = replace(wanted, state=wanted.state or "all")
    conditions = [*narrowed(ask.session, wanted, ask.process, ask.now), *visible(ask.access, Deal)]
    return Wanted(filters, since, until, conditions, joined([*_period(filters), words_of(ask, bare)]))


def _period(filters: Filters) -> list[Value]:
    if filters.closing_from and filters.closing_to:
        return [t("from {start} to {end}", start=filters.closing_from, end=filters.closing_to)]
    if filters.closing_from:
        return [t("from {start}", start=filters.closing_from)]
    return [t("until {end}", end=filters.closing_to)] if filters.closing_to else []


def owner_of(ask: Asking, wanted: Wanted) -> str | None:
    """The member whose report it is; None for everybody's."""
    return ask.member.key if wanted.owner == "me" else wanted.owner
