"""Where quoted text begins without an attribution: quote signs, separators and header blocks.

All matchers look at one place of a list of lines, never further than a bounded number of lines and characters,
so that reading stays linear in the length of the text.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from typing import Final

from crmbot.parsing.forwarding.labels import fold, split_label, vocabulary
from crmbot.parsing.forwarding.separators import separator_kind
from crmbot.parsing.quoting import reply_words as words
from crmbot.parsing.quoting.notes_heads import TABLE_TO

MAX_LINE: Final = 300  # longer lines are prose
_MAX_CONTINUATION: Final = 12  # wrapped recipients below one header label
_MAX_LETTERHEAD: Final = 70  # characters of its lines
_MAX_BLOCK: Final = 60  # lines of a header block
_MAX_ANGLED: Final = 200  # lines of a quote in double angles
_MAX_LABEL: Final = 40  # characters up to the colon of a header label
_MAX_PHRASE: Final = 100  # characters of the words of a separator
_REPEATED: Final = frozenset({"other", "cc"})

_QUOTED: Final = re.compile(r" {0,3}[>＞]|[A-Z]{1,2}>(?:\s|$|>)")
_OTHER_SIGN: Final = re.compile(r"\s?(?:[|:}#%¦]\s|[|:}¦]$)|\s{0,6}[A-Za-z]{1,12}> ?")
_SIGNS: Final = frozenset("|:}#%¦")
_ADDRESS: Final = re.compile(r"[^\s<>@]@[^\s<>@]|<javascript:|\[?mailto:")
_MAIL_LABEL: Final = re.compile(r"(?:from|von|de|van|fra|från|od|от)\s*:", re.IGNORECASE)
_LETTERHEAD: Final = re.compile(r"\s*[A-Z][\w.,&' -]{2,50}\b(?:Corp|Inc|LLC|Ltd|Company|Co|GmbH|AG)\.?\s*$")
_RULE: Final = re.compile(r"\s*[*>\s]{0,4}[-_=*~—–─⁓]{2,}[\s*]*$")
_SEPARATOR: Final = re.compile(
    r"[\s>*]{0,6}(?P<rule>[-_=*~—–]{2,})?[\s*]{0,6}(?P<words>[^\W\d_][^-_=*~—–:：]{3,60}?|e-mail d.origine)[\s*]{0,6}(?P<end>[-_=*~—–]{2,}|[:：])?[\s*]*$"
)
_RULE_SIGNS: Final = frozenset("-_=*~—–+#:：")
_RUN_IN: Final = re.compile(
    r"-{3,}\s*(?P<words>[^-]{4,60}?)\s*-{3,}\s+[^\s:].{1,40}?[:：]"
)  # Yahoo runs the header into the separator
_FORWARDED_BY: Final = re.compile(
    r"\s{0,4}-{3,}\s*(?:forwarded by|weitergeleitet von|transféré par|reenviado por|inoltrato da)\s.{3,200}$",
    re.IGNORECASE,
)
_NOTES: Final = re.compile(
    r"\b\d{1,2}[/.]\d{1,2}[/.](?:19|20)?\d\d\b.{0,12}\d{1,2}:\d\d|(?-i:/[A-Z]{2,}/[A-Z]{2,}|@[A-Z]{3,6}\b)|^\s*(?:sent by|please respond to)\b|\bon \d{1,2}/\d{1,2}/\d{2,4}",
    re.IGNORECASE,
)


def may_mark(line: str) -> bool:
    """Whether a line may carry a quote sign, be a separator or begin a header block (with the labels in a right column
    too), told as cheaply as possible."""
    shown = line[:MAX_LINE].strip()
    if not shown or ">" in line or "＞" in line or shown[0] in _RULE_SIGNS or shown[-1] in _RULE_SIGNS:
        return True
    if ":" in shown[:_MAX_LABEL] or "：" in shown[:_MAX_LABEL] or (":" in line and "  " in line):
        return True
    return len(shown) <= _MAX_PHRASE and shown.casefold() in _phrases()


@cache
def _phrases() -> frozenset[str]:
    """What stands alone on its line as a separator, or as the first label of a table of Notes."""
    return _separators() | TABLE_TO


def is_quoted(lines: Sequence[str], i: int) -> bool:
    """Whether line `i` carries a quote sign. A lone ">From " is an mbox escape (RFC 4155), not a quote."""
    line = lines[i]
    if (">" not in line and "＞" not in line) or not _QUOTED.match(line):
        return False
    if not line.startswith(">From "):
        return True
    return any(0 <= j < len(lines) and bool(_QUOTED.match(lines[j])) for j in (i - 1, i + 1))


def other_sign(line: str) -> str:
    """The sign by which some programs quote instead of `>` (`| `, `: `, `jan> `), "" where none stands."""
    found = _OTHER_SIGN.match(line)
    return found[0].strip() if found else ""


def quote_follows(lines: Sequence[str], j: int) -> bool:
    """Whether the next line with text, after at most two empty ones, is quoted."""
    for k in range(j, min(j + 3, len(lines))):
        if lines[k] and not lines[k].isspace():
            return is_quoted(lines, k) or bool(other_sign(lines[k]))
    return False


def quotes_follow(lines: Sequence[str]) -> bytearray:
    """`quote_follows` for every line, and for the end."""
    follows = bytearray(len(lines) + 1)
    for k, line in enumerate(lines):
        if ">" in line or "＞" in line or line.lstrip()[:1] in _SIGNS:
            if not is_quoted(lines, k) and not other_sign(line):
                continue
            follows[k] = 1
            for above in (k - 1, k - 2):
                if above < 0 or (lines[above] and not lines[above].isspace()):
                    break
                follows[above] = 1
    return follows


def angled_at(lines: Sequence[str], j: int) -> int:
    """How many lines from `j` on a quote takes that stands between `<<` and `>>`, as AOL quotes; 0 where none does."""
    first = next((k for k in range(j, min(j + 3, len(lines))) if lines[k].strip()), None)
    if first is None or not lines[first].lstrip().startswith("<<"):
        return 0
    for k in range(first, min(first + _MAX_ANGLED, len(lines))):
        if lines[k].rstrip().endswith(">>"):
            return k + 1 - j
    return 0


def is_rule(line: str) -> bool:
    """Whether the line only draws a rule (`____`, `----`, `* * *`)."""
    return bool(_RULE.match(line[:MAX_LINE]))


@cache
def _separators() -> frozenset[str]:
    return vocabulary().original | vocabulary().forwarded | frozenset(fold(phrase) for phrase in words.MORE_SEPARATORS)


@cache
def _kinds() -> dict[str, str]:
    """What each label means; of several meanings the one that comes first in a header block."""
    order = ("from", "date", "to", "subject", "cc", "bcc", "reply_to", "other")
    kinds: dict[str, str] = {
        word: next(role for role in order if role in label.roles) for word, label in vocabulary().labels.items()
    }
    kinds |= {fold(word): kind for kind, entries in words.MORE_LABELS.items() for word in entries}
    return {word: {"bcc": "cc", "reply_to": "other"}.get(kind, kind) for word, kind in kinds.items()}


def separator_at(lines: Sequence[str], i: int) -> bool:
    """Whether line `i` is a separator such as `-----Original Message-----`."""
    shown = lines[i][:MAX_LINE].strip(" >")
    if not shown or (shown[0] not in _RULE_SIGNS and shown[-1] not in _RULE_SIGNS):
        return shown.casefold() in _separators() and _label_follows_soon(lines, i + 1)
    run_in = _RUN_IN.match(shown)
    if run_in and fold(run_in["words"]) in _separators():
        return True
    if len(lines[i]) > MAX_LINE:
        return False
    return bool(_FORWARDED_BY.match(shown)) or separator_kind(shown) in {"forward", "original"} or _is_framed(lines, i)


def _is_framed(lines: Sequence[str], i: int) -> bool:
    """Words of a separator with a rule or a colon beside them."""
    found = _SEPARATOR.match(lines[i])
    if not found or fold(found["words"]) not in _separators():
        return False
    if found["rule"] or found["end"]:
        return True
    return _label_follows_soon(lines, i + 1)


def _label_follows_soon(lines: Sequence[str], j: int) -> bool:
    following = next((k for k in range(j, min(j + 3, len(lines))) if lines[k].strip()), None)
    return following is not None and label_kind(lines[following]) is not None


def label_kind(line: str) -> str | None:
    """The meaning of a header label at the start of the line (`from`, `date`, `to` …), None without one."""
    shown = line[:MAX_LINE].lstrip() if line[:1].isspace() else line
    if ":" not in shown[:_MAX_LABEL] and "：" not in shown[:_MAX_LABEL]:
        return None
    found = split_label(shown[:MAX_LINE])
    return _kinds().get(fold(found[0])) if found else None


def header_block_at(lines: Sequence[str], i: int) -> int:
    """How many lines the header block (`Von: … Gesendet: … An: … Betreff: …`) at `i` takes; 0 where there is none."""
    if label_kind(lines[i]) is None:
        return 0
    seen: dict[str, str] = {}
    j = i
    while j < len(lines) and j - i <= _MAX_BLOCK:
        label = j
        while label < min(j + 3, len(lines)) and not lines[label].strip():
            label += 1
        kind = label_kind(lines[label]) if label < min(j + 3, len(lines)) and (seen or label == i) else None
        apart = label > j and kind == "from"  # what stands above belongs to the text
        if kind is None or apart or (kind in seen and kind not in _REPEATED):
            break
        seen[kind] = lines[label]
        j = _after_continuation(lines, label + 1, kind)
    if "from" not in seen:
        return j - i if {"to", "subject"} <= seen.keys() and len(seen) >= 3 and notes_header_start(lines, i) < i else 0
    if _is_memo(seen) and not _is_ruled(lines, i):
        return 0
    if "date" not in seen and not any(line.strip() for line in lines[max(0, i - _MAX_BLOCK) : i]):
        return 0  # a mail that begins with a sender and a subject, but no date, comes from a web form
    if "date" not in seen and _is_announced(lines, i):
        return 0
    return j - i if _is_block(seen, ruled=_is_ruled(lines, i)) else 0


def _is_memo(seen: dict[str, str]) -> bool:
    """Whether a person set these labels: in capitals, and with no mail address. No program does."""
    return seen["from"].split(":", 1)[0].isupper() and not any(_ADDRESS.search(line) for line in seen.values())


def _is_announced(lines: Sequence[str], i: int) -> bool:
    """Whether a sentence right above line `i` ends with a colon: the writer shows a header that he pasted."""
    above = next((lines[k].strip() for k in range(i - 1, max(-1, i - 3), -1) if lines[k].strip()), "")
    return above.endswith(":") and len(above.split()) >= 3 and label_kind(above) is None


def _is_ruled(lines: Sequence[str], i: int) -> bool:
    """Whether a rule stands right above line `i`."""
    above = next((lines[k] for k in range(i - 1, max(-1, i - 3), -1) if lines[k].strip()), "")
    return bool(above) and is_rule(above)


def _after_continuation(lines: Sequence[str], j: int, kind: str) -> int:
    """The line after the wrapped rest of a header value."""
    limit = min(len(lines), j + _MAX_CONTINUATION)
    while j < limit and lines[j].strip() and label_kind(lines[j]) is None:
        wrapped = kind in {"to", "cc", "from"} and ("@" in lines[j] or ";" in lines[j] or lines[j][0] in " \t")
        if not wrapped and not (kind in {"subject", "date"} and _label_follows(lines, j + 1)):
            break
        j += 1
    return j


def _label_follows(lines: Sequence[str], j: int) -> bool:
    return j < len(lines) and label_kind(lines[j]) is not None


def _is_block(seen: dict[str, str], *, ruled: bool) -> bool:
    """A sender with two more labels, or with one more where an address proves it. "Author", "Title" and "Date" head an
    article: without recipients, address or rule the sender's label has to be a mail program's."""
    main = seen.keys() & {"date", "to", "subject"}
    if _ADDRESS.search(seen["from"]):
        return bool(main)
    plain_label = _MAIL_LABEL.match(seen["from"].lstrip("*_ ")) is not None
    return len(main) + ("cc" in seen) >= 2 and bool(ruled or plain_label or seen.keys() & {"to", "cc"})


def notes_header_start(lines: Sequence[str], i: int) -> int:
    """The first line of what Lotus Notes writes above the block at `i`: letterhead, sender and date without labels."""
    start, j = i, i - 1
    while j >= max(0, i - 8):
        line = lines[j]
        if line.strip():
            letterhead = _LETTERHEAD.match(line[:MAX_LINE]) and _NOTES.search(lines[start][:MAX_LINE])
            set_in = line[0].isspace() and lines[start][:1].isspace() and start < i and len(line) <= _MAX_LETTERHEAD
            if not (letterhead or set_in or _NOTES.search(line[:MAX_LINE]) or _is_name_above_date(lines, j)):
                break
            start = j
        j -= 1
    return start


def _is_name_above_date(lines: Sequence[str], j: int) -> bool:
    """A short line without a full stop, right above a Notes date or the letterhead above one."""
    line = lines[j].strip()
    if len(line) > 60 or line[-1] in ".!?,:;" or len(line.split()) > 5:
        return False
    below = lines[j + 1][:MAX_LINE] if j + 1 < len(lines) else ""
    return bool(_NOTES.search(below) or _LETTERHEAD.match(below))
