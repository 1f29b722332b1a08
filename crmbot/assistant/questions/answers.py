"""The answer to a question: what was asked for comes first, then the list or the card in which it stands."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.questions.fields import field_answer
from crmbot.assistant.questions.figures import FIGURES
from crmbot.assistant.questions.rankings import ranking
from crmbot.assistant.questions.understood import SHOWN
from crmbot.assistant.registry import Command
from crmbot.assistant.words import joined, quoted
from crmbot.parsing.chat.questions import Question
from crmbot.shapes import Reply, Text, Value, Verbatim, t

_LABELS: Mapping[str, Text] = MappingProxyType(
    {
        "count": t("how many"), "sum": t("sum"), "weighted": t("weighted sum"), "average": t("average"), "top": t("the biggest"),
        "oldest": t("the oldest"), "most": t("who or what has the most"), "win rate": t("win rate"),
    }
)  # fmt: skip
_SUBJECTS: Mapping[str, Text] = MappingProxyType(
    {
        "pipeline": t("deals"), "leads": t("leads"), "due": t("follow-ups"), "offers": t("offers"), "list": t("contacts"),
        "unattended": t("deals without a next step"), "stale": t("deals that lie still"), "recap": t("last contact and what is open"),
        "neglected": t("no contact"), "files": t("files"), "find": t("search"),
    }
)  # fmt: skip


def answered(ask: Asking, question: Question, command: Command, reply: Reply) -> Reply:
    """The reply of the command with the answer as its title, and with what was understood."""
    if reply.kind not in {"list", "card", "chart"} and question.command not in SHOWN:
        return reply
    title = _title(ask, question, reply)
    totals = {**reply.totals, "asked": question.asks} if question.asks != "list" else reply.totals
    return replace(
        reply, kind="card" if reply.kind == "done" else reply.kind, title=title or reply.title, understood=_said(ask, question, command, reply), totals=totals,
    )  # fmt: skip


def _title(ask: Asking, question: Question, reply: Reply) -> Text | None:
    figure = FIGURES.get(question.asks)
    if figure is not None:
        return figure(ask, question, reply)
    if question.asks.startswith("most") or question.command == "report":
        return ranking(ask, question, reply)
    if question.command in {"show", "recap"}:
        return field_answer(ask, question.asks, reply)
    return None


def _said(ask: Asking, question: Question, command: Command, reply: Reply) -> Text:
    """What was asked for, of what, with which filters; behind it the command that does the same."""
    typed = Verbatim(f"{command.name(ask.reader.language)} {question.words}".strip())
    parts: list[Value] = [_LABELS.get(question.asks), _SUBJECTS.get(question.command), reply.understood]
    said = joined(part for part in parts if part is not None)
    if question.passed:
        parts.append(t("passed over: {words}", words=quoted(question.passed)))
        said = joined(part for part in parts if part is not None)
    return t("{request} ({command})", request=said, command=typed) if said else t("{command}", command=typed)
