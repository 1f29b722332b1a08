"""Questions about many records: which list, report or figure they ask for, and its filters.

A word that means nothing here leaves the question open: nothing is answered that was not understood wholly.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from crmbot.parsing.chat.question_contacts import (
    complaints,
    contacts,
    debtors,
    duplicates,
    everything,
    offers,
    products,
)
from crmbot.parsing.chat.question_deals import best, deals, leads, ranked
from crmbot.parsing.chat.question_figures import chart, forecast, funnel, rate, why
from crmbot.parsing.chat.question_filters import amounts, pairs
from crmbot.parsing.chat.question_fixed import by_priority, by_role, fixed, inactive, late_closing
from crmbot.parsing.chat.question_items import Scan
from crmbot.parsing.chat.question_reading import HARMLESS, Asked, Reading, read_rest
from crmbot.parsing.chat.question_scan import WHETHER
from crmbot.parsing.chat.question_work import activity, appointments, due, neglected, team
from crmbot.parsing.chat.verbs import Vocabulary

_RULES: tuple[Callable[[Reading], Asked | None], ...] = (
    fixed, by_role, by_priority, inactive, late_closing, chart, rate, why, funnel, forecast, duplicates, complaints, debtors, products, team, due, appointments, neglected, activity, ranked,
    offers, contacts, best, leads, deals,
)  # fmt: skip


_JOINING = frozenset({"and", "und", "or", "oder"})


def about_many(scan: Scan, now: datetime, vocabulary: Vocabulary) -> Asked | None:
    """What is asked for; None where that is not clear."""
    reading = read_rest(scan, now, vocabulary)
    told = "did" in reading.maybe and reading.scan.members and reading.stretch
    stage = reading.filters.stage is not None and not reading.unknown
    if (plain := everything(reading)) is not None:
        return plain
    if not (reading.said - HARMLESS or told or stage) or reading.has("how") or _of_several(reading) or _denied(reading):
        return None
    asked = next((asked for rule in _RULES if (asked := rule(reading))), None)
    return None if asked is None or _forgets(reading, asked) else asked


def _forgets(reading: Reading, asked: Asked) -> bool:
    """Whether a filter that was named is not in the answer."""
    named = [*amounts(reading.filters), *pairs(reading.filters, but=("owner", "stage", "role", "process", "name"))]
    return any(one not in asked.words for one in named if not one.startswith("by "))


def _denied(reading: Reading) -> bool:
    """A `not` at what no list can leave out: the opposite must not be the answer."""
    denied, found = reading.negated, reading.filters
    if not denied or reading.has("inactive"):
        return False
    if "owned" in denied and (reading.scan.members or found.owner):
        return True
    if not denied.isdisjoint({"closing", "closed", "won"}) and reading.stretch is not None:
        return True
    return denied in ({"open"}, {"due"}, {"lost"}, {"won"})


def _of_several(reading: Reading) -> bool:
    """Two members or two stretches of days at once: lists know one, unless members are compared. Whether somebody has
    so much in the pipeline asks for the sum.
    """
    found, words = reading.filters, [word.folded for word in reading.scan.words]
    if words[0] in WHETHER and "pipeline" in words and amounts(found):
        return True
    if found.closing_from or found.closing_to or found.created_from or found.created_to:
        return True
    joined = any(word.folded in _JOINING for word in reading.scan.words)
    if joined and found.stage not in (None, "offer") and reading.has("offers"):
        return True
    return len(reading.scan.members) > 1 and not reading.has("most", "count", "top")
