"""What a question about many records comes to: which concepts it names, and the filters in the rest of it."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import pairwise

from crmbot.parsing.chat.filters import Filters, read_filters
from crmbot.parsing.chat.periods import Stretch
from crmbot.parsing.chat.question_filters import pairs, range_words
from crmbot.parsing.chat.question_items import COUNTED, Item, Scan
from crmbot.parsing.chat.question_periods import Days
from crmbot.parsing.chat.question_tense import tells_of_the_past
from crmbot.parsing.chat.question_vocabulary import FILLER
from crmbot.parsing.chat.verbs import Vocabulary

# May go along with anything. A question that asks `how` something was done, or `except` what, is none of ours.
HARMLESS = frozenset({FILLER, "mine", "everybody", "past", "future", "in", "within", "grouped", "owned", "lies", "had"})
OF_CONTACTS = frozenset({"phone", "email", "address", "website", "birthday"})
"""What contacts may lack, by the names of their fields."""
_LONGEST_PRODUCT = 3  # words
_CODE = re.compile(r"[A-Za-z]{1,5}-?\d{1,8}[A-Za-z]?")
_FIGURES = ("weighted", "average", "top", "oldest", "count", "revenue", "sum")


@dataclass(frozen=True, slots=True)
class Asked:
    """The command, its arguments, what the answer names first, and words that may be a name."""

    command: str
    words: str
    asks: str
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reading:
    """`filters` are those in the words that no phrase took, `unknown` the words that are no filter either."""

    scan: Scan
    filters: Filters
    unknown: tuple[str, ...]
    now: datetime

    @cached_property
    def said(self) -> frozenset[str]:
        """Every concept that is named in any case."""
        return frozenset(value for item in self.scan.items if item.firm for value in item.values)

    @cached_property
    def maybe(self) -> frozenset[str]:
        """Every concept that may be meant."""
        return frozenset(value for item in self.scan.items for value in item.values)

    @cached_property
    def negated(self) -> frozenset[str]:
        """What `not`, `nobody` or `ohne` belongs to: what follows it, else what stands before it."""
        items = self.scan.items
        place = next((place for place, item in enumerate(items) if "not" in item.values), None)
        if place is None:
            return frozenset()
        behind = next((item for item in items[place + 1 :] if _negatable(item)), None)
        before = next((item for item in reversed(items[:place]) if _negatable(item)), None)
        found = behind or before
        return found.values - {FILLER} if found else frozenset()

    def has(self, *values: str) -> bool:
        """Whether any of the concepts is named."""
        return not self.said.isdisjoint(values)

    def only(self, *values: str) -> bool:
        """Whether nothing is said besides these concepts."""
        allowed = HARMLESS.union(values)
        return all(not item.values.isdisjoint(allowed) for item in self.scan.items)

    @cached_property
    def missing(self) -> str | None:
        """What the deals are to lack: `step`, `owner`, `amount`, `close`, `source`."""
        if parts := [part for part in self._lacking if part not in OF_CONTACTS]:
            return parts[0]
        if self.has("unowned") or "owned" in self.negated:
            return "owner"
        plans = "followups" in self.negated and self.has("deals", "leads", "offers", "orders", "customers")
        return "step" if plans else None

    @property
    def unreached(self) -> str | None:
        """What the contacts are to lack: `phone`, `email`, `address`, `website`, `birthday`."""
        return next((part for part in self._lacking if part in OF_CONTACTS), None)

    @property
    def _lacking(self) -> list[str]:
        return [value.removeprefix("part:") for value in sorted(self.negated) if value.startswith("part:")]

    @property
    def asks(self) -> str:
        """What the answer names first."""
        found = next((one for one in _FIGURES if self.has(one)), "list")
        return "count" if found == "sum" and self._counts else "sum" if found == "revenue" else found

    @property
    def _counts(self) -> bool:
        """`wieviel Kunden` is a number of them, no sum."""
        items = self.scan.items
        return any(
            "sum" in one.values and two.start == one.end and two.firm and not two.values.isdisjoint(COUNTED) and
            self.scan.words[one.start].folded in {"wieviel", "wie"}
            for one, two in pairwise(items)
        )  # fmt: skip

    @property
    def state(self) -> str | None:
        """Open, won, lost; what was turned over or closed in the past was won."""
        if self.filters.state:
            return self.filters.state
        if self.scan_negates_the_end:
            return "open"
        for one in ("lost", "won", "open", "closed"):
            if self.has(one):
                return "won" if one == "closed" and self.has("owners") and self.has("most") else one
        return "won" if self._was_won else None

    @property
    def scan_negates_the_end(self) -> bool:
        """`not yet closed`, `noch nicht abgeschlossen`."""
        return not self.negated.isdisjoint({"closing", "closed", "won"})

    @property
    def _was_won(self) -> bool:
        if self.ahead or "future" in self.maybe:
            return False
        items = [item for item in self.scan.items if "closing" in item.values and item.firm]
        still = any(self.scan.words[item.start].folded == "closing" for item in items)
        closed = bool(items) and not still and ("past" in self.maybe or "did" in self.maybe)
        return closed or (self.has("revenue") and not self.has("deals", "offers", "leads"))

    @property
    def was(self) -> bool:
        """Whether it tells of the past."""
        return tells_of_the_past(self.scan.words, self.scan.days)

    @property
    def ahead(self) -> bool:
        """Whether the days were named as those to come."""
        return self.scan.days is not None and self.scan.days.ahead

    @property
    def yesterday(self) -> date:
        """The last day that has passed."""
        return self.now.date() - timedelta(days=1)

    @property
    def owner(self) -> str:
        """The filter of the owner."""
        return f"owner:{self.filters.owner}" if self.filters.owner else ""

    @property
    def mine(self) -> bool:
        """Whether the acting member is meant, or nobody in particular."""
        return self.filters.owner in (None, "me")

    def period(self, *, past: bool = False, key: str = "") -> str:
        """The days as filters take them; with `past` those that were, where no year was named."""
        days = self.scan.days
        if days is None:
            return ""
        stretch = days.that_were(self.now) if past and not days.ahead else days.stretch
        if key == "closing:" and not past and stretch.first == stretch.last and _is_an_end(self.scan, days.end):
            stretch = Stretch(None, stretch.last, 0)
        return f"{key}{range_words(stretch)}"

    @property
    def stretch(self) -> Stretch | None:
        """The days that are named."""
        return self.scan.days.stretch if self.scan.days else None

    @property
    def bare(self) -> bool:
        """Whether no filter but the owner was named."""
        return not pairs(self.filters, but=("owner",)) and not self.unknown

    def answer(self, command: str, *words: str, asks: str | None = None) -> Asked:
        """The command with its words."""
        return Asked(command, " ".join(word for word in words if word), asks or self.asks, self.unknown)


def _negatable(item: Item) -> bool:
    """A part that may be lacking, or something that is said in any case."""
    parts = any(value.startswith("part:") for value in item.values)
    return "not" not in item.values and (parts or (item.firm and not item.values <= HARMLESS - {"owned"}))


def _is_an_end(scan: Scan, end: int) -> bool:
    return end > 0 and scan.words[min(end, len(scan.words)) - 1].folded in {
        "jahresende",
        "monatsende",
        "quartalsende",
        "year-end",
    }


def read_rest(scan: Scan, now: datetime, vocabulary: Vocabulary) -> Reading:
    """What is left over as filters; `I` and `my` name the owner."""
    filters, unknown = read_filters(" ".join(scan.left), now=now, vocabulary=vocabulary)
    unknown = (*unknown, *scan.strange)
    if filters.amount_min is not None or filters.amount_max is not None:
        scan.items = [item for item in scan.items if "sized" not in item.values]  # how big is said by the bound
    scan.items = [_closing_for_coming(item, scan) for item in scan.items]
    mine = any("mine" in item.values for item in scan.items)
    still = any(not item.values.isdisjoint({"not", "idle"}) for item in scan.items)
    if scan.within is not None and scan.days is None and not still:
        scan.days = Days(Stretch(now.date(), now.date() + timedelta(days=scan.within), 0), 0, ahead=True)
    owner = filters.owner or ("me" if mine else None)
    changed = {"owner": owner, "stage": filters.stage or scan.stage, "tag": filters.tag or scan.tag}
    if filters.product is None and (product := _wanted(scan, unknown)):
        changed["product"], unknown = product, ()
    return Reading(scan, replace(filters, **changed), unknown, now)  # type: ignore[arg-type]


def _closing_for_coming(item: Item, scan: Scan) -> Item:
    """What deals and orders should still bring in comes by their closing, not by their creation."""
    if item.values != {"created"}:
        return item
    said = frozenset(value for one in scan.items for value in one.values)
    ahead = (
        "future" in said
        and not said & {"leads", "contacts", "customers"}
        and said & {"closing", "orders", "deals", "sum"}
    )
    return replace(item, values=frozenset({"closing"})) if ahead else item


def _wanted(scan: Scan, unknown: tuple[str, ...]) -> str | None:
    """`interested in the pallet shelf`, `in which there is an SH-200`: the words that mean nothing else, side by side."""
    said = any(item.firm and not item.values.isdisjoint({"bought", "wants"}) for item in scan.items)
    code = len(unknown) == 1 and _CODE.fullmatch(unknown[0]) is not None
    maybe = any(not item.values.isdisjoint({"bought", "wants"}) for item in scan.items)
    written = tuple(word.written for word in scan.words)
    together = any(written[place : place + len(unknown)] == unknown for place in range(len(written)))
    fits = 0 < len(unknown) <= _LONGEST_PRODUCT and together and (said or (code and maybe))
    return " ".join(unknown).replace('"', "") if fits else None
