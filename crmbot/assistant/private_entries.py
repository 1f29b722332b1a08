"""Private notes and calls: that there was contact is kept, and when to get in touch again; no word of what was said."""

from __future__ import annotations

from datetime import datetime

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import add_planned, planned_words
from crmbot.assistant.rows.rows import called
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.deals.views import activity_view, followup_view, view
from crmbot.domain.filing.filing import Filing
from crmbot.domain.history.history import log_activity
from crmbot.parsing.chat.requests import find_followup_phrase
from crmbot.shapes import Record, Reply, t


def log_private(
    ask: Asking, filing: Filing, text: str, kind: ActivityKind, minutes: int | None, at: datetime | None
) -> Reply:
    """File that there was contact; a follow-up that is asked for is made without words."""
    phrase = find_followup_phrase(text, now=ask.now)
    activity = log_activity(
        ask.work, filing.place, kind=kind.key, medium=kind.medium, text="", direction=kind.direction,
        author=ask.member.key, minutes=minutes, at=at, private=True,
    )  # fmt: skip
    planned = add_planned(ask, filing, phrase.when, "") if phrase else None
    records: list[Record] = [activity_view(activity), view(ask.session, filing.record, ask.process)]
    if planned is not None:
        records.insert(1, followup_view(planned))
    return Reply(
        "done",
        t("Kept: there was contact with {place}. Nothing of what was said is stored.", place=called(filing.record)),
        understood=planned_words(planned) if planned is not None else None,
        records=tuple(records),
    )
