"""`stale`: deals that have lain still for longer than their stage allows, with nothing planned."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.people import owner_asked
from crmbot.assistant.process_bar import stale_mark
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.deals.staleness import stale_deals
from crmbot.domain.deals.views import deal_view
from crmbot.domain.records import Deal
from crmbot.shapes import Action, Reply, Row, Section, t, tn

PER_PAGE = 20


def handle(ask: Asking) -> Reply:
    """The longest still first; `mine` or `owner:ben` only those of one member."""
    page, words = asked_page(ask.rest)
    owner = owner_asked(ask, words)
    owners = None if owner is None else {owner}
    count, deals = stale_deals(ask.session, ask.process, ask.now, ask.access, owners=owners, limit=PER_PAGE, page=page)
    whose = t("owner {name}", name=ask.member_name(owner)) if owner else None
    if not count:
        return Reply("list", t("No deal has lain still for too long."), understood=whose, totals={"count": 0})
    title = tn("{n} deal has lain still for too long.", "{n} deals have lain still for too long.", count)
    rows = tuple(_row(ask, deal) for deal in deals)
    page, pages = turned(page, count, PER_PAGE)
    return Reply(
        "list", paged_title(title, page, pages), understood=whose, sections=(Section(None, rows),),
        records=tuple(deal_view(deal, ask.process) for deal in deals),
        totals={"count": count}, actions=page_buttons("stale", words, page, pages),
    )  # fmt: skip


def _row(ask: Asking, deal: Deal) -> Row:
    mark = stale_mark(ask, deal)
    stage = ask.stage_name(deal.stage)
    note = t("{stage}, {mark}, {owner}", stage=stage, mark=mark, owner=ask.member_name(deal.owner))
    return Row(called(deal), note, (Action(t("Follow up tomorrow"), f"followup #{deal.number} tomorrow"),))


COMMAND = Command(
    key="stale",
    topic="ask",
    names={"en": ("stale", "rotting", "idle"), "de": ("liegengeblieben", "eingeschlafen", "ruhend")},
    usage=t("stale [mine|owner:MEMBER]"),
    summary=t("deals that lie still for longer than their stage allows, with nothing planned"),
    examples={"en": ("stale", "stale mine"), "de": ("liegengeblieben", "liegengeblieben meine")},
    writes=False,
    handler=handle,
)
