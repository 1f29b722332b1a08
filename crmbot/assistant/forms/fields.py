"""Questions made from the descriptions of fields: the built-in ones, the installation's own, those of the process file."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.contact_edits import point_text
from crmbot.assistant.field_words import fields_of, read_value
from crmbot.assistant.forms.questions import amount, choice, prose, words
from crmbot.assistant.forms.sheet import Question
from crmbot.domain.people.contact_fields import POINTS, ContactField, FieldRecord
from crmbot.domain.people.contact_points import primary_of
from crmbot.domain.people.field_values import value_of
from crmbot.domain.records import Company, Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import FormField, Option, Value, Verbatim, t

_PROSE = frozenset({"need"})
_APART = frozenset({"stage", "member"})  # kinds that have a dialog of their own
_STARS = tuple(Option(str(count), Verbatim("★" * count or "–")) for count in range(4))
_FLAG = (Option("yes", t("yes")), Option("no", t("no")))


def editable(ask: Asking, kind: FieldRecord, process: str | None = None) -> tuple[ContactField, ...]:
    """The fields that a form may change, in the order of the card; of a deal those of its own process."""
    own = {spec.key for spec in ask.process.of(process).fields} if process is not None else set()
    foreign = {spec.key for line in ask.process.all for spec in line.fields} - own
    return tuple(
        field
        for field in fields_of(ask).of(kind)
        if field.kind not in _APART and not (kind == "deal" and field.key in foreign)
    )


def question_of(
    ask: Asking, field: ContactField, record: Contactable | None = None, *, required: bool = False
) -> Question:
    """The question for one field, with what the record holds."""
    return _made(ask, field, record, stored(ask, field, record), required=required)


def _made(
    ask: Asking, field: ContactField, record: Contactable | None, initial: str | None, *, required: bool
) -> Question:
    key, label = field.key, field.label
    if field.kind == "money":
        currency = record.currency if isinstance(record, Deal) else ask.settings.currency
        return amount(key, label, currency=currency, required=required, initial=initial)
    if options := _options(field, initial):
        return choice(key, label, options, required=required, initial=initial, open_=field.open)
    if field.kind in POINTS or field.kind == "company":
        return words(key, label, required=required, initial=initial)
    if field.key in _PROSE:
        return prose(key, label, required=required, initial=initial)
    asked = FormField(key, label, "date" if field.kind == "date" else "text", required, initial, _hint(field))
    return Question(asked, lambda asking, said: read_value(asking, field, said))


def _hint(field: ContactField) -> Value:
    if field.kind == "percent":
        return t("a number from 0 to 100")
    return t("a number") if field.kind == "number" else None


def _options(field: ContactField, initial: str | None) -> tuple[Option, ...]:
    """The choices; what stands there already is one of them too."""
    if field.kind == "stars":
        return _STARS
    if field.kind == "flag":
        return _FLAG
    known = tuple(Option(one.key, field.shown_choice(one.key)) for one in field.choices)
    if known and initial and initial not in {option.value for option in known}:
        return (*known, Option(initial, Verbatim(initial)))
    return known


def stored(ask: Asking, field: ContactField, record: Contactable | None) -> str | None:
    """What a record holds, in the form of an answer; None for nothing."""
    if record is None:
        return None
    value = value_of(record, field)
    if field.kind in POINTS:
        first = primary_of(value) if field.kind != "domain" else next(iter(value), None)
        return point_text(first) if first is not None else None
    if field.kind == "company":
        company = ask.session.get(Company, value) if value else None
        return company.name if company else None
    return spelled(value)


def spelled(value: Any) -> str | None:
    """A value in the form of an answer; None for nothing."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, Decimal):
        return f"{value.normalize():f}" if value.is_finite() and abs(value.adjusted()) < 30 else str(value)
    return value.isoformat() if isinstance(value, date) else str(value)
