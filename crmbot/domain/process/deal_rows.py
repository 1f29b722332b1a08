"""What hangs on deals: each kind is read when it is first asked for, with one statement for all the deals together."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from sqlalchemy import ColumnElement, Row, Select, exists, func, or_, select
from sqlalchemy.orm import Session, aliased, joinedload

from crmbot.domain.catalogue.products import catalogue
from crmbot.domain.records import (
    Activity,
    Competitor,
    Deal,
    DealProduct,
    Offer,
    Person,
    PostalAddress,
    Product,
    Stakeholder,
    Tag,
)


class DealRows:
    """The rows of some deals, by the number of the deal where they are its own."""

    def __init__(self, session: Session, deals: Iterable[Deal]) -> None:
        self.session = session
        self._deals = list(deals)
        self._numbers = [deal.number for deal in self._deals]

    @cached_property
    def lines(self) -> dict[int, list[DealProduct]]:
        """The products, in the order they were put there."""
        found = select(DealProduct).options(joinedload(DealProduct.product))
        return self._each(found.where(DealProduct.deal_number.in_(self._numbers)).order_by(DealProduct.id))

    @cached_property
    def offers(self) -> dict[int, list[Offer]]:
        """The offers, the newest first."""
        return self._each(select(Offer).where(Offer.deal_number.in_(self._numbers)).order_by(Offer.number.desc()))

    @cached_property
    def stakeholders(self) -> dict[int, list[tuple[Stakeholder, Person | None]]]:
        """Those who have a say, in the order they were named; without the person where the reader may not see him."""
        found = select(Stakeholder, Person).outerjoin(Person, Person.number == Stakeholder.person_number)
        rows = self.session.execute(found.where(Stakeholder.deal_number.in_(self._numbers)).order_by(Stakeholder.id))
        each: dict[int, list[tuple[Stakeholder, Person | None]]] = {number: [] for number in self._numbers}
        for stakeholder, person in rows:
            each[stakeholder.deal_number].append((stakeholder, person))
        return each

    @cached_property
    def competitors(self) -> dict[int, list[Competitor]]:
        """Who else courts the customer."""
        return self._each(select(Competitor).where(Competitor.deal_number.in_(self._numbers)).order_by(Competitor.id))

    @cached_property
    def talks(self) -> dict[tuple[int | None, str | None], Any]:
        """By deal and direction: how often something was said, first and last when. Notes among ourselves are no contact."""
        rows = self.session.execute(
            select(
                Activity.deal_number, Activity.direction, func.count().label("times"),
                func.min(Activity.at).label("first"), func.max(Activity.at).label("last"),
            )
            .where(Activity.deal_number.in_(self._numbers), Activity.direction.in_(("in", "out")))
            .group_by(Activity.deal_number, Activity.direction)
        )  # fmt: skip
        return {(row.deal_number, row.direction): row for row in rows}

    @cached_property
    def told(self) -> dict[int, Row[Any]]:
        """Of each deal the first `words` that were said, when we `answered` what the customer said first, and whether its
        person or company has `bought` something else.
        """
        words = select(Activity.text).where(Activity.deal_number == Deal.number).order_by(Activity.at, Activity.number)
        asked = select(func.min(Activity.at)).where(Activity.deal_number == Deal.number, Activity.direction == "in")
        answer = aliased(Activity)
        since = func.coalesce(asked.correlate(Deal).scalar_subquery(), Deal.created_at)
        answers = (answer.deal_number == Deal.number, answer.direction == "out", answer.at >= since)
        rows = self.session.execute(
            select(
                Deal.number,
                words.limit(1).correlate(Deal).scalar_subquery().label("words"),
                select(func.min(answer.at)).where(*answers).correlate(Deal).scalar_subquery().label("answered"),
                _bought_else().label("bought"),
            ).where(Deal.number.in_(self._numbers))
        )
        return {row.number: row for row in rows}

    @cached_property
    def tags(self) -> list[tuple[int, str]]:
        """The tags that everybody sees on the deals, their persons and companies: the record's number and the folded word."""
        holders = {number for deal in self._deals for number in (deal.number, deal.person_number, deal.company_number)}
        found = select(Tag.record_number, Tag.name_key).where(Tag.record_number.in_(holders - {None}))
        return [(row[0], row[1]) for row in self.session.execute(found.where(Tag.owner.is_(None)))]

    @cached_property
    def places(self) -> list[PostalAddress]:
        """The postal addresses of the persons and companies, primary ones first."""
        people = {deal.person_number for deal in self._deals} - {None}
        companies = {deal.company_number for deal in self._deals} - {None}
        whose = or_(PostalAddress.person_number.in_(people), PostalAddress.company_number.in_(companies))
        return list(
            self.session.scalars(
                select(PostalAddress).where(whose).order_by(PostalAddress.primary.desc(), PostalAddress.id)
            )
        )

    @cached_property
    def products(self) -> list[Product]:
        """All that is sold."""
        return catalogue(self.session)

    def _each(self, statement: Select[Any]) -> dict[int, list[Any]]:
        each: dict[int, list[Any]] = {number: [] for number in self._numbers}
        for row in self.session.scalars(statement):
            each[row.deal_number].append(row)
        return each


def _bought_else() -> ColumnElement[bool]:
    """Of queries over deals: whether its person or company has bought something else; each goes by its own index."""
    other = aliased(Deal)
    won = (other.state == "won", other.number != Deal.number)
    return or_(
        exists().where(other.person_number == Deal.person_number, *won),
        exists().where(other.company_number == Deal.company_number, *won),
    )
