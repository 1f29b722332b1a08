"""`stage`: a deal goes on to another stage of the process, with what its gate asks for."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.lost import lose_deal
from crmbot.assistant.forms.deals import asked_stage
from crmbot.assistant.gate import pass_gate
from crmbot.assistant.moves import deal_name, moved
from crmbot.assistant.nearest import nearest
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals.deals import move_to_stage
from crmbot.domain.process import Stage
from crmbot.domain.records import Deal
from crmbot.errors import NotFound, RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Verbatim, t

_PREPOSITIONS = {"to", "auf", "in", "nach", "zu"}
_MOST_WORDS = 5  # of the name of a stage


def handle(ask: Asking) -> Reply:
    """Move the deal that is named to the stage that is named; further words are values of the deal."""
    deal, rest = named_deal(ask)
    if not rest.strip():
        rest = asked_stage(ask, deal, t("To which stage? Known are {stages}.", stages=_names(ask, deal)))
    stage, given = named_stage(ask, rest, deal)
    if stage.state == "lost":
        question = t("Losing a deal needs a reason: “{command}”.", command=Verbatim(f"lost #{deal.number} …"))
        return lose_deal(replace(ask, verb="lost", values={}), deal, given, question)
    name = deal_name(deal)
    if deal.stage == stage.key:
        raise RequestFault(t("{name} already stands at “{stage}”.", name=name, stage=ask.stage_name(stage.key)))
    shown = pass_gate(ask, deal, stage, given)
    before = ask.stage_name(deal.stage)
    move_to_stage(ask.work, ask.process, deal, stage)
    title = t(
        "#{number} {name} went from “{before}” to “{stage}”.",
        number=deal.number, name=name, before=before, stage=ask.stage_name(stage.key),
    )  # fmt: skip
    return moved(ask, deal, title, more=shown)


def named_stage(ask: Asking, text: str, deal: Deal) -> tuple[Stage, str]:
    """The stage whose key, name or alias stands first, and the words after it; those of the deal's own process count
    first. Raises NotFound, with the nearest to choose from.
    """
    words = text.strip(" .!“”\"'").split()
    if len(words) > 1 and words[0].lower() in _PREPOSITIONS:
        words = words[1:]
    line = ask.process.of(deal.process)
    known = {**ask.process.words(), **line.words()}
    if not words:
        raise RequestFault(t("To which stage? Known are {stages}.", stages=_names(ask, deal)))
    for count in range(min(len(words), _MOST_WORDS), 0, -1):
        wanted = fold(" ".join(words[:count])).strip(",:;.!“”\"'")
        stage = ask.process.stage(known.get(wanted, ""))
        if stage is not None:
            return stage, " ".join(words[count:])
    near = list(dict.fromkeys(known[word] for word in nearest(fold(" ".join(words)), known)))
    actions = tuple(Action(t("To “{stage}”", stage=ask.stage_name(key)), f"stage #{deal.number} {key}") for key in near)
    raise NotFound(
        t(
            "There is no stage “{name}”. Known are {stages}.",
            name=Verbatim(text.strip()[:60]),
            stages=_names(ask, deal),
        ),
        actions,
    )


def _names(ask: Asking, deal: Deal) -> Verbatim:
    stages = ask.process.of(deal.process).stages
    return Verbatim(", ".join(stage.name(ask.reader.language) for stage in stages))


COMMAND = Command(
    key="stage",
    topic="deals",
    names={"en": ("stage",), "de": ("phase", "stufe")},
    usage=t("stage DEAL STAGE [FIELD VALUE, …]"),
    summary=t("move a deal to a stage of the process, with the values that the stage asks for"),
    examples={
        "en": ("stage #1042 propose", "stage #1042 offer amount 20k, close Friday", "stage #1042 delivery"),
        "de": ("phase #1042 Angebot", "phase #1042 Angebot Betrag 20k, Abschluss Freitag", "phase #1042 Lieferung"),
    },
    writes=True,
    handler=handle,
)
