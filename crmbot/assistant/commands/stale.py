"""`stale`: deals that have lain still for longer than their stage allows, with nothing planned."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.process_bar import stale_mark
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import called
from crmbot.domain.records import Deal
from crmbot.domain.staleness import stale_deals
from crmbot.domain.views import deal_view
from crmbot.shapes import Action, Reply, Row, Section, t, tn

_MOST = 20
_MINE = frozenset({"me", "my", "mine", "ich", "meine", "mein", "owner:me", "owner:ich"})


def handle(ask: Asking) -> Reply:
    """The longest still first; `mine` only one's own."""
    owners = {ask.member.key} if ask.rest.strip().lower() in _MINE else None
    count, deals = stale_deals(ask.session, ask.process, ask.now, ask.access, owners=owners, limit=_MOST)
    if not count:
        return Reply("list", t("No deal has lain still for too long."), totals={"count": 0})
    title = tn("{n} deal has lain still for too long.", "{n} deals have lain still for too long.", count)
    rows = tuple(_row(ask, deal) for deal in deals)
    return Reply(
        "list", title, sections=(Section(None, rows),), records=tuple(deal_view(deal, ask.process) for deal in deals),
        totals={"count": count},
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
    usage=t("stale [mine]"),
    summary=t("deals that lie still for longer than their stage allows, with nothing planned"),
    examples={"en": ("stale", "stale mine"), "de": ("liegengeblieben", "liegengeblieben meine")},
    writes=False,
    handler=handle,
)
