"""Answers of rules and what they settle."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal, TypeAlias

from crmbot.domain.filing.mail_facts import MailFacts
from crmbot.shapes import Text

Act: TypeAlias = Literal["lead", "log", "hold", "ignore", "park"]


@dataclass(frozen=True, slots=True)
class Verdict:
    """One rule's answer."""

    rule: str
    answer: str
    reason: Text


@dataclass(frozen=True, slots=True)
class Decision:
    """What will be done and why. `deal` and `person` are existing ones; without them new ones are made as `act` needs."""

    act: Act
    reason: Text
    verdicts: tuple[Verdict, ...]
    deal: int | None = None
    person: int | None = None
    ask_deals: tuple[int, ...] = ()  # the owner is asked which of these it belongs to
    offer: bool = False  # an offer is recorded with it
    rule: str = ""  # that settled it


@dataclass(frozen=True, slots=True)
class Settled:
    """What becomes of the mail, and why."""

    act: Act
    reason: Text
    deal: int | None = None
    person: int | None = None
    ask_deals: tuple[int, ...] = field(default=())


Answer: TypeAlias = tuple[str, Text, Settled | None]
Rule: TypeAlias = Callable[[MailFacts], Answer]


def yes(reason: Text, act: Act, **where: int | tuple[int, ...] | None) -> Answer:
    """The rule settles the matter: this is done, for that reason."""
    return "yes", reason, Settled(act, reason, **where)  # type: ignore[arg-type]


def no(reason: Text) -> Answer:
    """The next rule is asked."""
    return "no", reason, None
