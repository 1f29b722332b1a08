"""`still open`: a follow-up that was closed, by an answer for example, is to be done after all."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.planning import change_actions, planned_words
from crmbot.assistant.followups.references import leading_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import followup_text
from crmbot.domain.deals.views import followup_view
from crmbot.domain.filing.answering import reopen_followup
from crmbot.errors import NotFound, RequestFault
from crmbot.shapes import Action, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Open it again, at the date it had."""
    followup, _ = leading_followup(ask)
    if followup is None and ask.rest.strip():
        raise NotFound(t("There is no follow-up {number}.", number=Verbatim(ask.rest.strip()[:40])))
    if followup is None:
        raise RequestFault(t("Which follow-up is still open? Give its number."))
    if followup.done_at is not None:
        reopen_followup(followup)
        ask.session.flush()
    later: tuple[Action, ...] = change_actions(followup)
    title = t("Still open: #{number} {text}", number=followup.number, text=followup_text(followup))
    return Reply(
        "done", title, understood=planned_words(followup), records=(followup_view(followup),), actions=later
    )  # fmt: skip


COMMAND = Command(
    key="still open",
    topic="plan",
    names={"en": ("still open", "not done"), "de": ("doch offen", "noch offen", "nicht erledigt")},
    usage=t("still open #FOLLOW-UP"),
    summary=t("a follow-up that was closed is to be done after all"),
    examples={"en": ("still open #1050",), "de": ("doch offen #1050",)},
    writes=True,
    handler=handle,
    keeps_places=True,
)
