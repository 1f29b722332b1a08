"""The lines of digests and reminders, each with its buttons."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from crmbot.delivery.concerned import About, Concerned
from crmbot.delivery.led import Lying
from crmbot.domain.deals.lines import DealLine
from crmbot.domain.followups.actions import followup_actions
from crmbot.domain.followups.continuing import series_of
from crmbot.domain.followups.news import named
from crmbot.domain.followups.series_words import series_words
from crmbot.domain.outbox.first_told import FirstTold
from crmbot.domain.records import Activity, Appointment, Followup, Person
from crmbot.shapes import Action, Moment, Money, Row, Text, Value, Verbatim, t, tn

_MOST = 8  # of those without a next step
_LONGEST = 120  # letters of a complaint


def followup_row(followup: Followup, about: About, *, overdue: bool = False) -> Row:
    """A follow-up: what, about whom, when. One that is overdue can be acknowledged, so that nobody else is told of it; one that
    was put off leads to the message that told of it first.
    """
    done, tomorrow, result, later, show = followup_actions(followup, compact=True)
    know = Action(t("I know"), f"ok #{followup.number}")
    actions = (done, tomorrow, know, later, show) if overdue else (done, tomorrow, result, later, show)
    note = _note(followup, about.get(followup.record_number or 0), about.told.get(followup.number))
    return Row(followup_text(followup), note, (*actions, *first_message(followup, about)))


def first_message(followup: Followup, about: About) -> tuple[Action, ...]:
    """The way back to the message that told of it first, where the reader has it in his chat."""
    told = about.told.get(followup.number)
    link = told.links.get(about.reader) if told is not None else None
    return (Action(t("First message"), f"why #{followup.number}", url=link),) if link else ()


def followup_text(followup: Followup) -> Value:
    """What is to be done."""
    return named(followup)


def _note(followup: Followup, concerned: Concerned | None, told: FirstTold | None) -> Text:
    due = Moment(followup.due_at, day_only=followup.day_only)
    note = t("due {due}", due=due)
    if concerned is not None:
        note = t("#{number} {who} · due {due}", number=concerned.record.number, who=_who(concerned), due=due)
    if (series := series_of(followup)) is not None:
        note = t("{left} · {right}", left=note, right=series_words(series))
    if followup.snoozed:
        note = t("{left} · {right}", left=note, right=_snoozed(followup, told))
    if concerned is None:
        return note
    return note if concerned.hint is None else t("{note} · {hint}", note=note, hint=concerned.hint)


def _snoozed(followup: Followup, told: FirstTold | None) -> Text:
    if told is None:
        return t("snoozed {n}x", n=followup.snoozed)
    return t("snoozed {n}x, first reminded {day}", n=followup.snoozed, day=Moment(told.at, day_only=True))


def _who(concerned: Concerned) -> Verbatim:
    record = concerned.record
    return Verbatim(" · ".join(dict.fromkeys(filter(None, (record.name, record.person, record.company)))))


def appointment_row(one: Appointment, about: Mapping[int, Concerned]) -> Row:
    """When, what, where and about whom."""
    begin = Moment(one.starts_at, day_only=one.all_day)
    place = Verbatim(one.place) if one.place else None
    concerned = about.get(one.record_number or 0)
    show = Action(t("Show"), f"show #{one.number}")
    text = t("Appointment {begin}: {title}", begin=begin, title=Verbatim(one.title))
    note: Value = place
    if concerned is not None:
        who = t("#{number} {who}", number=concerned.record.number, who=_who(concerned))
        note = who if place is None else t("{who} · {place}", who=who, place=place)
        show = Action(t("Show"), f"show #{concerned.record.number}")
    return Row(text, note, (show,))


def closed_row(followup: Followup, about: Mapping[int, Concerned]) -> Row:
    """A follow-up that closed itself, with the answer that did it."""
    concerned = about.get(followup.record_number or 0)
    actions = [Action(t("Show the answer"), f"show #{followup.closed_by}")]
    if concerned is None:
        return Row(followup_text(followup), None, tuple(actions))
    number = concerned.record.number
    actions.append(Action(t("Still open"), f"still open #{followup.number}"))
    return Row(followup_text(followup), t("#{number} {who}", number=number, who=_who(concerned)), tuple(actions))


def escalated_row(followup: Followup, about: About, owner: str) -> Row:
    """What a member has not done, for his manager."""
    note = _note(followup, about.get(followup.record_number or 0), about.told.get(followup.number))
    show = followup_actions(followup, compact=True)[-1]
    return Row(followup_text(followup), t("{owner}, {age}", owner=Verbatim(owner), age=note), (show,))


def lying_rows(
    found: Lying, now: datetime, *, but: Iterable[int] = (), names: Mapping[str, str] | None = None
) -> list[Row]:
    """Deals and complaints without a next step, with their age; with `names` of members also whose they are. Those deals in `but`
    stand elsewhere.
    """
    elsewhere = set(but)
    deals = [line for line in found.deals.lines if line.number not in elsewhere][:_MOST]
    rows = [deal_row(line, _age(line.last_activity_at or line.created_at, now), names) for line in deals]
    rows += [_complaint_row(entry, now, names) for entry in found.complaints[: _MOST - len(rows)]]
    more = found.count - len(rows) - len(elsewhere & {line.number for line in found.deals.lines})
    if more > 0:
        rows.append(Row(tn("{n} more: ask for “unattended”.", "{n} more: ask for “unattended”.", more)))
    return rows


def deal_row(line: DealLine, note: Value, names: Mapping[str, str] | None = None) -> Row:
    """A deal for which something should be planned."""
    return _row_of(line.number, line.name, _whose(line.owner, note, names))


def _complaint_row(entry: Activity, now: datetime, names: Mapping[str, str] | None) -> Row:
    age = _age(entry.at, now)
    return _row_of(entry.number, entry.text[:_LONGEST], _whose(entry.owner or "", age, names))


def _whose(owner: str, note: Value, names: Mapping[str, str] | None) -> Value:
    return note if names is None else t("{owner}, {age}", owner=Verbatim(names.get(owner, owner)), age=note)


def _row_of(number: int, name: str, note: Value) -> Row:
    return Row(
        t("#{number} {name}", number=number, name=Verbatim(name)), note,
        (Action(t("Follow up tomorrow"), f"followup #{number} tomorrow"), Action(t("Show"), f"show #{number}")),
    )  # fmt: skip


def _age(last: datetime, now: datetime) -> Text:
    days = max((now.date() - last.astimezone(now.tzinfo).date()).days, 0)
    return tn("untouched for {n} day", "untouched for {n} days", days)


def stalled_row(line: DealLine, now: datetime) -> Row:
    """A deal that has lain still for too long."""
    return deal_row(line, _age(line.last_activity_at or line.created_at, now))


def closing_row(line: DealLine, now: datetime) -> Row:
    """A deal that should be closed soon, or should have been."""
    day = line.expected_close
    when: Text = t("closes {day}", day=day) if day and day >= now.date() else t("was to close {day}", day=day)
    return deal_row(line, _worth(line, when))


def fresh_row(line: DealLine) -> Row:
    """A deal that came in."""
    return deal_row(line, _worth(line, t("came {at}", at=Moment(line.created_at))))


def _worth(line: DealLine, when: Text) -> Text:
    if line.amount is None:
        return when
    return t("{amount} · {when}", amount=Money(line.amount, line.currency), when=when)


def birthday_row(person: Person, now: datetime) -> Row:
    """Whose birthday it is, and which, where the year is known."""
    age = now.year - person.birthday.year if person.birthday is not None else 0
    note = tn("turns {n}", "turns {n}", age) if 0 < age < 120 else None
    return Row(
        t("#{number} {name}", number=person.number, name=Verbatim(person.name)), note,
        (Action(t("Show"), f"show #{person.number}"),),
    )  # fmt: skip
