"""The morning digest of one member, and the reminder of one follow-up at its hour."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from crmbot.delivery.agenda import MOST, MOST_DUE, Agenda
from crmbot.delivery.concerned import About
from crmbot.delivery.days import Day
from crmbot.delivery.rows import (
    appointment_row,
    birthday_row,
    closed_row,
    closing_row,
    escalated_row,
    first_message,
    followup_row,
    followup_text,
    fresh_row,
    lying_rows,
    stalled_row,
)
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.due import Numbers, Pile
from crmbot.domain.leads.words import length_words
from crmbot.domain.records import Followup, Member
from crmbot.shapes import Action, Reply, Row, Section, Text, Verbatim, t, tn

_MORNING_ENDS = 11  # o'clock
_MOST_MEMBERS = 15  # of a team


def digest(day: Day, agenda: Agenda, *, late: bool, names: Mapping[str, str] | None = None) -> Reply:
    """What is overdue and what is due today, each with its buttons; then what changed, what lies, and what the team leaves
    lying. Parts without anything are left out. `names` are those of the team, by key.

    Nobody is wished a good morning in the evening.
    """
    mine = agenda.piles.get(day.member.key, Pile())
    parts = (
        (t("Overdue"), _due_rows(mine.overdue, mine.overdue_count, agenda, overdue=True)),
        (t("Today"), [*_appointments(agenda), *_due_rows(mine.today, mine.today_count, agenda)]),
        *((_for(member), _rows_of(agenda.piles.get(member.key, Pile()), agenda)) for member in agenda.away),
        *_further(day, agenda),
        *_of_team(day, agenda, names or {}),
    )
    return Reply(
        "list",
        _title(day.member.name.split(" ")[0], agenda, morning=day.now.hour < _MORNING_ENDS),
        lines=tuple(_lateness(agenda, late=late)),
        sections=tuple(Section(heading, tuple(rows)) for heading, rows in parts if rows),
        records=tuple(followup_view(one) for pile in agenda.piles.values() for one in (*pile.overdue, *pile.today)),
        totals={"due": agenda.due, "overdue": sum(pile.overdue_count for pile in agenda.piles.values())},
    )


def _lateness(agenda: Agenda, *, late: bool) -> Iterator[Text]:
    if agenda.missed:
        yield t(
            "This digest is late: the ones before it were missed, because crmbot was not running. It holds everything."
        )
    elif late:
        yield t("This digest is late: crmbot was not running at the usual time.")


def _title(name: str, agenda: Agenda, *, morning: bool) -> Text:
    who, count = Verbatim(name), agenda.due
    if not count:
        return t("Good morning {name}: nothing is due", name=who) if morning else t("{name}, nothing is due", name=who)
    if morning:
        return tn(
            "Good morning {name}: {n} follow-up is due", "Good morning {name}: {n} follow-ups are due", count, name=who
        )
    return tn("{name}, {n} follow-up is due", "{name}, {n} follow-ups are due", count, name=who)


def _due_rows(followups: Iterable[Followup], count: int, agenda: Agenda, *, overdue: bool = False) -> list[Row]:
    rows = [followup_row(one, agenda.about, overdue=overdue) for one in followups]
    return _with_more(rows, count, tn("{n} more: ask for “today”.", "{n} more: ask for “today”.", count - len(rows)))


def _with_more(rows: list[Row], count: int, more: Text) -> list[Row]:
    return [*rows, Row(more)] if count > len(rows) else rows


def _appointments(agenda: Agenda) -> list[Row]:
    return [appointment_row(one, agenda.about) for one in agenda.appointments[:MOST_DUE]]


def _rows_of(pile: Pile, agenda: Agenda) -> list[Row]:
    return [
        *_due_rows(pile.overdue, pile.overdue_count, agenda, overdue=True),
        *_due_rows(pile.today, pile.today_count, agenda),
    ]


def _for(member: Member) -> Text:
    name = Verbatim(member.name)
    if member.absent_until is None:
        return t("For {name}, who is away", name=name)
    return t("For {name}, who is away until {last}", name=name, last=member.absent_until)


def _further(day: Day, agenda: Agenda) -> Iterator[tuple[Text, list[Row]]]:
    now, soon, still, came = day.now, agenda.closing, agenda.stalled, agenda.fresh
    yield (
        t("Closed by itself, because the customer answered"),
        [closed_row(one, agenda.about) for one in agenda.closed[:MOST_DUE]],
    )
    more = tn("{n} more: ask for “pipeline”.", "{n} more: ask for “pipeline”.", soon.count - len(soon.lines))
    yield t("Closing soon"), _with_more([closing_row(line, now) for line in soon.lines], soon.count, more)
    more = tn("{n} more: ask for “stale”.", "{n} more: ask for “stale”.", still.count - len(still.lines))
    heading = tn("Stalled: {n}", "Stalled: {n}", still.count)
    yield heading, _with_more([stalled_row(line, now) for line in still.lines], still.count, more)
    heading = tn("Without a next step: {n}", "Without a next step: {n}", agenda.lying.count)
    yield heading, lying_rows(agenda.lying, now, but=[line.number for line in still.lines])
    more = tn("{n} more: ask for “leads”.", "{n} more: ask for “leads”.", came.count - len(came.lines))
    yield t("New since the last digest"), _with_more([fresh_row(line) for line in came.lines], came.count, more)
    yield t("Birthdays"), [birthday_row(person, now) for person in agenda.birthdays[:MOST]]


def _of_team(day: Day, agenda: Agenda, names: Mapping[str, str]) -> Iterator[tuple[Text, list[Row]]]:
    led = agenda.team
    counted = sorted(led.numbers.items(), key=lambda entry: (-entry[1].overdue, entry[0]))
    rows = [_numbers_row(names.get(key, key), one) for key, one in counted[:_MOST_MEMBERS]]
    more = tn("{n} more: ask for “team”.", "{n} more: ask for “team”.", len(counted) - len(rows))
    yield t("Your team"), _with_more(rows, len(counted), more)
    yield t("In your team: without a next step"), lying_rows(led.lying, day.now, names=names)
    overdue = [escalated_row(one, agenda.about, names.get(one.owner, one.owner)) for one in led.overdue]
    yield t("In your team: overdue"), overdue


def _numbers_row(name: str, numbers: Numbers) -> Row:
    return Row(t(
        "{name}: {done} done in 7 days, {open} open, {overdue} overdue", name=Verbatim(name), done=numbers.done,
        open=numbers.open, overdue=numbers.overdue,
    ))  # fmt: skip


def reminder(
    followup: Followup,
    about: About,
    away: Member | None = None,
    *,
    minutes: int = 0,
    again: bool = False,
) -> Reply:
    """One follow-up, at its own hour or so many `minutes` before; `away` is its owner where somebody stands in for him.
    `again`: nobody has acknowledged it.
    """
    title = t("Due now: {text}", text=followup_text(followup))
    if minutes:
        title = t("In {time}: {text}", time=length_words(minutes), text=followup_text(followup))
    if again:
        title = t("Still open: {text}", text=followup_text(followup))
    row = followup_row(followup, about)
    know = (Action(t("I know"), f"ok #{followup.number}"),) if again else ()
    done, *others = followup_actions(followup)
    line = Row(row.text, row.note, (done, *know, *others, *first_message(followup, about)))
    lines = (_for(away),) if away is not None else ()
    return Reply("list", title, lines=lines, sections=(Section(None, (line,)),), records=(followup_view(followup),))
