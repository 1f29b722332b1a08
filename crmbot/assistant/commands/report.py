"""`report`: figures over many records. Each report is a function of the request and of the words behind its name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.assistant.reports.deals import forecast_report, funnel_report, owners_report, pipeline_report, sales_report
from crmbot.assistant.reports.lost import lost_report
from crmbot.assistant.reports.people import activity_report, contacts_report, group_report, overdue_report, roles_report
from crmbot.assistant.reports.sources import by_source
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t


@dataclass(frozen=True, slots=True)
class Report:
    """`words` (folded) name it. The further words go to `make`, those between name and filters left out.

    `chart` is the chart that shows the same figures, if there is one.
    """

    key: str
    words: frozenset[str]
    label: Text
    make: Callable[[Asking, str], Reply]
    chart: str | None = None


REPORTS = (
    Report(
        "lost", frozenset({"lost", "losses", "verloren", "verlorene", "verluste", "verlustgruende", "lost-reasons", "reasons", "gruende"}),
        t("Lost by reason"), lost_report,
    ),
    Report(
        "forecast", frozenset({"forecast", "prognose", "vorhersage", "forecasts", "vorschau", "ausblick"}),
        t("Forecast by month"), forecast_report, "forecast",
    ),
    Report("pipeline", frozenset({"pipeline", "stages", "phasen", "stage", "phase"}), t("Pipeline by stage"), pipeline_report, "pipeline"),
    Report(
        "sales", frozenset({"sales", "umsatz", "umsaetze", "verkaeufe", "abschluesse", "income", "revenue", "won", "gewonnen"}),
        t("Sales by month"), sales_report, "won",
    ),
    Report(
        "funnel", frozenset({"funnel", "trichter", "conversion", "konversion", "umwandlung", "konvertierung", "quote", "quoten"}),
        t("Funnel"), funnel_report, "funnel",
    ),
    Report(
        "activity",
        frozenset({"activity", "activities", "aktivitaet", "aktivitaeten", "response", "responses", "antwortzeit", "antwortzeiten", "calls", "anrufe"}),
        t("Activity by member"), activity_report, "activity",
    ),
    Report(
        "overdue",
        frozenset({"overdue", "ueberfaellig", "ueberfaellige", "unattended", "unbearbeitet", "followups", "follow-ups", "wiedervorlagen", "due", "faellig"}),
        t("Overdue by member"), overdue_report,
    ),
    Report("group", frozenset({"group", "konzern", "gruppe", "unternehmensgruppe"}), t("Group of companies"), group_report),
    Report("roles", frozenset({"roles", "rollen", "role", "rolle"}), t("Contacts by role"), roles_report),
    Report(
        "contacts", frozenset({"contacts", "kontakte", "companies", "firmen", "people", "personen", "segments", "segmente"}),
        t("Contacts by field"), contacts_report,
    ),
    Report("source", frozenset({"source", "sources", "quelle", "quellen", "herkunft"}), t("Leads by source"), by_source, "sources"),
    Report(
        "owners",
        frozenset({"owners", "owner", "besitzer", "verkaeufer", "mitarbeiter", "verantwortliche", "members", "member", "team", "salespeople"}),
        t("Deals by owner"), owners_report,
    ),
)  # fmt: skip
_LEADING = frozenset(
    {
        "by",
        "nach",
        "of",
        "on",
        "about",
        "ueber",
        "the",
        "der",
        "die",
        "von",
        "zu",
        "zur",
        "zum",
        "for",
        "fuer",
        "times",
        "time",
        "per",
        "je",
        "pro",
    }
)
_NOTHING = frozenset({"report", "bericht", "wins", "loss", "leads", "deals"})


def handle(ask: Asking) -> Reply:
    """The report that the first telling word names, over what the further words narrow it to."""
    words = ask.rest.split()
    for place, word in enumerate(words):
        found = _named(word)
        if found is not None:
            before = [one for one in words[:place] if fold(one) not in _LEADING | _NOTHING]
            return _made(ask, found, " ".join([*before, *_behind(words[place + 1 :])]))
    actions = tuple(Action(one.label, f"report {one.key}") for one in REPORTS)
    if words:
        raise RequestFault(t("There is no report “{words}”.", words=Verbatim(ask.rest.strip()[:60])), actions)
    return Reply("choice", t("Which report?"), actions=actions)


def _made(ask: Asking, report: Report, words: str) -> Reply:
    """The report, with the way to its picture."""
    reply = report.make(ask, words)
    if report.chart is None or not reply.ok:
        return reply
    picture = Action(t("As a picture"), f"chart {report.chart} {words}".strip())
    return replace(reply, actions=(*reply.actions, picture))


def _named(word: str) -> Report | None:
    folded = fold(word).strip(".,:?!")
    return next((one for one in REPORTS if folded in one.words), None)


def _behind(words: list[str]) -> list[str]:
    """Without the words that only lead over, but with `by owner` and the like."""
    kept = [one for one in words if fold(one) not in _NOTHING]
    while (
        kept
        and fold(kept[0]) in _LEADING
        and (len(kept) == 1 or fold(kept[0]) not in {"by", "nach", "per", "je", "pro"})
    ):
        kept = kept[1:]
    return kept


COMMAND = Command(
    key="report",
    topic="ask",
    names={"en": ("report", "reports"), "de": ("bericht", "auswertung", "berichte")},
    usage=t(
        "report pipeline|forecast|sales|funnel|sources|owners|lost|activity|overdue|roles|contacts|group [PERIOD] [FILTERS]"
    ),
    summary=t("figures: pipeline, forecast, sales, funnel, sources, owners, losses, activity, what is overdue"),
    examples={
        "en": ("report forecast", "report funnel this year", "report sources", "report lost this year", "report activity this month"),
        "de": ("bericht Prognose", "bericht Trichter dieses Jahr", "bericht Quellen", "bericht verloren dieses Jahr", "bericht Aktivitäten diesen Monat"),
    },
    writes=False,
    handler=handle,
)  # fmt: skip
