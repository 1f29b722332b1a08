"""Layouts that hide a header block, set right before anyone looks for it: one label a line.

Yahoo's plain text runs the whole block into one line; Lotus Notes writes sender and date without labels, and once set
the others in a table.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import islice

from crmbot.parsing.forwarding.labels import COLONS, known_label, split_label, vocabulary
from crmbot.parsing.forwarding.separators import separator_kind
from crmbot.parsing.quoting.notes_heads import TABLE_SUBJECT, column_head_at, join_table
from crmbot.parsing.quoting.quoted_lines import quote_width

_MOST = 5  # places of each kind that are set right


def straighten(text: str) -> str:
    """`text` with such blocks written out. What stands above the first of them keeps its place."""
    text = _without_angles(unglue(text))
    quoted = "\n>" in text and _NOTES_SEPARATOR.search(text) and text.count("\n") <= _MOST_QUOTED
    return _within_quotes(text) if quoted else _straighten_notes(text)


def _straighten_notes(text: str) -> str:
    return _name_notes_heads(_join_columns(_join_tables(_join_separators(text))))


def _within_quotes(text: str) -> str:
    """The same where all of it is quoted: the marks are taken off for it, and set again before what was changed."""
    written = text.split("\n")
    bare = [line[quote_width(line) :] for line in written]
    straight = _straighten_notes("\n".join(bare)).split("\n")
    same = next((at for at, (old, new) in enumerate(zip(bare, straight, strict=False)) if old != new), None)
    if same is None:
        return text
    limit = min(len(bare), len(straight)) - same
    tail = next((at for at in range(limit) if bare[-1 - at] != straight[-1 - at]), limit)
    marks = {line[: quote_width(line)].strip() for line in written[same : len(written) - tail]} - {""}
    if len(marks) != 1:  # what has no mark among them was wrapped
        return text
    changed = [f"{mark} {line}" for mark in marks for line in straight[same : len(straight) - tail]]
    return "\n".join([*written[:same], *changed, *written[len(written) - tail :]])


_MOST_QUOTED = 3_000  # lines
_NOTES_SEPARATOR = re.compile(r"-{5}\s{0,3}(?:Forwarded by|Weitergeleitet von)\s")
_OPEN_SEPARATOR = re.compile(
    r"(?<!-)(-{5,40}\s{0,3}(?:Forwarded by|Weitergeleitet von)\s[^\n-]{3,100}?)\s{0,3}\n([^\n-]{0,40}-{5,40}[^\S\n]*(?:\n|\Z))"
)

_OPEN_HEAD = re.compile(
    r"^([^\n]{3,160}\s(?:on|am)\s\d{1,2}[/.]\d{1,2}[/.]\d{2,4})[^\S\n]{0,3}\n(?=\d{1,2}:\d\d(?::\d\d)?(?: [AP]M)?[^\S\n]{0,3}$)",
    re.MULTILINE,
)


def _join_separators(text: str) -> str:
    """A separator of Notes and the head below it in one line again, which were wrapped where they were too long."""
    if "--" not in text:
        return text
    joined = _OPEN_SEPARATOR.sub(lambda found: f"{found[1]} {found[2]}\n", text)
    return _OPEN_HEAD.sub(r"\1 ", joined) if _NOTES_SEPARATOR.search(joined) else joined


def unglue(text: str) -> str:
    """Yahoo's plain text runs the block into one line: `----- Forwarded Message ----- From: A <a@b>To: …`. Gives each
    label its own line again."""
    if "- " not in text:
        return text
    lines = text.split("\n")
    glued = (index for index, line in enumerate(lines) if "-- " in line[:120] and _GLUED.match(line))
    for index in islice(glued, _MOST_GLUED):
        match = _GLUED.match(lines[index])
        if match is not None and separator_kind(match.group(1).strip()) not in (None, "rule"):
            end = _glued_end(lines, index)
            joined = " ".join(part.strip() for part in (match.group(2), *lines[index + 1 : end]))
            block = _cut_labels(_BOLD_LABEL.sub(r"\1 ", joined))
            if len(block) > 2:
                return "\n".join([*lines[:index], match.group(1).strip(), *block, *lines[end:]])
    return text


def _glued_end(lines: list[str], index: int) -> int:
    """The line below a glued block: it is one line, or several that were wrapped where the next word did not fit."""
    end = index + 1
    while end < len(lines) and end - index < _GLUED_LINES and lines[end].strip():
        width = len(lines[end - 1].rstrip()) + 1 + len(lines[end].split(maxsplit=1)[0])
        if width <= _WRAPPED_FROM or len(lines[end - 1]) > _WRAPPED_TO or lines[end][0].isspace():
            break
        end += 1
    return end


_BOLD_LABEL = re.compile(rf"\*{{1,2}}([^*{COLONS}\n]{{1,30}}[{COLONS}])\s?\*{{1,2}}\s?")
_MOST_GLUED = 5
_GLUED_LINES = 60
_WRAPPED_FROM, _WRAPPED_TO = 70, 80  # characters of a line that a mail program broke
_GLUED = re.compile(r"\s{0,20}([-=]{3,20} [^-=]{1,80} [-=]{3,20})\s{1,4}(\S.{1,4000})", re.DOTALL)
_GLUED_LABEL = re.compile(rf"([^\W\d_][\w ./()’'-]{{0,28}}?)\s?[{COLONS}]\s")


@lru_cache(maxsize=64)
def _any_label(languages: frozenset[str]) -> re.Pattern[str]:
    """Any label of these languages with its colon."""
    words = [
        word
        for word, label in vocabulary().labels.items()
        if any(known & languages for role, known in label.languages.items() if role != "other")
    ]
    spelled = "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))
    return re.compile(rf"(?:{spelled})\s?[{COLONS}]\s", re.IGNORECASE)


def _cut_labels(joined: str) -> list[str]:
    """`From: A <a@b>To: c@d Subject: e` in pieces, one for each label of the block's own language."""
    first = _GLUED_LABEL.match(joined)
    start = known_label(first.group(1)) if first else None
    if start is None or first is None or "from" not in start.roles:
        return []
    label = _any_label(frozenset(language for known in start.languages.values() for language in known) | {"en"})
    cuts = [
        match.start()
        for match in label.finditer(joined)
        if joined[match.start()].isupper() or not joined[match.start()].isalpha()
    ]
    return (
        [joined[cut:end].strip() for cut, end in zip(cuts, [*cuts[1:], len(joined)], strict=True)]
        if cuts and cuts[0] == 0
        else []
    )


