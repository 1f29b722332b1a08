"""Cards that are out of date: a button says which change its card knew last, and what others changed since is told.

The command of such a button ends in ` ^57`: 57 is the last change set that touched the record when the card was made.
Typed requests have no such mark, and act.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from types import MappingProxyType

from sqlalchemy import func, select

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, value_words
from crmbot.domain.people.contact_fields import POINTS, ContactField, FieldRecord
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Change, ChangeSet, Company, Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Reply, Section, Text, Verbatim, t

_MARK = re.compile(r"(?:^|\s)\^(\d{1,12})\s*$")
_NUMBER = re.compile(r"#(\d{1,9})\b")
_MARKS = "crmbot.last_changes"
_MOST = 200  # changes that are looked through
# What the button of a command would change. `edit` and `set` look at each field by itself.
TOUCHES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "stage": ("stage",), "won": ("stage",), "lost": ("stage",), "qualify": ("stage",), "disqualify": ("stage",),
        "convert": ("stage",), "reopen": ("stage",), "offer": ("amount", "stage"), "assign": ("owner",), "edit": (),
    }
)  # fmt: skip


def marked(ask: Asking, record: Contactable, command: str) -> str:
    """The command for a button on what is shown of `record` now."""
    if command.partition(" ")[0] not in TOUCHES:
        return command
    return f"{command} ^{last_change(ask, record)}"


def with_marks(ask: Asking, reply: Reply, records: Iterable[Contactable]) -> Reply:
    """What is shown of these records, each button with the mark of its own; what opens a form is marked when it is opened."""
    marks = last_changes(ask, records)

    def marked_one(action: Action) -> Action:
        verb, _, rest = action.command.partition(" ")
        match = _NUMBER.match(rest)
        mark = marks.get(int(match[1])) if match and verb in TOUCHES and not action.dialog else None
        return action if mark is None else replace(action, command=f"{action.command} ^{mark}")

    def marked_rows(sections: tuple[Section, ...]) -> tuple[Section, ...]:
        return tuple(
            replace(one, rows=tuple(replace(row, actions=tuple(map(marked_one, row.actions))) for row in one.rows))
            for one in sections
        )

    return replace(
        reply, first=marked_rows(reply.first), sections=marked_rows(reply.sections),
        actions=tuple(map(marked_one, reply.actions)),
    )  # fmt: skip


def last_change(ask: Asking, record: Contactable) -> int:
    """The last change set that touched the record itself."""
    return last_changes(ask, [record])[record.number]


def last_changes(ask: Asking, records: Iterable[Contactable]) -> dict[int, int]:
    """As `last_change`, of several by number; asked once in a request that only reads."""
    wanted = {record.number: record.__tablename__ for record in records}
    known: dict[int, int] = ask.session.info.setdefault(_MARKS, {}) if ask.unit is None else {}
    missing = [number for number in wanted if number not in known]
    if missing:
        kinds = {wanted[number] for number in missing}
        statement = select(Change.row_id, func.max(Change.change_set_id)).group_by(Change.row_id)
        found = ask.session.execute(statement.where(Change.table_name.in_(kinds), Change.row_id.in_(missing)))
        known |= {**dict.fromkeys(missing, 0), **{row[0]: row[1] for row in found}}
    return {number: known[number] for number in wanted}


def without_mark(verb: str, rest: str) -> tuple[str, int | None]:
    """The words of a request without the mark of a button, and the change that its card knew."""
    match = _MARK.search(rest) if verb in TOUCHES else None
    return (rest[: match.start()], int(match[1])) if match else (rest, None)


def stale_field(ask: Asking, record: Contactable, field: ContactField) -> Text | None:
    """Who else has changed a field since the card was made, and to what; None where nobody has, or it is as it was."""
    if ask.since is None or field.kind in POINTS:
        return None
    column = f"custom.{field.key}" if field.custom else field.column or field.key
    found = ask.session.execute(
        select(Change.old, Change.new, ChangeSet.actor, ChangeSet.at)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.table_name == record.__tablename__, Change.row_id == record.number)
        .where(Change.change_set_id > ask.since, Change.field == column)
        .order_by(Change.id)
        .limit(_MOST)
    ).all()
    if not found or found[-1].actor == ask.member.key or found[0].old == found[-1].new:
        return None
    last = found[-1]
    at = last.at.astimezone(ask.zone)
    who = ask.member_name(last.actor) if last.actor else Verbatim("crmbot")
    value = value_words(ask, record, field, value_of(record, field)) or "–"
    time = Verbatim(f"{at:%H:%M}")
    if at.date() == ask.now.date():
        return t("{who} changed “{field}” to “{value}” at {time}.", who=who, field=field.label, value=value, time=time)
    return t(
        "{who} changed “{field}” to “{value}” on {day} at {time}.",
        who=who, field=field.label, value=value, day=at.date(), time=time,
    )  # fmt: skip


def stale_record(ask: Asking, verb: str, record: Contactable) -> Text | None:
    """What others have changed of what the button would change."""
    kind: FieldRecord = "deal" if isinstance(record, Deal) else "company" if isinstance(record, Company) else "person"
    for key in TOUCHES.get(verb, ()):
        field = fields_of(ask).get(kind, key)
        if field is not None and (told := stale_field(ask, record, field)) is not None:
            return told
    return None
