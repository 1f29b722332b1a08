"""Persons and companies, with their addresses, phones and domains."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, ForeignKey, Index, Integer, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json, Tracked

_PROTECTED = text("protected = 1")  # the few that are protected are looked up in every list


class Company(Tracked, Base):
    """A firm. `name_key` is the folded name without legal form, for look-ups.

    `business` is `b2b`, `b2c` or `both`; `custom` holds the fields that the configuration declares; a `protected` one is seen by
    its owner and by those whom he lets in.
    """

    __tablename__ = "companies"
    __table_args__ = (
        Index("ix_companies_protected", "protected", sqlite_where=_PROTECTED, postgresql_where=text("protected")),
    )

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    website: Mapped[str | None] = mapped_column(String(300))
    owner: Mapped[str | None] = mapped_column(String(40), index=True)
    standing_roles: Mapped[list[str] | None] = mapped_column(Json)  # supplier, partner, employee
    source: Mapped[str | None] = mapped_column(String(60))
    value_sources: Mapped[dict[str, Any] | None] = mapped_column(Json)  # field -> where it was read, see value_sources
    parent_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"), index=True)  # the mother company
    industry: Mapped[str | None] = mapped_column(String(100))
    employees: Mapped[int | None]
    business: Mapped[str | None] = mapped_column(String(10))
    protected: Mapped[bool] = mapped_column(Boolean, default=False)
    custom: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]

    emails: Mapped[list[CompanyEmail]] = relationship(
        back_populates="company", cascade="all, delete-orphan", order_by="CompanyEmail.id"
    )
    phones: Mapped[list[CompanyPhone]] = relationship(
        back_populates="company", cascade="all, delete-orphan", order_by="CompanyPhone.id"
    )
    addresses: Mapped[list[PostalAddress]] = relationship(cascade="all, delete-orphan", order_by="PostalAddress.id")
    domains: Mapped[list[CompanyDomain]] = relationship(
        back_populates="company", cascade="all, delete-orphan", order_by="CompanyDomain.id"
    )


class CompanyDomain(Tracked, Base):
    """A mail domain that belongs to a company; never one of a free-mail provider."""

    __tablename__ = "company_domains"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_number: Mapped[int] = mapped_column(ForeignKey("companies.number"), index=True)
    domain: Mapped[str] = mapped_column(String(255), unique=True)

    company: Mapped[Company] = relationship(back_populates="domains")


class CompanyEmail(Tracked, Base):
    """A mail address of a firm as such (`info@`), lower-case; of one firm only."""

    __tablename__ = "company_emails"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_number: Mapped[int] = mapped_column(ForeignKey("companies.number"), index=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)
    source: Mapped[Any | None] = mapped_column(Json)  # where it was read, see value_sources

    company: Mapped[Company] = relationship(back_populates="emails")


class CompanyPhone(Tracked, Base):
    """A phone number of a firm as such, in E.164."""

    __tablename__ = "company_phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    company_number: Mapped[int] = mapped_column(ForeignKey("companies.number"), index=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="work")
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)
    source: Mapped[Any | None] = mapped_column(Json)  # where it was read, see value_sources

    company: Mapped[Company] = relationship(back_populates="phones")


class PostalAddress(Tracked, Base):
    """A postal address of a person or a company; `country` is ISO 3166. `text` is the address as it was written."""

    __tablename__ = "postal_addresses"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_number: Mapped[int | None] = mapped_column(ForeignKey("persons.number"), index=True)
    company_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="work")  # work, home, billing, delivery
    street: Mapped[str | None] = mapped_column(String(200))
    postcode: Mapped[str | None] = mapped_column(String(20), index=True)
    city: Mapped[str | None] = mapped_column(String(100))
    country: Mapped[str | None] = mapped_column(String(2))
    text: Mapped[str] = mapped_column(Text, default="")
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)
    source: Mapped[Any | None] = mapped_column(Json)  # where it was read, see value_sources


class Person(Tracked, Base):
    """A human being we deal with. Roles are not kept here: they are held per deal.

    `department` and `function` say what he does at his company. The fields from `birthday` to `risk_attitude` are
    personal data (see `crmbot.domain.people.contact_fields`). Of one who was erased at `erased_at` only the number is left.
    """

    __tablename__ = "persons"
    derived = frozenset({"erased_at"})
    __table_args__ = (
        Index("ix_persons_protected", "protected", sqlite_where=_PROTECTED, postgresql_where=text("protected")),
    )

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)  # folded
    given_name: Mapped[str | None] = mapped_column(String(150))
    family_name: Mapped[str | None] = mapped_column(String(150))
    title: Mapped[str | None] = mapped_column(String(60))
    job_title: Mapped[str | None] = mapped_column(String(200))
    website: Mapped[str | None] = mapped_column(String(300))
    company_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"), index=True)
    owner: Mapped[str | None] = mapped_column(String(40), index=True)
    standing_roles: Mapped[list[str] | None] = mapped_column(Json)
    source: Mapped[str | None] = mapped_column(String(60))
    value_sources: Mapped[dict[str, Any] | None] = mapped_column(Json)  # field -> where it was read, see value_sources
    language: Mapped[str | None] = mapped_column(String(20))
    department: Mapped[str | None] = mapped_column(String(100))
    function: Mapped[str | None] = mapped_column(String(100))
    birthday: Mapped[date | None] = mapped_column(Date)
    age_group: Mapped[str | None] = mapped_column(String(60))
    income_group: Mapped[str | None] = mapped_column(String(60))
    buying_behaviour: Mapped[str | None] = mapped_column(String(200))
    education: Mapped[str | None] = mapped_column(String(100))
    risk_attitude: Mapped[str | None] = mapped_column(String(60))
    protected: Mapped[bool] = mapped_column(Boolean, default=False)
    custom: Mapped[dict[str, Any] | None] = mapped_column(Json)
    created_at: Mapped[datetime]
    erased_at: Mapped[datetime | None]

    company: Mapped[Company | None] = relationship()
    addresses: Mapped[list[PostalAddress]] = relationship(cascade="all, delete-orphan", order_by="PostalAddress.id")
    emails: Mapped[list[PersonEmail]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="PersonEmail.id"
    )
    phones: Mapped[list[PersonPhone]] = relationship(
        back_populates="person", cascade="all, delete-orphan", order_by="PersonPhone.id"
    )


class PersonEmail(Tracked, Base):
    """A mail address of a person, lower-case; the address names one person only."""

    __tablename__ = "person_emails"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"), index=True)
    email: Mapped[str] = mapped_column(String(320), unique=True)
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)
    source: Mapped[Any | None] = mapped_column(Json)  # where it was read, see value_sources

    person: Mapped[Person] = relationship(back_populates="emails")


class PersonPhone(Tracked, Base):
    """A phone number of a person in E.164; several people may share one."""

    __tablename__ = "person_phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"), index=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="work")
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)
    source: Mapped[Any | None] = mapped_column(Json)  # where it was read, see value_sources

    person: Mapped[Person] = relationship(back_populates="phones")
