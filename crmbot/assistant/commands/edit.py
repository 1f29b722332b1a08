"""`edit`: the values of a person, company or deal in one form."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import kind_of
from crmbot.assistant.field_words import fields_of, unknown_field
from crmbot.assistant.forms.editing import edit_record
from crmbot.assistant.references import named, named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.people.contact_fields import ContactField, FieldRecord
from crmbot.errors import Unanswered
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """Show the form that was asked for, or write what it says."""
    try:
        return _edited(ask)
    except Unanswered as asked:
        if ask.values:
            raise
        return Reply("help", asked.text, form=asked.form)


def _edited(ask: Asking) -> Reply:
    """The fields that are named, all by default; a deal's of the deal behind a contact."""
    found = named(ask)
    fields = _fields(ask, found.rest, kind_of(found.record))
    if fields or not found.rest.strip():
        return edit_record(ask, found.record, fields)
    deal, _ = named_deal(ask, f"#{found.record.number}")
    if not (fields := _fields(ask, found.rest, "deal")):
        raise unknown_field(found.rest)
    return edit_record(ask, deal, fields)


def _fields(ask: Asking, text: str, kind: FieldRecord) -> tuple[ContactField, ...]:
    """The fields of a record that are named one after another."""
    found: dict[str, ContactField] = {}
    for word in re.split(r"\s*[,;]\s*|\s+(?:and|und)\s+", text.strip(" .:")):
        for field in fields_of(ask).named(word) if word else ():
            if field.record == kind and field.kind not in ("stage", "member"):
                found[field.key] = field
    return tuple(found.values())


COMMAND = Command(
    key="edit",
    topic="contacts",
    names={"en": ("edit",), "de": ("bearbeiten", "bearbeite", "editieren")},
    usage=t("edit WHO [FIELD, FIELD]"),
    summary=t("the values of a person, company or deal in one form"),
    examples={"en": ("edit #1042", "edit #1042 amount, close"), "de": ("bearbeiten #1042", "bearbeiten #1042 Betrag, Abschluss")},
    writes=True,
    handler=handle,
)  # fmt: skip
