"""What is said without a command, or with one that logs what was, but lies ahead: it is offered to be planned."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.filing.filing import Filing
from crmbot.parsing.chat.deeds import lies_ahead, to_be_done
from crmbot.shapes import Action, Reply, Verbatim, t


def rather_planned(ask: Asking, filing: Filing, words: str, kind: ActivityKind) -> Reply | None:
    """The question whether to plan what was to be logged, where its whole text is a time to come: `call Kolb tomorrow`."""
    if ask.values or ask.files or lies_ahead(words, now=ask.now) is None:
        return None
    number, when = filing.record.number, words.strip()
    deed = kind.name(ask.reader.language)
    meet = (Action(t("Make an appointment"), f"appointment #{number} {when}"),) if kind.key == "meeting" else ()
    return Reply(
        "choice",
        t("“{when}” lies ahead: what has not been is planned, not logged.", when=Verbatim(when[:80])),
        actions=(
            *meet,
            Action(t("Remind me"), f"followup #{number} {when} {deed}", "default" if meet else "primary"),
            Action(t("It has been"), f"{ask.verb} #{number}"),
        ),
        ok=False,
    )


def offered_plan(ask: Asking, text: str) -> Reply | None:
    """The offer to be reminded of what a sentence says is to be done: `morgen Kolb anrufen`."""
    deed = to_be_done(text, now=ask.now)
    if deed is None:
        return None
    return Reply(
        "choice",
        t("Shall I remind you?"),
        actions=(Action(t("Remind me"), f"followup {deed}", "primary"), Action(t("Help"), "help followup")),
        ok=False,
    )
