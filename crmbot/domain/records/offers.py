"""Products, what of them a deal is about, and the offers made for it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Cents, Tracked
from crmbot.domain.records.contacts import Person


class Product(Tracked, Base):
    """Something we sell, at `price` a `unit`; `process` names the process its deals travel."""

    __tablename__ = "products"

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    key: Mapped[str] = mapped_column(String(60), unique=True)  # article number, folded
    code: Mapped[str] = mapped_column(String(60))  # the same as written
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    price: Mapped[Decimal | None] = mapped_column(Cents)
    currency: Mapped[str] = mapped_column(String(3))
    unit: Mapped[str | None] = mapped_column(String(30))
    process: Mapped[str | None] = mapped_column(String(40))
    active: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime]


class DealProduct(Tracked, Base):
    """A product on a deal: how many, at what price each, less `discount` percent."""

    __tablename__ = "deal_products"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    deal_number: Mapped[int] = mapped_column(ForeignKey("deals.number"), index=True)
    product_number: Mapped[int] = mapped_column(ForeignKey("products.number"), index=True)
    quantity: Mapped[Decimal] = mapped_column(Cents)
    price: Mapped[Decimal] = mapped_column(Cents)
    discount: Mapped[Decimal] = mapped_column(Cents, default=Decimal(0))  # percent

    product: Mapped[Product] = relationship()


class Offer(Tracked, Base):
    """An offer made for a deal. A new one replaces its predecessor as the next `version` under the same `code`.

    States: draft, sent, accepted, rejected, replaced, withdrawn. `activity_number` is the mail or note that carried it.
    """

    __tablename__ = "offers"
    __table_args__ = (Index("ix_offers_code", "code", "version"),)

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    deal_number: Mapped[int] = mapped_column(ForeignKey("deals.number"), index=True)
    code: Mapped[str] = mapped_column(String(40))  # what stands on the paper: 2026-0007, or the customer-facing number
    version: Mapped[int] = mapped_column(default=1)
    state: Mapped[str] = mapped_column(String(10), default="sent", index=True)
    amount: Mapped[Decimal] = mapped_column(Cents)
    currency: Mapped[str] = mapped_column(String(3))
    offered_on: Mapped[date] = mapped_column(Date)
    valid_until: Mapped[date | None] = mapped_column(Date)
    person_number: Mapped[int | None] = mapped_column(ForeignKey("persons.number"))
    activity_number: Mapped[int | None] = mapped_column(ForeignKey("activities.number"))
    file_id: Mapped[int | None] = mapped_column(ForeignKey("files.id"))
    note: Mapped[str | None] = mapped_column(Text)
    created_at: Mapped[datetime]
    created_by: Mapped[str | None] = mapped_column(String(40))

    person: Mapped[Person | None] = relationship()
