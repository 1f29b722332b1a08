"""What only our own complete format has: entries of the history, offers and follow-ups, and what hangs on deals."""

from __future__ import annotations

from typing import Any

from sqlalchemy import inspect
from sqlalchemy.orm import Mapper

from crmbot.domain.records import (
    Activity,
    ActivityPerson,
    Company,
    Competitor,
    Deal,
    DealProduct,
    Followup,
    Offer,
    Person,
    Stakeholder,
)
from crmbot.domain.records.values import from_json, tracked_columns
from crmbot.domain.search.names import person_key
from crmbot.imports.chunk import Chunk
from crmbot.imports.complete import reference
from crmbot.imports.entries import Entry, Kind
from crmbot.imports.fitting import holds, lacking
from crmbot.imports.report import Outcome

_MODELS: dict[str, Any] = {"activity": Activity, "offer": Offer, "followup": Followup}
_RECORDS: dict[str, Any] = {"person": Person, "company": Company, "deal": Deal}
_EMPTY: dict[Any, dict[str, Any]] = {  # what is not written where it is empty
    Activity: {"text": "", "private": False, "pinned": False},
    Followup: {"text": "", "day_only": False, "snoozed": 0},
}
_DEAL_COLUMNS = (
    "steps_done",
    "closing_note",
    "disqualified",
    "qualified_at",
    "unnamed",
    "last_activity_at",
    "probability",
)


def columns_from(model: type[Any], stored: dict[str, Any]) -> dict[str, Any]:
    """The values of a row's columns as JSON had them; a value of another kind is left out."""
    mapper: Mapper[Any] = inspect(model)
    found: dict[str, Any] = {}
    for attribute in tracked_columns(mapper):
        if attribute.key not in stored or attribute.columns[0].foreign_keys or attribute.key == "number":
            continue
        try:
            if holds(attribute, stored[attribute.key]):
                found[attribute.key] = from_json(attribute, stored[attribute.key])
        except (ValueError, TypeError, ArithmeticError):
            continue
    return found


class History:
    """Writes the entries of a chunk that are no contact, deal or product. What is there already stays as it is."""

    def __init__(self, chunk: Chunk) -> None:
        self._chunk, self._known = chunk, chunk.known

    def write_row(self, entry: Entry) -> None:
        """An activity, offer or follow-up."""
        model = _MODELS[entry.kind]
        known = self._known.named(entry, model)
        stored: dict[str, Any] = entry.extra["record"]
        shown = str(stored.get("subject") or stored.get("code") or stored.get("text") or "")[:60]
        if known is not None:
            self._chunk.tell(Outcome(entry.row, "unchanged", entry.kind, shown), known)
            return
        if self._chunk.options.mode == "update":
            self._chunk.tell(Outcome(entry.row, "skipped", entry.kind, shown, remarks=["it is not here"]))
            return
        values = {**_EMPTY.get(model, {}), **columns_from(model, stored)}
        record = None if lacking(model, values.keys()) else self._made(model, values, stored)
        if record is None:
            remark = (
                "not all that it needs can be read"
                if lacking(model, values.keys())
                else "what it belongs to is not here"
            )
            self._chunk.tell(Outcome(entry.row, "skipped", entry.kind, shown, remarks=[remark]))
            return
        self._chunk.add(record)
        self._chunk.hang_on(record, entry)
        self._chunk.tell(Outcome(entry.row, "created", entry.kind, shown), record)

    def _made(self, model: type[Any], values: dict[str, Any], stored: dict[str, Any]) -> Any:
        if model is Followup:
            return self._followup(values, stored)
        deal, person, company = (self._record(kind, stored.get(kind)) for kind in ("deal", "person", "company"))
        if model is Offer:
            return self._offer(values, deal, person)
        activity = Activity(**values, people=[], files=[])
        others = [self._record("person", one) for one in stored.get("people", ())]
        if deal is None and person is None and company is None:
            return None

        def place() -> None:
            activity.deal_number = deal.number if deal is not None else None
            activity.person_number = person.number if person is not None else None
            activity.company_number = company.number if company is not None else None
            activity.people.extend(ActivityPerson(person_number=one.number) for one in others if one is not None)

        self._chunk.later(place)
        return activity

    def _offer(self, values: dict[str, Any], deal: Any, person: Any) -> Offer | None:
        if deal is None:
            return None
        offer = Offer(**values)
        self._chunk.before(
            lambda: _set(offer, deal_number=deal.number, person_number=person.number if person is not None else None)
        )
        return offer

    def _followup(self, values: dict[str, Any], stored: dict[str, Any]) -> Followup | None:
        said = stored.get("about")
        about = self._record(str(said.get("type")), said) if isinstance(said, dict) else None
        if said and about is None:
            return None
        followup = Followup(**values)
        if about is not None:
            self._chunk.before(lambda: _set(followup, record_number=about.number))
        return followup

    def _record(self, kind: str, said: Any) -> Any:
        """The record that a reference means."""
        if kind not in _RECORDS:
            return None
        meant = reference(kind, said)  # type: ignore[arg-type]
        return self._known.named(meant, _RECORDS[kind]) if meant is not None else None

    def hang_on_deal(self, deal: Deal, entry: Entry) -> None:
        """The rest of a new deal: its columns that no other format has, products, stakeholders, competitors."""
        stored = entry.extra.get("record")
        if not isinstance(stored, dict):
            return
        columns = columns_from(Deal, stored)
        for name in _DEAL_COLUMNS:
            if name in columns:
                setattr(deal, name, columns[name])
        self._chunk.later(lambda: self._parts(deal, stored))

    def _parts(self, deal: Deal, stored: dict[str, Any]) -> None:
        session = self._chunk.work.session
        for row in stored.get("products", ()):
            product = self._known.products_by_key.get(str(row.get("product")))
            if product is not None:
                session.add(
                    DealProduct(
                        deal_number=deal.number, product_number=product.number, **columns_from(DealProduct, row)
                    )
                )
        for row in stored.get("competitors", ()):
            values = columns_from(Competitor, row)
            session.add(
                Competitor(
                    **{**values, "deal_number": deal.number, "name_key": person_key(str(values.get("name", "")))[:200]}
                )
            )
        for row in stored.get("stakeholders", ()):
            person = self._record("person", row.get("person"))
            if person is not None:
                session.add(
                    Stakeholder(deal_number=deal.number, person_number=person.number, **columns_from(Stakeholder, row))
                )


def _set(record: Any, **values: Any) -> None:
    for name, value in values.items():
        setattr(record, name, value)


KINDS: tuple[Kind, ...] = ("activity", "offer", "followup")
