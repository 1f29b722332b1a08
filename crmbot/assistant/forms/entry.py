"""The forms behind `call`, `note`, `meeting` and the other verbs that file an entry of the history."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import choice, minutes, moment, prose
from crmbot.assistant.forms.sheet import Question, Sheet, answers, spoken
from crmbot.assistant.forms.who import placed_by, who
from crmbot.assistant.placing import named_place
from crmbot.assistant.rows.rows import called, excerpt
from crmbot.domain.catalogue.activity_kinds import ActivityKind
from crmbot.domain.filing.filing import Filing
from crmbot.domain.records import Activity
from crmbot.parsing.phrases.dates import When
from crmbot.shapes import Option, Text, Value, Verbatim, t

_TIMED = frozenset({"call", "meeting"})
_DIRECTIONS = (Option("out", t("outgoing")), Option("in", t("incoming")))


@dataclass(frozen=True, slots=True)
class EntryAnswers:
    """What a form said of an entry; `next_step` is when the follow-up that comes with it is due."""

    text: str
    minutes: int | None = None
    direction: str | None = None
    next_step: When | None = None


def placed(ask: Asking, kind: ActivityKind) -> tuple[Filing, str]:
    """Where an entry goes, and the words after it; of a request that names nobody the form asks that too."""
    if ask.rest.strip():
        return named_place(ask)
    return placed_by(ask, entry_sheet(ask, kind, None))


def asked_entry(ask: Asking, filing: Filing, kind: ActivityKind) -> EntryAnswers:
    """What the form says. Raises Unanswered as `answers` does."""
    sheet = entry_sheet(ask, kind, filing if ask.rest.strip() else None)
    found = answers(ask, sheet, t("What is to be noted? There is no text."))
    return EntryAnswers(found["text"] or "", found.get("minutes"), found.get("direction"), found["next"])


def entry_sheet(ask: Asking, kind: ActivityKind, filing: Filing | None) -> Sheet:
    """The questions of one kind of entry, with who it is about where that is not said yet."""
    verb = f"log {kind.key}" if ask.verb == "log" else ask.verb
    place = f"#{filing.number}" if filing else ""
    return Sheet(
        t("{kind}", kind=ask.kind_name(kind.key)),
        t("Log"),
        f"{verb} {place}".strip(),
        tuple(_questions(kind, with_who=filing is None)),
        lines=(called(filing.record),) if filing else (),
        typed=_typed(ask, kind, place or t("WHO")),
        check=lambda found: _something(kind, found),
    )


def _questions(kind: ActivityKind, *, with_who: bool) -> list[Question]:
    asked = [who()] if with_who else []
    asked.append(
        prose("text", t("What was said?") if kind.key in _TIMED else t("Text"), required=kind.key not in _TIMED)
    )
    if kind.key in _TIMED:
        asked.append(minutes("minutes", t("Minutes")))
    if kind.key == "call":
        asked.append(choice("direction", t("Direction"), _DIRECTIONS, initial=kind.direction))
    asked.append(moment("next", t("Next step on"), picked=True))
    return asked


def _something(kind: ActivityKind, found: dict[str, Any]) -> dict[str, Text]:
    """A call may be logged by its length alone, but not by nothing at all."""
    if kind.key in _TIMED and not found["text"] and not found["minutes"]:
        return {"text": t("What was said, or how long did it take?")}
    return {}


def _typed(ask: Asking, kind: ActivityKind, place: Value) -> Text:
    verb: Value = spoken(ask, ask.verb)
    if ask.verb == "log":
        verb = t("{verb} {kind}", verb=verb, kind=ask.kind_name(kind.key))
    if kind.key in _TIMED:
        return t("{verb} {who} [12min] TEXT", verb=verb, who=place)
    return t("{verb} {who} TEXT", verb=verb, who=place)


def directed(kind: ActivityKind, given: EntryAnswers) -> ActivityKind:
    """The kind with the direction that was chosen."""
    return replace(kind, direction=given.direction) if given.direction else kind


def asked_resolution(ask: Asking, entry: Activity) -> str:
    """What was done about a complaint."""
    sheet = Sheet(
        t("Resolve"), t("Resolved"), f"resolve #{entry.number}", (prose("text", t("What was done?")),),
        lines=(Verbatim(excerpt(entry.text)),), typed=t("resolve #{number} TEXT", number=entry.number),
    )  # fmt: skip
    return answers(ask, sheet)["text"] or ""
