"""What a correction teaches: the rule that is kept, what it says, and the older mails that could follow."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from sqlalchemy import select

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.product_lines import lines_of
from crmbot.domain.changes.deleting import delete_deal, loss_of
from crmbot.domain.deals.views import deals_of
from crmbot.domain.filing.sender_rules import NEVER_LOG, NO_LEAD, OWNER, RECORD, mails_of, older_mails, teach
from crmbot.domain.followups.stage_followups import is_automatic
from crmbot.domain.history.history import Place, place_of
from crmbot.domain.members.access import allows
from crmbot.domain.members.guard import unguarded
from crmbot.domain.members.members import member_by_key
from crmbot.domain.records import Activity, Company, Deal, Followup, Member, SenderRule
from crmbot.domain.search.lookup import Contactable, by_number
from crmbot.shapes import Action, Text, Verbatim, t, tn


@dataclass(frozen=True, slots=True)
class Lesson:
    """What was learned, in words, with the buttons that go further or take it back."""

    lines: tuple[Text, ...] = ()
    actions: tuple[Action, ...] = ()
    older: int = 0  # mails that could follow


def learn_place(ask: Asking, address: str | None, target: Contactable, *, but: int | None = None) -> Lesson:
    """From now on mail of this address goes there; offered for the older ones. A company is no such place."""
    if address is None or isinstance(target, Company):
        return Lesson()
    teach(ask.work, address, RECORD, str(target.number))
    older = len(movable(ask, address, place_of(target), but=but))
    said = t("From now on mail of {address} goes to {place}.", address=Verbatim(address), place=called(target))
    return Lesson((said, *_counted(older)), _further(address, f"#{target.number}", older), older)


def learn_owner(ask: Asking, address: str, member: Member) -> Lesson:
    """From now on enquiries of this address are the member's; offered for the older ones."""
    teach(ask.work, address, OWNER, member.key)
    older = sum(map(len, others_mails(ask, address, member.key).values()))
    said = t("From now on enquiries of {address} go to {name}.", address=Verbatim(address), name=Verbatim(member.name))
    return Lesson((said, *_counted(older)), _further(address, member.key, older), older)


def _counted(older: int) -> tuple[Text, ...]:
    if not older:
        return ()
    return (
        tn(
            "{n} older mail of this sender stands elsewhere.", "{n} older mails of this sender stand elsewhere.", older
        ),
    )  # fmt: skip


def _further(address: str, whose: str, older: int) -> tuple[Action, ...]:
    forget = Action(t("Do not remember it"), f"unlearn {address}")
    if not older:
        return (forget,)
    label = tn("Move {n} older mail too", "Move {n} older mails too", older)
    return (Action(label, f"belongs {address} {whose} older", "primary"), forget)


def movable(ask: Asking, address: str, place: Place, *, but: int | None = None) -> list[Activity]:
    """The older mails of an address that stand elsewhere and that the member may move."""
    found = older_mails(ask.session, address, elsewhere=place, but=(but,) if but is not None else ())
    return [activity for activity in found if allows(ask.session, ask.access, "write", activity)]


def others_mails(ask: Asking, address: str, owner: str) -> dict[Contactable, list[Activity]]:
    """The mails of an address by the open deal, or the person, of somebody else than `owner` at which they stand, as far
    as the member may hand it over. Of a deal that is over there is nothing to hand over.
    """
    found: dict[Contactable, list[Activity]] = {}
    for activity in mails_of(ask.session, address):
        deal = ask.session.get(Deal, activity.deal_number) if activity.deal_number else None
        record = deal if deal is not None else by_number(ask.session, activity.person_number or 0)
        if record is not None and record.owner != owner and (deal is None or deal.state == "open"):
            found.setdefault(record, []).append(activity)
    return {one: mails for one, mails in found.items() if allows(ask.session, ask.access, "write", one)}


def without_empty_lead(ask: Asking, deal_number: int | None) -> Text | None:
    """The lead that a mail had opened goes with it, if there is nothing else to it; what is said about that."""
    deal = ask.session.get(Deal, deal_number) if deal_number else None
    if deal is None or deal.state != "open" or not is_untouched(ask, deal):
        return None
    name = called(deal)
    with unguarded(ask.session):
        delete_deal(ask.work, deal)
    return t("{deal} was empty without this mail and is gone; “undo” brings it back.", deal=name)


def is_untouched(ask: Asking, deal: Deal, *, but: Collection[int] = ()) -> bool:
    """Whether a lead holds nothing but what came by itself and the entries `but`, so that whoever may change it may say
    that it is none. The right to delete is for what somebody has worked on: here nothing is lost.
    """
    if not allows(ask.session, ask.access, "write", deal):
        return False
    if deal.stage != ask.process.of(deal.process).first.key or deal.qualified_at is not None:
        return False
    with unguarded(ask.session):
        entries = ask.session.scalars(select(Activity.number).where(Activity.deal_number == deal.number))
        theirs = select(Followup).where(Followup.record_number == deal.number)
        planned = any(not is_automatic(one) or one.snoozed or one.done_at for one in ask.session.scalars(theirs))
        sold = loss_of(ask.session, deal).offers or lines_of(ask.session, deal.number)
        return not (planned or sold or set(entries) - set(but))


def rule_words(ask: Asking, rule: SenderRule) -> Text:
    """A rule in a sentence."""
    address = Verbatim(rule.address)
    if rule.what == NO_LEAD:
        return t("Mail of {address} opens no lead", address=address)
    if rule.what == NEVER_LOG:
        return t("Mail of {address} is never logged", address=address)
    if rule.what == OWNER:
        member = member_by_key(ask.session, rule.value or "")
        name = Verbatim(member.name if member else rule.value or "?")
        return t("Enquiries of {address} go to {name}", address=address, name=name)
    number = rule.value or ""
    record = by_number(ask.session, int(number)) if number.isdigit() else None
    place = called(record) if record is not None else t("a record that is gone")
    return t("Mail of {address} goes to {place}", address=address, place=place)


def likely_deals(ask: Asking, activity: Activity) -> list[Deal]:
    """Where a mail may rather belong: open deals of its people and their companies, then the member's latest ones."""
    near: dict[int, Deal] = {}
    for number in (activity.person_number, *(one.person_number for one in activity.people), activity.company_number):
        record = by_number(ask.session, number) if number else None
        for deal in deals_of(ask.session, record) if record is not None else ():
            near[deal.number] = deal
    newest = select(Deal).where(Deal.owner == ask.member.key, Deal.state == "open")
    for deal in ask.session.scalars(newest.order_by(Deal.last_activity_at.desc(), Deal.number.desc()).limit(20)):
        near.setdefault(deal.number, deal)
    chosen = [deal for deal in near.values() if deal.number != activity.deal_number and deal.state != "lost"]
    return sorted(chosen, key=lambda deal: deal.state != "open")[:20]
