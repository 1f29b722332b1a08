"""Companies and who belongs to them: contact persons by department, mother and daughter companies."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session, selectinload

from crmbot.domain.records import Company, Deal, Person
from crmbot.errors import Conflict
from crmbot.folding import fold
from crmbot.shapes import Verbatim, t

_DEEPEST = 20  # levels of a group of companies
# Whom an offer goes to, best first: words in department, function or position. German and English are data.
_SALES = ("sales", "vertrieb", "verkauf", "einkauf", "purchas", "procure", "buying", "beschaffung")
_PURPOSES = {
    "sales": _SALES,
    "service": ("service", "support", "kundendienst", "technik", "wartung", "customer care", "betreuung"),
    "billing": ("account", "buchhalt", "finan", "rechnung", "billing", "invoice", "kreditor", "debitor"),
}


@dataclass(frozen=True, slots=True)
class GroupSum:
    """Deals of a company with all its daughters in one currency."""

    currency: str
    open: Decimal
    won: Decimal


def persons_of(session: Session, company: Company, *, limit: int = 50) -> list[Person]:
    """The contact persons of a company, by department, then by name."""
    statement = select(Person).where(Person.company_number == company.number).limit(limit)
    statement = statement.options(selectinload(Person.emails), selectinload(Person.phones))
    return sorted(session.scalars(statement), key=lambda person: (person.department or "\uffff", person.name_key))


def contact_for(session: Session, company: Company, purpose: str = "sales") -> Person | None:
    """The contact person for `sales`, `service` or `billing`: whose department says so, else his function or position."""
    people = persons_of(session, company)
    wanted = _PURPOSES.get(purpose, (fold(purpose),))
    for column in ("department", "function", "job_title"):
        for word in wanted:
            for person in people:
                if word in fold(getattr(person, column) or ""):
                    return person
    return None


def offer_recipient(session: Session, deal: Deal) -> Person | None:
    """Whom an offer goes to: the deal's person where he is of the customer's sales side or nobody else is, else who is."""
    company = deal.company or (deal.person.company if deal.person else None)
    if company is None or (deal.person is not None and _is_for(deal.person, "sales")):
        return deal.person
    of_other_side = deal.person is not None and any(_is_for(deal.person, purpose) for purpose in ("service", "billing"))
    if deal.person is not None and not of_other_side:
        return deal.person
    return contact_for(session, company, "sales") or deal.person


def _is_for(person: Person, purpose: str) -> bool:
    words = fold(" ".join(filter(None, (person.department, person.function))))
    return any(word in words for word in _PURPOSES[purpose])


def make_daughter(session: Session, company: Company, mother: Company | None) -> None:
    """Put a company below another, or below none. Raises Conflict where the mother is below the daughter."""
    if mother is not None and company.number in (mother.number, *_above(session, mother)):
        raise Conflict(
            t(
                "{mother} belongs to {company}: it cannot be its mother.",
                mother=Verbatim(mother.name),
                company=Verbatim(company.name),
            )
        )
    company.parent_number = mother.number if mother else None


def _above(session: Session, company: Company) -> list[int]:
    """The numbers of all companies above one."""
    found: list[int] = []
    number = company.parent_number
    while number is not None and number not in found and len(found) < _DEEPEST:
        found.append(number)
        number = session.scalar(select(Company.parent_number).where(Company.number == number))
    return found


def daughters_of(session: Session, company: Company) -> list[Company]:
    """The companies directly below one, by name."""
    statement = select(Company).where(Company.parent_number == company.number).order_by(Company.name_key)
    return list(session.scalars(statement))


def group_of(session: Session, numbers: Iterable[int]) -> list[int]:
    """These companies and all below them."""
    found = list(dict.fromkeys(numbers))
    level = found
    for _ in range(_DEEPEST):
        below = session.scalars(select(Company.number).where(Company.parent_number.in_(level)))
        level = [number for number in below if number not in found]
        if not level:
            break
        found += level
    return found


def group_sums(session: Session, company: Company) -> list[GroupSum]:
    """Open and won deals of a company and of all its daughters, a row for each currency."""
    numbers = group_of(session, [company.number])
    statement = (
        select(Deal.currency, Deal.state, func.sum(Deal.amount))
        .where(Deal.company_number.in_(numbers), Deal.state.in_(("open", "won")), Deal.amount.is_not(None))
        .group_by(Deal.currency, Deal.state)
    )
    sums: dict[str, dict[str, Decimal]] = {}
    for currency, state, total in session.execute(statement):
        sums.setdefault(currency, {})[state] = total or Decimal(0)
    return [
        GroupSum(currency, by_state.get("open", Decimal(0)), by_state.get("won", Decimal(0)))
        for currency, by_state in sorted(sums.items())
    ]
