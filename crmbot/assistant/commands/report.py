"""`report`: what was lost and why, where leads come from. Each report is a function of the request and its further words."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from crmbot.assistant.asking import Asking
from crmbot.assistant.lost_report import lost_report
from crmbot.assistant.registry import Command
from crmbot.assistant.source_report import by_source
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t

Report = Callable[[Asking, str], Reply]
REPORTS: Mapping[str, tuple[frozenset[str], Text, Report]] = MappingProxyType(
    {
        "lost": (
            frozenset({"lost", "losses", "verloren", "verlorene", "verluste", "verlustgruende", "lost-reasons", "reasons", "gruende"}),
            t("Lost by reason"), lost_report,
        ),
        "source": (
            frozenset({"source", "sources", "quelle", "quellen", "herkunft"}), t("Leads by source"), by_source,
        ),
    }
)  # fmt: skip
_FILLERS = frozenset({"by", "nach", "of", "on", "about", "ueber", "the", "leads", "deals", "report", "bericht", "wins", "loss"})


def handle(ask: Asking) -> Reply:
    """The report that the first telling word names, over what the further words narrow it to."""
    words = ask.rest.split()
    for place, word in enumerate(words):
        folded = fold(word).strip(".,:?!")
        found = next((one for one in REPORTS.values() if folded in one[0]), None)
        if found is not None:
            rest = [one for one in (*words[:place], *words[place + 1 :]) if fold(one) not in _FILLERS]
            return found[2](ask, " ".join(rest))
    actions = tuple(Action(label, f"report {key}") for key, (_, label, _) in REPORTS.items())
    if words:
        raise RequestFault(t("There is no report “{words}”.", words=Verbatim(ask.rest.strip()[:60])), actions)
    return Reply("choice", t("Which report?"), actions=actions)


COMMAND = Command(
    key="report",
    topic="ask",
    names={"en": ("report",), "de": ("bericht", "auswertung")},
    usage=t("report lost|source [PERIOD] [owner:MEMBER]"),
    summary=t("what was lost and why; where leads come from and what becomes of them"),
    examples={
        "en": ("report lost", "report source", "report lost this year"),
        "de": ("bericht verloren", "bericht Quelle", "bericht verloren dieses Jahr"),
    },
    writes=False,
    handler=handle,
)
