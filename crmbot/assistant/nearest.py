"""Forgiving spelling: what somebody probably meant. Only ever offered, never acted upon."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from crmbot.domain.records import Person
from crmbot.domain.search.lookup import Contactable
from crmbot.folding import fold

_MOST_WORDS = 4  # a misspelt name is looked for in the first words only
_CLOSE = 72  # similarity in percent
_PER_WORD = 10  # what a further word that fits is worth: a whole name goes before a first name alone


def nearest(word: str, choices: Iterable[str], *, limit: int = 3, cutoff: int = 60) -> list[str]:
    """The choices spelled most like `word`, best first; `cutoff` is the similarity in percent they need."""
    from rapidfuzz import fuzz, process

    folded = {choice: fold(choice) for choice in choices}
    found = process.extract(fold(word)[:60], folded, scorer=fuzz.ratio, score_cutoff=cutoff, limit=limit)
    return [choice for _, _, choice in found]


def nearest_names(words: Sequence[str], records: Iterable[Contactable]) -> tuple[list[Contactable], int]:
    """The records whose name is spelled most like the first words, best first; and how many words those are."""
    from rapidfuzz import fuzz, process

    known = list(records)
    spellings = {(place, n): name for place, one in enumerate(known) for n, name in enumerate(_spellings(one.name_key))}
    best: dict[int, float] = {}
    used: dict[int, int] = {}
    for count in range(1, min(len(words), _MOST_WORDS) + 1):
        start = fold(" ".join(words[:count]))[:80]
        for _, score, key in process.extract(start, spellings, scorer=fuzz.ratio, score_cutoff=_CLOSE, limit=10):
            weight = score + _PER_WORD * count
            if weight > best.get(key[0], 0):
                best[key[0]], used[key[0]] = weight, count
    ranked = sorted(best, key=lambda place: -best[place])[:5]
    return [known[place] for place in ranked], used[ranked[0]] if ranked else 0


def may_go_on(record: Contactable, words: Sequence[str], used: int) -> bool:
    """Whether a name of which only the beginning fits was meant to go on otherwise: `Sabine Kolp` for Sabine Kolb.

    So it is where the next word looks like the next word of the name; behind a first name also where it begins with a
    capital, for there are other people of that first name.
    """
    from rapidfuzz import fuzz

    name, start = record.name_key.split(), fold(" ".join(words[:used])).split()
    if used >= len(words) or name[: len(start)] != start or len(name) == len(start):
        return False
    following = words[used]
    capital = isinstance(record, Person) and following[:1].isupper()
    return capital or fuzz.ratio(fold(following), name[len(start)]) >= _CLOSE


def _spellings(name_key: str) -> list[str]:
    """A name as a whole and each longer word of it."""
    return [name_key, *(word for word in name_key.split() if len(word) > 3)]
