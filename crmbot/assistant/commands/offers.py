"""`offers`: the offers that are still to be decided, or those of another state; what runs out first on top."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from crmbot.assistant.asking import Asking
from crmbot.assistant.other_filters import read_known
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.references import named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.offers import OFFER_STATES, offers_table
from crmbot.assistant.vocabulary import filter_words
from crmbot.assistant.words import joined, quoted
from crmbot.domain.deals.offer_states import STATES, is_expired
from crmbot.domain.deals.offers import OfferFilter, offer_list, offer_view
from crmbot.domain.deals.views import deals_of
from crmbot.domain.members.access import visible
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.parsing.chat.offer import listed_state
from crmbot.parsing.chat.requests import Filters, Vocabulary
from crmbot.shapes import Money, Reply, Text, Value, t, tn

PER_PAGE = 20
_KNOWN = frozenset({"owner", "amount_min", "amount_max", "name", "text", "page"})


def handle(ask: Asking) -> Reply:
    """One page of the offers that are wanted, with their sums over all pages."""
    wanted, page, words = _wanted(ask)
    today = ask.now.date()
    rows, sums = offer_list(ask.session, wanted, visible(ask.access, Deal), limit=PER_PAGE, page=page)
    count = sum(number for number, _ in sums.values())
    over = sum(1 for offer, _ in rows if is_expired(offer, today))
    lines: list[Text] = [t("Sum {amount}", amount=Money(amount, currency)) for currency, (_, amount) in sums.items()]
    if over and wanted.expired_on is None:
        lines.append(tn("{n} of them is expired.", "{n} of them are expired.", over))
    page, pages = turned(page, count, PER_PAGE)
    title = tn("{n} offer", "{n} offers", count)
    return Reply(
        "list", paged_title(title, page, pages) if count else t("No offer fits."), understood=joined(words),
        lines=tuple(lines), table=offers_table(ask, rows) if rows else None,
        records=tuple(offer_view(offer, deal) for offer, deal in rows), totals=_totals(count, sums),
        actions=page_buttons("offers", asked_page(ask.rest)[1], page, pages),
    )  # fmt: skip


def _totals(count: int, sums: dict[str, tuple[int, Decimal]]) -> dict[str, object]:
    if len(sums) > 1:
        return {"count": count, "by_currency": {currency: {"amount": amount} for currency, (_, amount) in sums.items()}}
    currency, amount = next(((key, value) for key, (_, value) in sums.items()), (None, Decimal("0.00")))
    return {"count": count, "currency": currency, "amount": amount}


def _wanted(ask: Asking) -> tuple[OfferFilter, int, list[Value]]:
    """The filters: states and `expired` in words, owner and amounts as in the pipeline, else whose offers."""
    wanted, said, rest = OfferFilter(), list[Value](), list[str]()
    for word in ask.rest.split():
        state = listed_state(word)
        if state is None:
            rest.append(word)
            continue
        said.append(OFFER_STATES.get(state, t("all")))
        if state == "expired":
            wanted = replace(wanted, expired_on=ask.now.date())
        else:
            states = STATES if state == "all" else (*(wanted.states if len(said) > 1 else ()), state)
            wanted = replace(wanted, states=states)
    filters, name = _filters(ask, rest)
    owner = ask.member.key if filters.owner == "me" else filters.owner
    wanted = replace(wanted, owner=owner, amount_min=filters.amount_min, amount_max=filters.amount_max)
    if owner is not None:
        said.append(t("owner {name}", name=ask.member_name(owner)))
    if name:
        record = named(ask, name).record
        numbers = tuple(deal.number for deal in deals_of(ask.session, record))
        wanted = replace(wanted, deals=numbers, states=STATES if not said else wanted.states)
    return wanted, filters.page, said


def _filters(ask: Asking, words: list[str]) -> tuple[Filters, str]:
    """What the list is narrowed to, and whose offers are wanted. Stages and sources are no filters here.

    Raises RequestFault naming the words that are a filter of other lists.
    """
    vocabulary = Vocabulary(members=filter_words(ask.session, ask.process).members)
    filters, unknown, strange = read_known(ask, words, _KNOWN, vocabulary)
    if strange:
        raise RequestFault(
            t(
                "{words} is no filter here. This list knows “expired” and other states, a member (“owner:ben”), amounts (“>10k”), and the name or number of a contact or deal.",
                words=quoted(strange),
            )
        )
    return filters, f"{filters.name} {' '.join(unknown)}".strip().strip('"')


COMMAND = Command(
    key="offers",
    topic="ask",
    names={"en": ("offers", "quotes"), "de": ("angebote", "offerten")},
    usage=t("offers [expired|all|accepted|rejected|draft] [owner:MEMBER] [>10k] [WHO]"),
    summary=t("offers that wait for an answer, with what has expired"),
    examples={
        "en": ("offers", "offers expired", "offers all"),
        "de": ("angebote", "angebote abgelaufen", "angebote alle"),
    },
    writes=False,
    handler=handle,
)
