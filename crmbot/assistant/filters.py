"""Filters of lists: read from words, said back in words, and refused with the nearest right form."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.grades import grade_name
from crmbot.assistant.nearest import nearest
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import ROLES, joined, quoted, word
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.deals.pipeline import PipelineFilter
from crmbot.domain.deals.pipeline_page import pipeline_page
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import Filters, Vocabulary, read_filters
from crmbot.shapes import Action, Money, Text, Value, Verbatim, t, tn

_KEYS = (
    "owner", "stage", "role", "source", "grade", "idle", "closing", "amount", "page", "tag", "product", "priority", "process",
    "state", "company", "group", "sort", "created", "without",
)  # fmt: skip
_ALIKE = 3  # a word shorter than this is like too many


def read_filter(ask: Asking, words: str | None = None) -> Filters:
    """The filters of the request, or in `words`. Words that are none may be a name: then deals of that name are wanted.

    Raises RequestFault naming the words that mean nothing, with what was probably meant.
    """
    vocabulary = filter_words(ask.session, ask.process, ask.settings.sales.sources)
    text = ask.rest if words is None else words
    filters, unknown = read_filters(text, now=ask.now, vocabulary=vocabulary)
    if unknown and not _is_a_name(ask, filters, unknown, vocabulary):
        raise _not_understood(ask, unknown, vocabulary)
    return filters


def filter_of(ask: Asking, filters: Filters) -> PipelineFilter:
    """What the query takes; `me` is the acting member."""
    return PipelineFilter(
        owner=ask.member.key if filters.owner == "me" else filters.owner,
        stage=filters.stage, role=filters.role, source=filters.source, grade=filters.grade,
        amount_min=filters.amount_min, amount_max=filters.amount_max, idle_days=filters.idle_days,
        closing_from=filters.closing_from, closing_to=filters.closing_to, text=f"{filters.name} {filters.text}".strip(),
        tag=filters.tag, product=filters.product, process=filters.process, priority=filters.priority,
        priority_or_more=filters.priority_or_more, state=filters.state, created_from=filters.created_from,
        created_to=filters.created_to, without=filters.without,
    )  # fmt: skip


def words_of(ask: Asking, filters: Filters) -> Text | None:
    """The filters in the reader's words; None when there are none."""
    wanted = filter_of(ask, filters)
    return joined([*_who_and_where(ask, wanted), *_how_much_and_when(ask, wanted), *_what(ask, wanted)])


def _who_and_where(ask: Asking, wanted: PipelineFilter) -> Iterable[Value]:
    if wanted.owner:
        yield t("owner {name}", name=ask.member_name(wanted.owner))
    if wanted.stage:
        yield t("stage “{stage}”", stage=ask.stage_name(wanted.stage))
    if wanted.role:
        yield t("role {role}", role=word(ROLES, wanted.role))
    if wanted.source:
        yield t("source {source}", source=source_name(wanted.source))
    if wanted.grade:
        yield t("grade {grade}", grade=grade_name(wanted.grade))
    if wanted.text:
        yield t("named “{text}”", text=Verbatim(wanted.text))


def _how_much_and_when(ask: Asking, wanted: PipelineFilter) -> Iterable[Value]:
    currency = ask.settings.currency
    if wanted.amount_min is not None:
        yield t("from {amount}", amount=Money(wanted.amount_min, currency))
    if wanted.amount_max is not None:
        yield t("up to {amount}", amount=Money(wanted.amount_max, currency))
    if wanted.idle_days is not None:
        yield tn("untouched for {n} day or more", "untouched for {n} days or more", wanted.idle_days)
    yield days_said(wanted.created_from, wanted.created_to, "created")
    yield days_said(wanted.closing_from, wanted.closing_to, wanted.state or "closing")


def days_said(first: date | None, last: date | None, what: str) -> Text | None:
    """A stretch of days in words; `what` happens in it: closing, created, due, or a state that deals came into."""
    on, both, since, until = _DAYS.get(what, _DAYS["closing"])
    if first and first == last:
        return replace(on, args={"day": first})
    if first and last:
        return replace(both, args={"start": first, "end": last})
    if first:
        return replace(since, args={"start": first})
    return replace(until, args={"end": last}) if last else None


