"""Grades and chances in words: hot, warm or cold and which rule says so; where a probability comes from."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.domain.deals.deals import probability
from crmbot.domain.process.qualification import GRADE_WORDS, past, points, why
from crmbot.domain.records import Deal
from crmbot.shapes import Text, Value, Verbatim, t


def grade_name(grade: str | None) -> Value:
    """Hot, warm or cold."""
    return None if grade is None else GRADE_WORDS.get(grade) or Verbatim(grade)


def grade_words(deal: Deal) -> Text | None:
    """The grade with the rule that gave it and the facts that decided; None for a deal without."""
    if deal.grade is None:
        return None
    reason = why(deal)
    name = grade_name(deal.grade)
    return t("{grade}: {reason}", grade=name, reason=reason) if reason else t("{grade}", grade=name)


def chance_words(ask: Asking, deal: Deal) -> Text:
    """The probability with its reasons: set by hand, or the stage's with what the rules add and take."""
    percent = probability(deal, ask.process)
    stage = ask.process.stage(deal.stage)
    if deal.probability is not None:
        return t("{percent} % (set by hand)", percent=percent)
    moved, before = (points(deal), past(deal)) if deal.chance is not None else ((), None)
    if stage is None or not (moved or before):
        return t("{percent} %", percent=percent)
    reasons = t("{percent} % by the stage “{stage}”", percent=stage.probability, stage=ask.stage_name(deal.stage))
    if before is not None:
        reasons = t("{percent} % by {won} won and {lost} lost deals", percent=before[0], won=before[1], lost=before[2])
    for name, by in moved:
        sign = "+" if by > 0 else "−"
        reasons = t("{reasons}, {sign}{points} by “{rule}”", reasons=reasons, sign=sign, points=abs(by), rule=name)
    return t("{percent} % ({reasons})", percent=percent, reasons=reasons)
