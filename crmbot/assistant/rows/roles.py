"""Roles in lines: which a contact holds, since when and by whom, and which it held before."""

from __future__ import annotations

from collections.abc import Iterable

from crmbot.assistant.asking import Asking
from crmbot.assistant.words import ROLES, joined, word
from crmbot.domain.deals.role_queries import entries_of
from crmbot.domain.deals.roles import RoleSpan, role_history, roles_held
from crmbot.domain.deals.views import deals_of
from crmbot.domain.records import Deal
from crmbot.domain.search.lookup import Contactable
from crmbot.shapes import Moment, Row, Section, Text, Value, Verbatim, t


def role_name(ask: Asking, key: str) -> Value:
    """A role as this organisation calls it."""
    names = ask.process.roles.get(key)
    language = ask.reader.language[:2]
    return Verbatim(names.get(language) or names.get("en") or next(iter(names.values()))) if names else word(ROLES, key)


def spans_of(ask: Asking, record: Contactable) -> tuple[RoleSpan, ...]:
    """The role history over all deals of a record that the member may see."""
    numbers = [deal.number for deal in deals_of(ask.session, record)]
    return role_history(entries_of(ask.session, numbers), ask.process)


def roles_now(ask: Asking, record: Contactable) -> Section | None:
    """The roles that are held, each with since when and by whom; None for a mere contact."""
    rows = [
        Row(t("{role} since {date}", role=role_name(ask, span.role), date=Moment(span.since, day_only=True)), _where(ask, span, record))
        for span in roles_held(spans_of(ask, record)).values()
    ]  # fmt: skip
    rows += [Row(t("{role}", role=role_name(ask, role)), t("standing role")) for role in standing_of(record)]
    return Section(t("Roles"), tuple(rows)) if rows else None


def role_history_section(ask: Asking, record: Contactable) -> Section | None:
    """Every role with its dates, the latest first."""
    rows = [_history_row(ask, span, record) for span in reversed(spans_of(ask, record))]
    return Section(t("Role history"), tuple(rows)) if rows else None


def standing_of(record: Contactable) -> Iterable[str]:
    """Supplier, partner, employee: held whatever becomes of deals."""
    return () if isinstance(record, Deal) else tuple(record.standing_roles or ())


def _history_row(ask: Asking, span: RoleSpan, record: Contactable) -> Row:
    since = Moment(span.since, day_only=True)
    dates: Text = t("since {since}", since=since)
    if span.until is not None:
        dates = t("{since} to {until}", since=since, until=Moment(span.until, day_only=True))
    return Row(t("{role}: {dates}", role=role_name(ask, span.role), dates=dates), _where(ask, span, record))


def _where(ask: Asking, span: RoleSpan, record: Contactable) -> Text | None:
    by = t("by {name}", name=ask.member_name(span.by)) if span.by is not None else None
    deal = ask.session.get(Deal, span.deal) if span.deal != record.number else None
    at = t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)) if deal is not None else None
    return joined([at, by])
