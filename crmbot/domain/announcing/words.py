"""An announcement in words: one line that says what happened, and below it whose it is."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from crmbot.domain.announcing.happenings import Happening
from crmbot.domain.process import Process
from crmbot.domain.records import Deal, Person
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Action, Money, Record, Row, Text, Value, Verbatim, Worded, t

NameOf = Callable[[str], Value]
_EXCERPT = 200  # characters of a complaint or a reason


def announcement_row(
    happening: Happening, event: str, process: Process, name_of: NameOf, actor: str | None = None
) -> Row:
    """The line about one event, with the button that shows the record. `name_of` gives a member's name."""
    record = happening.record
    show = Action(t("Show"), f"show #{record.number}", "primary")
    note = _joined(_around(happening, event, name_of, actor))
    return Row(_title(happening, event, process, name_of), note, (show,))


def record_of(record: Contactable) -> Record:
    """The record for programs: what it is, and its number."""
    kind = "deal" if isinstance(record, Deal) else "person" if isinstance(record, Person) else "company"
    if not isinstance(record, Deal):
        return Record(kind, record.number, record.name)  # type: ignore[arg-type]
    amount, currency = record.amount, record.currency
    return Record(
        "deal", record.number, record.name, stage=record.stage, owner=record.owner, amount=amount, currency=currency
    )


def _title(happening: Happening, event: str, process: Process, name_of: NameOf) -> Text:
    record = happening.record
    what = t("#{number} {name}", number=record.number, name=Verbatim(record.name))
    if event == "complaint" or not isinstance(record, Deal):
        return t("Complaint: {record}", record=what)
    match event:
        case "stage":
            return t("{record} is now in “{stage}”", record=what, stage=stage_name(process, record.stage))
        case "owner":
            return t("{member} now takes care of {record}", member=name_of(record.owner), record=what)
        case "value":
            amount = Money(record.amount, record.currency) if record.amount is not None else None
            return t("{record} is worth {amount} now", record=what, amount=amount)
        case _:
            return _PLAIN[event](what)


_PLAIN: dict[str, Callable[[Text], Text]] = {
    "lead": lambda what: t("New enquiry: {record}", record=what),
    "qualified": lambda what: t("Qualified: {record}", record=what),
    "offer": lambda what: t("Offer made: {record}", record=what),
    "won": lambda what: t("Won: {record}", record=what),
    "lost": lambda what: t("Lost: {record}", record=what),
    "disqualified": lambda what: t("Disqualified: {record}", record=what),
}


def stage_name(process: Process, key: str) -> Value:
    """A stage in any language; the bare key of one that an older process had."""
    stage = process.stage(key)
    return Worded(stage.names) if stage is not None and stage.names else Verbatim(key)


def _around(happening: Happening, event: str, name_of: NameOf, actor: str | None) -> Iterable[Value]:
    record, activity = happening.record, happening.activity
    if isinstance(record, Deal):
        holder = record.company or record.person
        yield Verbatim(holder.name) if holder is not None and holder.name != record.name else None
        if event != "value" and record.amount is not None:
            yield Money(record.amount, record.currency)
        if event in ("lost", "disqualified") and record.lost_reason:
            yield Verbatim(_cut(record.lost_reason))
    if event == "complaint" and activity is not None and activity.text and not activity.private:
        yield Verbatim(_cut(activity.text))
    if event != "owner" and record.owner:
        yield name_of(record.owner)
    if actor is not None and actor != record.owner:
        yield t("by {name}", name=name_of(actor))


def _cut(text: str) -> str:
    line = " ".join(text[: _EXCERPT * 4].split())
    return line if len(line) <= _EXCERPT else line[: _EXCERPT - 1].rstrip() + "…"


def _joined(parts: Iterable[Value]) -> Text | None:
    found: Text | None = None
    for part in parts:
        if part is not None:
            found = t("{value}", value=part) if found is None else t("{left}, {right}", left=found, right=part)
    return found
