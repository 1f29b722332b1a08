"""The parts of a card below one another: advice, process bar, follow-ups, deals, people, contacts, history."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.parts import MOST_FOLLOWUPS, Parts
from crmbot.assistant.cards.provenance import decisions
from crmbot.assistant.followups.appointments import appointment_line
from crmbot.assistant.process_bar import next_gate, process_bar, stale_mark, steps_section
from crmbot.assistant.rows.offers import offer_row
from crmbot.assistant.rows.parties import party_sections
from crmbot.assistant.rows.products import plain
from crmbot.assistant.rows.rows import activity_row, called, excerpt, followup_row, followup_text
from crmbot.assistant.words import ROLES, joined, word
from crmbot.domain.catalogue.product_lines import line_total
from crmbot.domain.deals.roles import roles_of_stages
from crmbot.domain.leads.recommendations import Recommendation
from crmbot.domain.people.contact_points import primary_of
from crmbot.domain.people.links import RELATED, Linked
from crmbot.domain.records import Activity, Deal, Followup
from crmbot.shapes import Action, Moment, Money, Row, Section, Text, Value, Verbatim, t, tn

_MOST_OFFERS = 3
_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "followup": t("Plan it"), "qualify": t("Qualify"), "offer": t("Make an offer"), "won": t("Won"), "call": t("Log a call"),
        "stage": t("Move it on"), "convert": t("Convert"),
    }
)  # fmt: skip


def recommended(parts: Parts) -> Section | None:
    """What to do next, with the buttons that do it."""
    several = len({deal.number for deal, _ in parts.advice}) > 1
    rows = [_advice(deal, one, named=several) for deal, one in parts.advice]
    return Section(t("Recommended"), tuple(rows)) if rows else None


def _advice(deal: Deal, one: Recommendation, *, named: bool) -> Row:
    text = (
        t("#{number} {name}: {advice}", number=deal.number, name=Verbatim(deal.name), advice=one.text)
        if named
        else one.text
    )
    return Row(text, None, (Action(_advice_label(one), one.command, "primary"),) if one.command else ())


def _advice_label(one: Recommendation) -> Text:
    """What stands on the button of a piece of advice."""
    return one.label or _LABELS.get((one.command or "").partition(" ")[0]) or t("Do it")


def card_lines(ask: Asking, parts: Parts) -> tuple[Value, ...]:
    """The process bar, of a contact that of its one open deal; and what keeps the deal from going on."""
    open_ = [deal for deal in parts.own_deals if deal.state == "open"]
    deal = parts.record if isinstance(parts.record, Deal) else open_[0] if len(open_) == 1 else None
    if deal is None:
        return ()
    below = (next_gate(ask, deal), stale_mark(ask, deal)) if isinstance(parts.record, Deal) else ()
    return (process_bar(ask, deal), *(line for line in below if line is not None))


def card_sections(ask: Asking, parts: Parts) -> tuple[Section, ...]:
    """All of them in their order; an empty one is left out."""
    return tuple(section for section in _sections(ask, parts) if section is not None and section.rows)


def _sections(ask: Asking, parts: Parts) -> Iterator[Section | None]:
    record = parts.record
    yield Section(t("Said otherwise"), decisions(ask, record))
    if isinstance(record, Deal):
        yield steps_section(ask, record)
    yield Section(t("Appointments"), tuple(appointment_line(ask, one) for one in parts.appointments[:MOST_FOLLOWUPS]))
    yield Section(t("Open follow-ups"), tuple(_followups(ask, parts.followups)))
    if isinstance(record, Deal):
        yield from _of_deal(ask, parts, record)
    yield Section(
        t("Other deals of the contact") if isinstance(record, Deal) else t("Deals"), tuple(_deals(ask, parts))
    )
    yield Section(t("Contact persons"), tuple(_people(parts)))
    yield Section(t("Group"), tuple(_group(parts)))
    yield Section(t("Linked"), tuple(_link(linked) for linked in parts.links))
    yield Section(t("Documents"), tuple(_files(parts)))
    yield Section(t("Contact"), tuple(_contact(ask, parts)))
    yield Section(t("Latest"), tuple(activity_row(ask, activity) for activity in parts.latest))


def _followups(ask: Asking, followups: Sequence[Followup]) -> Iterator[Row]:
    yield from (followup_row(ask, followup) for followup in followups[:MOST_FOLLOWUPS])
    yield from _more(len(followups) - MOST_FOLLOWUPS)


def _of_deal(ask: Asking, parts: Parts, deal: Deal) -> Iterator[Section]:
    rows = [
        Row(
            t("{quantity} × {name}", quantity=plain(line.quantity), name=Verbatim(line.product.name)),
            Money(line_total(line), deal.currency),
        )
        for line in parts.rows.lines[deal.number]
    ]
    yield Section(t("Products"), tuple(rows))
    offers = parts.rows.offers[deal.number][:_MOST_OFFERS]
    yield Section(t("Offers"), tuple(offer_row(offer, ask.now.date()) for offer in offers))
    yield from party_sections(parts.rows, deal)


def _deals(ask: Asking, parts: Parts) -> Iterator[Row]:
    for deal in parts.deals:
        amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
        roles = roles_of_stages([deal.stage], ask.process) if deal.state != "lost" else ()
        role = word(ROLES, roles[0]) if roles else None
        yield Row(
            t("#{number} {name}", number=deal.number, name=Verbatim(deal.name)),
            joined([ask.stage_name(deal.stage), role, amount, ask.member_name(deal.owner)]),
            (Action(t("Open"), f"show #{deal.number}"),),
        )
    yield from _more(parts.deal_count - len(parts.deals))


def _people(parts: Parts) -> Iterator[Row]:
    for person in parts.people:
        mail, phone = primary_of(person.emails), primary_of(person.phones)
        reach: list[Value] = [Verbatim(_reach(row)) for row in (mail, phone) if row is not None]
        role = joined(Verbatim(words) for words in (person.department, person.function or person.job_title) if words)
        yield Row(
            t("#{number} {name}", number=person.number, name=Verbatim(person.name)),
            joined([role, *reach]),
            (Action(t("Open"), f"show #{person.number}"),),
        )
    yield from _more(parts.people_count - len(parts.people))


def _reach(row: Any) -> str:
    return str(getattr(row, "email", None) or getattr(row, "number", ""))


def _group(parts: Parts) -> Iterator[Row]:
    for sums in parts.group:
        yield Row(
            t(
                "With its daughters: {open} open, {won} won",
                open=Money(sums.open, sums.currency), won=Money(sums.won, sums.currency),
            )
        )  # fmt: skip
    for daughter in parts.daughters[:MOST_FOLLOWUPS]:
        name = t("#{number} {name}", number=daughter.number, name=Verbatim(daughter.name))
        yield Row(name, t("daughter"), (Action(t("Open"), f"show #{daughter.number}"),))
    yield from _more(len(parts.daughters) - MOST_FOLLOWUPS)


def _link(linked: Linked) -> Row:
    other = linked.other
    kind = Verbatim(linked.link.kind) if linked.link.kind != RELATED else None
    if isinstance(other, (Activity, Followup)):
        said = other.text or (other.subject if isinstance(other, Activity) else None) or "–"
        return Row(t("#{number} {text}", number=other.number, text=Verbatim(excerpt(said))), kind)
    return Row(called(other), kind, (Action(t("Open"), f"show #{other.number}"),))


def _files(parts: Parts) -> Iterator[Row]:
    for file, activity in parts.files:
        yield Row(Verbatim(file.filename), Moment(activity.at, day_only=True))


def _contact(ask: Asking, parts: Parts) -> Iterator[Row]:
    """Last and next contact, in days and with the colleague who had it."""
    dates = parts.contact
    if dates.last is not None:
        yield Row(last_contact(ask, dates.last), _first(dates.first, dates.last))
    elif not isinstance(parts.record, Deal) or parts.latest:
        yield Row(t("No contact yet"))
    if (meeting := parts.next_appointment) is not None:
        name = ask.member_name(meeting.owner)
        yield Row(
            t(
                "Next: {due}, {what}, {owner}",
                due=Moment(meeting.starts_at, day_only=meeting.all_day),
                what=Verbatim(meeting.title),
                owner=name,
            )
        )
    elif dates.next is not None:
        due = Moment(dates.next.due_at, day_only=dates.next.day_only)
        what = followup_text(dates.next)
        yield Row(t("Next: {due}, {what}, {owner}", due=due, what=what, owner=ask.member_name(dates.next.owner)))
    elif not isinstance(parts.record, Deal) or parts.record.state == "open":
        yield Row(t("Nothing is planned"))


def last_contact(ask: Asking, activity: Activity) -> Text:
    """`Last contact 12 days ago, by Anna Adler`."""
    days = (ask.now.date() - activity.at.astimezone(ask.zone).date()).days
    when = t("today") if days <= 0 else t("yesterday") if days == 1 else tn("{n} day ago", "{n} days ago", days)
    kind = ask.kind_name(activity.kind)
    if activity.kind in ("mail", "form") and activity.direction == "in":
        return t("Last contact {when}, {kind} from the customer", when=when, kind=kind)
    if activity.author is None:
        return t("Last contact {when}, {kind}", when=when, kind=kind)
    return t("Last contact {when}, by {name} ({kind})", when=when, name=ask.member_name(activity.author), kind=kind)


def _first(first: Activity | None, last: Activity) -> Value:
    if first is None or first.number == last.number:
        return Moment(last.at)
    return t("{last}; first contact {first}", last=Moment(last.at), first=Moment(first.at, day_only=True))


def _more(count: int) -> Iterator[Row]:
    if count > 0:
        yield Row(tn("… and {n} more", "… and {n} more", count))
