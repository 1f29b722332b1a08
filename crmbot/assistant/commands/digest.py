"""`digest`: how one's next digest will look, and a test message that shows that digests arrive."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.calendar.schedule import Schedule
from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.outbox import enqueue
from crmbot.folding import fold
from crmbot.shapes import Action, Moment, Reply, Text, t

_TOMORROW = frozenset({"tomorrow", "morgen", "next", "naechster", "naechste", "preview", "vorschau"})
_TODAY = frozenset({"today", "heute", "now", "jetzt"})


def handle(ask: Asking) -> Reply:
    """A test message with what a digest would hold now; with a day only shown here."""
    words = {fold(word.strip(".,:!?")) for word in ask.rest.split()}
    if words & _TOMORROW:
        return preview(ask)
    now = ask.settings.digest_of(ask.session, ask.process, ask.member, ask.now)
    if words & _TODAY:
        return replace(now, lines=(*_silence(_schedule(ask), ask.now), *now.lines))
    test = replace(
        now, lines=(t("This is a test: you asked for it. What follows is what a digest would hold now."), *now.lines)
    )
    enqueue(
        ask.work,
        key=f"test:{ask.member.key}:{ask.now.isoformat()}",
        kind="test",
        recipient=ask.member.key,
        content=test,
    )
    return Reply(
        "done", t("A test message is on its way to you."), lines=(_next(_schedule(ask), ask.now),),
        actions=(Action(t("Tomorrow's digest"), "digest tomorrow"),),
    )  # fmt: skip


def preview(ask: Asking) -> Reply:
    """The digest of the next working day, as it would be if nothing changed until then."""
    schedule = _schedule(ask)
    tomorrow = schedule.day(ask.now) + timedelta(days=1)
    at = schedule.digest_at(schedule.next_working(tomorrow))
    found = ask.settings.digest_of(ask.session, ask.process, ask.member, at)
    return replace(
        found,
        lines=(
            *_silence(schedule, ask.now),
            t("This is how your digest of {day} will look.", day=Moment(at)),
            *found.lines,
        ),
    )


def _schedule(ask: Asking) -> Schedule:
    return ask.settings.team.of(member_by_key(ask.session, ask.member.key) or ask.member)


def _next(schedule: Schedule, now: datetime) -> Text:
    if not schedule.digest_wanted:
        return t("Your digest is switched off: “notify digest direct” switches it on.")
    day = schedule.day(now)
    if schedule.digest_at(day) <= now:
        day += timedelta(days=1)
    return t(
        "Your next digest comes {at}, if anything is due then.",
        at=Moment(schedule.digest_at(schedule.next_working(day))),
    )


def _silence(schedule: Schedule, now: datetime) -> tuple[Text, ...]:
    """Why none would come, where that is so."""
    if not schedule.digest_wanted:
        return (_next(schedule, now),)
    if schedule.away_on(schedule.day(now) + timedelta(days=1)):
        return (t("You are away: until you are back, whoever stands in for you gets it."),)
    return ()


COMMAND = Command(
    key="digest",
    topic="plan",
    names={"en": ("digest", "my digest", "test message"), "de": ("tagesübersicht", "tagespost", "testnachricht")},
    usage=t("digest [today|tomorrow]"),
    summary=t("sends you a test message; with a day it shows the digest that you will get"),
    examples={"en": ("digest", "digest tomorrow"), "de": ("tagesübersicht", "tagesübersicht morgen")},
    writes=True,
    handler=handle,
    right="read",
)
PREVIEW = Command(
    key="digest preview",
    topic="plan",
    names={"en": ("preview",), "de": ("vorschau",)},
    usage=t("preview"),
    summary=t("how your next digest will look"),
    examples={"en": ("preview",), "de": ("vorschau",)},
    writes=False,
    handler=preview,
    personal=True,
)
