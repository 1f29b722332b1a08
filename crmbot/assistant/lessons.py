"""What a correction teaches: the rule that is kept, what it says, and the older mails that could follow."""

from __future__ import annotations

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
    older = len(others_mails(ask, address, member.key))
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


def others_mails(ask: Asking, address: str, owner: str) -> list[Activity]:
    """The mails of an address that stand at open deals, or a person, of somebody else than `owner`."""
    return [activity for activity in mails_of(ask.session, address) if _held(ask, activity, owner)]


def _held(ask: Asking, activity: Activity, owner: str) -> list[Contactable]:
    """The records of a mail that another member has; of a deal that is over there is nothing to hand over."""
    deal = ask.session.get(Deal, activity.deal_number) if activity.deal_number else None
    record = deal if deal is not None else by_number(ask.session, activity.person_number or 0)
    if record is None or record.owner == owner or (isinstance(record, Deal) and record.state != "open"):
        return []
    return [record]


def holders(ask: Asking, address: str, owner: str) -> list[Contactable]:
    """The open deals and contacts at which the mails of an address stand and that somebody else has, each once."""
    found = {}
    for activity in mails_of(ask.session, address):
        for record in _held(ask, activity, owner):
            found[record.number] = record
    return list(found.values())


def without_empty_lead(ask: Asking, deal_number: int | None) -> Text | None:
    """The lead that a mail had opened goes with it, if there is nothing else to it; what is said about that."""
    deal = ask.session.get(Deal, deal_number) if deal_number else None
    if deal is None or deal.state != "open" or not allows(ask.session, ask.access, "write", deal):
        return None
    with unguarded(ask.session):
        if not is_empty(ask, deal):
            return None
        name = called(deal)
        delete_deal(ask.work, deal)
    return t("{deal} was empty without this mail and is gone; “undo” brings it back.", deal=name)


def is_empty(ask: Asking, deal: Deal) -> bool:
    """Whether a deal holds nothing but what came by itself: nobody has worked on it."""
    loss = loss_of(ask.session, deal)
    followups = [one for one in deal_followups(ask, deal) if not is_automatic(one) or one.snoozed or one.done_at]
    untouched = deal.stage == ask.process.of(deal.process).first.key and deal.qualified_at is None
    return untouched and not (loss.activities or loss.offers or followups or lines_of(ask.session, deal.number))


def deal_followups(ask: Asking, deal: Deal) -> list[Followup]:
    """All follow-ups of a deal, done ones too."""
    return list(ask.session.scalars(select(Followup).where(Followup.record_number == deal.number)))


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
