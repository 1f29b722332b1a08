"""Questions about deals, offers and leads: the pipeline with its filters, who or what has the most of it, what lies still."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from crmbot.parsing.chat.question_filters import amounts, pairs
from crmbot.parsing.chat.question_reading import HARMLESS, Asked, Reading

_SUBJECTS = ("deals", "offers", "orders")
_FIGURES = ("count", "sum", "revenue", "weighted", "average", "top")
_GROUPS = (("owners", "owner"), ("sources", "source"), ("stages", "stage"), ("months", "month"))
_SOON = timedelta(days=60)
_LISTED = ("list", "count")
_LEAD_STATES = ("converted", "disqualified", "qualified")


def ranked(r: Reading) -> Asked | None:
    """Who or what has the most, and what is added up by it."""
    compared = len(r.scan.members) > 1
    by = next((group for noun, group in _GROUPS if r.has(noun)), "owner" if compared else None)
    several = sum(r.has(noun) for noun, _ in _GROUPS) > 1
    if by is None or several or r.has("average") or r.unknown or r.missing or r.filters.group or r.scan.span:
        return None
    if not r.only(*_SUBJECTS, *_FIGURES, "leads", "won", "lost", "open", "closed", "created", "closing", "most", "compare", "average", "did",
                  "owners", "sources", "stages", "months", "idle", "customers" if r.has("won") or by == "source" else "", "not" if r.state == "open" else ""):  # fmt: skip
        return None
    if by == "owner" and not compared and r.said <= HARMLESS | {"owners"}:
        return None  # `who is out on Friday`
    whole = any(word.folded == "pipeline" for word in r.scan.words)  # the biggest one, not its biggest deal
    if (
        (r.has("won") and r.has("lost"))
        or (r.has("top") and not r.has("most") and not whole)
        or (r.filters.stage and by == "stage")
        or (r.has("when", "due"))
    ):
        return None
    most = r.has("most", "top", "compare")
    asks = "most" if most else r.asks if r.asks in ("count", "sum") and by != "source" else "list"
    subject = next((noun for noun in ("leads", "offers", "orders") if r.has(noun)), "deals")
    if by == "source" and r.state in (None, "won") and not pairs(r.filters, but=("owner", "source")):
        return r.answer("report", "sources", r.period(past=True), r.owner, asks=asks)
    won = r.state == "won" or (subject == "orders" and r.state is None)
    if by == "owner" and won and not pairs(r.filters, but=("owner",)):
        return r.answer("report", "owners", r.period(past=True), asks=asks)
    out = ("sort:", "owner:") if compared else ("sort:",)
    words = [word for word in _pipeline_words(r, subject) if not word.startswith(out)]
    return r.answer("pipeline", *words, f"by {by}", asks=asks)


def best(r: Reading) -> Asked | None:
    """The deals that are most likely to be won, or that come first."""
    if not r.has("likeliest") or not r.only(
        "likeliest", "sorted", "deals", "offers", "leads", "top", "most", "won", "closing", "open", "when", "why"
    ):
        return None
    if r.stretch is not None or amounts(r.filters) or not r.bare or r.missing:
        return None
    return r.answer("best", str(r.scan.limit or ""), r.owner, asks="list")


def leads(r: Reading) -> Asked | None:
    """Enquiries, by when they came in, where from and how far they came; what else is asked of them the pipeline knows."""
    status = next((one for one in _LEAD_STATES if r.has(one)), None)
    if not r.has("leads") and not (status == "disqualified" and not r.has(*_SUBJECTS)):
        return None
    if r.has("anystate"):
        return _leads_of(r, "all") if r.only("leads", "anystate", "count", "created") and not r.negated else None
    if status is not None:
        fits = r.only("leads", status, "count", "sum", "customers", "orders", "deals") and not r.negated
        return _leads_of(r, status) if fits else None
    if r.has("contacted") and "contacted" not in r.negated:
        fits = r.only("leads", "contacted", "unqualified", "count", "did", "created", "owned") and not r.negated - {
            "qualified"
        }
        return _leads_of(r, "contacted") if fits else None
    if r.has("unresolved") or not r.negated.isdisjoint({"contacted", "touched", "did", "due"}):
        fits = r.only("leads", "unresolved", "idle", "contacted", "touched", "not", "created", "count", "did", "due")
        return _leads_of(r, "new") if fits else None
    return (_plain_leads(r) or _leads_in_the_pipeline(r)) if _only_leads(r) else None


def _only_leads(r: Reading) -> bool:
    lacking = ("not", _part(r), "followups" if r.missing == "step" else "owners") if r.missing else ()
    return r.only(
        "leads", "created", "idle", "open", "closing", "people", "unowned", *_FIGURES, "oldest", "sorted", *lacking
    )


def _plain_leads(r: Reading) -> Asked | None:
    """Those that the list of leads can tell apart itself."""
    asked = pairs(r.filters, but=("owner", "source")) or r.missing or amounts(r.filters) or r.unknown
    if asked or r.has("idle", "closing") or r.scan.span or r.state not in (None, "open") or r.asks not in _LISTED:
        return None
    came = r.has("created") or r.stretch is not None
    return _leads_of(r, "new" if came and r.stretch is None and not r.filters.source else "all" if came else "")


def _leads_in_the_pipeline(r: Reading) -> Asked | None:
    if r.has("idle") and _idle_days(r) is None:
        return None
    created = r.stretch is not None and not r.has("closing")
    return r.answer("pipeline", *_pipeline_words(r, "leads", created=created))


def _leads_of(r: Reading, status: str) -> Asked | None:
    if amounts(r.filters) or pairs(r.filters, but=("owner", "source", "grade")):
        return None
    kept = [*pairs(r.filters, but=("owner",))]
    return r.answer("leads", status, r.owner, *kept, r.period(past=True, key="created:"))


def deals(r: Reading) -> Asked | None:
    """The pipeline with its filters, or the list of those without a next step, or of those that lie still."""
    subject = next((noun for noun in ("offers", "orders", "deals") if r.has(noun)), None)
    figures = r.has(*_FIGURES) or r.missing or r.has("idle", "unattended") or _still(r)
    if (r.has("won") and r.has("lost")) or (r.has("created") and r.stretch is None and not r.filters.source):
        return None
    if not (
        subject or r.state or figures or r.has("closing") or (r.has("wants") and r.filters.product) or r.filters.stage
    ) or (r.has("closing") and r.stretch is None and r.state is None):
        return None
    if not r.only(*_SUBJECTS, *_FIGURES, "won", "lost", "open", "closed", "created", "closing", "idle", "oldest", "sorted", _part(r), "part:amount" if r.asks == "average" and not r.negated else "", "unowned", "products" if r.filters.product else "",
                  *(("not",) if r.missing or _still(r) or r.state == "open" else ()), *(("touched",) if _still(r) else ()), "neglected" if r.has("idle") else "", "unattended",
                  "followups" if r.missing == "step" else "", "owned", "wants" if r.filters.product else "", *(("due", "on") if r.has("closing", "orders") or r.missing else ()), "did" if r.has("won", "lost", "closing", "revenue") else "",
                  "owners" if r.missing == "owner" or (r.has("wants") and r.filters.product) else "", "answered" if r.has("open") else "", "months" if r.filters.group == "month" else "",
                  "customers" if r.filters.name or (r.has("won", "lost") and r.unknown) else ""):  # fmt: skip
        return None
    if _of_days_past(r) or (r.filters.group and r.has("average")):
        return None
    if subject is None and not r.state and r.asks == "sum" and not (r.filters.owner or r.stretch or pairs(r.filters)):
        return None
    return _short(r, subject or "deals") or _pipeline(r, subject or "deals")


def _of_days_past(r: Reading) -> bool:
    """`offers of last month`: open ones are to close in days to come, so something else is meant than their closing."""
    last = (r.stretch.last or r.stretch.first) if r.stretch else None
    said = r.has("closing", "created", "due", "orders", "revenue") or r.state not in (None, "open")
    return last is not None and last < r.now.date() and not said


def _short(r: Reading, subject: str) -> Asked | None:
    """Lists of their own for what has no next step, and for what lies still."""
    if r.has("unattended") and subject == "deals" and r.bare and r.stretch is None and r.asks in _LISTED:
        return None if amounts(r.filters) else r.answer("unattended", r.filters.owner or "")
    plain = subject == "deals" and r.bare and r.stretch is None and not amounts(r.filters)
    if plain and r.missing == "step" and r.asks in _LISTED and r.state in (None, "open"):
        return r.answer("unattended", r.filters.owner or "")
    if plain and r.has("idle") and _idle_days(r) is None and r.state in (None, "open"):
        return r.answer("stale", "mine" if r.filters.owner == "me" else r.owner)
    return None


def _pipeline(r: Reading, subject: str) -> Asked | None:
    if r.has("unattended"):
        return None
    if (r.has("idle") or _still(r)) and _idle_days(r) is None and r.filters.idle_days is None:
        return None
    if r.scan.span is not None and _idle_days(r) is None:
        return None
    return r.answer("pipeline", *_pipeline_words(r, subject))


def _is_near(r: Reading) -> bool:
    """Whether the days begin soon, and nothing tells of the past: orders of December, asked for in November."""
    first = r.stretch.first if r.stretch else None
    return first is not None and r.now.date() < first <= r.now.date() + _SOON and not r.was


def _still(r: Reading) -> bool:
    return "touched" in r.negated


def _idle_days(r: Reading) -> int | None:
    """How long nothing happened, where that is what the days mean."""
    still = r.has("idle") or _still(r) or ("lies" in r.maybe and r.state is None)
    days = r.scan.span or (r.scan.within if _still(r) or r.has("idle") else None)
    return days if still else None


def _part(r: Reading) -> str:
    return f"part:{r.missing}"


def _pipeline_words(r: Reading, subject: str, *, created: bool = False) -> Iterator[str]:
    """The filters of the pipeline for what is asked, in the form that they are read in."""
    came = created or (r.has("created") and r.state is None)
    ahead = r.ahead or ("future" in r.maybe and r.has("closing")) or _is_near(r)
    state = r.state or ("won" if subject == "orders" and not ahead and not r.has("due", "on") else None)
    if subject == "leads":
        yield "role:lead"
    if subject == "offers" and r.filters.stage is None and state in (None, "open"):
        yield "stage:offer"
    if state and not (r.filters.stage and state == "won"):
        yield f"state:{state}"
    yield from pairs(r.filters)
    yield from amounts(r.filters)
    if r.missing:
        yield f"without:{r.missing}"
    if (idle := _idle_days(r)) is not None:
        yield f"idle:{idle}"
    key = "created:" if came else "closing:"
    yield r.period(past=state in ("won", "lost", "closed") or came, key=key)
    if came and state is None and subject != "leads":
        yield "state:all"
    order = {"top": "sort:amount", "oldest": "sort:age"}.get(r.asks) or ("sort:amount" if r.has("sorted") else None)
    if order:
        yield order