def _join_tables(text: str) -> str:
    """Notes' head as a table, each label on the line of its value."""
    if not any(map(text.casefold().__contains__, TABLE_SUBJECT)):
        return text
    lines = text.split("\n")
    labels = (
        at for at, line in enumerate(lines) if len(line) < _LONGEST_LABEL and line.strip(" \t*").casefold() in _TO
    )
    for at in islice(labels, _MOST_TABLES):
        table = join_table(lines, at)
        if table is not None:
            first, end, joined = table
            return "\n".join([*lines[:first], *joined, *lines[end:]])
    return text


def _without_angles(text: str) -> str:
    """AOL's angles in front of a block (`<< Subj: …`) as blanks."""
    if "<<" not in text:
        return text
    return _ANGLED.sub(lambda found: " " * len(found[0]), text)


def _join_columns(text: str) -> str:
    """Notes' head in two columns, with sender and date labelled too."""
    if "To: " not in text and "An: " not in text:
        return text
    lines = text.split("\n")
    heads = (at for at, line in enumerate(lines) if line[:1].isspace() and _COLUMN_TO.search(line, 0, _LONGEST_HEAD))
    for at in islice(heads, _MOST):
        head = column_head_at(lines, at)
        if head is not None:
            block = [f"From: {head.sender}", f"Date: {head.date}", *head.values]
            return "\n".join([*lines[: head.first], *block, *lines[head.end :]])
    return text


