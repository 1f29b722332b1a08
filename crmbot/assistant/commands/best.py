"""`best`: the open deals that are most likely to be won, with the reasons of their probability."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.leads.grades import chance_words, grade_name
from crmbot.assistant.other_filters import read_known
from crmbot.assistant.registry import Command
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import joined, quoted
from crmbot.domain.deals.best_deals import best_deals
from crmbot.domain.deals.views import deal_view
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.requests import Vocabulary
from crmbot.shapes import Action, Money, Reply, Row, Section, Text, Verbatim, t, tn

_USUAL, _MOST = 10, 50
_KNOWN = frozenset({"owner", "text"})
_COUNT = re.compile(r"\b(\d{1,3})\b")
_BY_VALUE = re.compile(r"\b(?:by (?:value|worth|amount)|nach (?:wert|betrag)|value|wert)\b", re.IGNORECASE)


def handle(ask: Asking) -> Reply:
    """The first ten, or as many as are asked for; of one owner where he is named."""
    by_value, text = _BY_VALUE.search(ask.rest) is not None, _BY_VALUE.sub(" ", ask.rest)
    count = _COUNT.search(text)
    limit = min(max(int(count[1]), 1), _MOST) if count else _USUAL
    vocabulary = Vocabulary(members=filter_words(ask.session, ask.process).members)
    filters, unknown, strange = read_known(ask, _COUNT.sub(" ", text).split(), _KNOWN, vocabulary)
    if unknown or strange:
        raise RequestFault(t("I do not understand {words} as a filter.", words=quoted([*strange, *unknown])))
    owner = ask.member.key if filters.owner == "me" else filters.owner
    seen = visible(ask.access, Deal)
    deals = best_deals(ask.session, ask.process, seen, limit=limit, owner=owner, by_value=by_value)
    title = tn("The best deal", "The best {n} deals", len(deals)) if deals else t("There is no open deal.")
    return Reply(
        "list", title, understood=t("owner {name}", name=ask.member_name(owner)) if owner else None,
        sections=(Section(None, tuple(_row(ask, deal) for deal in deals)),) if deals else (),
        records=tuple(deal_view(deal, ask.process) for deal in deals), totals={"count": len(deals)},
    )  # fmt: skip


def _row(ask: Asking, deal: Deal) -> Row:
    holder = deal.company or deal.person
    who = Verbatim(holder.name) if holder and holder.name != deal.name else None
    amount = Money(deal.amount, deal.currency) if deal.amount is not None else None
    name: Text = t("#{number} {name}", number=deal.number, name=Verbatim(deal.name))
    return Row(
        joined([name, who, amount]),
        joined(
            [chance_words(ask, deal), grade_name(deal.grade), ask.stage_name(deal.stage), ask.member_name(deal.owner)]
        ),
        (Action(t("Show"), f"show #{deal.number}"),),
    )


COMMAND = Command(
    key="best",
    topic="ask",
    names={"en": ("best", "top", "best deals"), "de": ("beste", "besten", "die besten", "top")},
    usage=t("best [NUMBER] [owner:MEMBER] [by value]"),
    summary=t("the deals most likely to be won, with the reasons"),
    examples={"en": ("best 10", "best 5 by value"), "de": ("beste 10", "beste 5 nach Wert")},
    writes=False,
    handler=handle,
)
