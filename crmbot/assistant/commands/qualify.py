"""`qualify` and `disqualify`: whether an enquiry is worth the work."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.commands.lost import lose_deal
from crmbot.assistant.moves import deal_name, keep_words, moved
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.domain.deals import move_to_stage
from crmbot.errors import RequestFault
from crmbot.shapes import Reply, t


def handle(ask: Asking) -> Reply:
    """The same record goes on from the first stage to the second; nothing is copied."""
    deal, text = named_deal(ask)
    if deal.stage != ask.process.first.key:
        stage = ask.stage_name(deal.stage)
        raise RequestFault(
            t(
                "#{number} {name} is past that: it stands at “{stage}”.",
                number=deal.number,
                name=deal_name(deal),
                stage=stage,
            )
        )
    move_to_stage(ask.work, ask.process, deal, ask.process.stages[1])
    keep_words(ask, deal, text)
    stage = ask.stage_name(deal.stage)
    return moved(
        ask,
        deal,
        t("Qualified: #{number} {name} is at “{stage}”.", number=deal.number, name=deal_name(deal), stage=stage),
    )


def handle_disqualify(ask: Asking) -> Reply:
    """An enquiry that leads nowhere ends with its reason."""
    deal, reason = named_deal(ask)
    return lose_deal(ask, deal, reason)


COMMAND = Command(
    key="qualify",
    topic="deals",
    names={"en": ("qualify",), "de": ("qualifizieren", "qualifiziere")},
    usage=t("qualify DEAL [TEXT]"),
    summary=t("an enquiry is worth the work: on to the next stage"),
    examples={"en": ("qualify #1042",), "de": ("qualifizieren #1042",)},
    writes=True,
    handler=handle,
)
DISQUALIFY = Command(
    key="disqualify",
    topic="deals",
    names={"en": ("disqualify",), "de": ("disqualifizieren", "disqualifiziere", "aussortieren")},
    usage=t("disqualify DEAL REASON"),
    summary=t("an enquiry leads nowhere; the reason is kept"),
    examples={
        "en": ("disqualify #1042 only wants a catalogue",),
        "de": ("disqualifizieren #1042 will nur einen Katalog",),
    },
    writes=True,
    handler=handle_disqualify,
)
