"""Discounts beyond the limit: whoever may not grant them gets his manager asked, who grants by one button."""

from __future__ import annotations

from decimal import Decimal

from crmbot.assistant.asking import Asking
from crmbot.assistant.rows.products import plain
from crmbot.assistant.rows.rows import called
from crmbot.domain.members.members import all_members, member_by_key
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Deal, Member, Product
from crmbot.shapes import Action, Money, Reply, Text, Verbatim, t


def grants(ask: Asking, discount: Decimal) -> bool:
    """Whether the member may grant it himself: within the limit anybody, beyond it who leads somebody or administers."""
    limit = ask.settings.sales.discount_limit
    if limit is None or discount <= limit or ask.access.may("admin"):
        return True
    return any(one.manager == ask.member.key for one in all_members(ask.session, active_only=True))


def ask_for(ask: Asking, deal: Deal, product: Product, quantity: Decimal, discount: Decimal) -> Text:
    """Ask whoever grants it, once for each deal, product and discount; says who that is."""
    asked = _who_grants(ask)
    command = f"product #{deal.number} {product.key} {plain(quantity)}x -{plain(discount)}%"
    content = _question(ask, deal, product, command, discount)
    for member in asked:
        key = f"discount:{deal.number}:{product.number}:{discount}:{member.key}"
        enqueue(ask.work, key=key, kind="question", recipient=member.key, content=content)
    if not asked:
        return t(
            "The discount ({percent} %) is beyond the limit, and there is nobody to grant it.", percent=plain(discount)
        )
    who = Verbatim(", ".join(member.name for member in asked))
    return t("The discount ({percent} %) is beyond the limit: {who} was asked.", percent=plain(discount), who=who)


def _who_grants(ask: Asking) -> list[Member]:
    """The manager, else the administrators."""
    manager = member_by_key(ask.session, ask.member.manager) if ask.member.manager else None
    if manager is not None and manager.active:
        return [manager]
    return [one for one in all_members(ask.session, active_only=True) if one.rights == "admin"]


def _question(ask: Asking, deal: Deal, product: Product, command: str, discount: Decimal) -> Reply:
    title = t(
        "{who} asks for a discount ({percent} %) on {product} at {deal}.", who=Verbatim(ask.member.name),
        percent=plain(discount), product=Verbatim(product.name), deal=called(deal),
    )  # fmt: skip
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    lines: tuple[Text, ...] = (t("The deal stands at {amount}.", amount=amount),) if amount else ()
    actions = (Action(t("Grant it"), command, "primary"), Action(t("Show the deal"), f"show #{deal.number}"))
    return Reply("choice", title, lines=lines, actions=actions)
