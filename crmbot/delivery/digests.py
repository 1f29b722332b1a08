"""The morning digest of one member, and the reminder of one follow-up at its hour."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from crmbot.domain.records import Followup
from crmbot.domain.views import followup_view
from crmbot.shapes import Action, Moment, Record, Reply, Row, Section, Text, Value, Verbatim, t, tn

_MORNING_ENDS = 11  # o'clock


def digest(
    name: str,
    followups: Sequence[Followup],
    about: Mapping[int, Record],
    *,
    now: datetime,
    today_begins: datetime,
    late: bool,
) -> Reply:
    """What is overdue and what is due today, each with its buttons; `about` has the records they belong to.

    `now` is in the reader's zone: nobody is wished a good morning in the evening.
    """
    overdue = [followup for followup in followups if followup.due_at < today_begins]
    today = [followup for followup in followups if followup.due_at >= today_begins]
    title = _title(name, len(followups), morning=now.hour < _MORNING_ENDS)
    parts = ((t("Overdue"), overdue), (t("Today"), today))
    sections = tuple(
        Section(heading, tuple(followup_row(followup, about) for followup in part)) for heading, part in parts if part
    )
    lines: tuple[Text, ...] = (t("This digest is late: crmbot was not running at the usual time."),) if late else ()
    return Reply("list", title, lines=lines, sections=sections, records=tuple(followup_view(f) for f in followups))


def _title(name: str, count: int, *, morning: bool) -> Text:
    who = Verbatim(name)
    if morning:
        return tn(
            "Good morning {name}: {n} follow-up is due", "Good morning {name}: {n} follow-ups are due", count, name=who
        )
    return tn("{name}, {n} follow-up is due", "{name}, {n} follow-ups are due", count, name=who)


def reminder(followup: Followup, about: Mapping[int, Record]) -> Reply:
    """One follow-up, at its own hour."""
    title = t("Due now: {text}", text=_text(followup))
    return Reply(
        "list", title, sections=(Section(None, (followup_row(followup, about),)),), records=(followup_view(followup),)
    )


def followup_row(followup: Followup, about: Mapping[int, Record]) -> Row:
    """A follow-up as a line: what, about whom, when; Done, Snooze and Show."""
    record = about.get(followup.record_number or 0)
    actions = [
        Action(t("Done"), f"done {followup.number}", "primary"),
        Action(t("Tomorrow"), f"snooze {followup.number} tomorrow"),
    ]
    actions.append(Action(t("Next week"), f"snooze {followup.number} 1w"))
    if record is not None:
        actions.append(Action(t("Show"), f"show #{record.number}"))
    return Row(_text(followup), _note(followup, record), tuple(actions))


def _text(followup: Followup) -> Value:
    return Verbatim(followup.text) if followup.text else t("Get in touch")


def _note(followup: Followup, record: Record | None) -> Text:
    due = Moment(followup.due_at, day_only=followup.day_only)
    if record is None:
        return t("due {due}", due=due)
    who = " · ".join(dict.fromkeys(filter(None, (record.name, record.person, record.company))))
    return t("#{number} {who} · due {due}", number=record.number, who=Verbatim(who), due=due)
