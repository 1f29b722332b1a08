"""Who gets a new lead: the first rule that fits, else whoever brought it, else the default owner; never nobody.

Passed over are members who are absent, take no leads, or hold as many as their rule allows.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from crmbot.domain.catalogue.sales_settings import AssignmentRule, SalesSettings
from crmbot.domain.catalogue.sources import source_key
from crmbot.domain.members.absence import is_absent, stand_in
from crmbot.domain.members.members import all_members
from crmbot.domain.records import Deal, Member
from crmbot.folding import fold
from crmbot.shapes import Text, Verbatim, t


@dataclass(frozen=True, slots=True)
class NewLead:
    """What the rules may ask of a lead. `came_by`: mail, form, chat or import; `country` is ISO 3166."""

    came_by: str
    source: str | None = None
    postcode: str | None = None
    country: str | None = None
    language: str | None = None
    value: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Bringer:
    """A member who has a claim to a lead that no rule gives to somebody else, and why."""

    key: str | None
    reason: Text


@dataclass(frozen=True, slots=True)
class Assigned:
    """The owner (empty only where the team is), why it is he, and the rule that chose him."""

    owner: str
    reason: Text
    rule: str | None = None


def assign(
    session: Session, settings: SalesSettings, lead: NewLead, today: date, bringers: Sequence[Bringer] = ()
) -> Assigned:
    """The owner of a new lead. Reads only; on a shared database the caller lets one at a time through."""
    team = all_members(session, active_only=True)
    passed: list[Text] = []
    for rule in settings.assignment:
        if _fits(rule, lead):
            chosen = _chosen(session, rule, team, today, passed)
            if chosen is not None:
                return Assigned(chosen.key, _with_passed(_reason(rule), passed), rule.name)
    for bringer in bringers:
        member = next((one for one in team if one.key == bringer.key), None)
        if member is not None and (why := _unavailable(member, today)) is None:
            return Assigned(member.key, _with_passed(bringer.reason, passed))
        if member is not None and why is not None:
            passed.append(why)
            substitute = stand_in(team, member, today)
            if substitute is not None and substitute.takes_leads:
                reason = t("stands in for {name}, who {why}", name=Verbatim(member.name), why=bringer.reason)
                return Assigned(substitute.key, _with_passed(reason, passed))
    return _default(settings, team, today, passed)


def _default(settings: SalesSettings, team: list[Member], today: date, passed: list[Text]) -> Assigned:
    """The default owner, his substitute while he is away, else the first who is there, else the first of the team."""
    default = next((one for one in team if one.key == settings.default_owner), None)
    if default is not None:
        if (substitute := stand_in(team, default, today)) is not None:
            reason = t("stands in for {name}, the default owner", name=Verbatim(default.name))
            return Assigned(substitute.key, _with_passed(reason, passed))
        return Assigned(default.key, _with_passed(t("is the default owner, no rule gives it to somebody else"), passed))
    first = next((one for one in team if _unavailable(one, today) is None), team[0] if team else None)
    reason = t("no rule and no default owner: the first of the team")
    return Assigned(first.key if first else "", _with_passed(reason, passed))


def _unavailable(member: Member, today: date) -> Text | None:
    """Why a member gets no new lead; None where he may."""
    if is_absent(member, today):
        return t("{name} is away", name=Verbatim(member.name))
    if not member.takes_leads:
        return t("{name} takes no leads", name=Verbatim(member.name))
    return None


def _fits(rule: AssignmentRule, lead: NewLead) -> bool:
    return (
        _one_of(lead.came_by, rule.came_by)
        and (not rule.sources or source_key(lead.source) in {source_key(one) for one in rule.sources})
        and _one_of(lead.country, rule.countries)
        and (not rule.languages or (lead.language or "")[:2] in {one[:2].lower() for one in rule.languages})
        and (not rule.postcodes or any(in_postcodes(lead.postcode, one) for one in rule.postcodes))
        and (rule.value_from is None or (lead.value is not None and lead.value >= rule.value_from))
        and (rule.value_to is None or (lead.value is not None and lead.value <= rule.value_to))
    )


def _one_of(value: str | None, wanted: Iterable[str]) -> bool:
    """Whether a value is among those wanted, of which none means any."""
    choices = {one.lower() for one in wanted}
    return not choices or (value or "").lower() in choices


def in_postcodes(postcode: str | None, wanted: str) -> bool:
    """Whether a postcode begins with `70`, or with anything from `70` to `72` for `70-72`."""
    if not postcode:
        return False
    low, dash, high = (part.strip() for part in wanted.partition("-"))
    if not dash:
        return postcode.startswith(low)
    return low <= postcode[: len(low)] and postcode[: len(high)] <= high


def _chosen(
    session: Session, rule: AssignmentRule, team: list[Member], today: date, passed: list[Text]
) -> Member | None:
    """The one of the rule's members whose turn it is; None where all of them are passed over."""
    free: list[Member] = []
    for member in _members(rule, team):
        why = _unavailable(member, today)
        if why is None and rule.capacity is not None and _load(session, [member])[member.key] >= rule.capacity:
            why = t("{name} has {n} open leads already", name=Verbatim(member.name), n=rule.capacity)
        passed.extend([why] if why is not None else [])
        free.extend([member] if why is None else [])
    if not free:
        return None
    if rule.how == "random":
        return random.choice(free)  # noqa: S311 (a lot, no secret)
    turns = _turns(session, rule)
    if rule.how == "least_busy":
        load = _load(session, free)
        return min(free, key=lambda one: (load[one.key], turns.get(one.key, 0)))
    return min(free, key=lambda one: turns.get(one.key, 0))


def _members(rule: AssignmentRule, team: list[Member]) -> list[Member]:
    """In the order the rule names them, those of its department behind."""
    by_key = {member.key: member for member in team}
    named = [by_key[key.lower()] for key in rule.members if key.lower() in by_key]
    others = [one for one in team if rule.department and fold(one.department or "") == fold(rule.department)]
    return list({one.key: one for one in (*named, *others)}.values())


def _turns(session: Session, rule: AssignmentRule) -> dict[str, int]:
    """The last lead that each owner got by the rule: whose is oldest is next."""
    statement = select(Deal.owner, func.max(Deal.number)).where(Deal.assigned_by == rule.name).group_by(Deal.owner)
    return {row[0]: row[1] for row in session.execute(statement)}


def _load(session: Session, members: Iterable[Member]) -> dict[str, int]:
    """How many open deals each of them has."""
    keys = [member.key for member in members]
    statement = select(Deal.owner, func.count()).where(Deal.state == "open", Deal.owner.in_(keys)).group_by(Deal.owner)
    return dict.fromkeys(keys, 0) | {row[0]: row[1] for row in session.execute(statement)}


def _reason(rule: AssignmentRule) -> Text:
    name = Verbatim(rule.name)
    if rule.how == "least_busy":
        return t("rule “{rule}”: has the fewest open deals", rule=name)
    return t("rule “{rule}”", rule=name) if rule.how == "random" else t("rule “{rule}”: whose turn it is", rule=name)


def _with_passed(reason: Text, passed: list[Text]) -> Text:
    for why in passed:
        reason = t("{reason}; {passed}", reason=reason, passed=why)
    return reason
