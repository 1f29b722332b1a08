"""`snooze`: be reminded later; `reschedule`: another date, which is no putting off."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import (
    change_actions,
    due_at,
    planned_words,
    read_when,
    refuse_past,
    schedule_of,
)
from crmbot.assistant.followups.references import named_followup
from crmbot.assistant.forms.followup import date_sheet
from crmbot.assistant.forms.sheet import Sheet, answers, wrong
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.actions import snooze_actions
from crmbot.domain.followups.continuing import series_of
from crmbot.domain.followups.followups import move_followup, snooze_followup, take_along_parts
from crmbot.domain.followups.series_words import series_words
from crmbot.domain.followups.snoozing import Until, next_day, snoozed_until
from crmbot.domain.records import Followup
from crmbot.errors import RequestFault
from crmbot.parsing.chat.followup_presets import read_preset
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Reply, Text, Value, Verbatim, t, tn

_TO = re.compile(r"^(?:until|till|to|on|for|by|auf|bis(?: zum?)?|um|zum|für)\s+", re.IGNORECASE)
_ASK = frozenset({"?", "…", "..."})


def handle(ask: Asking) -> Reply:
    """Put it off; to the next working day where no date is given: tomorrow, or the day after it falls due."""
    followup, rest = named_followup(ask)
    if ask.values or rest in _ASK:
        return _by_form(ask, followup, date_sheet(followup, "snooze", t("Snooze #{number}", number=followup.number)))
    until = _until(ask, followup, rest) if rest else _next_day(ask, followup)
    return _moved(ask, followup, until, snooze=True)


def reschedule(ask: Asking) -> Reply:
    """Give it another date; without one the form asks."""
    followup, rest = named_followup(ask)
    if ask.values or not rest or rest in _ASK:
        title = t("Reschedule #{number}", number=followup.number)
        return _by_form(ask, followup, date_sheet(followup, "reschedule", title))
    return _moved(ask, followup, _until(ask, followup, rest), snooze=False)


def _by_form(ask: Asking, followup: Followup, sheet: Sheet) -> Reply:
    said = answers(ask, sheet)["when"]
    try:
        until = _until(ask, followup, said)
    except RequestFault as fault:
        raise wrong(ask, sheet, {"when": fault.text}) from fault
    return _moved(ask, followup, until, snooze=ask.verb == "snooze")


def _next_day(ask: Asking, followup: Followup) -> Until:
    return _at_its_hour(ask, followup, next_day(followup.due_at, ask.now, schedule_of(ask, followup.owner)))


def _until(ask: Asking, followup: Followup, words: str) -> Until:
    """A preset in working time, or the date that somebody names. Raises RequestFault for words that are neither."""
    preset = read_preset(words) or read_preset(_TO.sub("", words, count=1))
    if preset is not None:
        until = snoozed_until(preset, ask.now, schedule_of(ask, followup.owner))
        return _at_its_hour(ask, followup, until)
    when, unread = read_when(ask, words)
    if when is None or unread:
        when, unread = read_when(ask, _TO.sub("", words, count=1))
    if when is None or unread:
        raise RequestFault(t("Until when? I find no date in “{words}”.", words=Verbatim(words[:80])))
    refuse_past(ask, when)
    return _at_its_hour(ask, followup, Until(due_at(ask, when), when.day_only))


def _at_its_hour(ask: Asking, followup: Followup, until: Until) -> Until:
    """What had an hour of its own keeps it on the new day, unless that hour is over."""
    if followup.day_only or not until.day_only:
        return until
    clock = followup.due_at.astimezone(ask.zone).time()
    at = due_at(ask, When(until.at, day_only=True, text=""), clock=clock)
    return Until(at, day_only=False) if at > ask.now else until


def _moved(ask: Asking, followup: Followup, until: Until, *, snooze: bool) -> Reply:
    move = snooze_followup if snooze else move_followup
    move(followup, until.at, day_only=until.day_only, now=ask.now)
    take_along_parts(ask.session, followup)
    ask.session.flush()
    return Reply(
        "done",
        t("Moved: #{number} {text}", number=followup.number, text=followup_text(followup)),
        understood=planned_words(followup),
        lines=tuple(_lines(followup)),
        records=(followup_view(followup),),
        actions=change_actions(followup) if not snooze else snooze_actions(followup)[-2:],
    )


def _lines(followup: Followup) -> list[Value]:
    lines: list[Value] = []
    if followup.snoozed:
        lines.append(tn("Snoozed {n} time so far.", "Snoozed {n} times so far.", followup.snoozed))
    series = series_of(followup)
    if series is not None:
        only: Text = t(
            "Only this one: the series stays, {rule}.", rule=series_words(series, regardless=followup.regardless)
        )
        lines.append(only)
    return lines


COMMAND = Command(
    key="snooze",
    topic="plan",
    names={"en": ("snooze", "later", "postpone"), "de": ("später", "verschiebe", "vertagen", "schlummern")},
    usage=t("snooze FOLLOW-UP [WHEN]"),
    summary=t("be reminded later, in working time; the next working day where no date is given"),
    examples={
        "en": ("snooze 1 next monday", "snooze #1050", "snooze #1050 3 h"),
        "de": ("später 1 nächsten Montag", "später #1050", "später #1050 nächste Woche"),
    },
    writes=True,
    handler=handle,
    keeps_places=True,
)
RESCHEDULE = replace(
    COMMAND,
    key="reschedule",
    names={"en": ("reschedule", "new date"), "de": ("verlegen", "verlege", "neues datum", "umplanen")},
    usage=t("reschedule FOLLOW-UP WHEN"),
    summary=t("give a follow-up another date; it does not count as put off"),
    examples={"en": ("reschedule #1050 17 March 14:30",), "de": ("verlegen #1050 17. März 14:30",)},
    handler=reschedule,
)
