"""The products on a deal: quantity, price, discount, and what they come to."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from crmbot.domain.records import Deal, DealProduct, Product
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.shapes import Verbatim, t

_CENT = Decimal("0.01")
_HUNDRED = Decimal(100)
MOST = Decimal(10**9)  # of one product on one deal


def lines_of(session: Session, deal_number: int) -> list[DealProduct]:
    """What a deal is about, in the order it was put there."""
    statement = (
        select(DealProduct).options(joinedload(DealProduct.product)).where(DealProduct.deal_number == deal_number)
    )
    return list(session.scalars(statement.order_by(DealProduct.id)))


def line_total(line: DealProduct) -> Decimal:
    """Quantity times price less the discount, rounded to the cent: as the line of an offer is computed by hand."""
    exact = line.quantity * line.price * (_HUNDRED - line.discount) / _HUNDRED
    return exact.quantize(_CENT, ROUND_HALF_UP)


def deal_sum(lines: Iterable[DealProduct]) -> Decimal:
    """The sum of the lines as they are printed."""
    return sum((line_total(line) for line in lines), Decimal("0.00"))


def put_on_deal(
    work: Work, deal: Deal, product: Product, quantity: Decimal, discount: Decimal | None = None,
    price: Decimal | None = None,
) -> DealProduct:  # fmt: skip
    """A product on the deal, or its line changed; the deal's amount follows. A quantity of 0 takes it off.

    The price is the catalogue's of today unless another one is given; a later change there leaves it alone.
    Raises RequestFault for a product without price or of another currency, and for numbers that make no sense.
    """
    line = _line(work.session, deal, product) or DealProduct(
        deal_number=deal.number, product_number=product.number, product=product, quantity=quantity, discount=Decimal(0),
        price=_price(deal, product, price),
    )  # fmt: skip
    if not 0 <= quantity <= MOST:
        raise RequestFault(t("{quantity} is no quantity.", quantity=quantity))
    if discount is not None and not 0 <= discount <= _HUNDRED:
        raise RequestFault(t("A discount lies between 0 and 100 %."))
    line.quantity = quantity
    line.price = line.price if price is None else price
    line.discount = line.discount if discount is None else discount
    if quantity == 0:
        take_off(work, deal, line)
    else:
        work.session.add(line)
        _follow(work, deal)
    return line


def take_off(work: Work, deal: Deal, line: DealProduct) -> None:
    """A product off the deal; the amount follows, and stays as it is when nothing is left."""
    if line in work.session:
        work.session.delete(line)
    _follow(work, deal)


def _follow(work: Work, deal: Deal) -> None:
    work.session.flush()
    lines = lines_of(work.session, deal.number)
    if lines:
        deal.amount = deal_sum(lines)


def _line(session: Session, deal: Deal, product: Product) -> DealProduct | None:
    return next((line for line in lines_of(session, deal.number) if line.product_number == product.number), None)


def _price(deal: Deal, product: Product, price: Decimal | None) -> Decimal:
    if price is None and product.currency != deal.currency and deal.amount is not None:
        raise RequestFault(
            t(
                "“{name}” is sold in {currency}, and the deal is in {other}: give the price.",
                name=Verbatim(product.name), currency=product.currency, other=deal.currency,
            )
        )  # fmt: skip
    if price is None and product.price is None:
        raise RequestFault(t("“{name}” has no price in the catalogue: give one.", name=Verbatim(product.name)))
    if price is None:
        deal.currency = product.currency
    found = product.price if price is None else price
    assert found is not None
    return found
