"""What the rules of qualification may ask about a deal; each fact is looked up only where a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.product_lines import deal_sum, lines_of
from crmbot.domain.catalogue.products import fitting_products
from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.process.conditions import Fact, Kind
from crmbot.domain.records import Activity, Competitor, Deal, Offer, PostalAddress, Stakeholder, Tag
from crmbot.shapes import Moment, Money, Text, Value, Verbatim, t, tn

_TEXT = 5_000  # characters of the enquiry in which products are looked for

FIELDS: Mapping[str, Kind] = MappingProxyType(
    {
        "amount": "number", "budget": "number", "product_sum": "number", "priority": "number", "employees": "number",
        "need": "text", "source": "text", "stage": "text", "process": "text", "owner": "text", "currency": "text",
        "industry": "text", "country": "text", "postcode": "text", "language": "text", "job_title": "text",
        "products": "list", "tags": "list", "competitors": "list",
        "created": "moment", "stage_since": "moment", "expected_close": "moment", "last_activity": "moment",
        "last_in": "moment", "last_out": "moment", "unanswered": "moment",
        "response_hours": "number", "contacts": "number", "supporters": "number", "opponents": "number",
        "need_fits": "flag", "budget_covers": "flag", "known_customer": "flag", "offer_made": "flag",
        "has_person": "flag", "has_company": "flag", "has_email": "flag", "has_phone": "flag",
    }
)  # fmt: skip

LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "amount": t("amount"), "budget": t("budget"), "product_sum": t("sum of the products"), "priority": t("priority"),
        "employees": t("employees"), "need": t("need"), "source": t("source"), "stage": t("stage"),
        "process": t("process"), "owner": t("owner"), "industry": t("industry"), "country": t("country"),
        "postcode": t("postcode"), "language": t("language"), "job_title": t("job title"), "products": t("products"),
        "tags": t("tags"), "competitors": t("competitors"), "created": t("opened"), "stage_since": t("in this stage since"),
        "expected_close": t("expected close"), "last_activity": t("last activity"), "last_in": t("last word of the customer"),
        "last_out": t("our last word"), "unanswered": t("unanswered since"), "response_hours": t("hours to our answer"),
        "contacts": t("contacts"), "supporters": t("stakeholders in favour"), "opponents": t("stakeholders against"),
        "need_fits": t("the need fits our products"), "budget_covers": t("the budget covers the price"),
        "known_customer": t("is a customer already"), "offer_made": t("an offer was made"),
        "has_person": t("person known"), "has_company": t("company known"), "has_email": t("mail address known"),
        "has_phone": t("phone known"),
    }
)  # fmt: skip


def facts_of(session: Session, deal: Deal, wanted: Collection[str]) -> dict[str, Fact]:
    """The wanted facts of a deal, and perhaps more. Amounts are in the deal's currency."""
    facts = _own(deal)
    for fields, gather in _GATHERERS:
        if any(field in wanted for field in fields):
            facts |= gather(session, deal)
    facts |= {f"custom.{name}": str(value) for name, value in (deal.custom or {}).items()}
    return facts


def fact_words(field: str, fact: Fact, currency: str) -> Text:
    """A fact as people read it: `budget 20.000 €`."""
    label = LABELS.get(field) or Verbatim(field.removeprefix("custom."))
    if isinstance(fact, bool) or fact in (None, "", ()):
        return t("{fact}", fact=label) if fact else t("{fact}: no", fact=label)
    return t("{fact} {value}", fact=label, value=_shown(field, fact, currency))


def _shown(field: str, fact: Fact, currency: str) -> Value:
    if field in ("amount", "budget", "product_sum") and isinstance(fact, Decimal):
        return Money(fact, currency)
    if field == "response_hours" and isinstance(fact, Decimal):
        return tn("{n} hour", "{n} hours", int(fact))
    if isinstance(fact, datetime):
        return Moment(fact, day_only=True)
    if isinstance(fact, tuple):
        return Verbatim(", ".join(fact[:3]))
    return Verbatim(fact[:60]) if isinstance(fact, str) else fact


def _own(deal: Deal) -> dict[str, Fact]:
    """What stands in the deal itself and its person and company."""
    person, company = deal.person, deal.company
    return {
        "amount": deal.amount, "budget": deal.budget, "priority": deal.priority, "need": deal.need,
        "source": source_key(deal.source), "stage": deal.stage.rpartition(".")[2], "process": deal.process,
        "owner": deal.owner, "currency": deal.currency, "created": deal.created_at, "stage_since": deal.stage_since,
        "last_activity": deal.last_activity_at, "has_person": person is not None, "has_company": company is not None,
        "employees": company.employees if company else None, "industry": company.industry if company else None,
        "language": person.language if person else None, "job_title": person.job_title if person else None,
        "has_email": bool(person and person.emails), "has_phone": bool(person and person.phones),
        "expected_close": datetime.combine(deal.expected_close, datetime.min.time(), deal.created_at.tzinfo)
        if deal.expected_close
        else None,
    }  # fmt: skip


