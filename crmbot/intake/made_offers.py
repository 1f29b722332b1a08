"""An offer that a member's mail carries to the customer is recorded with it; where its amount is not told, it is asked for."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

from crmbot.domain.deals.offer_states import offers_of
from crmbot.domain.deals.offers import NewOffer, make_prospect, offer_title, record_offer
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Activity, Deal, Offer
from crmbot.intake.case import Case
from crmbot.parsing.kinds.offers import MadeOffer
from crmbot.shapes import Action, Money, Reply, Text, Verbatim, t


def record_made_offer(case: Case, deal: Deal, activity: Activity) -> None:
    """Record the offer at the deal and make a prospect of the customer; without an amount ask the owner for it."""
    made = case.gathered.offer
    if made is None or not case.decision.offer or case.private or deal.state != "open":
        return
    if made.amount is None and deal.amount is None:
        _make_prospect(case, deal)
        case.remarks.append(t("It carries an offer, but I find no amount in it."))
        _ask(case, made, [deal])
        return
    if _known(case, deal, made):
        return
    offer = record_offer(case.work, deal, _new(case, deal, made, activity))
    moved = _make_prospect(case, deal)
    case.remarks.append(_remark(offer, moved=moved, guessed=made.amount is None))


def ask_where_offer_belongs(case: Case, deals: Sequence[Deal]) -> None:
    """Several deals are open: the owner says at which of them the offer is to be recorded."""
    made = case.gathered.offer
    if made is not None and case.decision.offer and deals:
        _ask(case, made, deals)


def _make_prospect(case: Case, deal: Deal) -> bool:
    """An offer of a backlog moves no deal: what has become of it since stands elsewhere."""
    return not case.item.quiet and make_prospect(case.work, case.process, deal)


def _known(case: Case, deal: Deal, made: MadeOffer) -> bool:
    """Whether this very offer is recorded already: it was sent again."""
    for offer in offers_of(case.work.session, deal.number):
        same = made.amount is None or offer.amount == made.amount.amount
        if same and offer.state == "sent" and made.code in (None, offer.code):
            case.remarks.append(t("Offer {offer} was recorded before.", offer=Verbatim(offer_title(offer))))
            return True
    return False


def _new(case: Case, deal: Deal, made: MadeOffer, activity: Activity) -> NewOffer:
    told, known = made.amount, Money(deal.amount or Decimal(0), deal.currency)
    amount = Money(told.amount, told.currency) if told else known
    return NewOffer(
        amount.amount, amount.currency, made.dated or case.gathered.at.date(), made.valid_until, made.code,
        person_number=activity.person_number, activity_number=activity.number, file_id=_file(case, made, activity),
    )  # fmt: skip


def _file(case: Case, made: MadeOffer, activity: Activity) -> int | None:
    """The kept file that is the offer."""
    if made.file is None:
        return None
    wanted = case.parsed.attachments[made.file].sha256
    return next((file.id for file in activity.files if file.sha256 == wanted), None)


def _remark(offer: Offer, *, moved: bool, guessed: bool) -> Text:
    title, amount = Verbatim(offer_title(offer)), Money(offer.amount, offer.currency)
    if guessed:
        return t(
            "Offer {offer} recorded with the amount of the deal, {amount}: the mail names none.",
            offer=title,
            amount=amount,
        )
    if moved:
        return t("Offer {offer} of {amount} recorded: the customer is a prospect now.", offer=title, amount=amount)
    return t("Offer {offer} of {amount} recorded.", offer=title, amount=amount)


def _ask(case: Case, made: MadeOffer, deals: Sequence[Deal]) -> None:
    amounts = [Money(one.amount, one.currency) for one in ((made.amount,) if made.amount else made.choices) if one]
    code = f" number {made.code}" if made.code else ""
    until = f" valid until {made.valid_until:%Y-%m-%d}" if made.valid_until else ""
    actions = [
        Action(
            t("#{number}: {amount}", number=deal.number, amount=amount),
            f"offer #{deal.number} {amount.amount} {amount.currency}{until}{code}",
        )
        for deal in deals[:5]
        for amount in amounts
    ]
    actions += [Action(t("Show #{number}", number=deal.number), f"show #{deal.number}") for deal in deals[:5]]
    subject = Verbatim(case.item.subject or "?")
    title = t("“{subject}” carries an offer. Of how much?", subject=subject)
    if len(deals) > 1:
        title = t("“{subject}” carries an offer. For which deal?", subject=subject)
    hint = t("Type for example: {command}", command=Verbatim(f"offer #{deals[0].number} 12.5k{code}"))
    content = Reply("choice", title, lines=(hint,), actions=tuple(actions))
    enqueue(case.work, key=f"offer:{case.item.id}", kind="question", recipient=deals[0].owner, content=content)
