"""`step`: a step of the deal's stage is done, or open again; done steps open the way to the next stage."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import deal_name
from crmbot.assistant.nearest import nearest
from crmbot.assistant.process_bar import next_gate, process_bar, steps_section
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals.gates import open_steps, step_mark
from crmbot.domain.deals.views import deal_view
from crmbot.domain.process import Stage, Step
from crmbot.domain.records import Deal
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t

_DONE = frozenset({"done", "ok", "finished", "erledigt", "fertig", "gemacht", "abgehakt", "check"})
_OPEN = frozenset({"open", "undone", "again", "offen", "reset", "nicht"})


def handle(ask: Asking) -> Reply:
    """Tick the step that is named; without one the steps of the stage are shown."""
    deal, rest = named_deal(ask)
    stage = ask.process.stage(deal.stage)
    if stage is None or not stage.steps:
        raise RequestFault(t("“{stage}” has no steps.", stage=ask.stage_name(deal.stage)))
    words = rest.strip(" .!:").split()
    again = bool(words) and fold(words[-1]) in _OPEN
    while words and fold(words[-1]) in _DONE | _OPEN:
        words.pop()
    if not words:
        return _reply(ask, deal, stage, t("#{number} {name}", number=deal.number, name=deal_name(deal)))
    step = _named_step(ask, deal, stage, " ".join(words))
    mark, name = step_mark(stage, step), Verbatim(step.name(ask.reader.language))
    others = {key: at for key, at in (deal.steps_done or {}).items() if key != mark}
    deal.steps_done = others or None if again else {**others, mark: ask.work.now.isoformat()}
    ask.session.flush()
    if again:
        return _reply(ask, deal, stage, t("Open again: {step}", step=name))
    return _reply(ask, deal, stage, t("Done: {step}", step=name))


def _named_step(ask: Asking, deal: Deal, stage: Stage, text: str) -> Step:
    known = {fold(word): step for step in stage.steps for word in (step.key, *step.names.values())}
    found = known.get(fold(text))
    if found is None and text.isdigit() and 1 <= int(text) <= len(stage.steps):
        found = stage.steps[int(text) - 1]
    if found is not None:
        return found
    near = {known[word].key: known[word] for word in nearest(fold(text), known)} or {s.key: s for s in stage.steps}
    actions = tuple(
        Action(t("Done: {step}", step=Verbatim(step.name(ask.reader.language))), f"step #{deal.number} {key} done")
        for key, step in near.items()
    )
    raise NotFound(
        t("“{stage}” has no step “{name}”.", stage=ask.stage_name(stage.key), name=Verbatim(text[:60])), actions
    )


def _reply(ask: Asking, deal: Deal, stage: Stage, title: Text) -> Reply:
    section = steps_section(ask, deal)
    gate = next_gate(ask, deal)
    return Reply(
        "done", title, lines=(process_bar(ask, deal), *((gate,) if gate is not None else ())),
        sections=(section,) if section is not None else (), records=(deal_view(deal, ask.process),),
        actions=tuple(_onwards(ask, deal, stage)),
    )  # fmt: skip


def _onwards(ask: Asking, deal: Deal, stage: Stage) -> Iterator[Action]:
    """The next stage, once everything here is done."""
    following = ask.process.following(stage.key)
    if open_steps(deal, stage) or following is None:
        return
    if following.state == "won" and stage.state == "open":
        yield Action(t("Won"), f"won #{deal.number}", "primary")
    else:
        label = t("On to “{stage}”", stage=ask.stage_name(following.key))
        yield Action(label, f"stage #{deal.number} {following.key}", "primary")


COMMAND = Command(
    key="step",
    topic="deals",
    names={"en": ("step", "steps"), "de": ("schritt", "schritte")},
    usage=t("step DEAL STEP done"),
    summary=t("a step of the deal's stage is done (or “open” again); without a step, all of them"),
    examples={
        "en": ("step #1042 contact done", "steps #1042"),
        "de": ("schritt #1042 Kontakt aufnehmen erledigt", "schritte #1042"),
    },
    writes=True,
    handler=handle,
    right="read",  # what is shown needs no more; the guard refuses to write without the right
)
