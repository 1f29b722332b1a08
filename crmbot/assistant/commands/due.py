"""`due`: open follow-ups by owner, day and record."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.asked import read_asked
from crmbot.assistant.paging import asked_page, page_buttons, paged_title, turned
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_rows, is_overdue
from crmbot.assistant.words import joined
from crmbot.domain.deals.views import followup_view
from crmbot.domain.followups.followups import start_of_day
from crmbot.domain.followups.listing import FollowupFilter, followup_page
from crmbot.domain.members.access import visible
from crmbot.domain.records import Followup
from crmbot.folding import fold
from crmbot.shapes import Reply, Section, Text, t, tn

PER_PAGE = 20
_OVERDUE = frozenset({"overdue", "late", "ueberfaellig", "ueberfaellige", "ueberfaelligen"})


def handle(ask: Asking) -> Reply:
    """One page of them; the member's own, unless others are named."""
    page, text = asked_page(ask.rest)
    wanted, said = _wanted(ask, text)
    today, seen = start_of_day(ask.now, ask.zone), visible(ask.access, Followup)
    count, late, rows = followup_page(ask.session, wanted, ask.now, today, seen, limit=PER_PAGE, page=page)
    page, pages = turned(page, count, PER_PAGE)
    title = tn("{n} follow-up", "{n} follow-ups", count) if count else t("Nothing is due.")
    return Reply(
        "list", paged_title(title, page, pages), understood=said, sections=_sections(ask, rows),
        records=tuple(followup_view(one) for one in rows),
        totals={"count": count, "overdue": late, "page": page, "pages": pages},
        actions=page_buttons("due", text, page, pages),
    )  # fmt: skip


def _wanted(ask: Asking, text: str) -> tuple[FollowupFilter, Text | None]:
    """The filters, and all of it in words."""
    words = text.split()
    others = [word for word in words if fold(word) not in _OVERDUE]
    overdue, asked = len(others) < len(words), read_asked(ask, " ".join(others), "due")
    wanted = FollowupFilter(
        owner=asked.owner, overdue=overdue, records=asked.numbers,
        since=datetime.combine(asked.first, time(), ask.zone) if asked.first else None,
        until=datetime.combine(asked.last + timedelta(days=1), time(), ask.zone) if asked.last else None,
    )  # fmt: skip
    whose, *more = asked.said
    return wanted, joined([whose, t("overdue ones") if overdue else None, *more])


def _sections(ask: Asking, rows: list[Followup]) -> tuple[Section, ...]:
    late = [one for one in rows if is_overdue(ask, one)]
    parts = ((t("Overdue"), late), (t("To come"), [one for one in rows if one not in late]))
    return tuple(Section(heading, followup_rows(ask, part)) for heading, part in parts if part)


COMMAND = Command(
    key="due",
    topic="plan",
    names={
        "en": ("due", "followups", "follow-ups", "tasks", "todo"),
        "de": ("fällig", "wiedervorlagen", "aufgaben", "was ist fällig"),
    },
    usage=t("due [overdue] [PERIOD] [owner:MEMBER|all] [WHO]"),
    summary=t("open follow-ups by day, owner and record"),
    examples={
        "en": ("due this week", "due overdue owner:ben", "due all next week"),
        "de": ("fällig diese Woche", "fällig überfällig owner:ben", "wiedervorlagen alle nächste Woche"),
    },
    writes=False,
    handler=handle,
)
