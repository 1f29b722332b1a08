"""`bulk`: one value for many deals at once, shown first, taken back by one undo."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import Wanted
from crmbot.assistant.commands import assign
from crmbot.assistant.edits import change
from crmbot.assistant.field_words import fields_of
from crmbot.assistant.filters import filter_of, read_filter, words_of
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import deal_row
from crmbot.domain.deals.pipeline_page import pipeline_page
from crmbot.domain.deals.views import deal_view
from crmbot.domain.people.contact_fields import ContactField
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import Filters
from crmbot.shapes import Action, Reply, Section, Text, Verbatim, t, tn

MOST = 500  # deals at once
_SHOWN = 5
_CONFIRMED = re.compile(r"^(?:yes|do it|confirm|ja|bestätigt)\b[,:]?\s*", re.IGNORECASE)
_SET = re.compile(r"(?:^|\s)(?:set|setze|->|→)\s+", re.IGNORECASE)
_ALL = frozenset({"all", "alle", "everything", "alles"})
_ONE_BY_ONE = frozenset({"stage", "name"})  # a gate asks for each deal by itself


def handle(ask: Asking) -> Reply:
    """What would change, with the button that does it; with `yes` in front it is done."""
    confirmed = _CONFIRMED.match(ask.rest)
    text = ask.rest[confirmed.end() :] if confirmed else ask.rest
    left, right = _halves(text)
    wanted = replace(ask, rest="" if left.lower() in _ALL else left)
    filters = read_filter(wanted)
    field, value = _field(ask, right)
    deals, count = _deals(wanted, filters)
    if not confirmed:
        return _preview(ask, deals, count, words_of(wanted, filters), f"bulk yes {text.strip()}")
    for deal in deals:
        _change(ask, deal, field, value)
    ask.session.flush()
    return Reply(
        "done",
        tn("{n} deal was changed: {field} {value}", "{n} deals were changed: {field} {value}", count, field=field.label, value=Verbatim(value[:80])),
        understood=words_of(wanted, filters),
        records=tuple(deal_view(deal, ask.process) for deal in deals[:_SHOWN]),
        totals={"count": count},
    )  # fmt: skip


def _halves(text: str) -> tuple[str, str]:
    match = _SET.search(text)
    if match is None or not text[: match.start()].strip() or not text[match.end() :].strip():
        raise RequestFault(t("Which deals, and what is to be set? For example: bulk owner:ben set owner anna."))
    return text[: match.start()].strip(), text[match.end() :].strip()


def _field(ask: Asking, text: str) -> tuple[ContactField, str]:
    for found, value in fields_of(ask).at_start(text):
        for field in found:
            if field.record == "deal" and field.key not in _ONE_BY_ONE and value.strip():
                return field, value.strip()
    raise RequestFault(t("“{words}” is no value that can be set for many deals.", words=Verbatim(text[:80])))


def _deals(ask: Asking, filters: Filters) -> tuple[list[Deal], int]:
    page = pipeline_page(ask.session, ask.process, filter_of(ask, filters), ask.now, limit=MOST, access=ask.access)
    count = page.totals["count"]
    if count > MOST:
        raise RequestFault(t("That would be {n} deals. Narrow it down to {most} at most.", n=count, most=MOST))
    return page.deals, count


def _preview(ask: Asking, deals: list[Deal], count: int, understood: Text | None, command: str) -> Reply:
    if not deals:
        return Reply("list", t("No deal fits."), understood=understood, totals={"count": 0})
    return Reply(
        "list",
        tn("{n} deal would change. Shall I?", "{n} deals would change. Shall I?", count),
        understood=understood,
        sections=(Section(None, tuple(deal_row(ask, deal) for deal in deals[:_SHOWN])),),
        lines=(tn("{n} more is not shown.", "{n} more are not shown.", count - _SHOWN),) if count > _SHOWN else (),
        records=tuple(deal_view(deal, ask.process) for deal in deals),
        totals={"count": count},
        actions=(Action(tn("Change {n} deal", "Change {n} deals", count), command, "primary"),),
    )


def _change(ask: Asking, deal: Deal, field: ContactField, value: str) -> None:
    if field.kind == "member":
        assign.handle(replace(ask, rest=f"#{deal.number} {value}"))
    else:
        change(ask, Wanted(deal, field, field.key, value))


COMMAND = Command(
    key="bulk",
    topic="deals",
    names={"en": ("bulk", "change all"), "de": ("massenänderung", "ändere alle")},
    usage=t("bulk FILTERS set FIELD VALUE"),
    summary=t("one value for all deals that fit: shown first, taken back by one undo"),
    examples={
        "en": ("bulk owner:me set owner ben", "bulk all set priority 2"),
        "de": ("massenänderung owner:ich setze Betreuer ben", "massenänderung alle setze Priorität 2"),
    },
    writes=True,
    handler=handle,
)
