"""`set`: any value of a person, company or deal; `add` and `remove`: one of several addresses or numbers."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import kind_of, wanted
from crmbot.assistant.commands import assign, stage
from crmbot.assistant.edits import change, changed
from crmbot.assistant.field_words import fields_of, unknown_field
from crmbot.assistant.forms.editing import edit_record
from crmbot.assistant.references import candidates, exactly_named, the_only
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import view
from crmbot.domain.people.value_sources import decline
from crmbot.domain.records import Deal
from crmbot.errors import NotFound
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """Change what is named; several values may be given, each with a colon behind the name of its field."""
    if (whole := exactly_named(ask, ask.rest)) is not None:
        return edit_record(ask, whole)
    wishes = wanted(ask, ask.rest)
    first = wishes[0]
    if first.field.kind in ("member", "stage") and len(wishes) == 1:
        verb, handler = ("assign", assign.handle) if first.field.kind == "member" else ("stage", stage.handle)
        return handler(replace(ask, verb=verb, rest=f"#{first.record.number} {first.value}".strip()))
    if len(wishes) == 1 and not first.value and first.mode == "set":
        return edit_record(ask, first.record, (first.field,))
    return changed(ask, [change(ask, wish) for wish in wishes], [wish.record for wish in wishes])


def handle_add(ask: Asking) -> Reply:
    """A further mail address, phone or postal address; what there is only one of is set."""
    wishes = [replace(wish, mode="add") if wish.mode == "set" else wish for wish in wanted(ask, ask.rest)]
    return changed(ask, [change(ask, wish) for wish in wishes], [wish.record for wish in wishes])


def handle_remove(ask: Asking) -> Reply:
    """Take an address or number away, or empty a field."""
    wishes = [replace(wish, mode="remove") for wish in wanted(ask, ask.rest)]
    return changed(ask, [change(ask, wish) for wish in wishes], [wish.record for wish in wishes])


def handle_primary(ask: Asking) -> Reply:
    """Make one of several addresses or numbers the first."""
    wishes = [replace(wish, mode="primary") for wish in wanted(ask, ask.rest)]
    return changed(ask, [change(ask, wish) for wish in wishes], [wish.record for wish in wishes])


def handle_keep(ask: Asking) -> Reply:
    """What another source says of a field is declined: the value stays as it is."""
    records, rest = candidates(ask)
    record = the_only(ask, records, rest)
    fields = [field for found, _ in fields_of(ask).at_start(rest) for field in found if field.record == kind_of(record)]
    if isinstance(record, Deal) or not fields:
        raise unknown_field(rest)
    if not decline(record, fields[0].key):
        raise NotFound(t("Nothing else was said about it.", field=fields[0].label))
    return Reply(
        "done",
        t("{field} of {record} stays as it is.", field=fields[0].label, record=called(record)),
        records=(view(ask.session, record, ask.process),),
    )


COMMAND = Command(
    key="set",
    topic="contacts",
    names={"en": ("set", "change", "update"), "de": ("setze", "ändere", "ändern", "setz", "trage ein")},
    usage=t("set WHO FIELD VALUE"),
    summary=t("change any value of a person, company or deal"),
    examples={
        "en": (
            "set Julia Brandt department Purchasing",
            "set phone of Julia Brandt to +49 711 555123",
            "set #1042 amount 20k",
            "set #1042 close 18 December",
        ),
        "de": (
            "setze Julia Brandt Abteilung Einkauf",
            "ändere die Telefonnummer von Julia Brandt auf 0711 555123",
            "setze #1042 Betrag 20.000 €",
            "setze #1042 Abschluss 18. Dezember",
        ),
    },
    writes=True,
    handler=handle,
)
ADD = Command(
    key="add",
    topic="contacts",
    names={"en": ("add",), "de": ("ergänze", "hinzufügen", "füge")},
    usage=t("add WHO mail|phone|address|domain VALUE"),
    summary=t("a further mail address, phone or postal address"),
    examples={
        "en": ("add Julia Brandt mail brandt@private.example", "add phone 0171 5551234 to Julia Brandt"),
        "de": ("ergänze Julia Brandt Mail brandt@privat.example", "ergänze Julia Brandt Rechnungsadresse Am Markt 5, 70173 Stuttgart"),
    },
    writes=True,
    handler=handle_add,
)  # fmt: skip
REMOVE = Command(
    key="remove",
    topic="contacts",
    names={"en": ("remove",), "de": ("entferne", "entfernen")},
    usage=t("remove WHO FIELD [VALUE]"),
    summary=t("take an address or number away, or empty a field"),
    examples={
        "en": ("remove Julia Brandt phone +49 711 12345", "remove Julia Brandt birthday"),
        "de": ("entferne Julia Brandt Telefon 0711 12345", "entferne Julia Brandt Geburtstag"),
    },
    writes=True,
    handler=handle_remove,
)
PRIMARY = Command(
    key="primary",
    topic="contacts",
    names={"en": ("primary", "prefer"), "de": ("bevorzuge", "bevorzugt", "primär")},
    usage=t("primary WHO MAIL, PHONE or ADDRESS"),
    summary=t("which of several addresses or numbers comes first"),
    examples={"en": ("primary Julia Brandt +49 711 12345",), "de": ("bevorzuge Julia Brandt +49 711 12345",)},
    writes=True,
    handler=handle_primary,
)
KEEP = Command(
    key="keep",
    topic="contacts",
    names={"en": ("keep",), "de": ("behalte", "behalten")},
    usage=t("keep WHO FIELD"),
    summary=t("a value stays as it is, whatever a signature says"),
    examples={"en": ("keep Julia Brandt job title",), "de": ("behalte Julia Brandt Position",)},
    writes=True,
    handler=handle_keep,
)
