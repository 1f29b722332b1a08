"""The labelled lines of a web-form mail, as label and value, however the form's program sets them.

`Label: value`, `Label:` with the value below, a table row (`Label<tab>value`, `Label | value`), a label on a line
of its own (WPForms, Typeform), `--- Label ---`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from crmbot.parsing.kinds.form_labels import is_telling, role_of, telling_lines

_COLON = re.compile(r"^[\s*•·>–_-]{0,6}([^\W_][^:：\t|]{0,78}?)[*_ \t]{0,4}[:：][*_]{0,2}([ \t]{0,20})(.{0,4000})$")
_CELL = re.compile(
    r"^[ \t*|_]{0,6}([^\W_][^\t|]{0,78}?)[*_:]{0,3}([ \t]{0,8}[\t|][ \t|]{0,8}|[ \t]{3,60})(\S.{0,4000})$"
)
_RULE_SIGNS = frozenset("-=")
_RULED = re.compile(r"^[-=]{2,5}[ \t]{1,3}([^\W_][^\n]{0,78}?)[ \t]{1,3}[-=]{2,5}$")
_END = re.compile(r"^(?:-- ?|_{3,}|-{3,}|={3,}|\*{3,})$")
_ONE_LINE = frozenset(
    {
        "name",
        "first_name",
        "last_name",
        "salutation",
        "email",
        "phone",
        "mobile",
        "fax",
        "zip",
        "city",
        "website",
        "budget",
    }
)
_MAX_LINES = 3000
_MAX_PAIRS = 200
MAX_ABOVE = 12  # lines with words above the first label; what has more is a letter with a signature


@dataclass(slots=True)
class LabelledField:
    """One field of a form: its label as written, what it asks for (None: unknown), and the lines of its value."""

    label: str
    role: str | None
    lines: list[str] = field(default_factory=list)
    alone: bool = False  # the label had a line of its own

    @property
    def value(self) -> str:
        """The value with its line breaks, cleaned at both ends."""
        return "\n".join(line.rstrip() for line in self.lines).strip()


@dataclass(slots=True)
class LabelledText:
    """A text as the fields found in it and the lines around them."""

    fields: list[LabelledField] = field(default_factory=list)
    before: list[str] = field(default_factory=list)
    after: list[str] = field(default_factory=list)


def may_be_form(text: str) -> bool:
    """Whether any line has a label without which no text is a form: for a name, a company or a message."""
    return any(map(_is_telling, telling_lines(text.replace("\u00a0", " "))))


def _is_telling(line: str) -> bool:
    ruled = _RULED.match(line.strip())
    found = [match[1] for pattern in _patterns(line) if (match := pattern.match(line))]
    return any(map(is_telling, [line, *found, *([ruled[1]] if ruled else [])]))


def read_fields(text: str) -> LabelledText:
    """The labelled lines of a text, in order. Works line by line, in time linear in its length."""
    found = LabelledText()
    lines = text.replace("\u00a0", " ").split("\n")[:_MAX_LINES]
    ended, above = False, 0
    for number, line in enumerate(lines):
        above += bool(line.strip()) and not found.fields
        if above > MAX_ABOVE:
            return LabelledText(before=lines)
        if ended or len(found.fields) >= _MAX_PAIRS:
            found.after.append(line)
        elif found.fields and _END.match(line.strip()) and _closes(found, lines, number):
            ended = True
        else:
            _take(found, line)
    return found


def _take(found: LabelledText, line: str) -> None:
    labelled = _labelled(line, found)
    if labelled is not None:
        found.fields.append(labelled)
    elif found.fields:
        found.fields[-1].lines.append(line)
    else:
        found.before.append(line)


def _labelled(line: str, found: LabelledText) -> LabelledField | None:
    """The field that begins on a line, None where the line belongs to what stands before it."""
    if not line.strip():
        return None
    if line.lstrip()[:1] in _RULE_SIGNS and (ruled := _RULED.match(line.strip())):
        return LabelledField(ruled[1].strip(), role_of(ruled[1]), alone=True)
    for pattern in _patterns(line):
        match = pattern.match(line)
        if match is None:
            continue
        label, gap, value = match.groups()
        role = role_of(label)
        apart = not value or (bool(gap) if pattern is _COLON else bool(gap.strip(" ")))
        if (role and not _repeats_message(role, found)) or (role is None and _may_start(label, found, apart=apart)):
            return LabelledField(label.strip(" *_"), role, [value.strip(" \t|")])
    role = role_of(line) if len(line) <= 80 and not line.strip().endswith((".", "!")) else None
    if role is not None and _stands_alone(role, line, found):
        return LabelledField(line.strip(" \t*_:|"), role, alone=True)
    return LabelledField(line.strip(" \t*_:|"), None, alone=True) if _is_question(line, found) else None


def _patterns(line: str) -> Iterator[re.Pattern[str]]:
    """The patterns of label and value whose signs stand on the line at all."""
    if ":" in line or "：" in line:
        yield _COLON
    if "\t" in line or "|" in line or "   " in line:
        yield _CELL


def _is_question(line: str, found: LabelledText) -> bool:
    """An unknown label on a line of its own: where such labels are the habit and the value above is complete."""
    last = found.fields[-1] if found.fields else None
    if (
        last is None
        or not last.alone
        or not last.value
        or last.role == "message"
        or not line.strip()
        or len(line) > 150
    ):
        return False
    indented = all(one[:1] in " \t" for one in last.lines if one.strip())
    if indented or last.role in _ONE_LINE:
        return line[:1] not in " \t"
    return line.rstrip(" *_").endswith(("?", ":")) or (_blank_before(found) and line.strip().endswith("*"))


def _stands_alone(role: str, line: str, found: LabelledText) -> bool:
    """A label on a line of its own is one only where a value is not still missing above, nor inside a message."""
    if found.fields and found.fields[-1].role == "message" and not _blank_before(found):
        return False
    waiting = bool(found.fields) and not found.fields[-1].value
    return not waiting and bool(line.strip()) and not _repeats_message(role, found)


def _may_start(label: str, found: LabelledText, *, apart: bool) -> bool:
    """An unknown label counts only between other fields, outside the message, and where it reads like one."""
    if not found.fields or not apart or found.fields[-1].role == "message" or len(label.split()) > 8:
        return False
    known = label[0].isupper() or label[0].isdigit()
    return known and not label.lower().startswith(("http", "mailto", "www")) and not label.endswith((",", ";"))


def _repeats_message(role: str, found: LabelledText) -> bool:
    """Inside the message a person writes `Tel.: …` too: a role already filled is then part of what he wrote."""
    if not found.fields or found.fields[-1].role != "message" or not found.fields[-1].value:
        return False
    filled = any(one.role == role for one in found.fields)
    return filled or (role != "meta" and not _blank_before(found))


def _blank_before(found: LabelledText) -> bool:
    lines = found.fields[-1].lines
    return not lines or not lines[-1].strip()


def _closes(found: LabelledText, lines: list[str], number: int) -> bool:
    """A rule ends the form unless more known labels follow it (some forms rule off every field)."""
    if not found.fields[-1].value and found.fields[-1].role == "message":
        return False
    following = [line for line in lines[number + 1 : number + 9] if line.strip()][:3]
    return not any((match := _COLON.match(line)) and role_of(match[1]) not in {None, "meta"} for line in following)
