"""`done`: a follow-up is dealt with."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.followup_references import named_followup
from crmbot.assistant.registry import Command
from crmbot.assistant.rows import followup_row, followup_text
from crmbot.domain.followups import complete_followup
from crmbot.domain.lookup import Contactable, by_number
from crmbot.domain.records import Deal, Followup
from crmbot.domain.stage_followups import add_following
from crmbot.domain.views import followup_view, view
from crmbot.shapes import Action, Reply, Section, Verbatim, Worded, t


def handle(ask: Asking) -> Reply:
    """Close the follow-up, keep what came of it, and ask for the next step."""
    followup, outcome = named_followup(ask)
    complete_followup(ask.work, followup, outcome)
    following = add_following(ask.work, ask.process, followup)
    about = by_number(ask.session, followup.record_number) if followup.record_number else None
    ask.session.flush()
    return Reply(
        "done",
        t("Done: #{number} {text}", number=followup.number, text=followup_text(followup)),
        lines=(Verbatim(outcome),) if outcome else (),
        sections=_following(ask, following),
        records=(
            followup_view(followup),
            *(followup_view(one) for one in following),
            *((view(ask.session, about, ask.process),) if about else ()),
        ),
        actions=() if about is None else tuple(_next(ask, about, planned=bool(following))),
    )


def _following(ask: Asking, following: list[Followup]) -> tuple[Section, ...]:
    rows = tuple(followup_row(ask, one) for one in following)
    return (Section(t("Next, by the process"), rows),) if rows else ()


def _next(ask: Asking, about: Contactable, *, planned: bool) -> Iterator[Action]:
    """What could come next: what the stage suggests, else a follow-up in a week."""
    stage = ask.process.stage(about.stage) if isinstance(about, Deal) else None
    for suggestion in stage.suggestions[:1] if stage is not None and not planned else ():
        if suggestion.command is not None:
            command = suggestion.command.replace("{number}", str(about.number))
            yield Action(t("{words}", words=Worded(suggestion.texts)), command, "primary")
    if not planned:
        yield Action(t("Follow up in a week"), f"followup #{about.number} in 1 week")


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
