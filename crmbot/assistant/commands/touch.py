"""`touch`: stay in touch with somebody; the follow-up for it moves at each contact."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import planned_words
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import followup_view, view
from crmbot.domain.followups.rhythms import end_rhythm, last_contact, rhythm_of, set_rhythm, standing
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import NotFound, RequestFault
from crmbot.parsing.chat.rhythm_words import is_off, read_days
from crmbot.shapes import Action, Moment, Reply, Text, Verbatim, t, tn

_WITH = re.compile(r"^\s*(?:with|mit|zu|to)\s+", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """Set the rhythm, end it, or without words say what it is."""
    found = named(ask, _WITH.sub("", ask.rest, count=1))
    number = found.record.number
    if is_off(found.rest):
        if not end_rhythm(ask.work, number):
            raise NotFound(t("{record} has no rhythm.", record=called(found.record)))
        title = t("{record}: no more reminders to stay in touch.", record=called(found.record))
        return Reply("done", title, records=(view(ask.session, found.record, ask.process),))
    if not found.rest:
        rhythm = rhythm_of(ask.session, number)
        if rhythm is None:
            raise RequestFault(t("How often? For example: every 2 weeks."))
        return _reply(ask, found.record, rhythm.days)
    days = read_days(found.rest, now=ask.now)
    if days is None:
        raise RequestFault(t("How often? I find no rhythm in “{words}”.", words=Verbatim(found.rest[:80])))
    set_rhythm(ask.work, number, ask.member.key, days, ask.settings.team)
    return _reply(ask, found.record, days)


def _reply(ask: Asking, record: Contactable, days: int) -> Reply:
    followup, last = standing(ask.session, record.number), last_contact(ask.session, record.number)
    title = tn(
        "Staying in touch with {record}: every {n} day.",
        "Staying in touch with {record}: every {n} days.",
        days,
        record=called(record),
    )
    lines: tuple[Text, ...] = (t("Each mail, call or meeting moves it."),)
    if last is not None:
        lines = (t("Last contact: {at}", at=Moment(last)), *lines)
    shown = (followup_view(followup),) if followup is not None else ()
    return Reply(
        "done", title, understood=planned_words(followup) if followup is not None else None, lines=lines,
        records=(*shown, view(ask.session, record, ask.process)),
        actions=(Action(t("No more"), f"touch #{record.number} off"),),
    )  # fmt: skip


COMMAND = Command(
    key="touch",
    topic="plan",
    names={"en": ("touch", "stay in touch", "keep in touch"), "de": ("kontakt halten", "dranbleiben", "rhythmus")},
    usage=t("touch WHO every PERIOD"),
    summary=t("be reminded when there was no contact for so long; each contact starts it anew; “off” ends it"),
    examples={
        "en": ("touch #1042 every 2 weeks", "touch Julia Brandt monthly"),
        "de": ("kontakt halten #1042 alle 2 Wochen", "kontakt halten Julia Brandt monatlich"),
    },
    writes=True,
    handler=handle,
)
