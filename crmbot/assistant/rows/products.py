"""Products and what of them is on a deal, as records and tables of replies."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crmbot.domain.catalogue.product_lines import line_total
from crmbot.domain.records import Deal, DealProduct, Product
from crmbot.shapes import Column, Money, Record, Table, Value, Verbatim, t


def product_view(product: Product) -> Record:
    """A product as a value for programs."""
    return Record(
        "product", product.number, product.name, amount=product.price, currency=product.currency, code=product.code,
        state="active" if product.active else "inactive", kind=product.process, created_at=product.created_at,
    )  # fmt: skip


def line_view(deal: Deal, line: DealProduct) -> Record:
    """A line of a deal; `amount` is the price of one, `sum` what the line comes to."""
    product = line.product
    return Record(
        "product", product.number, product.name, amount=line.price, currency=deal.currency, code=product.code,
        deal=deal.number, quantity=line.quantity, discount=line.discount, sum=line_total(line),
    )  # fmt: skip


def catalogue_table(products: Sequence[Product]) -> Table:
    """The catalogue."""
    columns = (Column(t("Number")), Column(t("Product")), Column(t("Price"), numeric=True), Column(t("Process")))
    return Table(columns, tuple(_catalogue_row(product) for product in products))


def _catalogue_row(product: Product) -> tuple[Value, ...]:
    name: Value = Verbatim(product.name)
    if not product.active:
        name = t("{name} (inactive)", name=name)
    price: Value = Money(product.price, product.currency) if product.price is not None else None
    if price is not None and product.unit:
        price = t("{price} per {unit}", price=price, unit=Verbatim(product.unit))
    return (Verbatim(product.code), name, price, Verbatim(product.process) if product.process else None)


def lines_table(deal: Deal, lines: Sequence[DealProduct]) -> Table:
    """What a deal is about, line by line."""
    columns = (
        Column(t("Quantity"), numeric=True), Column(t("Product")), Column(t("Price"), numeric=True),
        Column(t("Discount"), numeric=True), Column(t("Sum"), numeric=True),
    )  # fmt: skip
    return Table(columns, tuple(_line_row(deal, line) for line in lines))


def _line_row(deal: Deal, line: DealProduct) -> tuple[Value, ...]:
    discount = t("{percent} %", percent=plain(line.discount)) if line.discount else None
    return (
        plain(line.quantity),
        t("{name} ({key})", name=Verbatim(line.product.name), key=Verbatim(line.product.code)),
        Money(line.price, deal.currency),
        discount,
        Money(line_total(line), deal.currency),
    )


def plain(number: Decimal) -> Value:
    """A quantity without needless decimals."""
    return int(number) if number == number.to_integral_value() else number
