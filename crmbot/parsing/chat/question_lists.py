"""Questions about many records: which list, report or figure they ask for, and its filters.

A word that means nothing here leaves the question open: nothing is answered that was not understood wholly.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from crmbot.parsing.chat.filters import Filters, read_filters
from crmbot.parsing.chat.past import in_the_past
from crmbot.parsing.chat.periods import Stretch
from crmbot.parsing.chat.question_filters import amounts, pairs, range_words
from crmbot.parsing.chat.question_scan import Scan
from crmbot.parsing.chat.question_words import GROUPED_BY
from crmbot.parsing.chat.verbs import Vocabulary

_ACTIVITIES = ("calls", "meetings", "mails", "notes")
_CONTACTS = ("customers", "prospects", "debtors", "suppliers", "partners", "contacts", "people", "companies")
_OFFER_STATES = ("expired", "accepted", "rejected", "draft")
_HARMLESS = frozenset({"mine", "everybody", "did"})  # marks that may go along with anything
_FIGURES = ("weighted", "average", "top", "oldest", "count", "revenue", "sum")


@dataclass(frozen=True, slots=True)
class Asked:
    """The command, its arguments, what the answer names first, and words that may be a name."""

    command: str
    words: str
    asks: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Reading:
    scan: Scan
    filters: Filters
    unknown: tuple[str, ...]
    now: datetime

    @property
    def nouns(self) -> tuple[str, ...]:
        return self.scan.found.get("noun", ())

    @property
    def marks(self) -> frozenset[str]:
        return frozenset(self.scan.found.get("mark", ()))

    @property
    def state(self) -> str | None:
        """Open, won, lost; what was turned over or closed in the past was won."""
        said = self.filters.state or self.scan.first("state")
        return said or ("won" if self._was_won else None)

    @property
    def _was_won(self) -> bool:
        if self.scan.has("tense", "future") or self.scan.ahead:
            return False
        closed = "closing" in self.marks and (self.scan.has("tense", "past") or "did" in self.marks)
        return closed or (self.scan.has("asks", "revenue") and not self.nouns)

    @property
    def asks(self) -> str:
        found = next((one for one in _FIGURES if self.scan.has("asks", one)), "list")
        return "sum" if found == "revenue" else found

    def only(self, *marks: str) -> bool:
        """Whether no mark was said that would be passed over."""
        return self.marks <= _HARMLESS | set(marks)

    def owner(self, default: str = "") -> str:
        return f"owner:{self.filters.owner}" if self.filters.owner else default

    def period(self, *, past: bool = False, key: str = "") -> str:
        stretch = self.scan.period
        if stretch is None:
            return ""
        if past and stretch.first and stretch.first > self.now.date() and not self.scan.ahead:
            stretch = in_the_past(stretch, self.now)
        return f"{key}{range_words(stretch)}"

    def answer(self, command: str, *words: str, asks: str | None = None) -> Asked:
        return Asked(command, " ".join(word for word in words if word), asks or self.asks, self.unknown)


def about_many(scan: Scan, now: datetime, vocabulary: Vocabulary) -> Asked | None:
    """What is asked for; None where that is not clear."""
    reading = _read(scan, now, vocabulary)
    if not (reading.nouns or scan.has("asks", "sum", "revenue", "rate", "forecast", "weighted", "most") or reading.state or reading.marks - _HARMLESS
            or (scan.has("mark", "did") and reading.filters.owner)):  # fmt: skip
        return None
    for rule in _RULES:
        if asked := rule(reading):
            return asked
    return None


def _read(scan: Scan, now: datetime, vocabulary: Vocabulary) -> _Reading:
    """What is left over as filters; `I` and `my` name the owner."""
    filters, unknown = read_filters(" ".join(scan.left), now=now, vocabulary=vocabulary)
    owner = filters.owner or ("me" if scan.has("mark", "mine") else None)
    changed = {"owner": owner, "stage": filters.stage or scan.stage, "tag": filters.tag or scan.tag}
    return _Reading(scan, replace(filters, **changed), unknown, now)  # type: ignore[arg-type]


def _rate(r: _Reading) -> Asked | None:
    if not r.scan.has("asks", "rate") or not r.only("closing"):
        return None
    return r.answer("report", "owners", r.period(past=True), *pairs(r.filters), asks="win rate")


def _forecast(r: _Reading) -> Asked | None:
    if not r.scan.has("asks", "forecast") or not r.only("closing"):
        return None
    return r.answer("report", "forecast", r.period(), *pairs(r.filters), asks="weighted")


def _why(r: _Reading) -> Asked | None:
    if not r.scan.has("asks", "why"):
        return None
    fits = r.state == "lost" and r.only()
    return r.answer("report", "lost", r.period(past=True), r.owner(), asks="list") if fits else None


def _simple(r: _Reading) -> Asked | None:
    """Complaints and duplicates have lists of their own."""
    if "duplicates" in r.nouns:
        return r.answer("duplicates") if r.only() else None
    if "complaints" in r.nouns and r.state in (None, "open") and r.only() and r.scan.period is None:
        return (
            r.answer("complaints", "mine" if r.filters.owner == "me" else "")
            if r.filters.owner in (None, "me")
            else None
        )
    if (
        r.nouns == ("products",)
        and r.only()
        and r.scan.period is None
        and r.state in (None, "won")
        and r.filters.product is None
        and not pairs(r.filters)
    ):
        return r.answer("products")
    return None


def _due(r: _Reading) -> Asked | None:
    """Follow-ups, by when they are due."""
    if "followups" not in r.nouns and not r.marks & {"due", "overdue", "due to whom"}:
        return None
    spoken = {"calls", "meetings"} if "due to whom" in r.marks else set()
    others = set(r.nouns) - {"followups", "owners"} - spoken
    if (
        others
        or not r.only("due", "overdue", "due to whom", "contacted")
        or r.scan.found.get("without")
        or r.state not in (None, "open")
    ):
        return None
    if r.scan.has("asks", "most") or ("owners" in r.nouns and "overdue" in r.marks):
        return r.answer("report", "overdue", r.owner(), asks="most") if "overdue" in r.marks else None
    if "owners" in r.nouns:
        return None
    whose = "all" if "everybody" in r.marks and r.filters.owner is None else r.owner()
    if (
        r.scan.period == _today(r)
        and not r.marks & {"overdue"}
        and r.filters.owner in (None, "me")
        and r.asks == "list"
        and whose != "all"
    ):
        return r.answer("today")
    return r.answer("due", "overdue" if "overdue" in r.marks else "", r.period(), whose, *_names(r))


def _today(r: _Reading) -> Stretch | None:
    stretch = r.scan.period
    return stretch if stretch and stretch.first == stretch.last == r.now.date() else Stretch(None, None, 0)


def _names(r: _Reading) -> Iterator[str]:
    if r.filters.name:
        yield f'"{r.filters.name}"'


def _appointments(r: _Reading) -> Asked | None:
    """The member's own appointments of a day to come, or all of them."""
    if r.nouns != ("meetings",) or not r.only("due") or "did" in r.marks or r.asks not in ("list", "count") or r.state:
        return None
    if r.filters.owner not in (None, "me") or ("everybody" in r.marks and r.filters.owner is None):
        return None
    stretch = r.scan.period
    if stretch is None:
        return r.answer("appointments")
    one_day = stretch.first is not None and stretch.first == stretch.last and stretch.first >= r.now.date()
    return r.answer("appointments", str(stretch.first)) if one_day else None


