"""Where quoted text begins: the lines that mail programs put above what they quote.

All matchers look at one place of a list of lines, never further than a bounded number of lines and characters,
so that reading stays linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing import reply_words as words

_MAX_LINES: Final = 5  # of a wrapped attribution
_MAX_LENGTH: Final = 500  # of its joined text
_MAX_LINE: Final = 300  # longer lines are prose
_MAX_CONTINUATION: Final = 12  # wrapped recipients below one header label

_MAX_BLOCK: Final = 60  # lines of a header block
_MAX_LABEL: Final = 40  # characters up to the colon of a header label
_REPEATED: Final = frozenset({"other", "cc"})

_QUOTED: Final = re.compile(r" {0,3}[>＞]|[A-Z]{1,3}>(?:\s|$|>)")
_DATE: Final = re.compile(
    r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\b\d{1,2}[./-]\d{1,2}\b|\d\s?[年년]|\b\d{1,2}(?:\.|st|nd|rd|th)?\s?,?\s?[^\W\d_]{3}|[^\W\d_]{3}\.?\s\d{1,2}\b"
)
_ADDRESS: Final = re.compile(r"[^\s<>@]@[^\s<>@]|<javascript:|\[?mailto:")
_ADDRESS_END: Final = re.compile(r"(?:@[^\s<>@]{1,255}|[>\])\"])\s*[:：]$")
_DIGITS_FIRST: Final = re.compile(r"[\"'(\[*]{0,3}\d{1,4}[-./年년\s]")
_WEEKDAY_FIRST: Final = re.compile(
    r"(?:mon|tue|wed|thu|fri|sat|sun|mo|di|mi|do|fr|sa|so|lun|mar|mer|jeu|ven|sam|dim|jue|vie|sáb|dom|gio|sab|seg|ter|qua|qui|sex|"
    r"man|tir|ons|tor|fre|lør|søn|lör|sön|pon|wto|śro|czw|pią|sob|nie|пн|вт|ср|чт|пт|сб|вс|пон|вто|сре|чет|пят|суб|вос|"
    r"ma|ti|ke|pe|la|su)[^\W\d_]{0,10}\.?,?\s",
    re.IGNORECASE,
)
_VERB: Final = re.compile(
    r"(?:(?<![\w@.-])(?:" + "|".join(re.escape(v) for v in sorted(words.VERBS, key=len, reverse=True) if v.isascii() or ord(v[0]) < 0x590)
    + r")(?![\w@-])|" + "|".join(re.escape(v) for v in words.VERBS if not (v.isascii() or ord(v[0]) < 0x590)) + ")",
    re.IGNORECASE,
)  # fmt: skip
_OPENING: Final = re.compile(
    r"(?:" + "|".join(re.escape(v) for v in sorted(words.OPENINGS, key=len, reverse=True)) + r")(?!\w)|[在於于בال]", re.IGNORECASE
)
_RULE: Final = re.compile(r"\s*[*>\s]{0,4}[-_=*~—–─⁓]{2,}[\s*]*$")
_SEPARATOR: Final = re.compile(
    r"[\s>*]{0,6}(?P<rule>[-_=*~—–]{2,})?[\s*]{0,6}(?P<words>[^\W\d_][^-_=*~—–:：]{3,60}?|e-mail d.origine)[\s*]{0,6}(?P<end>[-_=*~—–]{2,}|[:：])?[\s*]*$"
)
_FORWARDED_BY: Final = re.compile(r"\s{0,4}-{3,}\s*(?:forwarded by|weitergeleitet von|transféré par)\s.{3,200}$", re.IGNORECASE)
_LABEL: Final = re.compile(r"[\s*_|>]{0,6}(?P<label>[^\W\d_][^:：<@\n]{0,24}?)[\s*_\u00a0]{0,3}[:：]\*{0,2}(?P<value>.*)$")
_KINDS: Final = {label: kind for kind, labels in words.LABELS.items() for label in labels}
_COLONS: Final = frozenset(":：")
_YAHOO: Final = re.compile(r"-{2,3}\s+(?:On|Am|Le|El|Il)\s", re.IGNORECASE)
_NOTES: Final = re.compile(
    r"\b\d{1,2}/\d{1,2}/(?:19|20)?\d\d\b.{0,12}\d{1,2}:\d\d|/[A-Z]{2,}/[A-Z]{2,}|@(?:ECT|ENRON|EES)\b|^\s*sent by:|\bon \d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)


def is_quoted(lines: Sequence[str], i: int) -> bool:
    """Whether line `i` carries a quote sign. A lone ">From " is an mbox escape (RFC 4155), not a quote."""
    line = lines[i]
    if not _QUOTED.match(line):
        return False
    if not line.startswith(">From "):
        return True
    return any(0 <= j < len(lines) and bool(_QUOTED.match(lines[j])) for j in (i - 1, i + 1))


def is_rule(line: str) -> bool:
    """Whether the line only draws a rule (`____`, `----`, `* * *`)."""
    return bool(_RULE.match(line))


def separator_at(lines: Sequence[str], i: int) -> bool:
    """Whether line `i` is a separator such as `-----Original Message-----`."""
    line = lines[i]
    if len(line) > _MAX_LINE or not line.strip():
        return False
    if _FORWARDED_BY.match(line):
        return True
    found = _SEPARATOR.match(line)
    if not found or found["words"].strip().lower() not in _SEPARATOR_WORDS:
        return False
    if found["rule"] or found["end"]:
        return True
    following = next((j for j in range(i + 1, min(i + 4, len(lines))) if lines[j].strip()), None)
    return following is not None and label_kind(lines[following]) is not None


_SEPARATOR_WORDS: Final = frozenset(words.SEPARATORS)


def label_kind(line: str) -> str | None:
    """The meaning of a header label at the start of the line (`from`, `date`, `to` …), None without one."""
    if ":" not in line[:_MAX_LABEL] and "：" not in line[:_MAX_LABEL]:
        return None
    found = _LABEL.match(line[:_MAX_LINE])
    return _KINDS.get(found["label"].strip().lower()) if found else None


def header_block_at(lines: Sequence[str], i: int) -> int:
    """How many lines the header block (`Von: … Gesendet: … An: … Betreff: …`) at `i` takes; 0 where there is none."""
    seen: dict[str, str] = {}
    j = i
    while j < len(lines):
        if not lines[j].strip():
            if j + 1 >= len(lines) or label_kind(lines[j + 1]) is None:
                break
            j += 1
            continue
        kind = label_kind(lines[j])
        if kind is None or (kind in seen and kind not in _REPEATED) or j - i > _MAX_BLOCK:
            break
        seen[kind] = lines[j]
        j = _after_continuation(lines, j + 1, kind)
    return j - i if _is_block(seen) else 0


def _after_continuation(lines: Sequence[str], j: int, kind: str) -> int:
    """The line after the wrapped rest of a header value."""
    limit = min(len(lines), j + _MAX_CONTINUATION)
    while j < limit and lines[j].strip() and label_kind(lines[j]) is None:
        wrapped = kind in {"to", "cc", "from"} and ("@" in lines[j] or ";" in lines[j] or lines[j][0] in " \t")
        if not wrapped and not (kind == "subject" and _label_follows(lines, j + 1)):
            break
        j += 1
    return j


def _label_follows(lines: Sequence[str], j: int) -> bool:
    return j < len(lines) and label_kind(lines[j]) is not None


def _is_block(seen: dict[str, str]) -> bool:
    """A sender with two more labels, or with one more where an address proves it, or the Notes block without a sender."""
    main = seen.keys() & {"date", "to", "subject"}
    if "from" in seen:
        return len(main) + ("cc" in seen) >= 2 or bool(main and _ADDRESS.search(seen["from"]))
    return {"to", "subject"} <= seen.keys() and len(seen) >= 3


def notes_header_start(lines: Sequence[str], i: int) -> int:
    """The first line of what Lotus Notes writes above the block at `i`: the sender and the date without labels."""
    start, j = i, i - 1
    while j >= max(0, i - 6):
        line = lines[j]
        if line.strip():
            if not _NOTES.search(line[:_MAX_LINE]) and not _is_name_above_date(lines, j):
                break
            start = j
        j -= 1
    return start


def _is_name_above_date(lines: Sequence[str], j: int) -> bool:
    """A short line without a full stop, right above a Notes date."""
    line = lines[j].strip()
    if len(line) > 60 or line[-1] in ".!?,:;" or len(line.split()) > 5:
        return False
    return j + 1 < len(lines) and bool(_NOTES.search(lines[j + 1][:_MAX_LINE]))


def attribution_at(lines: Sequence[str], i: int) -> int:
    """How many lines the attribution (`Am … schrieb …:`) at `i` takes, wrapped ones included; 0 where there is none."""
    first = lines[i].strip()
    if len(first) < 5 or len(first) > _MAX_LINE:
        return 0
    joined = ""
    for j in range(i, min(i + _MAX_LINES, len(lines))):
        line = lines[j].strip()
        if not line or (j > i and is_quoted(lines, j) and not _closes_address(joined, line)):
            return 0
        joined = f"{joined} {line}".strip()
        if len(joined) > _MAX_LENGTH:
            return 0
        if _may_end(lines, j) and _is_attribution(joined, quote_follows=quote_follows(lines, j + 1)):
            return 0 if _begins_later(lines, i, j) else j - i + 1
    return 0


def attribution_starts(lines: Sequence[str]) -> bytearray:
    """For each line, whether an attribution may begin there: so that the costly look is taken at few lines only."""
    starts = bytearray(len(lines))
    for j, line in enumerate(lines):
        if line.rstrip()[-1:] in _COLONS or (line and quote_follows(lines, j + 1)):
            first = max(0, j + 1 - _MAX_LINES)
            starts[first : j + 1] = b"\1" * (j + 1 - first)
    return starts


def _may_end(lines: Sequence[str], j: int) -> bool:
    """An attribution ends with a colon, or right above the quote."""
    return lines[j].rstrip()[-1:] in _COLONS or quote_follows(lines, j + 1)


def _begins_later(lines: Sequence[str], i: int, last: int) -> bool:
    """Whether text stands on line `i` right above an attribution that opens below it."""
    if last == i:
        return False
    quote = quote_follows(lines, last + 1)
    for k in range(last, i, -1):
        rest = " ".join(line.strip() for line in lines[k : last + 1])
        if _is_opened(rest) and _DATE.search(rest[:40]) and _is_attribution(rest, quote_follows=quote):
            return True
    return False


def _is_opened(text: str) -> bool:
    return bool(_OPENING.match(text) or _DIGITS_FIRST.match(text) or _WEEKDAY_FIRST.match(text) or _YAHOO.match(text))


def _closes_address(joined: str, line: str) -> bool:
    """A line beginning with `>` that only closes the address opened above: `<a@b.example` / `> wrote:`."""
    return joined.rfind("<") > joined.rfind(">") and len(line) < 60 and line.rstrip()[-1:] in ":："


def quote_follows(lines: Sequence[str], j: int) -> bool:
    """Whether the next line with text, after at most two empty ones, is quoted."""
    for k in range(j, min(j + 3, len(lines))):
        if lines[k] and not lines[k].isspace():
            return lines[k].startswith("| ") or is_quoted(lines, k)
    return False


def _is_attribution(text: str, *, quote_follows: bool) -> bool:
    ends = text[-1] in _COLONS
    if not ends and not quote_follows:
        return False
    verb = _VERB.search(text)
    if not ends and not (verb and verb.end() >= len(text) - 1):
        return quote_follows and bool(_DIGITS_FIRST.match(text) and _ADDRESS.search(text) and text[-1] == ">")
    dated = bool(_DATE.search(text))
    address = bool(_ADDRESS.search(text))
    if quote_follows:
        return bool(verb) or (address and (dated or len(text) < 120))
    opened = _is_opened(text)
    if verb and dated and (address or (opened and _has_time_or_year(text))):
        return True
    return address and dated and ends and opened and bool(_ADDRESS_END.search(text))


_TIME_OR_YEAR: Final = re.compile(r"\b(?:19|20)\d\d\b|\d{1,2}[:.h]\d\d|\d{1,2}[./-]\d{1,2}[./-]\d{2}|\d\s?[年년]")


def _has_time_or_year(text: str) -> bool:
    return bool(_TIME_OR_YEAR.search(text))
