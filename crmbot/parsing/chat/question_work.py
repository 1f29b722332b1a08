"""Questions about the work of the members: what is due, appointments, what was done, who was neglected."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.parsing.chat.question_filters import pairs
from crmbot.parsing.chat.question_reading import HARMLESS, Asked, Reading

_KINDS = ("calls", "meetings", "mails", "notes")
_HALF_A_YEAR = 183  # days
_OTHERS = (
    "deals",
    "offers",
    "orders",
    "leads",
    "customers",
    "prospects",
    "suppliers",
    "contacts",
    "people",
    "companies",
    "products",
)


def team(r: Reading) -> Asked | None:
    """Follow-ups of those whom one leads."""
    if not r.has("team") or not r.only(
        "team", "followups", "open", "overdue", "owners", "due", "did", "count", "resolved", "closed", "closing", "most"
    ):
        return None
    if r.has("resolved", "closing") and not r.negated:
        return r.answer("team", "done") if r.stretch is None else None
    which = "overdue" if r.has("overdue") else "open" if r.has("open", "due", "followups") else ""
    return r.answer("team", which) if r.stretch is None else None


def due(r: Reading) -> Asked | None:
    """Follow-ups, by when they are due."""
    open_work = r.filters.owner and r.has("open") and r.stretch is not None and not r.has(*_OTHERS, *_KINDS)
    planned = r.has("on") and (r.stretch is not None or r.filters.owner == "me")
    if not (r.has("followups", "due", "overdue", "due_whom") or open_work or planned) or r.missing or r.scan.span:
        return None
    spoken = ("calls", "meetings", "contacted") if r.has("due_whom") else ()
    undone = (
        ("not", "resolved", "did") if r.negated and r.negated <= {"resolved", "did", "due", "closing", "closed"} else ()
    )
    if not r.only("followups", "due", "on", "overdue", "due_whom", "open", "count", "owners", "most", *spoken, *undone):
        return None
    if r.filters.stage or pairs(r.filters, but=("owner", "name")):
        return None
    if r.has("most") or (r.has("owners") and r.has("overdue") and not r.has("due_whom")):
        return r.answer("report", "overdue", r.owner, asks="most") if r.has("overdue") else None
    if r.has("owners") and not r.has("due_whom"):
        return None
    everybody = "everybody" in r.maybe and r.filters.owner is None
    whose = "all" if everybody else r.owner
    if _is_today(r) and not r.has("overdue") and r.mine and r.asks == "list" and not everybody:
        return r.answer("today")
    late = r.has("overdue")  # as of today, where that is said
    if late and r.scan.days is not None and r.scan.days.behind and r.stretch is not None and r.stretch.last is None:
        return None  # overdue for how long is no day that it was due
    days = "" if late and _is_today(r) else r.period()
    return r.answer("due", "overdue" if late else "", days, whose, *_names(r))


def _is_today(r: Reading) -> bool:
    return r.stretch is not None and r.stretch.first == r.stretch.last == r.now.date()


def _names(r: Reading) -> Iterator[str]:
    if r.filters.name:
        yield f'"{r.filters.name}"'


def appointments(r: Reading) -> Asked | None:
    """Those to come, of the member or of others."""
    who = "owners" if not r.has("did", "contacted", "most", "count") else ""
    fits = r.only("meetings", "due", "on", "count", "when", "open", "closing", "lies", who) and not r.has("lost", "won")
    if not r.has("meetings") or "had" in r.maybe or not fits or pairs(r.filters, but=("owner", "name")) or r.unknown:
        return None
    everybody = (who and r.has("owners")) or "everybody" in r.maybe
    whose = "all" if everybody and not r.filters.owner else r.owner if r.filters.owner != "me" else ""
    if r.stretch is None:
        return r.answer("appointments", whose)
    last = r.stretch.last
    if (last is not None and last < r.now.date()) or _was_rather(r):
        return None
    return r.answer("appointments", r.period(), whose)


def _was_rather(r: Reading) -> bool:
    """Whether a month without a year is rather the one that was: `visits in October`, asked in November."""
    first = r.stretch.first if r.stretch else None
    return first is not None and not r.ahead and (first - r.now.date()).days > _HALF_A_YEAR


def _is_over(r: Reading) -> bool:
    """Whether days are named that have passed: `meetings last week`."""
    last = r.stretch.last if r.stretch else None
    return last is not None and last < r.now.date()


def _to_come(r: Reading) -> bool:
    """Whether days that are not over are named, and nothing tells of the past: `who has the most visits this week`."""
    last = r.stretch.last if r.stretch else None
    return last is not None and last >= r.now.date() and not (_was_rather(r) or r.was)


def _of_days_to_come(r: Reading) -> bool:
    """Whether the days are yet to come, or end so and began nowhere."""
    if r.stretch is None:
        return False
    today, first = r.now.date(), r.stretch.first
    if first is None and (r.stretch.last or today) > today:
        return True
    told = r.has("did") or "past" in r.maybe or _was_rather(r)
    return r.ahead or ((first or today) > today and not told)


def activity(r: Reading) -> Asked | None:
    """What members did, and how often."""
    kinds = [one for one in _KINDS if r.has(one)]
    told = r.has("did") or (
        "did" in r.maybe and bool(r.scan.members) and r.stretch is not None and not r.said - HARMLESS
    )
    if not kinds and r.has("contacted") and r.has("most") and r.has("owners"):
        kinds = ["calls"]
    if (
        "obliged" in r.maybe
        or not (kinds or told or r.has("activity"))
        or not r.only(*_KINDS, "activity", "did", "contacted", "owners", "count", "sum", "most", "customers")
    ):
        return None
    if _of_days_to_come(r) or (kinds == ["meetings"] and not told and _to_come(r)):
        return None  # an appointment
    told = told or "past" in r.maybe or _is_over(r) or r.filters.group == "owner" or bool(r.scan.members and r.stretch)
    if kinds and not (told or r.has("count", "most", "did", "activity", "owners")):
        return None
    if pairs(r.filters, but=("owner", "group")) or (r.unknown and not kinds):
        return None
    most = "most " if r.has("most") else ""
    asks = f"{most}{kinds[0]}" if kinds else "list"
    return r.answer("report", "activity", r.owner, r.period(past=True), asks=asks)


def neglected(r: Reading) -> Asked | None:
    """Whom nobody was in touch with for so many days."""
    days = _days(r)
    silent = "contacted" in r.negated or (
        r.has("not") and days is not None and "contacted" in r.maybe and not r.has("touched", "idle")
    )
    quiet = r.has("neglected") or (
        r.has("idle") and r.has("customers", "contacts", "people", "companies", "prospects") and not r.has("deals")
    )
    if not (silent or quiet) or r.has("leads") or pairs(r.filters, but=("owner",)):
        return None
    if not r.only("contacted", "neglected", "not", "created", "calls", "meetings", "mails", "owners", "people", "contacts", "customers", "companies", "deals",
                  "prospects", "count", "touched", "lately", "idle" if quiet else ""):  # fmt: skip
        return None
    if days is None and (not quiet or r.stretch is not None):
        return None
    return r.answer("neglected", str(days) if days is not None else "", r.owner)


def _days(r: Reading) -> int | None:
    if r.scan.span is not None or r.scan.within is not None:
        return r.scan.span or r.scan.within
    first = r.stretch.first if r.stretch else None
    return (r.now.date() - first).days if first and first < r.now.date() else None