_DAYS = {
    "closing": (
        t("closing on {day}"),
        t("closing from {start} to {end}"),
        t("closing from {start}"),
        t("closing until {end}"),
    ),
    "created": (
        t("created on {day}"),
        t("created from {start} to {end}"),
        t("created from {start}"),
        t("created until {end}"),
    ),
    "due": (t("due on {day}"), t("due from {start} to {end}"), t("due from {start}"), t("due until {end}")),
    "planned": (t("on {day}"), t("from {start} to {end}"), t("from {start}"), t("until {end}")),
    "won": (t("won on {day}"), t("won from {start} to {end}"), t("won from {start}"), t("won until {end}")),
    "lost": (t("lost on {day}"), t("lost from {start} to {end}"), t("lost from {start}"), t("lost until {end}")),
    "closed": (t("ended on {day}"), t("ended from {start} to {end}"), t("ended from {start}"), t("ended until {end}")),
}


def _what(ask: Asking, wanted: PipelineFilter) -> Iterable[Value]:
    if wanted.tag:
        yield t("tagged “{tag}”", tag=Verbatim(wanted.tag))
    if wanted.product:
        yield t("product “{product}”", product=Verbatim(wanted.product))
    if wanted.process:
        yield t("process {process}", process=Verbatim(ask.process.of(wanted.process).name(ask.reader.language)))
    if wanted.priority is not None:
        stars = Verbatim("★" * wanted.priority + "☆" * (3 - wanted.priority))
        yield (
            t("priority {stars} or more", stars=stars)
            if wanted.priority_or_more
            else t("priority {stars}", stars=stars)
        )
    if wanted.without:
        yield _MISSING[wanted.without]
    if wanted.state:
        yield _STATES[wanted.state]


_STATES = {
    "open": t("open ones"),
    "won": t("won ones"),
    "lost": t("lost ones"),
    "closed": t("won and lost ones"),
    "all": t("open, won and lost ones"),
}


_MISSING = {
    "step": t("without a next step"), "owner": t("without an owner in the team"), "amount": t("without an amount"),
    "close": t("without a day of closing"), "source": t("without a source"),
}  # fmt: skip


def _is_a_name(ask: Asking, filters: Filters, unknown: tuple[str, ...], vocabulary: Vocabulary) -> bool:
    if any(":" in one or _meant(one, vocabulary) for one in unknown):
        return False
    named = PipelineFilter(text=filters.text, state="all")
    return bool(pipeline_page(ask.session, ask.process, named, ask.now, limit=1, access=ask.access).deals)


def _meant(typed: str, vocabulary: Vocabulary) -> list[str]:
    """Right forms that look like what was typed."""
    key, colon, value = typed.partition(":")
    if not colon:
        known = (*vocabulary.stages, *vocabulary.members, *vocabulary.roles, *vocabulary.sources, *vocabulary.grades)
        return nearest(typed, known, limit=2, cutoff=72) if len(typed) > _ALIKE else []
    values = {
        "owner": tuple(vocabulary.members), "stage": tuple(vocabulary.stages), "role": vocabulary.roles,
        "source": (*vocabulary.sources, *vocabulary.further_sources), "grade": vocabulary.grades, "process": tuple(vocabulary.processes),
    }  # fmt: skip
    keys = [key] if key in _KEYS else nearest(key, _KEYS, limit=1)
    return [f"{name}:{one}" for name in keys for one in nearest(value, values.get(name, ()), limit=2)[:2] or [value]]


def _not_understood(ask: Asking, unknown: tuple[str, ...], vocabulary: Vocabulary) -> RequestFault:
    actions = tuple(
        Action(t("{command}", command=Verbatim(f"pipeline {right}")), f"pipeline {ask.rest.replace(typed, right)}")
        for typed in unknown[:3]
        for right in _meant(typed, vocabulary)
        if right != typed
    )
    return RequestFault(t("I do not understand {words} as a filter.", words=quoted(unknown)), actions)
