"""Figures of what was: what members did, what was won and lost in which month."""

from __future__ import annotations

from datetime import date, timedelta

from crmbot.assistant.asking import Asking
from crmbot.assistant.charts.figures import Figures, Line
from crmbot.assistant.reports.activity import read_done
from crmbot.assistant.reports.wanted import Wanted, read_wanted
from crmbot.domain.reports.decided import Decided, decided_by_month
from crmbot.shapes import Text, Verbatim, t
from crmbot.texts import month_words

_KINDS: tuple[tuple[str, Text], ...] = (
    ("call", t("Calls")), ("mail_in", t("Mails in")), ("mail_out", t("Mails out")), ("meeting", t("Meetings")), ("note", t("Notes")),
)  # fmt: skip
_USUAL_MONTHS, _MOST_MONTHS = 12, 36


def activity_figures(ask: Asking, words: str) -> Figures:
    """What each member did, by kind; who did most on top."""
    done = read_done(ask, words)
    members = done.members
    shown = [Line(heading, tuple(one.kinds[kind] for _, one in members)) for kind, heading in _KINDS]
    whole = tuple(one.total for _, one in members)
    told = [sum(cell for line in shown if isinstance(cell := line.cells[place], int)) for place in range(len(members))]
    others = tuple(total - part for total, part in zip(whole, told, strict=True))
    columns = (*shown, Line(t("Other"), others), Line(t("All"), whole, drawn=False))
    return Figures(
        t("Activity by member"), t("Member"), tuple(ask.member_name(key) for key, _ in members), columns,
        {"count": sum(whole), "members": [{"member": key, "total": one.total} for key, one in members]},
        done.said, way="stacked", ends=len(columns) - 1,
    )  # fmt: skip


def won_figures(ask: Asking, words: str) -> Figures:
    """Won and lost sums by the month of the decision; the last twelve months, unless others are named."""
    wanted = read_wanted(ask, words)
    found = decided_by_month(ask.session, wanted.conditions, ask.zone, since=wanted.since, until=wanted.until)
    months = _months(ask, wanted, found)
    rows = [found.get(month) or Decided() for month in months]
    columns = (
        Line(t("Won"), tuple(one.won for one in rows), drawn=False),
        Line(t("Amount won"), tuple(dict(one.won_amounts) for one in rows)),
        Line(t("Lost"), tuple(one.lost for one in rows), drawn=False),
        Line(t("Amount lost"), tuple(dict(one.lost_amounts) for one in rows)),
    )
    labels = tuple(Verbatim(month_words(date.fromisoformat(f"{month}-01"), ask.reader)) for month in months)
    return Figures(
        t("Won and lost by month"), t("Month"), labels, columns,
        {"won": sum(one.won for one in rows), "lost": sum(one.lost for one in rows), "count": sum(one.won + one.lost for one in rows),
         "months": [_json(month, one) for month, one in zip(months, rows, strict=True)]},
        wanted.said, way="beside",
    )  # fmt: skip


def _json(month: str, one: Decided) -> dict[str, object]:
    return {
        "month": month, "won": one.won, "lost": one.lost, "won_amounts": dict(one.won_amounts),
        "lost_amounts": dict(one.lost_amounts),
    }  # fmt: skip


def _months(ask: Asking, wanted: Wanted, found: dict[str, Decided]) -> list[str]:
    """Every month from the first decision of the stretch to the last, or to now."""
    if not found:
        return []
    today = ask.now.date()
    end = max(min((wanted.until - timedelta(days=1)).date(), today) if wanted.until else today, _day(max(found)))
    usual = date(end.year - 1 + end.month // 12, end.month % 12 + 1, 1)
    begin = _day(min(found)) if wanted.since else max(usual, _day(min(found)))
    months: list[str] = []
    while begin <= end and len(months) < _MOST_MONTHS:
        months.append(f"{begin:%Y-%m}")
        begin = date(begin.year + begin.month // 12, begin.month % 12 + 1, 1)
    return months


def _day(month: str) -> date:
    return date.fromisoformat(f"{month}-01")