def _activity(r: _Reading) -> Asked | None:
    """What members did, and how often."""
    kinds = [noun for noun in r.nouns if noun in _ACTIVITIES]
    told = "did" in r.marks and not r.nouns and r.state is None and r.asks == "list"
    if "contacted" in r.marks and r.scan.has("asks", "most") and "owners" in r.nouns:
        kinds = kinds or ["calls"]
    if (
        not (kinds or told)
        or set(r.nouns) - {*_ACTIVITIES, "owners"}
        or r.state
        or not r.only("contacted" if kinds else "")
    ):
        return None
    if r.scan.period is not None and r.scan.period.first is not None and r.scan.period.first > r.now.date():
        return None  # what is to come is an appointment
    if kinds and not (r.scan.has("asks", "count", "most") or told or "did" in r.marks):
        return None
    most = "most " if r.scan.has("asks", "most") else ""
    return r.answer("report", "activity", r.owner(), r.period(past=True), asks=f"{most}{kinds[0]}" if kinds else "list")


def _neglected(r: _Reading) -> Asked | None:
    if "contacted" not in r.marks or "not" not in r.marks or not r.only("contacted", "not", "created"):
        return None
    if set(r.nouns) - {"owners", "people", "contacts", "customers", "deals"} or (days := _days(r)) is None:
        return None
    return r.answer("neglected", str(days), r.owner())


def _days(r: _Reading) -> int | None:
    if r.scan.days is not None:
        return r.scan.days
    stretch = r.scan.period
    return (r.now.date() - stretch.first).days if stretch and stretch.first and stretch.first < r.now.date() else None


def _ranked(r: _Reading) -> Asked | None:
    """Who or what has the most, and what is added up by it."""
    by = next((noun for noun in r.nouns if noun in GROUPED_BY), None)
    if by is None or r.unknown or not r.only("created", "closing", "idle"):
        return None
    asks = "most" if r.scan.has("asks", "most", "top") else "list"
    subject = next((noun for noun in r.nouns if noun not in GROUPED_BY), "deals")
    if subject not in ("deals", "leads", "offers", "orders") or (r.filters.stage and by == "stages"):
        return None
    if by == "sources" and r.state in (None, "won"):
        return r.answer("report", "sources", r.period(past=True), r.owner(), asks=asks)
    if by == "owners" and (r.state == "won" or subject == "orders"):
        return r.answer("report", "owners", r.period(past=True), asks=asks)
    return r.answer("pipeline", *_pipeline_words(r, subject), f"by {GROUPED_BY[by]}", asks=asks)


