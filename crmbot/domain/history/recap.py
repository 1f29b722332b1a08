"""What one should know before the next talk with somebody."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from crmbot.domain.catalogue.activity_kinds import ActivityKinds
from crmbot.domain.deals.views import deals_of
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.history.timeline import TimelineFilter, timeline_page
from crmbot.domain.members.access import Access, sees
from crmbot.domain.records import Activity, Deal, Followup
from crmbot.domain.search.lookup import Contactable

_TALKS = 3
_POINTS = 5
_LASTING = frozenset({"wish", "agreement"})  # entries that stay true until somebody says otherwise


@dataclass(frozen=True, slots=True)
class Recap:
    """The latest contacts, newest first; what is open; what is planned; the deals that are not lost."""

    talks: list[Activity]
    open_points: list[Activity]
    followups: list[Followup]
    deals: list[Deal]


def recap_of(session: Session, record: Contactable, kinds: ActivityKinds, *, access: Access) -> Recap:
    """Read it; only what the reader may see."""
    deals = [deal for deal in deals_of(session, record) if deal.state != "lost" and sees(session, access, deal)]
    about = list(dict.fromkeys([record.number, *(deal.number for deal in deals)]))
    talks = timeline_page(
        session, record, TimelineFilter(kinds=frozenset(kinds.contact_keys())), limit=_TALKS, access=access
    )
    waiting = frozenset(kinds.open_keys())
    points = timeline_page(session, record, TimelineFilter(kinds=waiting | _LASTING), limit=50, access=access)
    still_open = [entry for entry in points.entries if entry.resolved_at is None]
    return Recap(talks.entries, still_open[:_POINTS], open_followups_of(session, about), deals)
