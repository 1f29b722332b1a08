"""The edit dialogs: the fields of a person, company or deal, and what somebody changed of them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crmbot.assistant.asking import Asking
from crmbot.assistant.changing import Wanted, kind_of
from crmbot.assistant.edits import Done, change, changed
from crmbot.assistant.forms.fields import editable, question_of, stored
from crmbot.assistant.forms.sheet import MISSING, Sheet, wrong
from crmbot.assistant.forms.stale import marked, stale_field
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.views import view
from crmbot.domain.members.access import require
from crmbot.domain.people.contact_fields import POINTS, ContactField
from crmbot.domain.records import Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, Text, Verbatim, t

_NAMES = frozenset({"name"})


def edit_record(ask: Asking, record: Contactable, wanted: Sequence[ContactField] = ()) -> Reply:
    """Ask for the fields that are `wanted` (all by default); write what comes back changed.

    Raises Unanswered for the form, NotAllowed where the member may not write.
    """
    require(ask.session, ask.access, "write", record)
    fields = tuple(wanted) or _in_order(ask, record)
    sheet = edit_sheet(ask, record, fields, all_of_them=not wanted)
    if not ask.values:
        raise sheet.unanswered()
    return _written(ask, record, sheet, fields)


def edit_sheet(ask: Asking, record: Contactable, fields: Iterable[ContactField], *, all_of_them: bool = True) -> Sheet:
    """The questions, beginning with what stands there."""
    fields = tuple(fields)
    names = "" if all_of_them else " " + ", ".join(field.key.removeprefix("_").replace("_", " ") for field in fields)
    example = fields[0].words()[0] if fields else "name"
    return Sheet(
        t("Edit") if all_of_them else t("Change"),
        t("Save"),
        marked(ask, record, f"edit #{record.number}{names}"),
        tuple(question_of(ask, field, record, required=field.key in _NAMES) for field in fields),
        lines=(called(record),),
        typed=t("set #{number} {field} VALUE", number=record.number, field=Verbatim(example)),
    )


def _in_order(ask: Asking, record: Contactable) -> tuple[ContactField, ...]:
    """Of a deal what the dialog of its stage shows comes first."""
    fields = editable(ask, kind_of(record), record.process if isinstance(record, Deal) else None)
    stage = ask.process.stage(record.stage) if isinstance(record, Deal) else None
    first = stage.dialog if stage is not None else ()
    return tuple(sorted(fields, key=lambda field: first.index(field.key) if field.key in first else len(first)))


def _written(ask: Asking, record: Contactable, sheet: Sheet, fields: Iterable[ContactField]) -> Reply:
    done: list[Done] = []
    errors: dict[str, Text] = {}
    for field in fields:
        try:
            one = _change(ask, record, field)
        except RequestFault as fault:
            errors[field.key] = fault.text
        else:
            done += [one] if one is not None else []
    if errors:
        raise wrong(ask, sheet, errors)
    if not done:
        title = t("Nothing was changed: {record}", record=called(record))
        return Reply("done", title, records=(view(ask.session, record, ask.process),))
    return changed(ask, done, [record])


def _change(ask: Asking, record: Contactable, field: ContactField) -> Done | None:
    """Write an answer that is not what stands there already; None for one that is."""
    said = ask.values.get(field.key)
    before = stored(ask, field, record) or ""
    if said is None or said.strip() == before:
        return None
    if not said.strip() and field.key in _NAMES:
        raise RequestFault(MISSING)
    if (told := stale_field(ask, record, field)) is not None:
        raise RequestFault(told)
    if not said.strip():
        emptied = before if field.kind in POINTS else ""
        return change(ask, Wanted(record, field, field.key, emptied, "remove"))
    answer = question_of(ask, field, record).read(ask, said.strip())
    if field.kind == "choice" and answer == before:
        return None
    return change(ask, Wanted(record, field, field.key, answer if field.kind == "choice" else said.strip()))
