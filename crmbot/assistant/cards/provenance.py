"""Where a value was read, in words: “from the signature of the mail of 12 Nov”."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.contact_edits import point_text
from crmbot.assistant.field_words import fields_of, value_words
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.people.contact_fields import POINTS, ContactField
from crmbot.domain.people.field_values import value_of
from crmbot.domain.people.value_sources import Otherwise, Source, offered, read_source, source_of
from crmbot.domain.records import Activity, Change, ChangeSet, Company, Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Moment, Row, Text, Value, Verbatim, t


@dataclass(frozen=True, slots=True)
class Sourced:
    """A value with its source."""

    field: ContactField
    value: Value
    source: Source | None


def sourced_values(ask: Asking, record: Contactable) -> Iterator[Sourced]:
    """Every value that a record has."""
    kind = "deal" if isinstance(record, Deal) else "company" if isinstance(record, Company) else "person"
    logged = _logged(ask, record) if isinstance(record, Deal) else {}
    for field in fields_of(ask).of(kind):  # type: ignore[arg-type]
        if field.kind in POINTS:
            for row in getattr(record, field.column or field.key):
                yield Sourced(field, Verbatim(point_text(row)), read_source(getattr(row, "source", None)))
            continue
        value = plain_value(ask, record, field)
        if value is not None:
            known = logged.get(field.column or field.key) if isinstance(record, Deal) else source_of(record, field.key)
            yield Sourced(field, value, known)


def plain_value(ask: Asking, record: Contactable, field: ContactField) -> Value:
    """The value of a field that holds one, in words."""
    if field.key == "source":
        return source_name(record.source) if record.source else None
    return value_words(ask, record, field, value_of(record, field))


def _logged(ask: Asking, deal: Deal) -> dict[str, Source]:
    """Who last changed each field of a deal, from the change log."""
    statement = (
        select(Change.op, Change.field, ChangeSet.actor, ChangeSet.at, ChangeSet.channel)
        .join(ChangeSet, ChangeSet.id == Change.change_set_id)
        .where(Change.table_name == "deals", Change.row_id == deal.number)
        .order_by(Change.id)
    )
    known: dict[str, Source] = {}
    for op, field, actor, at, channel in ask.session.execute(statement):
        source = Source("log" if channel in _BY_ITSELF else "hand", at, actor)
        if op == "insert":
            known = dict.fromkeys((column.key for column in Deal.__table__.columns), source)
        elif field is not None:
            known[field.removeprefix("custom.")] = source
    return known


_BY_ITSELF = frozenset({"mail", "system", "clock"})


def field_label(field: ContactField) -> Text:
    """The name of a field."""
    return field.label


def shown_source(ask: Asking, source: Source | None) -> Value:
    """A source in words, with its day."""
    if source is None:
        return None
    moment = Moment(source.at, day_only=True) if source.at else None
    if source.kind in ("hand", "import") and source.by:
        if moment is None:
            return _BY_HAND[source.kind](ask.member_name(source.by))
        return _BY_MEMBER[source.kind](ask.member_name(source.by), moment)
    if moment is not None and source.kind in _DATED:
        return _DATED[source.kind](moment)
    return _PLAIN.get(source.kind) or Verbatim(source.kind)


_Dated = Callable[[Moment], Text]
_DATED: Mapping[str, _Dated] = MappingProxyType(
    {
        "signature": lambda day: t("from the signature of the mail of {day}", day=day),
        "header": lambda day: t("from the header of the mail of {day}", day=day),
        "text": lambda day: t("from the text of the mail of {day}", day=day),
        "vcard": lambda day: t("from the business card in the mail of {day}", day=day),
        "form": lambda day: t("from the web form of {day}", day=day),
        "domain": lambda day: t("guessed from the sender's domain in the mail of {day}", day=day),
        "import": lambda day: t("imported on {day}", day=day),
        "hand": lambda day: t("entered by hand on {day}", day=day),
        "log": lambda day: t("from the mail that was filed on {day}", day=day),
    }
)
_BY_MEMBER: Mapping[str, Callable[[Value, Moment], Text]] = MappingProxyType(
    {
        "hand": lambda name, day: t("entered by {name} on {day}", name=name, day=day),
        "import": lambda name, day: t("imported by {name} on {day}", name=name, day=day),
    }
)
_BY_HAND: Mapping[str, Callable[[Value], Text]] = MappingProxyType(
    {
        "hand": lambda name: t("entered by {name}", name=name),
        "import": lambda name: t("imported by {name}", name=name),
    }
)
_PLAIN: Mapping[str, Text] = MappingProxyType(
    {
        "signature": t("from a signature"), "header": t("from the header of a mail"), "text": t("from the text of a mail"),
        "vcard": t("from a business card"), "form": t("from a web form"), "domain": t("guessed from the sender's domain"),
        "import": t("imported"), "hand": t("entered by hand"),
    }
)  # fmt: skip
_SAYS: Mapping[str, _Dated] = MappingProxyType(
    {
        "signature": lambda day: t("The signature of {day} says otherwise", day=day),
        "vcard": lambda day: t("The business card of {day} says otherwise", day=day),
        "form": lambda day: t("The web form of {day} says otherwise", day=day),
        "import": lambda day: t("The import of {day} says otherwise", day=day),
    }
)


def decisions(ask: Asking, record: Contactable) -> tuple[Row, ...]:
    """What other sources say of hand-entered and older values: a line each, with a button to take it or to leave it."""
    if isinstance(record, Deal):
        return ()
    fields = {field.key: field for field in fields_of(ask).of("company" if isinstance(record, Company) else "person")}
    return tuple(_decision(ask, record, fields[one.field], one) for one in offered(record) if one.field in fields)


def _decision(ask: Asking, record: Person | Company, field: ContactField, said: Otherwise) -> Row:
    day = Moment(said.source.at, day_only=True) if said.source.at else None
    says = _SAYS.get(said.source.kind) if day else None
    words = says(day) if says and day else t("Another source says otherwise")
    value = value_words(ask, record, field, said.value)
    text = t("{says}: {field} {value}", says=words, field=field.label, value=value)
    now = plain_value(ask, record, field)
    return Row(
        text,
        t("Now: {value}", value=now),
        (
            Action(t("Take it over"), f"set #{record.number} {field.key} {said.value}", "primary"),
            Action(t("Leave it"), f"keep #{record.number} {field.key}"),
        ),
    )


def mail_number(ask: Asking, source: Source) -> int | None:
    """The entry of the history that a value was read in."""
    if source.mail is None:
        return None
    number: Any = ask.session.scalar(select(Activity.number).where(Activity.inbox_id == source.mail).limit(1))
    return int(number) if number else None
