"""Which records are taken out: by kind, by filter, and by what a member may read and export; in order of their numbers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime
from types import MappingProxyType
from typing import Any, Literal, TypeAlias

from sqlalchemy import ColumnElement, Text, func, or_, select, type_coerce
from sqlalchemy.orm import Session, joinedload, selectinload

from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.deals.pipeline import PipelineFilter, narrowed
from crmbot.domain.deals.role_queries import holds
from crmbot.domain.members.access import visible
from crmbot.domain.members.rights import EVERYTHING, Access
from crmbot.domain.members.visibility import within
from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS, Fields
from crmbot.domain.people.tags import tagged
from crmbot.domain.process import Process
from crmbot.domain.records import Activity, Company, Deal, Followup, Offer, Person, Product, SearchDetail, SearchText
from crmbot.domain.records.search_words import words_of
from crmbot.domain.search.hits import Wanted
from crmbot.domain.search.query import hits
from crmbot.parsing.chat.filters import Filters

What: TypeAlias = Literal["contacts", "companies", "deals", "activities", "products", "offers", "followups"]
AT_ONCE = 500  # records of one statement

MODELS: Mapping[What, Any] = MappingProxyType(
    {
        "contacts": Person, "companies": Company, "deals": Deal, "activities": Activity, "products": Product,
        "offers": Offer, "followups": Followup,
    }
)  # fmt: skip
# Every record after those that it names, so that it can be read in again in one go.
ORDER: tuple[What, ...] = ("products", "companies", "contacts", "deals", "activities", "offers", "followups")
_LOADS: Mapping[What, tuple[Any, ...]] = MappingProxyType(
    {
        "contacts": (selectinload(Person.emails), selectinload(Person.phones), selectinload(Person.addresses), joinedload(Person.company)),
        "companies": (selectinload(Company.emails), selectinload(Company.phones), selectinload(Company.addresses), selectinload(Company.domains)),
        "deals": (joinedload(Deal.person), joinedload(Deal.company)),
        "activities": (selectinload(Activity.people), selectinload(Activity.files)),
    }
)  # fmt: skip
_DEALS_ONLY = (
    "stage",
    "grade",
    "product",
    "process",
    "priority",
    "amount_min",
    "amount_max",
    "idle_days",
    "closing_from",
    "closing_to",
    "state",
)


@dataclass(frozen=True, slots=True)
class Selection:
    """What somebody wants out. Without `filters` all of it; `me` is who asks."""

    process: Process
    now: datetime
    fields: Fields = BUILT_IN_FIELDS
    access: Access = EVERYTHING
    filters: Filters | None = None
    me: str | None = None
    notes: bool = field(default=True)


def conditions(session: Session, what: What, wanted: Selection) -> list[ColumnElement[bool]]:
    """What a record has to meet."""
    model = MODELS[what]
    found = [*_exportable(wanted.access, what, model)]
    if wanted.filters is not None:
        found += _filtered(session, what, wanted, wanted.filters)
    return found


def _exportable(access: Access, what: What, model: Any) -> Sequence[ColumnElement[bool]]:
    """Reading is the guard's business; this is the right to take out."""
    if what == "products":
        return ()
    if what == "offers":
        return within(access, Deal, Offer.deal_number, "export")
    return visible(access, model, "export")


def _filtered(session: Session, what: What, wanted: Selection, said: Filters) -> list[ColumnElement[bool]]:
    if what == "deals":
        return list(narrowed(session, pipeline_filter(said, wanted.me), wanted.process, wanted.now))
    if what in ("contacts", "companies"):
        return _contacts(session, MODELS[what], wanted, said)
    if what == "products":
        return [Product.name_key.contains(word, autoescape=True) for word in words_of(said.text)]
    if what == "offers":
        return [
            Offer.deal_number.in_(
                select(Deal.number).where(
                    *narrowed(session, pipeline_filter(said, wanted.me, state="all"), wanted.process, wanted.now)
                )
            )
        ]
    return _others(session, what, wanted, said)


def pipeline_filter(said: Filters, me: str | None, *, state: str | None = None) -> PipelineFilter:
    """The filters as the pipeline takes them; `me` is who asks."""
    known = {one.name: getattr(said, one.name) for one in fields(PipelineFilter) if hasattr(said, one.name)}
    if known.get("owner") == "me":
        known["owner"] = me
    if state is not None:
        known["state"] = known.get("state") or state
    return PipelineFilter(**known)


def _contacts(
    session: Session, model: type[Person | Company], wanted: Selection, said: Filters
) -> list[ColumnElement[bool]]:
    """What stands at the contact itself; filters of deals mean the contacts of such deals."""
    found: list[ColumnElement[bool]] = []
    if said.owner is not None:
        found.append(model.owner == (wanted.me if said.owner == "me" else said.owner))
    if said.role is not None:
        standing = type_coerce(model.standing_roles, Text).contains(f'"{said.role}"')
        found.append(or_(holds(wanted.process, said.role, model), standing))
    if said.source is not None:
        key = source_key(said.source)
        sources = session.scalars(select(model.source).distinct())
        found.append(
            model.source.in_([one for one in sources if one and (one == said.source or source_key(one) == key)])
        )
    if said.tag is not None:
        found.append(tagged(model, said.tag, wanted.me))
    if said.text:
        found.append(_named(session, SearchDetail, said.text, model.number))
    if any(getattr(said, name, None) is not None for name in _DEALS_ONLY):
        rest = replace(said, owner=None, role=None, source=None, tag=None, text="")
        column = Deal.person_number if model is Person else Deal.company_number
        deals = narrowed(session, pipeline_filter(rest, wanted.me), wanted.process, wanted.now)
        found.append(model.number.in_(select(column).where(column.is_not(None), *deals)))
    return found


def _others(session: Session, what: What, wanted: Selection, said: Filters) -> list[ColumnElement[bool]]:
    model = MODELS[what]
    found: list[ColumnElement[bool]] = []
    if said.owner is not None:
        key = wanted.me if said.owner == "me" else said.owner
        found.append((model.author if what == "activities" else model.owner) == key)
    if said.text and what == "activities":
        found.append(_named(session, SearchText, said.text, Activity.number))
    elif said.text:
        found += [func.lower(Followup.text).contains(word, autoescape=True) for word in words_of(said.text)]
    return found


def _named(session: Session, table: Any, text: str, number: Any) -> ColumnElement[bool]:
    query = Wanted(session, words_of(text)).query("within")
    if not query:
        nothing: ColumnElement[bool] = number.is_(None)
        return nothing
    fit = hits(session, table, query)
    within_hits: ColumnElement[bool] = number.in_(select(fit.order).select_from(fit.rows).where(fit.fits))
    return within_hits


def count(session: Session, what: What, where: Sequence[ColumnElement[bool]]) -> int:
    """How many records that is."""
    return session.scalar(select(func.count()).select_from(MODELS[what]).where(*where)) or 0


def pages(session: Session, what: What, where: Sequence[ColumnElement[bool]]) -> Iterator[Sequence[Any]]:
    """The records, some hundred at a time; what was given is let go of."""
    model, after = MODELS[what], 0
    while True:
        statement = select(model).where(model.number > after, *where).order_by(model.number).limit(AT_ONCE)
        page = session.scalars(statement.options(*_LOADS.get(what, ()))).unique().all()
        if not page:
            return
        after = page[-1].number
        yield page
        session.expunge_all()
