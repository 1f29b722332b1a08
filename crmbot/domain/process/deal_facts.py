"""What the rules of qualification may ask about a deal; each fact is looked up only where a rule asks for it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from datetime import datetime
from decimal import Decimal
from types import MappingProxyType

from crmbot.domain.catalogue.product_lines import deal_sum
from crmbot.domain.catalogue.products import fitting_products
from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.process.conditions import Fact, Kind
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.records import Deal
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


def facts_of(rows: DealRows, deal: Deal, wanted: Collection[str]) -> dict[str, Fact]:
    """The wanted facts of one of the deals of `rows`, and perhaps more. Amounts are in the deal's currency."""
    facts = _own(deal)
    for fields, gather in _GATHERERS:
        if any(field in wanted for field in fields):
            facts |= gather(rows, deal)
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
        "expected_close": datetime.combine(deal.expected_close, datetime.min.time(), deal.created_at.tzinfo)
        if deal.expected_close
        else None,
    }  # fmt: skip


def _points(_rows: DealRows, deal: Deal) -> dict[str, Fact]:
    person = deal.person
    return {"has_email": bool(person and person.emails), "has_phone": bool(person and person.phones)}


def _talks(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    """Who said something when."""
    inward, outward = rows.talks.get((deal.number, "in")), rows.talks.get((deal.number, "out"))
    asked = inward.first if inward else deal.created_at
    answered = outward.first if outward and outward.first >= asked else None
    if outward and outward.first < asked <= outward.last:
        answered = rows.told[deal.number].answered
    hours = Decimal(round((answered - asked).total_seconds() / 3600, 2)) if answered else None
    return {
        "contacts": sum(side.times for side in (inward, outward) if side), "last_in": inward.last if inward else None,
        "last_out": outward.last if outward else None, "response_hours": hours,
        "unanswered": asked if answered is None else None,
    }  # fmt: skip


def _products(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    """What of our catalogue it is about, and whether need and money go together with it."""
    lines = rows.lines[deal.number]
    if lines:
        total: Decimal | None = deal_sum(lines)
        names = tuple(line.product.name for line in lines)
        price, fits = total, True
    else:
        total, fitting = None, fitting_products(rows.products, _need(rows, deal), deal.process)
        names, fits = tuple(product.name for product in fitting), bool(fitting)
        price = min((product.price for product in fitting if product.price is not None), default=None)
    budget = deal.budget
    covers = budget >= price if budget is not None and price is not None else None
    return {"product_sum": total, "products": names, "need_fits": fits, "budget_covers": covers}


def _need(rows: DealRows, deal: Deal) -> str:
    """The need in the customer's words: as it was noted, else the name of the deal with the first thing that was said."""
    return deal.need or f"{deal.name}\n{(rows.told[deal.number].words or '')[:_TEXT]}"


def _attitudes(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    attitudes = [stakeholder.attitude for stakeholder, _ in rows.stakeholders[deal.number]]
    return {"supporters": attitudes.count("for"), "opponents": attitudes.count("against")}


def _rivals(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    return {"competitors": tuple(competitor.name for competitor in rows.competitors[deal.number])}


def _tags(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    holders = (deal.number, deal.person_number, deal.company_number)
    return {"tags": tuple(name for number, name in rows.tags if number in holders)}


def _places(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    mine = (
        one
        for one in rows.places
        if (one.person_number and one.person_number == deal.person_number)
        or (one.company_number and one.company_number == deal.company_number)
    )
    place = next(mine, None)
    return {"country": place.country if place else None, "postcode": place.postcode if place else None}


def _customer(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    """Whether they bought before."""
    return {"known_customer": bool(rows.told[deal.number].bought)}


def _offered(rows: DealRows, deal: Deal) -> dict[str, Fact]:
    """Whether an offer of ours lies there."""
    return {"offer_made": any(offer.state in ("sent", "accepted") for offer in rows.offers[deal.number])}


_Gatherer = Callable[[DealRows, Deal], dict[str, Fact]]
_GATHERERS: tuple[tuple[tuple[str, ...], _Gatherer], ...] = (
    (("has_email", "has_phone"), _points),
    (("contacts", "last_in", "last_out", "response_hours", "unanswered"), _talks),
    (("product_sum", "products", "need_fits", "budget_covers"), _products),
    (("supporters", "opponents"), _attitudes),
    (("competitors",), _rivals),
    (("tags",), _tags),
    (("country", "postcode"), _places),
    (("known_customer",), _customer),
    (("offer_made",), _offered),
)
