"""What to do next about a deal: what the rules advise, then what its stage suggests."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from crmbot.domain.catalogue.product_lines import deal_sum
from crmbot.domain.process.deal_rows import DealRows
from crmbot.domain.process.qualification import Advice, grade
from crmbot.domain.records import Deal
from crmbot.shapes import Text, Worded, t

if TYPE_CHECKING:
    from crmbot.domain.process.model import Process


@dataclass(frozen=True, slots=True)
class Recommendation:
    """`command` is complete chat text that does it, `label` what stands on its button."""

    text: Text
    command: str | None = None
    label: Text | None = None


def recommendations(
    rows: DealRows, process: Process, deal: Deal, now: datetime, *, planned: bool = False
) -> tuple[Recommendation, ...]:
    """Most important first; none for a deal that is lost. Where a follow-up is `planned` nothing offers to plan one."""
    found = [*_advised(rows, process, deal, now), *_suggested(process, deal)]
    if planned:
        found = [replace(one, command=None) if _plans(one) else one for one in found]
    seen: set[str] = set()
    return tuple(one for one in found if (key := repr(one.text.args)) not in seen and not seen.add(key))  # type: ignore[func-returns-value]


def _plans(one: Recommendation) -> bool:
    return (one.command or "").startswith("followup ")


def _advised(rows: DealRows, process: Process, deal: Deal, now: datetime) -> Iterator[Recommendation]:
    if deal.state != "open":
        return
    for advice in grade(rows, process, deal, now).advice:
        command = _filled(rows, deal, advice.command) if advice.command else None
        yield Recommendation(t("{words}", words=advice.words), command, _label(advice))


def _label(advice: Advice) -> Text | None:
    return t("{words}", words=advice.button) if advice.button else None


def _filled(rows: DealRows, deal: Deal, command: str) -> str:
    """The command for this deal; `{sum}` is what its products come to, else its amount, else the budget."""
    lines = rows.lines[deal.number] if "{sum}" in command else []
    value = deal_sum(lines) if lines else deal.amount if deal.amount is not None else deal.budget
    known = {"{number}": str(deal.number), "{sum}": f"{value} {deal.currency}" if value is not None else ""}
    for name, words in known.items():
        command = command.replace(name, words)
    return command.strip()


def _suggested(process: Process, deal: Deal) -> Iterator[Recommendation]:
    """What the administrator wrote for the stage."""
    stage = process.stage(deal.stage)
    if deal.state == "lost" or stage is None:
        return
    for suggestion in stage.suggestions:
        if suggestion.role is None or suggestion.role in stage.roles:
            command = suggestion.command.replace("{number}", str(deal.number)) if suggestion.command else None
            yield Recommendation(t("{words}", words=Worded(suggestion.texts)), command, None)
