"""The process bar: the stages of a deal's process in one line, with a flag at the one it has reached."""

from __future__ import annotations

from functools import reduce

from crmbot.assistant.asking import Asking
from crmbot.domain.deals.gates import is_known, missing_fields, open_steps
from crmbot.domain.deals.staleness import days_still
from crmbot.domain.followups.followups import open_followups_of
from crmbot.domain.process import Stage
from crmbot.domain.process.field_names import field_label
from crmbot.domain.records import Deal
from crmbot.shapes import Action, Row, Section, Text, Value, Verbatim, t, tn

FLAG = "⚑"
_DONE, _OPEN = "✓", "○"


def process_bar(ask: Asking, deal: Deal) -> Text:
    """`✓ Qualify › ✓ Develop › ⚑ Propose › Close …`; a stage that the process has no more stands before the others."""
    line = ask.process.of(deal.process)
    stages = [stage for stage in line.stages if stage.state != "lost" or stage.key == deal.stage]
    keys = [stage.key for stage in stages]
    reached = keys.index(deal.stage) if deal.stage in keys else -1
    lost = deal.state == "lost"
    parts: list[Text] = []
    if reached < 0:
        parts.append(_flagged(ask.stage_name(deal.stage)))
    for place, stage in enumerate(stages):
        name = Verbatim(stage.name(ask.reader.language))
        if place == reached:
            parts.append(_flagged(name))
        elif place < reached and not lost:
            parts.append(t("{mark} {stage}", mark=Verbatim(_DONE), stage=name))
        else:
            parts.append(t("{stage}", stage=name))
    return reduce(lambda left, right: t("{left} › {right}", left=left, right=right), parts)


def _flagged(name: Value) -> Text:
    return t("{mark} {stage}", mark=Verbatim(FLAG), stage=name)


def steps_section(ask: Asking, deal: Deal) -> Section | None:
    """The steps of the stage the deal stands in, each with its button; None for a stage without steps."""
    stage = ask.process.stage(deal.stage)
    if stage is None or not stage.steps:
        return None
    open_ = {step.key for step in open_steps(deal, stage)}
    rows = []
    for step in stage.steps:
        name = Verbatim(step.name(ask.reader.language))
        needed = t("needed before it goes on") if step.required and step.key in open_ else None
        mark = Verbatim(_OPEN if step.key in open_ else _DONE)
        done = (Action(t("Done"), f"step #{deal.number} {step.key} done"),) if step.key in open_ else ()
        rows.append(Row(t("{mark} {step}", mark=mark, step=name), needed, done))
    return Section(t("Steps of “{stage}”", stage=ask.stage_name(stage.key)), tuple(rows))


def next_gate(ask: Asking, deal: Deal) -> Text | None:
    """What the next stage asks for and the deal does not have yet; None when it may go on."""
    stage = ask.process.following(deal.stage) if deal.state == "open" else None
    missing = missing_fields(ask.session, deal, stage) if stage is not None else ()
    if stage is None or not missing:
        return None
    return t(
        "For “{stage}” still missing: {fields}.", stage=ask.stage_name(stage.key), fields=field_words(ask, missing)
    )


def open_questions(ask: Asking, deal: Deal) -> Text | None:
    """The fields of the stage's dialog that have no value yet."""
    stage = ask.process.stage(deal.stage)
    unknown = tuple(key for key in (stage.dialog if stage else ()) if not is_known(ask.session, deal, key))
    if not unknown or deal.state == "lost":
        return None
    return t("Not known yet: {fields}.", fields=field_words(ask, unknown))


def field_words(ask: Asking, keys: tuple[str, ...]) -> Text:
    """The names of fields, separated by commas."""
    names = [t("{name}", name=field_label(ask.process, key, ask.reader.language)) for key in keys]
    return reduce(lambda left, right: t("{left}, {right}", left=left, right=right), names)


def stale_mark(ask: Asking, deal: Deal) -> Text | None:
    """Said of a deal that has lain still for longer than its stage allows, with nothing planned."""
    stage: Stage | None = ask.process.stage(deal.stage)
    if stage is None or stage.stale_after is None:
        return None
    days = days_still(deal, stage, ask.now, planned=False)
    numbers = [deal.number, *((deal.person_number,) if deal.person_number else ())]
    if days is None or open_followups_of(ask.session, numbers):
        return None
    return tn("has lain still for {n} day", "has lain still for {n} days", days)
