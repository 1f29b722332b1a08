"""`changes`: the log of what was done to a record, or by a member, with undo."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.field_words import fields_of, value_words
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import ACTIONS, joined, word
from crmbot.domain.changes.changes import LoggedAction, changes_by, changes_of
from crmbot.domain.members.members import require_member
from crmbot.domain.people.contact_fields import ContactField
from crmbot.domain.people.field_shapes import CONFIDENTIAL
from crmbot.domain.records import Change, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.parsing.chat.words import MINE
from crmbot.shapes import Action, Moment, Reply, Row, Section, Text, Value, Verbatim, t, tn

_CHANNELS = {
    "slack": t("Slack"), "console": t("terminal"), "say": t("command line"), "mail": t("mail"), "import": t("import"),
    "cli": t("command line"), "clock": t("clock"), "system": t("crmbot"),
}  # fmt: skip
_MOST_SHOWN = 6  # fields of one action
_LONGEST = 80  # characters of a value


def handle(ask: Asking) -> Reply:
    """Of a record, newest first; of one field of it; of a member; without a name one's own."""
    text = ask.rest.strip()
    if not text or text.lower() in MINE:
        return _listed(ask, t("Your latest changes"), changes_by(ask.session, ask.member.key), None)
    for word_ in ("by ", "of member ", "von "):
        if text.lower().startswith(word_):
            member = require_member(ask.session, text[len(word_) :])
            title = t("Latest changes by {name}", name=Verbatim(member.name))
            return _listed(ask, title, changes_by(ask.session, member.key), None)
    found = named(ask)
    fields = _fields(ask, found.record, found.rest)
    columns = {field.column or field.key for field in fields} if fields else None
    title = t("Changes of {record}", record=called(found.record))
    return _listed(ask, title, changes_of(ask.session, found.record, fields=columns), found.record)


def _fields(ask: Asking, record: Contactable, words: str) -> list[ContactField]:
    if not words.strip():
        return []
    fields = [field for field in ask.settings.fields.named(words.strip()) if field.record == _kind(record)]
    if not fields:
        raise RequestFault(t("There is no field “{name}”.", name=Verbatim(words.strip()[:60])))
    return fields


def _kind(record: Contactable) -> str:
    return "deal" if isinstance(record, Deal) else "person" if isinstance(record, Person) else "company"


def _listed(ask: Asking, title: Text, actions: list[LoggedAction], record: Contactable | None) -> Reply:
    if not actions:
        return Reply("list", t("Nothing was changed."), totals={"count": 0})
    rows = tuple(_row(ask, action, record) for action in actions)
    return Reply("list", title, sections=(Section(None, rows),), totals={"count": len(actions)})


def _row(ask: Asking, action: LoggedAction, record: Contactable | None) -> Row:
    found = action.change_set
    who = ask.member_name(found.actor) if found.actor else t("crmbot")
    state = t("undone by change {id}", id=found.undone_by) if found.undone_by is not None else None
    told = _told(ask, action.changes, record)
    about = t("#{number}", number=found.subject) if record is None and found.subject else None
    head = joined([word(ACTIONS, found.action), about])
    undo = () if found.undone_by is not None else (Action(t("Undo"), f"undo {found.id}", "danger"),)
    via = word(_CHANNELS, found.channel)
    note = joined([t("change {id}", id=found.id), who, via, Moment(found.at), state])
    return Row(t("{action}: {changes}", action=head, changes=told) if told else head, note, undo)


def _told(ask: Asking, changes: list[Change], record: Contactable | None) -> Text | None:
    """Each field with what it was and what it became."""
    updates = [change for change in changes if change.op == "update" and _seen(ask, change)]
    parts: list[Value] = [_change(ask, change, record) for change in updates[:_MOST_SHOWN]]
    if len(updates) > _MOST_SHOWN:
        more = len(updates) - _MOST_SHOWN
        parts.append(tn("{n} more field", "{n} more fields", more))
    made = [t("made") for change in changes if change.op == "insert"]
    gone = [t("removed") for change in changes if change.op == "delete"]
    return joined([*made, *parts, *gone])


def _seen(ask: Asking, change: Change) -> bool:
    """Whether the member sees the field."""
    key = (change.field or "").partition(".")[2]
    return not key.startswith(CONFIDENTIAL) or any(field.key == key for field in fields_of(ask).fields)


def _change(ask: Asking, change: Change, record: Contactable | None) -> Text:
    field = _field_of(ask, change, record)
    name: Value = field.label if field else Verbatim(change.field or "")
    return t(
        "{field} {old} → {new}",
        field=name,
        old=_shown(ask, change.old, change, field, record),
        new=_shown(ask, change.new, change, field, record),
    )


def _field_of(ask: Asking, change: Change, record: Contactable | None) -> ContactField | None:
    if record is None:
        return None
    fields: Iterable[ContactField] = ask.settings.fields.of(_kind(record))  # type: ignore[arg-type]
    return next((field for field in fields if (field.column or field.key) == change.field), None)


def _shown(ask: Asking, value: Any, change: Change, field: ContactField | None, record: Contactable | None) -> Value:
    if value is None or value == "":
        return t("nothing")
    if change.field == "stage":
        return ask.stage_name(str(value))
    if change.field == "owner":
        return ask.member_name(str(value))
    if record is not None and field is not None and not isinstance(value, (dict, list)):
        return value_words(ask, record, field, _read(field, value))
    return Verbatim(str(value)[:_LONGEST])


def _read(field: ContactField, value: Any) -> Any:
    if field.kind == "money":
        return Decimal(str(value))
    if field.kind == "date" and isinstance(value, str):
        return datetime.fromisoformat(value).date() if "T" in value else date.fromisoformat(value)
    return value


COMMAND = Command(
    key="changes",
    topic="more",
    names={"en": ("changes", "log of", "audit"), "de": ("änderungen", "protokoll")},
    usage=t("changes [WHO [FIELD]]"),
    summary=t("who changed what, when and how, with undo; without a name your own changes"),
    examples={
        "en": ("changes #1042", "changes #1042 amount", "changes"),
        "de": ("änderungen #1042", "änderungen #1042 Betrag", "änderungen"),
    },
    writes=False,
    handler=handle,
)
