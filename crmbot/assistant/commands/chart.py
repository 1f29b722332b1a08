"""`chart`: figures as a picture, with the same figures as a table under it."""

from __future__ import annotations

from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.charts.figures import Figures, bars_of, table_of
from crmbot.assistant.charts.kinds import KINDS, Kind, chart_named
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.sums import sum_lines
from crmbot.charts import ChartsMissing, draw
from crmbot.errors import RequestFault
from crmbot.folding import fold
from crmbot.shapes import Action, Picture, Reply, Value, Verbatim, t

_LEADING = frozenset(
    {"of", "for", "the", "by", "a", "von", "der", "die", "das", "fuer", "nach", "per", "me", "und", "and"}
)


def handle(ask: Asking) -> Reply:
    """The chart that the first telling word names, of what the other words narrow it to."""
    words = ask.rest.split()
    for place, word in enumerate(words):
        kind = chart_named(word)
        if kind is not None:
            before = [one for one in words[:place] if fold(one) not in _LEADING]
            return _reply(ask, kind, " ".join([*before, *_behind(words[place + 1 :])]))
    actions = tuple(Action(one.label, f"chart {one.key}") for one in KINDS)
    if words:
        raise RequestFault(t("There is no chart “{words}”.", words=Verbatim(ask.rest.strip()[:60])), actions)
    return Reply("choice", t("Which chart?"), actions=actions)


def _behind(words: list[str]) -> list[str]:
    """Without the name of a second kind (`won and lost`), but with `by owner`."""
    kept = words
    while kept and (
        fold(kept[0]) in {"and", "und", "vs", "versus", "gegen"} or (kept is not words and _second(kept[0]))
    ):
        kept = kept[1:]
    return kept


def _second(word: str) -> bool:
    return fold(word) in {"lost", "verloren", "won", "gewonnen"}


def _reply(ask: Asking, kind: Kind, words: str) -> Reply:
    figures = kind.make(ask, words)
    if not figures.labels:
        return Reply(
            "chart",
            t("{title}: there is nothing to show.", title=figures.title),
            understood=figures.said,
            totals=figures.totals,
        )
    reply = Reply(
        "chart", figures.title, understood=figures.said, lines=_lines(figures), table=table_of(figures), totals=figures.totals,
        actions=tuple(Action(one.label, f"chart {one.key}") for one in KINDS if one.key != kind.key),
    )  # fmt: skip
    try:
        content = draw(bars_of(figures, ask.reader))
    except ChartsMissing:
        missing = t(
            "For the picture the extra “charts” is missing: {command}", command=Verbatim("pip install 'crmbot[charts]'")
        )
        return replace(reply, lines=(*reply.lines, missing))
    alt = t("{title}, {n} rows; the same figures stand in the table.", title=figures.title, n=len(figures.labels))
    return replace(reply, picture=Picture(content, f"{kind.key}-{ask.now:%Y-%m-%d}.png", alt))


def _lines(figures: Figures) -> tuple[Value, ...]:
    sums = (
        tuple(sum_lines(dict(figures.totals)))
        if "weighted" in figures.totals or "by_currency" in figures.totals
        else ()
    )
    if figures.currencies < 2:
        return (*figures.lines, *sums)
    drawn = Verbatim(figures.currency or "")
    return (
        *figures.lines,
        *sums,
        t("The picture shows sums in {currency}; the table has all currencies.", currency=drawn),
    )


COMMAND = Command(
    key="chart",
    topic="ask",
    names={"en": ("chart", "graph", "plot"), "de": ("diagramm", "grafik", "schaubild", "chart")},
    usage=t("chart pipeline|forecast|funnel|activity|sources|won [PERIOD] [FILTERS]"),
    summary=t("a picture of the figures, with the table under it"),
    examples={
        "en": ("chart pipeline", "chart forecast owner:me", "chart funnel this year", "chart activity this month", "chart sources", "chart won"),
        "de": ("diagramm pipeline", "diagramm prognose owner:ich", "diagramm trichter dieses Jahr", "diagramm aktivität diesen Monat",
               "diagramm quellen", "diagramm gewonnen"),
    },
    writes=False,
    handler=handle,
)  # fmt: skip
