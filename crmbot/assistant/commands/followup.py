"""`followup`: be reminded of somebody at a given time, once or again and again."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import add_planned, change_actions, planned_words, schedule_of
from crmbot.assistant.followups.references import leading_followup
from crmbot.assistant.followups.reordered import reordered
from crmbot.assistant.followups.words import (
    FollowupWords,
    first_due,
    how_often,
    put_more,
    put_series,
    read_followup,
)
from crmbot.assistant.forms.followup import asked_followup, placed
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called, followup_text
from crmbot.domain.deals.views import followup_view, view
from crmbot.domain.filing.filing import Filing
from crmbot.domain.followups.continuing import series_of
from crmbot.domain.followups.delegation import made_for
from crmbot.domain.followups.followups import take_along_parts
from crmbot.domain.leads.words import lead_words
from crmbot.domain.members.access import require
from crmbot.domain.records import Followup
from crmbot.domain.search.lookup import by_number
from crmbot.errors import RequestFault
from crmbot.parsing.chat.recurrence import Recurrence
from crmbot.shapes import Action, Reply, Text, Value, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Make the follow-up at the record; of one that is there already, change how often it comes, or who takes part."""
    ask = replace(ask, rest=reordered(ask))
    known, rest = leading_followup(ask)
    if known is not None and (words := read_followup(ask, rest)) and _is_change(words):
        return _changed(ask, known, words)
    filing, said = placed(ask)
    words = asked_followup(ask, filing) if ask.values else read_followup(ask, said)
    followup = _made(ask, filing, words, said)
    put_more(ask, followup, words)
    ask.session.flush()
    return _reply(
        ask, followup, t("Follow-up #{number} at {place}.", number=followup.number, place=called(filing.record))
    )


def _is_change(words: FollowupWords) -> bool:
    """Whether it is about the follow-up itself; a plain date asks for another one beside it."""
    return words.recurrence is not None or (words.when is None and bool(words.leads or words.people.anybody))


def _made(ask: Asking, filing: Filing, words: FollowupWords, said: str) -> Followup:
    owner = words.people.owner
    when = words.when
    if words.recurrence is not None:
        when = first_due(ask, words.recurrence, schedule_of(ask, owner))
        if when is None:
            raise RequestFault(t("That series is over before it begins."))
    if when is None:
        if not said:
            raise RequestFault(t("When shall I remind you?"))
        raise RequestFault(t("When shall I remind you? I find no date in “{words}”.", words=Verbatim(said[:80])))
    followup = add_planned(ask, filing, when, words.text, owner=owner)
    if words.recurrence is not None:
        put_series(ask, followup, words.recurrence)
    if owner is not None and owner != ask.member.key:
        made_for(ask.work, followup)
    return followup


def _changed(ask: Asking, followup: Followup, words: FollowupWords) -> Reply:
    require(ask.session, ask.access, "write", followup)
    if words.recurrence is not None:
        _change_series(ask, followup, words.recurrence)
        followup.text = words.text or followup.text
    put_more(ask, followup, words)
    take_along_parts(ask.session, followup)
    ask.session.flush()
    return _reply(ask, followup, t("Changed: #{number} {text}", number=followup.number, text=followup_text(followup)))


def _change_series(ask: Asking, followup: Followup, said: Recurrence) -> None:
    """Change it from here on; the hour stays unless another one is named."""
    if said.clock is None and not followup.day_only:
        said = replace(said, clock=followup.due_at.astimezone(ask.zone).time())
    said = _on_its_days(ask, followup, said)
    if first_due(ask, said, schedule_of(ask, followup.owner)) is None:
        raise RequestFault(t("That series is over before it begins."))
    put_series(ask, followup, said)


def _on_its_days(ask: Asking, followup: Followup, said: Recurrence) -> Recurrence:
    """A bare `every 3 weeks` or `every 2 months` changes how often a series comes, not on which of its days."""
    series = series_of(followup)
    rhythm = said.rule.partition(";")[0]
    if series is None or said.begins or said.on_days or rhythm == "FREQ=DAILY":
        return said
    if series.rule.partition(";")[0] != rhythm:
        return said
    bare = [part for part in said.rule.split(";") if not part.startswith("BY")]
    days = [part for part in series.rule.split(";") if part.startswith("BY")]
    day = series.turn or followup.due_at.astimezone(ask.zone).date()
    return replace(said, rule=";".join([*bare, *days]), start=_begin(rhythm, said.start, day))


def _begin(rhythm: str, start: date, turn: date) -> date:
    """From when a week, month or year is looked through for the days of a series."""
    if rhythm == "FREQ=WEEKLY":
        return start + timedelta(days=(turn.weekday() - start.weekday()) % 7)
    return start.replace(day=1) if rhythm == "FREQ=MONTHLY" else date(start.year, 1, 1)


def _reply(ask: Asking, followup: Followup, title: Text) -> Reply:
    place = by_number(ask.session, followup.record_number) if followup.record_number else None
    series = series_of(followup)
    lines: list[Value] = [lead_words(followup.lead_minutes)] if followup.lead_minutes else []
    if followup.owner != ask.member.key:
        lines.append(t("for {name}", name=ask.member_name(followup.owner)))
    lines += [_part(ask, one.member, one.part) for one in followup.members if one.member != followup.owner]
    understood = planned_words(followup, followup_text(followup))
    if series is not None:
        understood = t("{series}: {about}", series=how_often(followup, series), about=followup_text(followup))
    return Reply(
        "done", title, understood=understood, lines=tuple(lines),
        records=(followup_view(followup), *((view(ask.session, place, ask.process),) if place is not None else ())),
        actions=(*change_actions(followup), *_series_actions(followup)),
    )  # fmt: skip


def _part(ask: Asking, member: str, part: str) -> Text:
    if part == "responsible":
        return t("together with {name}", name=ask.member_name(member))
    return t("{name} hears of start and end", name=ask.member_name(member))


def _series_actions(followup: Followup) -> tuple[Action, ...]:
    if followup.recurrence is None:
        return ()
    return (Action(t("End the series"), f"delete followup #{followup.number} series"),)


COMMAND = Command(
    key="followup",
    topic="plan",
    names={
        "en": ("followup", "follow-up", "follow up", "remind", "reminder"),
        "de": ("wiedervorlage", "wv", "erinnere", "erinnern", "erinner", "erinnerung", "nachfassen"),
    },
    usage=t("followup WHO WHEN [every …] [remind … before] [with MEMBER] [TEXT]"),
    summary=t("be reminded of somebody; the date in plain words, once or again and again"),
    examples={
        "en": (
            "followup Julia Brandt friday 10:00 ask about the offer",
            "followup #1042 every first monday of the month check stock",
            "followup #1042 friday 14:00 remind 1 day and 1 hour before",
            "followup #1042 in two weeks",
        ),
        "de": (
            "wiedervorlage Julia Brandt Freitag 10 Uhr Angebot besprechen",
            "wiedervorlage #1042 jeden ersten Montag im Monat Bestand prüfen",
            "wiedervorlage #1042 Freitag 14 Uhr erinnere 1 Tag und 1 Stunde vorher",
            "wiedervorlage #1042 in zwei Wochen",
        ),
    },
    writes=True,
    handler=handle,
)
