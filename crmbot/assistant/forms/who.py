"""The question whom a form is about, for a request that names nobody."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.forms.questions import words
from crmbot.assistant.forms.sheet import Question, Sheet, answers, wrong
from crmbot.assistant.placing import named_place
from crmbot.assistant.references import label
from crmbot.domain.filing.filing import Filing
from crmbot.errors import Ambiguous, RequestFault
from crmbot.shapes import Text, t

_MOST = 5  # of several who are named beside the question


def who(initial: str | None = None) -> Question:
    """Whom it is about."""
    hint = t("a number, a name, a mail address or a phone number")
    return words("who", t("Who?"), required=True, initial=initial, hint=hint)


def placed_by(ask: Asking, sheet: Sheet) -> tuple[Filing, str]:
    """The place that the answer to `who` names. Raises Unanswered with the form where nobody, or several, are meant."""
    said = answers(ask, sheet, t("Whom or what do you mean? Give a number, a name, a mail address or a phone number."))
    try:
        return named_place(replace(ask, rest=said["who"]))
    except RequestFault as fault:
        raise wrong(ask, sheet, {"who": beside(ask, fault)}) from fault


def beside(ask: Asking, fault: RequestFault) -> Text:
    """A fault in the words that stand beside a question: of several records those that are meant."""
    if not isinstance(fault, Ambiguous) or not fault.candidates:
        return fault.text
    words: Text = label(ask, fault.candidates[0])
    for one in fault.candidates[1:_MOST]:
        words = t("{left}; {right}", left=words, right=label(ask, one))
    return t("Which one? Write the number: {candidates}", candidates=words)
