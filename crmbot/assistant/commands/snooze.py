"""`snooze`: be reminded later."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followup_references import named_followup
from crmbot.assistant.planning import change_actions, due_at, planned_words, read_when, refuse_past
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import followup_text
from crmbot.domain.followups import snooze_followup
from crmbot.domain.records import Followup
from crmbot.domain.views import followup_view
from crmbot.errors import RequestFault
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Move the follow-up; to the next day where no date is given: tomorrow, or the day after it falls due."""
    followup, rest = named_followup(ask)
    when, unread = read_when(ask, rest) if rest else (_next_day(ask, followup), "")
    if when is None or unread:
        raise RequestFault(t("Until when? I find no date in “{words}”.", words=Verbatim(rest[:80])))
    refuse_past(ask, when)
    when = _at_its_hour(ask, followup, when)
    snooze_followup(followup, due_at(ask, when), day_only=when.day_only)
    ask.session.flush()
    return Reply(
        "done",
        t("Moved: #{number} {text}", number=followup.number, text=followup_text(followup)),
        understood=planned_words(followup),
        records=(followup_view(followup),),
        actions=change_actions(followup),
    )


def _next_day(ask: Asking, followup: Followup) -> When:
    due = max(followup.due_at.astimezone(ask.zone), ask.now)
    return When((due + timedelta(days=1)).replace(hour=0, minute=0, second=0, microsecond=0), day_only=True, text="")


def _at_its_hour(ask: Asking, followup: Followup, when: When) -> When:
    """What had an hour of its own keeps it on the new day, unless that hour is over."""
    if followup.day_only or not when.day_only:
        return when
    clock = followup.due_at.astimezone(ask.zone).time()
    at = due_at(ask, when, clock=clock)
    return replace(when, at=at, day_only=False) if at > ask.now else when


COMMAND = Command(
    key="snooze",
    topic="plan",
    names={"en": ("snooze", "later", "postpone"), "de": ("später", "verschiebe", "vertagen", "schlummern")},
    usage=t("snooze FOLLOW-UP [WHEN]"),
    summary=t("be reminded later; the next day where no date is given"),
    examples={"en": ("snooze 1 next monday", "snooze #1050"), "de": ("später 1 nächsten Montag", "später #1050")},
    writes=True,
    handler=handle,
    keeps_places=True,
)
