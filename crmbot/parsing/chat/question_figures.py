"""Questions for figures: win rate, funnel, forecast, why something was lost, and charts of all that."""

from __future__ import annotations

from crmbot.parsing.chat.question_filters import pairs
from crmbot.parsing.chat.question_reading import Asked, Reading

_OF_DEALS = ("deals", "offers", "orders", "leads", "customers")


def rate(r: Reading) -> Asked | None:
    """The share of what was decided that was won."""
    share = r.has("share") and r.has("won") and not r.has("leads")
    if not (r.has("rate") or share) or not r.only("rate", "share", "closing", "won", "sum", *_OF_DEALS, "average"):
        return None
    return r.answer("report", "owners", r.period(past=True), *pairs(r.filters), asks="win rate")


def funnel(r: Reading) -> Asked | None:
    """How many of the leads came how far."""
    fits = r.only(
        "funnel", "share", "count", "sum", "converted", "stages", "won", "sources", "months", "created", *_OF_DEALS
    )
    share = r.has("share") and r.has("leads")
    if not (r.has("funnel") or share) or not fits or r.filters.group not in (None, "stage"):
        return None
    return r.answer("report", "funnel", r.period(past=True), *pairs(r.filters, but=("group",)), asks="list")


def forecast(r: Reading) -> Asked | None:
    """What is to be expected, month by month."""
    fits = r.only(
        "forecast", "closing", "revenue", "sum", "weighted", "orders", "deals", "months", "won", "open", "created"
    )
    if not r.has("forecast") or not fits or (r.scan.days and r.scan.days.behind):
        return None
    return r.answer("report", "forecast", r.period(key="closing:"), *pairs(r.filters), asks="weighted")


def why(r: Reading) -> Asked | None:
    """The reasons of what was lost."""
    if not r.has("why") or not r.has("lost") or r.has("won"):
        return None
    fits = r.only("why", "lost", "most", "count", "sum", "lately", "customers", "rejected", "top", *_OF_DEALS)
    if not fits or pairs(r.filters, but=("owner",)):
        return None
    return r.answer("report", "lost", r.period(past=True), r.owner, asks="most" if r.has("most", "top") else "list")


def chart(r: Reading) -> Asked | None:
    """Any of them as a picture."""
    shown = (
        *_OF_DEALS,
        "months",
        "stages",
        "owners",
        "count",
        "sum",
        "revenue",
        "won",
        "open",
        "closing",
        "created",
        "weighted",
    )
    if not r.has("chart") or not r.only(
        "chart", "forecast", "funnel", "activity", "calls", "meetings", "sources", *shown
    ):
        return None
    kind = next((name for concept, name in _KINDS if r.has(concept)), "pipeline")
    days = r.period(past=kind not in ("forecast", "pipeline"))
    return r.answer("chart", kind, days, *pairs(r.filters), asks="list")


_KINDS = (
    ("forecast", "forecast"), ("funnel", "funnel"), ("sources", "sources"), ("activity", "activity"), ("calls", "activity"),
    ("meetings", "activity"), ("won", "won"), ("revenue", "won"), ("orders", "won"),
)  # fmt: skip
