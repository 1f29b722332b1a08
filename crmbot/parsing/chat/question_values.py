"""Values in questions that become filters: amounts, tags, stages, priorities, products, members, sources."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping

from crmbot.parsing.chat.question_items import Item, Scan, member_at, phrase_at
from crmbot.parsing.chat.question_periods import UNITS
from crmbot.parsing.chat.question_spelling import Word, parts_of
from crmbot.parsing.chat.question_vocabulary import FILLER, question_words
from crmbot.parsing.chat.verbs import Vocabulary
from crmbot.parsing.phrases.date_words import MONTHS

_ENDINGS = ("\0", "s", "en", "n", "e")  # no name ends in the first: tried as it stands
_THROUGH = frozenset({"through", "via", "ueber", "durch", "per"})
_FROM = frozenset({"from", "by", "von", "aus", "of", "auf", "at", "in"})
_ARTICLES = frozenset(
    {
        "the",
        "our",
        "der",
        "die",
        "das",
        "den",
        "dem",
        "unsere",
        "unserer",
        "unserem",
        "eine",
        "einer",
        "einem",
        "a",
        "an",
    }
)
TAGGED_BEFORE = frozenset({"tag", "schlagwort", "label", "etikett", "tags", "schlagwoerter", "markierung"})
_TAGGED_AFTER = frozenset({"markiert", "getaggt", "gekennzeichnet", "versehen", "tagged", "labelled"})
_STAGES = frozenset({"stage", "phase", "stufe", "stadium", "status"})
BOUNDS = frozenset(
    {"over", "above", "more", "than", "bigger", "greater", "at", "least", "most", "under", "below", "less", "smaller", "up", "to", "between",
     "from", "exceeding", "ueber", "mehr", "als", "groesser", "mindestens", "mind", "unter", "weniger", "kleiner", "hoechstens", "maximal", "max",
     "bis", "zu", "ab", "zwischen", "von", ">", "<", ">=", "<="}
)  # fmt: skip
_AT_MOST = frozenset(
    {
        "under",
        "below",
        "less",
        "most",
        "smaller",
        "up",
        "unter",
        "weniger",
        "kleiner",
        "hoechstens",
        "maximal",
        "max",
        "bis",
        "<",
        "<=",
    }
)
_RANGES = frozenset({"between", "zwischen", "from", "von"})
_OR = frozenset({"or", "oder"})
_AND = frozenset({"and", "und", "to", "bis", "-", "–"})
CURRENCIES = frozenset({"€", "$", "euro", "euros", "eur", "usd", "chf", "dollar", "dollars", "franken"})
_AMOUNT = re.compile(r"[€$]?\d{1,3}(?:[.,]?\d{3})*(?:[.,]\d{1,2})?(?:k|m|€|\$)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_PRIORITY = frozenset({"priority", "prio", "prioritaet"})
_LEVELS = {"high": 3, "highest": 3, "top": 3, "hoch": 3, "hohe": 3, "hoher": 3, "hoechste": 3, "hoechster": 3, "medium": 2, "normal": 2, "mittel": 2, "mittlere": 2,
           "mittlerer": 2, "low": 1, "niedrig": 1, "niedrige": 1, "niedriger": 1, "geringe": 1, "geringer": 1}  # fmt: skip
_GRADES = frozenset("abcd")
_GRADED = frozenset(
    {"kunden", "leads", "kontakte", "deals", "customers", "contacts", "firmen", "companies", "anfragen"}
)
_PRODUCTS = frozenset({"product", "produkt", "produkts", "artikel", "article"})


def amount_at(found: Scan, place: int) -> int:
    """`more than 5,000 €`, `zwischen 5 und 10k`: left for the filters, with the words that make it a bound."""
    words, end = found.words, place
    while end < len(words) and end - place < 3 and words[end].folded in BOUNDS:
        end += 1
    if end == place or not is_amount(words, end) or (end == place + 1 and words[place].folded in {"at", "to", "zu"}):
        return 0
    between = words[place].folded in _RANGES
    if between and end + 2 < len(words) and words[end + 1].folded in _AND and is_amount(words, end + 2):
        end += 2
    elif words[place].folded in {"von", "from"}:
        return 0
    end += 1
    end += end < len(words) and words[end].folded in CURRENCIES
    found.left += [word.written for word in words[place:end]] if between else [_bound(words, place, end)]
    found.items.append(Item(frozenset({FILLER}), place, end))
    return end


def _bound(words: tuple[Word, ...], place: int, end: int) -> str:
    """`at most 5k` as `<=5k`."""
    said = next(at for at in range(place, end) if words[at].folded not in BOUNDS)
    most = any(word.folded in _AT_MOST for word in words[place:said])
    return f"{'<=' if most else '>='}{''.join(word.written for word in words[said:end])}"


def is_amount(words: tuple[Word, ...], place: int) -> bool:
    """Whether a word is an amount: no date, no year, and not so many days."""
    if place >= len(words) or not _AMOUNT.fullmatch(words[place].folded):
        return False
    following = words[place + 1].folded if place + 1 < len(words) else ""
    return (
        following not in UNITS
        and following not in MONTHS
        and (following in CURRENCIES or not _YEAR.fullmatch(words[place].folded))
    )


def tag_at(found: Scan, place: int) -> int:
    """`the tag vip`, `mit Messe markiert`."""
    words = found.words
    following = words[place + 1] if place + 1 < len(words) else None
    folded = words[place].folded
    if following is None:
        return 0
    before = words[place - 1].folded if place else ""
    named = folded in TAGGED_BEFORE and following.folded not in {"and", "und"}
    if (named and folded != "tag") or (folded == "tag" and before in {"the", "with", "dem", "den", "mit", "a"}):
        found.tag = following.written
        return place + 2
    if folded in {"mit", "als", "with", "as"} and place + 2 < len(words) and words[place + 2].folded in _TAGGED_AFTER:
        found.tag = following.written
        return place + 3
    if folded in {"tagged", "labelled", "markiert", "getaggt"}:
        behind = place + 1 + (following.folded in {"with", "as", "mit", "als"})
        if behind < len(words):
            found.tag = words[behind].written
            return behind + 1
    return 0


def known_tag_at(found: Scan, place: int, vocabulary: Vocabulary) -> int:
    """`VIP customers`, `contacts with vip`: a tag that somebody has, and that means nothing else."""
    word = found.words[place].folded
    if found.tag or word not in vocabulary.tags or word in question_words().lists.by_first:
        return 0
    found.tag = found.words[place].written
    return place + 1


def stage_at(found: Scan, place: int, vocabulary: Vocabulary) -> int:
    """`stage offer`, `Phase Abschluss`, `the enquiry stage`, `Verhandlungsphase`."""
    words = found.words
    following = words[place + 1].folded if place + 1 < len(words) else ""
    folded = words[place].folded
    if folded in _STAGES and following in vocabulary.stages:
        found.stage = vocabulary.stages[following]
        return place + 2
    if following in _STAGES and folded in vocabulary.stages:
        found.stage = vocabulary.stages[folded]
        return place + 2
    return 0


def priority_at(found: Scan, place: int) -> int:
    """`high priority`, `Priorität hoch`."""
    words, following = found.words, found.words[place + 1].folded if place + 1 < len(found.words) else ""
    for level, name in ((words[place].folded, following), (following, words[place].folded)):
        if name in _PRIORITY and level in _LEVELS:
            found.left.append(f"priority:{_LEVELS[level]}")
            return place + 2
    return 0


def graded_at(found: Scan, place: int) -> int:
    """`A Kunden`, `b-leads`: those of a grade; `a customer` is any."""
    words = found.words
    letter, _, noun = words[place].folded.partition("-")
    apart = not noun and place + 1 < len(words)
    noun = words[place + 1].folded if apart else noun
    if letter not in _GRADES or noun not in _GRADED:
        return 0
    found.left.append(f"grade:{letter.upper()}")
    found.items.append(Item(question_words().lists.single[noun], place, place + 1 + apart))
    return place + 1 + apart


def product_at(found: Scan, place: int) -> int:
    """`the product pallet`, `Artikel Palettenregal`: a name behind it."""
    words = found.words
    if words[place].folded not in _PRODUCTS or place + 1 >= len(words):
        return 0
    following = words[place + 1]
    if following.folded in question_words().lists.by_first or parts_of(following.folded):
        return 0
    found.left.append(f"product:{following.written}")
    return place + 2


def taken_member(found: Scan, place: int, vocabulary: Vocabulary) -> int:
    """`Ben's`: whose. Who is named besides is told by the members: a list is narrowed to one."""
    member = member_at(found.words, place, vocabulary.members)
    if member is None:
        return 0
    if not found.members:
        found.left.append(f"owner:{member[0]}")
    if member[0] not in found.members:
        found.members.append(member[0])
    behind = member[1] + 1
    joined = behind < len(found.words) and found.words[behind - 1].folded in _OR
    return behind if joined and member_at(found.words, behind, vocabulary.members) else member[1]


def source_at(found: Scan, place: int, sources: Mapping[str, str]) -> int:
    """`through referrals`, `über die Website`, `website leads`: where it came from, in the singular."""
    words, start = found.words, place
    led = words[start].folded
    phrase = phrase_at(words, start, question_words().lists)
    if phrase and phrase[0] > 1 and FILLER not in phrase[1] and led not in _THROUGH | _FROM:
        return 0  # `phone calls` come from no phone
    start += led in _THROUGH | _FROM
    start += start > place and start < len(words) and words[start].folded in _ARTICLES
    for count in (3, 2, 1):
        name = " ".join(word.folded for word in words[start : start + count])
        stem = next((one for one in map(name.removesuffix, _ENDINGS) if one in sources), None)
        if stem is None or start + count > len(words):
            continue
        if count == 1 and led not in _THROUGH and stem in _means_more():
            return 0
        if _is_had(words, place):
            found.strange.append(words[start].written)  # `companies with a website` came from anywhere
            return start + count
        found.left.append(f'source:"{sources[stem]}"' if " " in sources[stem] else f"source:{sources[stem]}")
        return start + count
    return 0


def _is_had(words: tuple[Word, ...], place: int) -> bool:
    """Whether `with` or `mit` stands before a word and its article."""
    before = place - 1 - (place > 0 and words[place - 1].folded in _ARTICLES)
    return before >= 0 and words[before].folded in {"with", "mit", "ohne", "without"}


def _means_more() -> Collection[str]:
    """Words of sources that mean something else as well where nothing leads them in."""
    return question_words().lists.single.keys()