def _talks(session: Session, deal: Deal) -> dict[str, Fact]:
    """Who said something when; notes among ourselves are no contact."""
    rows = session.execute(
        select(Activity.direction, func.count(), func.min(Activity.at), func.max(Activity.at))
        .where(Activity.deal_number == deal.number, Activity.direction.in_(("in", "out")))
        .group_by(Activity.direction)
    ).all()
    found = {row[0]: row for row in rows}
    inward, outward = found.get("in"), found.get("out")
    asked = inward[2] if inward else deal.created_at
    answered = _answered(session, deal, asked) if outward and outward[2] < asked <= outward[3] else None
    if outward and outward[2] >= asked:
        answered = outward[2]
    hours = Decimal(round((answered - asked).total_seconds() / 3600, 2)) if answered else None
    return {
        "contacts": sum(row[1] for row in rows), "last_in": inward[3] if inward else None,
        "last_out": outward[3] if outward else None, "response_hours": hours,
        "unanswered": asked if answered is None else None,
    }  # fmt: skip


def _answered(session: Session, deal: Deal, asked: datetime) -> datetime | None:
    outward = (Activity.deal_number == deal.number, Activity.direction == "out", Activity.at >= asked)
    return session.scalar(select(func.min(Activity.at)).where(*outward))


def _products(session: Session, deal: Deal) -> dict[str, Fact]:
    """What of our catalogue it is about, and whether need and money go together with it."""
    lines = lines_of(session, deal.number)
    if lines:
        total: Decimal | None = deal_sum(lines)
        names = tuple(line.product.name for line in lines)
        price, fits = total, True
    else:
        total, fitting = None, fitting_products(session, _need(session, deal), deal.process)
        names, fits = tuple(product.name for product in fitting), bool(fitting)
        price = min((product.price for product in fitting if product.price is not None), default=None)
    budget = deal.budget
    covers = budget >= price if budget is not None and price is not None else None
    return {"product_sum": total, "products": names, "need_fits": fits, "budget_covers": covers}


def _need(session: Session, deal: Deal) -> str:
    """The need in the customer's words: as it was noted, else the name of the deal with the first thing that was said."""
    if deal.need:
        return deal.need
    first = session.scalar(
        select(Activity.text).where(Activity.deal_number == deal.number).order_by(Activity.at, Activity.number).limit(1)
    )
    return f"{deal.name}\n{(first or '')[:_TEXT]}"


def _parties(session: Session, deal: Deal) -> dict[str, Fact]:
    attitudes = list(session.scalars(select(Stakeholder.attitude).where(Stakeholder.deal_number == deal.number)))
    rivals = tuple(session.scalars(select(Competitor.name).where(Competitor.deal_number == deal.number)))
    return {"supporters": attitudes.count("for"), "opponents": attitudes.count("against"), "competitors": rivals}


def _tags(session: Session, deal: Deal) -> dict[str, Fact]:
    numbers = [number for number in (deal.number, deal.person_number, deal.company_number) if number]
    statement = select(Tag.name_key).where(Tag.record_number.in_(numbers), Tag.owner.is_(None))
    return {"tags": tuple(session.scalars(statement))}


def _places(session: Session, deal: Deal) -> dict[str, Fact]:
    owner = or_(
        PostalAddress.person_number == deal.person_number if deal.person_number else PostalAddress.id.is_(None),
        PostalAddress.company_number == deal.company_number if deal.company_number else PostalAddress.id.is_(None),
    )
    place = session.execute(
        select(PostalAddress.country, PostalAddress.postcode)
        .where(owner)
        .order_by(PostalAddress.primary.desc(), PostalAddress.id)
        .limit(1)
    ).first()
    return {"country": place[0] if place else None, "postcode": place[1] if place else None}


def _past(session: Session, deal: Deal) -> dict[str, Fact]:
    """Whether they bought before, and whether an offer of ours lies there."""
    whose = ((Deal.person_number, deal.person_number), (Deal.company_number, deal.company_number))
    states: set[str] = set()
    for column, number in whose:  # one after the other: each goes by its own index
        if number:
            known = select(Deal.state).where(column == number, Deal.number != deal.number).distinct()
            states |= set(session.scalars(known))
    offered = (
        select(Offer.number).where(Offer.deal_number == deal.number, Offer.state.in_(("sent", "accepted"))).limit(1)
    )
    return {
        "known_customer": "won" in states,
        "offer_made": session.scalar(offered) is not None,
    }


_Gatherer = Callable[[Session, Deal], dict[str, Fact]]
_GATHERERS: tuple[tuple[tuple[str, ...], _Gatherer], ...] = (
    (("contacts", "last_in", "last_out", "response_hours", "unanswered"), _talks),
    (("product_sum", "products", "need_fits", "budget_covers"), _products),
    (("supporters", "opponents", "competitors"), _parties),
    (("tags",), _tags),
    (("country", "postcode"), _places),
    (("known_customer", "offer_made"), _past),
)
