"""One value of a record, as the title of its card: the phone number, the owner, the next step."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.rows import called
from crmbot.assistant.words import joined
from crmbot.domain.catalogue.sources import source_name
from crmbot.domain.search.lookup import by_number
from crmbot.shapes import Moment, Money, Record, Reply, Text, Value, Verbatim, t

_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "owner": t("Owner"), "phone": t("Phone"), "mail": t("Mail"), "address": t("Address"), "website": t("Website"),
        "job": t("Job title"), "company": t("Company"), "stage": t("Stage"), "amount": t("Amount"), "budget": t("Budget"),
        "close": t("Expected close"), "source": t("Source"), "probability": t("Probability"), "next step": t("Next step"),
        "contacts": t("Contact persons"), "reason": t("Lost because of"), "created": t("Known since"),
        "last contact": t("Last contact"),
    }
)  # fmt: skip


def field_answer(ask: Asking, asks: str, reply: Reply) -> Text | None:
    """`Julia Brandt, Phone: …`; that it is not known is an answer, too."""
    label = _LABELS.get(asks)
    record = next((one for one in reply.records if one.type in {"deal", "person", "company"}), None)
    held = by_number(ask.session, record.number) if record else None
    if label is None or record is None or held is None:
        return None
    value = _VALUES[asks](ask, record, reply.records)
    name = called(held)
    return t(
        "{record}, {field}: {value}", field=label, record=name, value=value if value is not None else t("not known")
    )


def _owner(ask: Asking, record: Record, records: Iterable[Record]) -> Value:
    """The record's own; of a contact without, those of its deals."""
    if record.owner:
        return ask.member_name(record.owner)
    owners = dict.fromkeys(one.owner for one in records if one.type in {"deal", "person"} and one.owner)
    return joined(ask.member_name(owner) for owner in owners) or t("nobody")


def _next_step(ask: Asking, _: Record, records: Iterable[Record]) -> Value:
    planned = [one for one in records if one.type == "followup" and one.done is False and one.due is not None]
    if not planned:
        return t("nothing is planned")
    following = min(planned, key=lambda one: one.due or ask.now)
    due = Moment(following.due or ask.now, day_only=True)
    return t("{text}, due {due}", text=Verbatim(following.text) if following.text else t("Get in touch"), due=due)


def _last_contact(ask: Asking, _: Record, records: Iterable[Record]) -> Value:
    kinds = set(ask.settings.kinds.contact_keys())
    talks = [one for one in records if one.type == "activity" and one.at is not None and one.kind in kinds]
    if not talks:
        return t("none yet")
    last = max(talks, key=lambda one: one.at or ask.now)
    who = ask.member_name(last.owner) if last.owner else None
    return joined([Moment(last.at or ask.now), ask.kind_name(last.kind or ""), who])


def _contacts(_: Asking, record: Record, records: Iterable[Record]) -> Value:
    people = [one for one in records if one.type == "person"]
    if not people and record.person:
        return Verbatim(record.person)
    return joined(_person(one) for one in people[:5])


def _person(one: Record) -> Value:
    reached = next(iter((*(one.phones or ()), *(one.emails or ()))), None)
    name = Verbatim(one.name)
    return t("{name} ({reached})", name=name, reached=Verbatim(reached)) if reached else name


def _reached(values: Iterable[str] | None, records: Iterable[Record]) -> Value:
    """The record's own; of a company without, its people."""
    return _all(values) or _joined_people(records)


def _joined_people(records: Iterable[Record]) -> Value:
    return joined(
        _person(one) for one in [one for one in records if one.type == "person" and (one.phones or one.emails)][:3]
    )


def _all(values: Iterable[str] | None) -> Value:
    return joined(Verbatim(value) for value in values or ())


def _text(value: str | None) -> Value:
    return Verbatim(value) if value else None


def _percent(value: int | None) -> Value:
    return t("{percent} %", percent=value) if value is not None else None


_VALUES: Mapping[str, Callable[[Asking, Record, tuple[Record, ...]], Value]] = MappingProxyType(
    {
        "owner": _owner, "next step": _next_step, "last contact": _last_contact, "contacts": _contacts,
        "phone": lambda _, one, all_: _reached(one.phones, all_), "mail": lambda _, one, all_: _reached(one.emails, all_),
        "address": lambda _, one, __: _all(one.addresses), "website": lambda _, one, __: _text(one.website),
        "job": lambda _, one, __: _text(one.job_title), "company": lambda _, one, __: _text(one.company),
        "stage": lambda ask, one, _: ask.stage_name(one.stage) if one.stage else None,
        "amount": lambda ask, one, _: Money(one.amount, one.currency or ask.settings.currency) if one.amount is not None else None,
        "budget": lambda _, one, __: one.budget, "close": lambda _, one, __: one.expected_close,
        "source": lambda _, one, __: source_name(one.source) if one.source else None,
        "probability": lambda _, one, __: _percent(one.probability), "reason": lambda _, one, __: _text(one.text),
        "created": lambda _, one, __: Moment(one.created_at, day_only=True) if one.created_at else None,
    }
)  # fmt: skip
