"""`stage`: a deal goes on to another stage of the process."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.moves import deal_name, moved
from crmbot.assistant.nearest import nearest
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals import move_to_stage
from crmbot.domain.process import Stage
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Verbatim, t

_PREPOSITIONS = {"to", "auf", "in", "nach", "zu"}


def handle(ask: Asking) -> Reply:
    """Move the deal that is named to the stage that is named."""
    deal, rest = named_deal(ask)
    stage = _stage(ask, rest, deal.number)
    if stage.state == "lost":
        raise RequestFault(
            t("Losing a deal needs a reason: “{command}”.", command=Verbatim(f"lost #{deal.number} …")),
        )
    name = deal_name(deal)
    if deal.stage == stage.key:
        raise RequestFault(t("{name} already stands at “{stage}”.", name=name, stage=ask.stage_name(stage.key)))
    before = ask.stage_name(deal.stage)
    move_to_stage(ask.work, ask.process, deal, stage)
    title = t(
        "#{number} {name} went from “{before}” to “{stage}”.",
        number=deal.number, name=name, before=before, stage=ask.stage_name(stage.key),
    )  # fmt: skip
    return moved(ask, deal, title)


def _stage(ask: Asking, text: str, number: int) -> Stage:
    """The stage with this key, name or alias. Raises NotFound, with the nearest to choose from."""
    words = text.strip(" .!“”\"'").split()
    if len(words) > 1 and words[0].lower() in _PREPOSITIONS:
        words = words[1:]
    wanted = fold(" ".join(words))
    known = ask.process.words()
    if not wanted:
        raise RequestFault(t("To which stage? Known are {stages}.", stages=_names(ask)))
    stage = ask.process.stage(known.get(wanted, ""))
    if stage is not None:
        return stage
    near = list(dict.fromkeys(known[word] for word in nearest(wanted, known)))
    actions = tuple(Action(t("To “{stage}”", stage=ask.stage_name(key)), f"stage #{number} {key}") for key in near)
    raise NotFound(
        t("There is no stage “{name}”. Known are {stages}.", name=Verbatim(text.strip()[:60]), stages=_names(ask)),
        actions,
    )


def _names(ask: Asking) -> Verbatim:
    return Verbatim(", ".join(stage.name(ask.reader.language) for stage in ask.process.stages))


COMMAND = Command(
    key="stage",
    topic="deals",
    names={"en": ("stage",), "de": ("phase", "stufe")},
    usage=t("stage DEAL STAGE"),
    summary=t("move a deal to a stage of the process, by key or name in either language"),
    examples={
        "en": ("stage #1042 propose", "stage #1042 delivery"),
        "de": ("phase #1042 Angebot", "phase #1042 Lieferung"),
    },
    writes=True,
    handler=handle,
)
