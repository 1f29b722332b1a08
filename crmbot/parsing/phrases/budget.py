"""What a text says the customer can spend. Precision first: a price that we or others name is no budget."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import FoundAmount, amounts
from crmbot.parsing.phrases.money_words import BUDGET_LABELS, NO_BUDGET, SPENDING_AFTER, SPENDING_BEFORE

_MOST_LABELS = 2000  # words for a budget in one text that are looked at
_REACH = 60  # characters between the word and its amount, within one sentence
_SMALLEST_BARE = 500  # a smaller bare number after "budget" is rather a count or a share


def _forgiving(phrase: str) -> str:
    """A pattern for a folded phrase in unfolded text: umlauts either way, any white space."""
    spelled = phrase.replace("ae", "(?:ä|ae)").replace("oe", "(?:ö|oe)").replace("ue", "(?:ü|ue)")
    return spelled.replace(" ", r"\s{1,3}")


def _any_of(phrases: tuple[str, ...], *, before: str = r"\b", after: str = r"\b") -> re.Pattern[str]:
    return re.compile(f"{before}(?:{'|'.join(_forgiving(p) for p in phrases)}){after}", re.IGNORECASE)


def _pieces(phrases: tuple[str, ...]) -> tuple[tuple[str, ...], ...]:
    """Of each phrase the pieces that are spelled in one way only, the longest first."""
    return tuple(tuple(sorted(re.split("ae|oe|ue| ", phrase), key=len, reverse=True)) for phrase in phrases)


def _may_hold(lowered: str, phrases: tuple[tuple[str, ...], ...]) -> bool:
    """Whether all pieces of any phrase stand somewhere in a text in lower case: far cheaper than its pattern."""
    likely = [pieces for pieces in phrases if pieces[0] in lowered]
    return any(all(map(lowered.__contains__, pieces)) for pieces in likely)


_LABEL = _any_of(BUDGET_LABELS, before="", after=r"s?\b")
_NO_BUDGET = _any_of(NO_BUDGET)
_AFTER = _any_of(SPENDING_AFTER)
_BEFORE = _any_of(SPENDING_BEFORE)
# What a text must hold in lower case, umlauts left out, for one of these phrases to stand in it.
_LABEL_STARTS = frozenset(label.split()[0] for label in BUDGET_LABELS)
_AFTER_PIECES = _pieces(SPENDING_AFTER)
_BEFORE_PIECES = _pieces(SPENDING_BEFORE)
_SENTENCE_END = re.compile(r"[!?;\n]|\.(?=\s+[^\W\d_])(?<!ca\.)(?<!Mio\.)(?<!Tsd\.)(?<!max\.)(?<!mind\.)(?<!Mrd\.)")
_WRAPPED = re.compile(r"\n(?<=[^\s.:;!?]\n)(?=[a-zäöüß\d€$£])")  # a line break of a mail program, in mid-sentence
_NOT_MONEY_BEFORE = re.compile(
    r"(?:\b(?:nr|no|number|nummer|kw|q|seit|since|jahr|year|fuer|für|for|fy)\.?\s?|#)$", re.IGNORECASE
)
_UNIT_WORD = re.compile(r"\s?(?:%|[^\W\d_]{2,30})")
_MONEY_AFTER = frozenset(
    {"netto", "brutto", "net", "gross", "zur", "fuer", "für", "for", "pro", "per", "im", "in", "und", "and"}
)


def _clause(text: str, start: int) -> str:
    """At most `_REACH` characters after a word, not beyond its sentence."""
    window = text[start : start + _REACH]
    end = _SENTENCE_END.search(window)
    return window[: end.start()] if end else window


def _is_bare_budget(clause: str, found: FoundAmount) -> bool:
    """Whether a number without currency right after a budget word is the budget: no year, no count, no share."""
    if found.currency_written:
        return True
    following = _UNIT_WORD.match(clause, found.end)
    if following and following.group().strip().casefold() not in _MONEY_AFTER:
        return False
    year = re.fullmatch(r"(?:19|20)\d\d", clause[found.start : found.end])
    small = found.amount.amount < _SMALLEST_BARE
    return not (year or small or _NOT_MONEY_BEFORE.search(clause[: found.start]))


def _labels(text: str) -> Iterator[re.Match[str]]:
    """The matches of `_LABEL`, looked for only where a label may begin: trying every place is dear."""
    lowered = text.lower()
    if len(lowered) != len(text):  # a letter whose small form takes two
        yield from _LABEL.finditer(text)
        return
    end = 0
    begun = [start for start in _LABEL_STARTS if start in lowered]
    for place in sorted({place for start in begun for place in _places(lowered, start)}):
        label = _LABEL.match(text, place) if place >= end else None
        if label is not None:
            end = label.end()
            yield label


def _places(lowered: str, word: str) -> Iterator[int]:
    place = lowered.find(word)
    while place >= 0:
        yield place
        place = lowered.find(word, place + 1)


def _after_label(text: str, currency: str) -> tuple[int, Amount] | None:
    for label in islice(_labels(text), _MOST_LABELS):
        if _NO_BUDGET.search(text[max(0, label.start() - 12) : label.end() + 8]):
            continue
        clause = _clause(text, label.end())
        for found in amounts(clause, currency=currency, bare=True):
            if _is_bare_budget(clause, found):
                return label.start(), found.amount
    return None


def _offered(text: str, currency: str) -> tuple[int, Amount] | None:
    """An amount with spending words close behind it (`… zur Verfügung`) or close before it (`can spend …`)."""
    lowered = text.lower()
    after = _may_hold(lowered, _AFTER_PIECES) and _AFTER.search(text)
    if not after and not (_may_hold(lowered, _BEFORE_PIECES) and _BEFORE.search(text)):
        return None  # looking for amounts everywhere is the dear part
    for found in amounts(text, currency=currency):
        behind = _clause(text, found.end)[:40]
        ahead = re.split(r"(?<!max)[.!?;\n]", text[max(0, found.start - 40) : found.start])[-1]
        spending = _AFTER.search(behind)
        if _NO_BUDGET.search(ahead + behind):
            continue
        if spending and not re.search(r"\d", behind[: spending.start()]):
            return found.start, found.amount
        if _BEFORE.search(ahead):
            return found.start, found.amount
    return None


def find_budget(text: str, *, currency: str = "EUR") -> Amount | None:
    """The first amount that the text calls a budget or clearly offers to spend; None when in doubt."""
    text = _WRAPPED.sub(" ", text)
    found = [hit for hit in (_after_label(text, currency), _offered(text, currency)) if hit is not None]
    return min(found, key=lambda hit: hit[0])[1] if found else None
