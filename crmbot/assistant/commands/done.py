"""`done`: a follow-up is dealt with."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.followup_references import named_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import followup_text
from crmbot.domain.followups import complete_followup
from crmbot.domain.lookup import by_number
from crmbot.domain.views import followup_view, view
from crmbot.shapes import Action, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Close the follow-up, keep what came of it, and ask for the next step."""
    followup, outcome = named_followup(ask)
    complete_followup(ask.work, followup, outcome)
    about = by_number(ask.session, followup.record_number) if followup.record_number else None
    ask.session.flush()
    return Reply(
        "done",
        t("Done: #{number} {text}", number=followup.number, text=followup_text(followup)),
        lines=(Verbatim(outcome),) if outcome else (),
        records=(followup_view(followup), *((view(ask.session, about, ask.process),) if about else ())),
        actions=(Action(t("Follow up in a week"), f"followup #{about.number} in 1 week"),) if about else (),
    )


COMMAND = Command(
    key="done",
    topic="plan",
    names={"en": ("done", "complete", "finished"), "de": ("erledigt", "fertig", "abgehakt", "erledige")},
    usage=t("done FOLLOW-UP [OUTCOME]"),
    summary=t("close a follow-up, by number, by place in the last answer or by name"),
    examples={"en": ("done 1 he takes it", "done #1050"), "de": ("erledigt 1 nimmt es", "erledigt #1050")},
    writes=True,
    handler=handle,
    keeps_places=True,
)
