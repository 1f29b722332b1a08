"""The gate before a stage, in a conversation: what was given in the line is set, what is missing is asked for."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.deal_values import write_values
from crmbot.assistant.field_words import fields_of
from crmbot.assistant.forms.gates import gate_sheet, write_gate
from crmbot.assistant.forms.sheet import Sheet, answers
from crmbot.assistant.process_bar import field_words
from crmbot.domain.deals.gates import allowed, holding_steps, missing_fields
from crmbot.domain.process import Stage
from crmbot.domain.records import Deal
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Field, Text, Verbatim, t

# How to give what does not fit into one line; `{number}` is the deal's.
_COMMANDS = {
    "offer": "offer #{number} AMOUNT",
    "products": "product #{number} NAME",
    "stakeholders": "stakeholder #{number} NAME",
    "next_step": "followup #{number} tomorrow",
}


def pass_gate(ask: Asking, deal: Deal, stage: Stage, given: str, *, verb: str = "stage") -> tuple[Field, ...]:
    """Set what the line and the form give and let the deal through. Raises RequestFault that says what else is needed,
    with the form for it and how to give it in one line.
    """
    _refuse_move(ask, deal, stage)
    missing = missing_fields(ask.session, deal, stage)
    shown = write_values(ask, deal, given, missing) if given.strip() else ()
    missing = missing_fields(ask.session, deal, stage)
    if missing and any(key in ask.values for key in missing):
        sheet = _sheet(ask, deal, stage, missing, given, verb)
        write_gate(ask, deal, sheet, answers(ask, sheet))
    missing = missing_fields(ask.session, deal, stage)
    if missing:
        raise _asked(ask, deal, stage, missing, given, verb)
    return shown


def _sheet(ask: Asking, deal: Deal, stage: Stage, missing: tuple[str, ...], given: str, verb: str) -> Sheet:
    head = f"stage #{deal.number} {stage.key} {given.strip()}" if verb == "stage" else f"{verb} #{deal.number} {given}"
    line = Verbatim(_one_line(ask, deal, stage, missing, given, verb))
    return gate_sheet(ask, deal, stage, missing, head.strip(), line)


def _refuse_move(ask: Asking, deal: Deal, stage: Stage) -> None:
    if not allowed(ask.process, deal, stage):
        current = ask.process.stage(deal.stage)
        keys = current.moves if current else ()
        actions = tuple(
            Action(t("To “{stage}”", stage=ask.stage_name(key)), f"stage #{deal.number} {key}") for key in keys
        )
        here, there = ask.stage_name(deal.stage), ask.stage_name(stage.key)
        raise RequestFault(t("From “{here}” the process does not lead to “{there}”.", here=here, there=there), actions)
    steps = holding_steps(ask.process, deal, stage)
    if steps:
        names = ", ".join(step.name(ask.reader.language) for step in steps)
        label = t("Done: {step}", step=Verbatim(steps[0].name(ask.reader.language)))
        raise RequestFault(
            t(
                "Before it leaves “{stage}”, this has to be done: {steps}.",
                stage=ask.stage_name(deal.stage),
                steps=Verbatim(names),
            ),
            (Action(label, f"step #{deal.number} {steps[0].key} done", "primary"),),
        )


def _asked(ask: Asking, deal: Deal, stage: Stage, missing: tuple[str, ...], given: str, verb: str) -> RequestFault:
    words = t("“{stage}” asks for {fields}.", stage=ask.stage_name(stage.key), fields=field_words(ask, missing))
    fault = _sheet(ask, deal, stage, missing, given, verb).unanswered(words)
    fault.actions = tuple(_offered(deal, stage, missing))
    return fault


def _one_line(ask: Asking, deal: Deal, stage: Stage, missing: tuple[str, ...], given: str, verb: str) -> str:
    said = [given.strip(" ,;")] if given.strip(" ,;") else []
    examples = [f"{_label(ask, key)} {_example(ask, key)}" for key in missing if key not in _COMMANDS]
    others = [_COMMANDS[key].replace("{number}", str(deal.number)) for key in missing if key in _COMMANDS]
    head = f"stage #{deal.number} {stage.short_key}" if verb == "stage" else f"set #{deal.number}"
    line = f"{head} {', '.join([*said, *examples])}".strip()
    return " · ".join([*others, line])


def _label(ask: Asking, key: str) -> str:
    """What to type for a field, in the reader's language."""
    field = fields_of(ask).get("deal", key)
    words = (field.names.get(ask.reader.language[:2]) or field.names.get("en")) if field else None
    return words[0] if words else key


def _example(ask: Asking, key: str) -> str:
    spec = ask.process.spec(key)
    return "|".join(spec.choices) if spec and spec.choices else _EXAMPLES.get(key, "…")


def _offered(deal: Deal, stage: Stage, missing: tuple[str, ...]) -> list[Action]:
    if missing != ("amount",) or deal.budget is None:
        return []
    label: Text = t("Take the budget")
    amount = f"amount {deal.budget} {deal.currency}"
    return [Action(label, f"stage #{deal.number} {stage.key} {amount}", "primary")]


_EXAMPLES = {"amount": "20k", "budget": "20k", "expected_close": "friday", "probability": "60", "source": "fair"}
