"""Persons and companies, with their addresses, phones and domains."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from crmbot.domain.records.base import Base, Json, Tracked


class Company(Tracked, Base):
    """A firm. `name_key` is the folded name without legal form, for look-ups."""

    __tablename__ = "companies"

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)
    website: Mapped[str | None] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(Text)
    owner: Mapped[str | None] = mapped_column(String(40), index=True)
    standing_roles: Mapped[list[str] | None] = mapped_column(Json)  # supplier, partner, employee
    source: Mapped[str | None] = mapped_column(String(60))
    created_at: Mapped[datetime]

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


class Person(Tracked, Base):
    """A human being we deal with. Roles are not kept here: they are held per deal."""

    __tablename__ = "persons"

    number: Mapped[int] = mapped_column(Integer, ForeignKey("record_numbers.number"), primary_key=True)
    name: Mapped[str] = mapped_column(String(300))
    name_key: Mapped[str] = mapped_column(String(300), index=True)  # folded
    given_name: Mapped[str | None] = mapped_column(String(150))
    family_name: Mapped[str | None] = mapped_column(String(150))
    title: Mapped[str | None] = mapped_column(String(60))
    job_title: Mapped[str | None] = mapped_column(String(200))
    website: Mapped[str | None] = mapped_column(String(300))
    address: Mapped[str | None] = mapped_column(Text)
    company_number: Mapped[int | None] = mapped_column(ForeignKey("companies.number"), index=True)
    owner: Mapped[str | None] = mapped_column(String(40), index=True)
    standing_roles: Mapped[list[str] | None] = mapped_column(Json)
    source: Mapped[str | None] = mapped_column(String(60))
    value_sources: Mapped[dict[str, str] | None] = mapped_column(Json)  # field -> where it was read
    language: Mapped[str | None] = mapped_column(String(20))
    created_at: Mapped[datetime]

    company: Mapped[Company | None] = relationship()
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

    person: Mapped[Person] = relationship(back_populates="emails")


class PersonPhone(Tracked, Base):
    """A phone number of a person in E.164; several people may share one."""

    __tablename__ = "person_phones"

    id: Mapped[int] = mapped_column(primary_key=True)
    person_number: Mapped[int] = mapped_column(ForeignKey("persons.number"), index=True)
    number: Mapped[str] = mapped_column(String(20), index=True)
    kind: Mapped[str] = mapped_column(String(10), default="work")
    primary: Mapped[bool] = mapped_column("is_primary", Boolean, default=False)

    person: Mapped[Person] = relationship(back_populates="phones")