_ANGLED = re.compile(r"^\s{0,4}<<\s?(?=Subj(?:ect)?:)", re.MULTILINE)
_COLUMN_TO = re.compile(r"\s\s(?:To|An):")
_TO = frozenset(("to", "an", "a", "à", "para", "aan"))
_LONGEST_LABEL = 20
_MOST_TABLES = 50
_NOTES_DATE = re.compile(
    r"(?P<date>\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\s{1,4}\d{1,2}:\d{2}(?::\d{2})?(?:\s?[AP]M)?)\s{0,20}\Z"
)
_NOTES_DAY = re.compile(r"[/.](?<=\d[/.])\d{1,2}[/.]\d{2,4}\s{1,4}\d{1,2}:")  # what every such date holds
_NOTES_LABEL = re.compile(r"\s{0,20}(?:From|Von)\s?:\s*", re.IGNORECASE)
_NOTES_ON = re.compile(r"\s+(?:on|am)\s*\Z")
_LONGEST_HEAD = 200
_BELOW, _ABOVE = 5, 2  # lines between the head of Notes and what belongs to it


def _name_notes_heads(text: str) -> str:
    """Lotus Notes puts `Jane Roe/ACME on 01/11/2000 05:21 PM`, or the name above the date, over `To:` and `Subject:`."""
    if _NOTES_DAY.search(text) is None:
        return text
    lines = text.split("\n")
    dated = (
        at
        for at, line in enumerate(lines)
        if 14 < len(line) < _LONGEST_HEAD and line.rstrip()[-1:] in "M0123456789" and _NOTES_DATE.search(line)
    )
    found = False
    for at in islice(dated, _MOST):
        match = _NOTES_DATE.search(lines[at])
        below = _recipients_follow(lines, at) if match else None
        head = _notes_name(lines, at, lines[at][: match.start()]) if match and below is not None else None
        if match is not None and head is not None:
            first, name = head
            for aside in range(at + 1, below or 0):
                lines[aside] = _ASIDE.sub("Reply-To: ", lines[aside])
            lines[first : at + 1] = _labelled(name, match["date"], at + 1 - first)
            found = True
    return "\n".join(lines) if found else text


def _labelled(name: str, date: str, count: int) -> list[str]:
    """The head with labels, in as many lines as it had, so that those below keep their numbers."""
    if count == 1:
        return [f"From: {name}\nDate: {date}"]
    return [f"From: {name}", *[""] * (count - 2), f"Date: {date}"]


def _recipients_follow(lines: list[str], at: int) -> int | None:
    """The line of the recipients below the date on line `at`; who sent it, or wants the answer, may stand between."""
    for below in range(at + 1, min(len(lines), at + 1 + _BELOW)):
        if not lines[below].strip() or _ASIDE.match(lines[below]):
            continue
        pair = split_label(lines[below][:_LONGEST_HEAD].strip())
        label = known_label(pair[0]) if pair else None
        return below if label is not None and "to" in label.roles else None
    return None


_ASIDE = re.compile(r"\s{0,20}(?:please respond to|sent by|bitte antworten an|gesendet von)\b:?\s*", re.IGNORECASE)


def _notes_name(lines: list[str], at: int, before: str) -> tuple[int, str] | None:
    """The name in front of the date on line `at` or on its own line above, and the line where it stands."""
    name = _NOTES_ON.sub("", _NOTES_LABEL.sub("", before.rstrip())).strip()
    if name:
        return (at, name) if not any(colon in name for colon in COLONS) else None
    if (top := _letterhead_top(lines, at)) is not None:
        return top, lines[top].strip()
    for above in range(at - 1, max(-1, at - 1 - _ABOVE), -1):
        name = _NOTES_LABEL.sub("", lines[above][:_LONGEST_HEAD]).strip()
        if name:
            short = len(name) <= (100 if "@" in name else 60) and name[-1] not in ".!?,;:-" and len(name.split()) <= 6
            return (above, name) if short and not any(colon in name for colon in COLONS) else None
    return None


def _letterhead_top(lines: list[str], at: int) -> int | None:
    """The line with the name on top of a letterhead above the date on line `at`, right below a separator."""
    first = at
    while first > max(0, at - _LETTERHEAD) and lines[first - 1].strip():
        first -= 1
    above = next(
        (lines[k].strip() for k in range(first - 1, max(-1, first - 1 - _ABOVE_HEAD), -1) if lines[k].strip()), ""
    )
    if at - first < 2 or separator_kind(above) not in ("forward", "original"):
        return None
    name = lines[first].strip()
    short = len(name) <= 60 and name[-1] not in ".!?,;:-" and len(name.split()) <= 6
    return first if short and not any(colon in name for colon in COLONS) else None


_LETTERHEAD = 8  # its lines
_ABOVE_HEAD = 4
