"""The line above a quote that says who wrote it: `Am 3. Mai schrieb Jan Ott <j@ott.example>:`, wrapped or not."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from crmbot.parsing.forwarding.labels import vocabulary
from crmbot.parsing.quoting import reply_words as words
from crmbot.parsing.quoting.reply_lines import MAX_LINE, is_quoted, quote_follows, quotes_follow
from crmbot.parsing.quoting.signature_words import NOT_NAMES

_MAX_LINES: Final = 5  # of a wrapped attribution
_MAX_LENGTH: Final = 500  # of its joined text
_COLONS: Final = frozenset(":：")
_ENDS: Final = _COLONS | frozenset("*]")
_MESSAGE: Final = " wrote in message "

_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\b\d{1,2}[./-]\d{1,2}\b|\d\s?[年년]|\b\d{1,2}(?:\.|st|nd|rd|th)?\s?,?\s?[^\W\d_]{3}|[^\W\d_]{3}\.?\s\d{1,2}\b"
)
_TIME_OR_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d\s?[年년]")
_ADDRESS: Final = re.compile(r"[^\s<>@]@[^\s<>@]|<javascript:|\[?mailto:")
_ADDRESS_END: Final = re.compile(r"(?:@[^\s<>@]{1,255}|[>\])\"])\s*[:：]$")
_DIGITS_FIRST: Final = re.compile(r"[\"'(\[*]{0,3}\d{1,4}[-./年년\s]")
_WEEKDAY_FIRST: Final = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|jue|vie|sáb|dom|gio|sab|seg|ter|qua|qui|sex|"
    r"man|tir|ons|tor|fre|lør|søn|lör|sön|pon|wto|śro|czw|pią|sob|nie|пн|вт|ср|чт|пт|сб|вс|пон|вто|сре|чет|пят|суб|вос|"
    r"ma|ti|ke|pe|la|su)[^\W\d_]{0,10}\.?,?\s",
    re.IGNORECASE,
)
_OPENING: Final = re.compile(
    r"(?:" + "|".join(re.escape(v) for v in sorted(words.OPENINGS, key=len, reverse=True)) + r")(?!\w)|[在於于בال]",
    re.IGNORECASE,
)
_YAHOO: Final = re.compile(r"-{2,3}\s+(?:On|Am|Le|El|Il)\s", re.IGNORECASE)
_NAME_ONLY: Final = re.compile(r"[\"'*]{0,2}[A-ZÄÖÜ][\w.'-]{0,20}(?: [A-ZÄÖÜ][\w.'-]{0,20}){1,3}[\"'*]{0,2}:")
# `--- Jan Ott <j@ott.example> wrote:`, `***** Jan Ott wrote: *****`, `[Jan Ott wrote on 3/5/2026]`, `Jan Ott <…> wrote in message news:…`
_FRAMED: Final = re.compile(
    r"-{2,5}\s*[A-Z\"'].{3,120}:|\*{3,}\s.{3,120}:\s?\*{3,}$|\[[^\]]{3,120}\d[^\]]{0,40}\]$|[A-Z\"'][^:]{3,160}\swrote in message\s"
)
_FRAMED_WRITER: Final = re.compile(r"\s{0,3}[-*]{2,8}\s?(?P<who>[^-*\s].{2,120}?)\s?[-*]{2,8}\s*$")
# What leads to a quote only where one stands below: `According to Jan Ott:`, `Jan Ott meinte am 3.5. zum Thema Regale:`, `[Jan Ott]`
_NAME: Final = r"[^\W\d_a-z][^\W\d_]{0,20}\.?(?: [^\W\d_a-z][\w.'-]{0,20}){0,3}"
_LEADS: Final = re.compile(
    rf"(?:{words.ACCORDING}) {_NAME}:$|[+*=#-]{{1,4}} {_NAME} .{{0,80}}\d\d[^:]{{0,20}}:$|{_NAME} (?:{words.SAID})(?: [^:]{{0,80}})?:$|\[{_NAME} {_NAME}\]:?$"
)
_DOTS: Final = " .…"
_BRACKETED: Final = re.compile(r"\[[^\[\]]{3,160}\]$")
_CLUE: Final = re.compile(r"[\d@]|[*\]]$")  # without a quote below, an attribution shows one of these
_OWN_WORDS: Final = re.compile(
    r"\b(?:ich|wir|mir|uns|I|we|me|us)\b"
)  # "Am 3.5. um 9:00 schrieb ich Ihnen:" is a sentence
_WEAK_VERBS: Final = frozenset(("sent", "said", "says", "replied", "a envoyé", "enviou"))
_QUOTING: Final = re.compile(r"(?:quoting|zitat von|citando a|citat av|citat från|citation de)\s", re.IGNORECASE)
_VERB_ON_DATE: Final = re.compile(
    r"\s(?:on|am|le|il|el|op|den|dne|em|w dniu)\s.{0,30}\d|\s\d{1,2}[./]\d{1,2}[./]\d{2}", re.IGNORECASE
)


@cache
def _verb() -> re.Pattern[str]:
    """Any language's "wrote"; scripts without blanks between words need no word ends."""
    verbs = sorted((set(vocabulary().wrote) | set(words.MORE_VERBS)) - words.NO_VERBS, key=len, reverse=True)
    spaced = "|".join(re.escape(v) for v in verbs if ord(v[0]) < 0x590)
    other = "|".join(re.escape(v) for v in verbs if ord(v[0]) >= 0x590)
    return re.compile(rf"(?<![\w@.-])(?:{spaced})(?![\w@-])|{other}", re.IGNORECASE)


