"""What the configuration says about leads and offers: further sources, limits, and who gets new leads."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

How = Literal["round_robin", "least_busy", "random"]


@dataclass(frozen=True, slots=True)
class AssignmentRule:
    """Who gets new leads of a kind. A criterion that is not set lets every lead pass.

    `postcodes` are beginnings (`70`) or ranges of them (`70-72`), `countries` ISO 3166, `came_by` the ways in (mail,
    form, chat, import). Amounts are inclusive. `members` are keys; `department` stands for all of its members. Whoever
    holds `capacity` open leads gets no more.
    """

    name: str
    sources: tuple[str, ...] = ()
    postcodes: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    value_from: Decimal | None = None
    value_to: Decimal | None = None
    came_by: tuple[str, ...] = ()
    members: tuple[str, ...] = ()
    department: str | None = None
    how: How = "round_robin"
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class SalesSettings:
    """`sources` are choices besides the built-in ones; a discount beyond `discount_limit` percent needs the manager;
    an offer without a date is valid for `offer_days`, None for ever.
    """

    sources: tuple[str, ...] = ()
    discount_limit: Decimal | None = None
    offer_days: int | None = None
    assignment: tuple[AssignmentRule, ...] = ()
    default_owner: str = ""


USUAL = SalesSettings()
