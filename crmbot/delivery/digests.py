"""The morning digest of one member, and the reminder of one follow-up at its hour."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from crmbot.delivery.agenda import Agenda
from crmbot.domain.records import Followup, Member
from crmbot.domain.unattended import Unattended
from crmbot.domain.views import followup_view
from crmbot.shapes import Action, Moment, Record, Reply, Row, Section, Text, Value, Verbatim, Worded, t, tn

_MORNING_ENDS = 11  # o'clock


@dataclass(frozen=True, slots=True)
class Concerned:
    """The record a follow-up is about, and what its stage suggests to do."""

    record: Record
    hint: Worded | None = None


def digest(
    name: str, agenda: Agenda, about: Mapping[int, Concerned], *, now: datetime, today_begins: datetime, late: bool
) -> Reply:
    """What is overdue and what is due today, each with its buttons; then what has no next step, and what the team leaves
    lying. `about` has the records they belong to.

    `now` is in the reader's zone: nobody is wished a good morning in the evening.
    """
    away = {member.key for member in agenda.away}
    own = [followup for followup in agenda.followups if followup.owner not in away]
    overdue = [followup for followup in own if followup.due_at < today_begins]
    today = [followup for followup in own if followup.due_at >= today_begins]
    parts = (
        (t("Overdue"), [followup_row(followup, about) for followup in overdue]),
        (t("Today"), [followup_row(followup, about) for followup in today]),
        *((_for(member), _rows_of(member, agenda, about)) for member in agenda.away),
        (_counted(agenda.unattended.count), unattended_rows(agenda.unattended, now)),
        (t("In your team: without a next step"), unattended_rows(agenda.team, now, owners=True)),
        (t("In your team: overdue"), [_overdue_row(followup, about) for followup in agenda.overdue]),
    )
    lines: tuple[Text, ...] = (t("This digest is late: crmbot was not running at the usual time."),) if late else ()
    return Reply(
        "list",
        _title(name, agenda, morning=now.hour < _MORNING_ENDS),
        lines=lines,
        sections=tuple(Section(heading, tuple(rows)) for heading, rows in parts if rows),
        records=tuple(followup_view(f) for f in agenda.followups),
    )


def _for(member: Member) -> Text:
    name = Verbatim(member.name)
    if member.absent_until is None:
        return t("For {name}, who is away", name=name)
    return t("For {name}, who is away until {last}", name=name, last=member.absent_until)


def _rows_of(member: Member, agenda: Agenda, about: Mapping[int, Concerned]) -> list[Row]:
    return [followup_row(followup, about) for followup in agenda.followups if followup.owner == member.key]


def _counted(count: int) -> Text:
    return tn("Without a next step: {n}", "Without a next step: {n}", count)


def _title(name: str, agenda: Agenda, *, morning: bool) -> Text:
    who, count = Verbatim(name), len(agenda.followups)
    if not count:
        return t("Good morning {name}: nothing is due", name=who) if morning else t("{name}, nothing is due", name=who)
    if morning:
        return tn(
            "Good morning {name}: {n} follow-up is due", "Good morning {name}: {n} follow-ups are due", count, name=who
        )
    return tn("{name}, {n} follow-up is due", "{name}, {n} follow-ups are due", count, name=who)


def unattended_rows(found: Unattended, now: datetime, *, owners: bool = False) -> list[Row]:
    """Deals and complaints without a next step, with their age; with `owners` also whose they are."""
    rows = [
        _unattended_row(
            deal.number, deal.name, deal.owner if owners else None, deal.last_activity_at or deal.created_at, now
        )
        for deal in found.deals
    ]
    rows += [
        _unattended_row(entry.number, entry.text[:120], entry.owner if owners else None, entry.at, now)
        for entry in found.complaints
    ]
    more = found.count - len(rows)
    return (
        [*rows, Row(tn("{n} more: ask for “unattended”.", "{n} more: ask for “unattended”.", more))] if more else rows
    )


def _unattended_row(number: int, name: str, owner: str | None, last: datetime, now: datetime) -> Row:
    days = max((now.date() - last.astimezone(now.tzinfo).date()).days, 0)
    age = tn("untouched for {n} day", "untouched for {n} days", days)
    return Row(
        t("#{number} {name}", number=number, name=Verbatim(name)),
        t("{owner}, {age}", owner=Verbatim(owner), age=age) if owner else age,
        (Action(t("Follow up tomorrow"), f"followup #{number} tomorrow"), Action(t("Show"), f"show #{number}")),
    )


def _overdue_row(followup: Followup, about: Mapping[int, Concerned]) -> Row:
    row = followup_row(followup, about)
    return Row(row.text, t("{owner}, {age}", owner=Verbatim(followup.owner), age=row.note), row.actions[-1:])


def reminder(followup: Followup, about: Mapping[int, Concerned], away: Member | None = None) -> Reply:
    """One follow-up, at its own hour; `away` is its owner where somebody stands in for him."""
    title = t("Due now: {text}", text=_text(followup))
    row = followup_row(followup, about)
    lines = (_for(away),) if away is not None else ()
    return Reply("list", title, lines=lines, sections=(Section(None, (row,)),), records=(followup_view(followup),))


def followup_row(followup: Followup, about: Mapping[int, Concerned]) -> Row:
    """A follow-up as a line: what, about whom, when; Done, Snooze and Show."""
    concerned = about.get(followup.record_number or 0)
    actions = [
        Action(t("Done"), f"done {followup.number}", "primary"),
        Action(t("Tomorrow"), f"snooze {followup.number} tomorrow"),
    ]
    actions.append(Action(t("Next week"), f"snooze {followup.number} 1w"))
    if concerned is not None:
        actions.append(Action(t("Show"), f"show #{concerned.record.number}"))
    return Row(_text(followup), _note(followup, concerned), tuple(actions))


def _text(followup: Followup) -> Value:
    return Verbatim(followup.text) if followup.text else t("Get in touch")


def _note(followup: Followup, concerned: Concerned | None) -> Text:
    due = Moment(followup.due_at, day_only=followup.day_only)
    if concerned is None:
        return t("due {due}", due=due)
    record = concerned.record
    who = " · ".join(dict.fromkeys(filter(None, (record.name, record.person, record.company))))
    note = t("#{number} {who} · due {due}", number=record.number, who=Verbatim(who), due=due)
    return note if concerned.hint is None else t("{note} · {hint}", note=note, hint=concerned.hint)