def frames_writer(line: str) -> bool:
    """Whether the line is an attribution between dashes without a colon: `---- Jan Ott wrote ----`."""
    found = _FRAMED_WRITER.match(line[:MAX_LINE]) if line.strip()[:2] in {"--", "**"} else None
    if found is None:
        return False
    verb = next((verb for verb in _verb().finditer(found["who"]) if verb.end() == len(found["who"])), None)
    return verb is not None and verb.start() > 0


def attribution_starts(lines: Sequence[str]) -> bytearray:
    """For each line, whether an attribution may begin there: so that the costly look is taken at few lines only."""
    starts, follows = bytearray(len(lines)), quotes_follow(lines)
    for j, line in enumerate(lines):
        if line and (line.rstrip()[-1:] in _ENDS or follows[j + 1] or _MESSAGE in line):
            first = max(0, j + 1 - _MAX_LINES)
            starts[first : j + 1] = b"\1" * (j + 1 - first)
    return starts


def attribution_at(lines: Sequence[str], i: int) -> int:
    """How many lines the attribution at `i` takes, wrapped ones included; 0 where there is none."""
    first = lines[i].strip()
    if len(first) < 5 or len(first) > MAX_LINE:
        return 0
    joined = ""
    for j in range(i, min(i + _MAX_LINES, len(lines))):
        line = lines[j].strip()
        if not line or (j > i and is_quoted(lines, j) and not _closes_address(joined, line)):
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > _MAX_LENGTH:
            return 0
        if _may_end(lines, j) and _is_attribution(joined, quote=quote_follows(lines, j + 1)):
            return 0 if _begins_later(lines, i, j) else j - i + 1
    return 0


def _may_end(lines: Sequence[str], j: int) -> bool:
    """An attribution ends with a colon or a frame, or right above the quote."""
    return lines[j].rstrip()[-1:] in _ENDS or _MESSAGE in lines[j] or quote_follows(lines, j + 1)


def _begins_later(lines: Sequence[str], i: int, last: int) -> bool:
    """Whether text stands on line `i` right above an attribution that opens below it."""
    quote = quote_follows(lines, last + 1)
    for k in range(last, i, -1):
        rest = " ".join(line.strip() for line in lines[k : last + 1])
        if (
            _is_opened(rest)
            and _DATE.search(rest[:40])
            and (_verb().search(rest) or _ADDRESS.search(rest))
            and _is_attribution(rest, quote=quote)
        ):
            return True
    return False


def _closes_address(joined: str, line: str) -> bool:
    """A line beginning with `>` that only closes the address opened above: `<a@b.example` / `> wrote:`."""
    return joined.rfind("<") > joined.rfind(">") and len(line) < 60 and line.rstrip()[-1:] in _COLONS


def _is_opened(text: str) -> bool:
    return bool(_OPENING.match(text) or _DIGITS_FIRST.match(text) or _WEEKDAY_FIRST.match(text) or _YAHOO.match(text))


def _is_attribution(text: str, *, quote: bool) -> bool:
    """With a quote below, a verb or an address is enough; without, it takes a date and a person."""
    ends = text[-1] in _COLONS
    if not quote and not _CLUE.search(text):
        return False
    if not ends and not quote and not _FRAMED.match(text):
        return False
    verb = _verb().search(text)
    if verb and _FRAMED.match(text) and (_ADDRESS.search(text) or text[-1] in "]*-"):
        return True
    if quote and _BRACKETED.match(text) and _ADDRESS.search(text) and _TIME_OR_YEAR.search(text):
        return True
    if quote and _LEADS.match(text[:MAX_LINE]):
        return True
    if not ends and not (verb and verb.end() >= len(text.rstrip(_DOTS) if quote else text) - 1):
        return bool(_DIGITS_FIRST.match(text) and _ADDRESS.search(text) and text[-1] == ">")
    dated, address = bool(_DATE.search(text)), bool(_ADDRESS.search(text))
    if quote:
        if _NAME_ONLY.fullmatch(text) and text.split(maxsplit=1)[0].lower().strip(".,") not in NOT_NAMES:
            return True
        return (
            bool(verb)
            or (address and (dated or len(text) < 120))
            or (_is_opened(text) and bool(_TIME_OR_YEAR.search(text)) and len(text) < 120)
        )
    if verb and not address and (_OWN_WORDS.search(text) or verb[0].lower() in _WEAK_VERBS):
        return False
    if verb and dated:
        said_when = _VERB_ON_DATE.match(text, verb.end()) is not None and len(text) < 120
        return address or said_when or (_is_opened(text) and bool(_TIME_OR_YEAR.search(text)))
    if _QUOTING.match(text):
        return bool(_ADDRESS_END.search(text))
    return address and dated and _is_opened(text) and bool(_ADDRESS_END.search(text))
