"""Appointments that are over: their owner is asked how it went and what comes next."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from crmbot.delivery.days import Team
from crmbot.delivery.due import Due
from crmbot.domain.calendar.appointments import appointment_view, ended_unasked
from crmbot.domain.records import Appointment, Deal
from crmbot.domain.search.lookup import by_number
from crmbot.shapes import Action, Field, Moment, Reply, Value, Verbatim, t


def appointment_questions(session: Session, team: Team, now: datetime) -> Iterator[Due]:
    """One question for each that ended, once; to who stands in while its owner is away. Moved, it is asked about again."""
    for one in ended_unasked(session, team.by_key, now):
        day = team.by_key[one.owner]
        key = f"outcome:{one.number}:{one.sequence}:{one.ends_at:%Y%m%dT%H%M}"  # calendars may move it without counting
        yield Due(key, "question", team.told(day).member.key, day.date, 1, _question(session, one), one.number)


def _question(session: Session, one: Appointment) -> Reply:
    record = by_number(session, one.record_number) if one.record_number else None
    fields = [Field(t("When"), Moment(one.starts_at, day_only=one.all_day))]
    actions = [Action(t("Log the outcome"), f"held #{one.number}", "primary", dialog=True)]
    if record is not None:
        holder = record.person or record.company if isinstance(record, Deal) else None
        who: Value = Verbatim(holder.name if holder is not None else record.name)
        fields.append(Field(t("About"), t("{who} (#{number})", who=who, number=record.number)))
        actions.append(Action(t("Follow up tomorrow"), f"followup #{record.number} tomorrow"))
        actions.append(Action(t("Show"), f"show #{record.number}"))
    actions.append(Action(t("It did not take place"), f"cancel appointment #{one.number}"))
    title = t("How was it? {title}", title=Verbatim(one.title))
    line = t("What came of it, and what is the next step?")
    return Reply(
        "choice", title, lines=(line,), fields=tuple(fields), records=(appointment_view(one),), actions=tuple(actions)
    )  # fmt: skip