def _offers(r: _Reading) -> Asked | None:
    state = next((one for one in _OFFER_STATES if one in r.marks), None)
    if state is None or "offers" not in r.nouns or not r.only(state) or r.scan.period is not None:
        return None
    return r.answer("offers", state, r.owner(), *amounts(r.filters))


def _contacts(r: _Reading) -> Asked | None:
    """Lists of people and companies: by city, tag, owner, source, product."""
    noun = next((noun for noun in r.nouns if noun in _CONTACTS), None)
    if noun is None or set(r.nouns) - {noun} or r.state or r.scan.found.get("without") or r.scan.period or r.scan.days:
        return None
    if not r.only() or r.asks not in ("list", "count") or amounts(r.filters) or r.filters.idle_days:
        return None
    city, rest = _city(r)
    if rest:
        return Asked("list", noun, r.asks, rest)
    kept = [pair for pair in pairs(r.filters) if not pair.startswith("role:")]
    return Asked("list", " ".join([noun, *kept, *([f"in {city}"] if city else [])]), r.asks)


def _city(r: _Reading) -> tuple[str, tuple[str, ...]]:
    """Words with capitals that are no filter are a place; other words mean nothing here."""
    if r.unknown and len(r.unknown) <= 3 and all(word[:1].isupper() for word in r.unknown) and r.scan.has("", "in"):
        return " ".join(r.unknown), ()
    return "", r.unknown


def _leads(r: _Reading) -> Asked | None:
    """Enquiries, by when they came in or where from; what else is asked of them the pipeline knows."""
    if "leads" not in r.nouns or set(r.nouns) - {"leads"} or not r.only("created", "idle"):
        return None
    bare = not pairs(r.filters, but=("owner", "source")) and not r.scan.found.get("without") and "idle" not in r.marks
    if bare and not r.unknown and r.state in (None, "open") and r.asks in ("list", "count"):
        came = "created" in r.marks or r.scan.period is not None
        fresh = came and r.scan.period is None and not r.filters.source
        words = (
            "new" if fresh else "all" if came else "",
            r.owner(),
            *pairs(r.filters, but=("owner",)),
            r.period(past=True, key="created:"),
        )
        return r.answer("leads", *words)
    return r.answer("pipeline", *_pipeline_words(r, "leads"))


def _deals(r: _Reading) -> Asked | None:
    """The pipeline with its filters, or the list of those without a next step, or of those that lie still."""
    subjects = [noun for noun in r.nouns if noun in ("deals", "offers", "orders")]
    others = set(r.nouns) - set(subjects) - {"products"}
    figures = r.scan.has("asks", "sum", "revenue", "weighted", "average", "count", "top") or r.scan.found.get("without")
    if others or not (subjects or r.state or figures) or not r.only("created", "closing", "idle", "due"):
        return None
    if not subjects and not r.state and r.asks == "sum" and not (r.filters.owner or r.scan.period or pairs(r.filters)):
        return None
    subject = subjects[0] if subjects else "deals"
    if r.scan.has("asks", "likeliest"):
        return r.answer("best", r.owner(), asks="list")
    bare = subject == "deals" and not pairs(r.filters, but=("owner",)) and not r.unknown and r.scan.period is None
    if bare and r.scan.found.get("without") == ("step",) and r.asks in ("list", "count") and r.state in (None, "open"):
        return r.answer("unattended", r.filters.owner or "")
    if bare and "idle" in r.marks and r.scan.days is None and r.filters.owner in (None, "me"):
        return r.answer("stale", "mine" if r.filters.owner else "")
    if "idle" in r.marks and r.scan.days is None and r.filters.idle_days is None:
        return None
    return r.answer("pipeline", *_pipeline_words(r, subject))


def _pipeline_words(r: _Reading, subject: str) -> Iterator[str]:
    """The filters of the pipeline for what is asked, in the form that they are read in."""
    state = r.state or ("won" if subject == "orders" else None)
    if subject == "leads":
        yield "role:lead"
    if subject == "offers" and r.filters.stage is None and state in (None, "open"):
        yield "stage:offer"
    if state and not (r.filters.stage and state == "won"):
        yield f"state:{state}"
    yield from pairs(r.filters)
    yield from amounts(r.filters)
    for missing in r.scan.found.get("without", ())[:1]:
        yield f"without:{missing}"
    if r.scan.days is not None and "idle" in r.marks:
        yield f"idle:{r.scan.days}"
    key = "created:" if "created" in r.marks else "closing:"
    yield r.period(past=state in ("won", "lost", "closed") or key == "created:", key=key)
    if key == "created:" and state is None and subject != "leads":
        yield "state:all"
    order = {"top": "sort:amount", "oldest": "sort:age"}.get(r.asks)
    if order:
        yield order


_RULES: tuple[Callable[[_Reading], Asked | None], ...] = (
    _rate, _forecast, _why, _simple, _due, _appointments, _activity, _neglected, _ranked, _offers, _contacts, _leads, _deals,
)  # fmt: skip
