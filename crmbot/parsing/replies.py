"""What the writer of a mail wrote anew, apart from what he quotes and from his signature.

Quotes are known by their signs (`>`), by the attribution above them, by separators and by header blocks.
Where signs mark the quote, text between the quotes is an answer and stays; where nothing marks its end, everything
below the separator is quoted.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from crmbot.parsing import reply_lines as at
from crmbot.parsing.parsed import Address
from crmbot.parsing.signatures import is_footer, signs_off, split_signature

_MAX_LINES: Final = 30_000  # nobody writes more; the rest is taken as it stands
_SIGN_OFF: Final = 12  # lines below a footer that may still be the writer's own
_LONG_QUOTE: Final = 60  # characters from which on a quoted line may have been wrapped by a mail program


@dataclass(frozen=True, slots=True)
class Split:
    """A body in its parts. `new_text` keeps closings ("Thanks,") and answers between quotes; disclaimers are in no part."""

    new_text: str
    signature: str | None
    quoted: str | None


@dataclass(slots=True)
class _Sorted:
    """Lines as they are dealt out while reading."""

    starts: bytearray  # where an attribution may begin
    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    attributed: bool = False  # some line above a quote named its writer
    cut: bool = False  # the rest went to the quote as a whole


def split_reply(text: str, *, author: Address | None = None, subject: str | None = None) -> Split:  # noqa: ARG001
    """Splits a body into new text, signature and quote. `author` helps to know the name under the mail.

    Never raises; linear in the length of `text`.
    """
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    dealt = _deal(lines)
    if not dealt.attributed and not dealt.cut and not _has_words(dealt.new):
        return Split(text.strip(), None, None)
    new, signature = split_signature("\n".join(dealt.new).strip("\n"), author=author)
    quoted = "\n".join(dealt.quoted).strip("\n")
    return Split(new, signature, quoted or None)


def _deal(lines: Sequence[str]) -> _Sorted:
    end = min(len(lines), _MAX_LINES)
    dealt = _Sorted(starts=at.attribution_starts(lines[: end + 1]))
    i = 0
    while i < end:
        taken = _take_quote(lines, i, dealt) or _take_marker(lines, i, dealt)
        if not taken:
            dealt.new.append(lines[i])
        i += taken or 1
    dealt.new.extend(lines[i:])
    if dealt.cut:
        _drop_rules(dealt.new)
    return dealt


def _take_quote(lines: Sequence[str], i: int, dealt: _Sorted) -> int:
    """Moves the run of quoted lines at `i`, and gives its length."""
    bars = dealt.attributed and lines[i].startswith("|")
    if not bars and not at.is_quoted(lines, i):
        return 0
    j = i
    while j < len(lines) and (at.is_quoted(lines, j) or _is_wrapped_quote(lines, j, i) or (bars and lines[j].startswith("|"))):
        j += 1
    dealt.quoted.extend(lines[i:j])
    if not dealt.attributed:
        dealt.attributed = bool(at.attribution_at([line.lstrip("> ") for line in lines[i : min(j, i + 6)]], 0))
    return j - i


def _is_wrapped_quote(lines: Sequence[str], j: int, start: int) -> bool:
    """The rest of a quoted line that some program wrapped without giving it a sign."""
    if j <= start or j + 1 >= len(lines) or not lines[j].strip() or len(lines[j]) > _LONG_QUOTE:
        return False
    wrapped = len(lines[j - 1]) >= _LONG_QUOTE and not lines[j][0].isupper()
    link = "://" in lines[j - 1] and " " not in lines[j].strip()
    return (wrapped or link) and at.is_quoted(lines, j - 1) and at.is_quoted(lines, j + 1)


def _take_marker(lines: Sequence[str], i: int, dealt: _Sorted) -> int:
    """Takes an attribution, separator, header block or footer at `i`; with no quote signs below, all the rest."""
    taken = at.attribution_at(lines, i) if dealt.starts[i] else 0
    if not taken and at.separator_at(lines, i):
        taken = 1
    if not taken and (taken := at.header_block_at(lines, i)):
        _take_notes_header(lines, i, dealt)
    if taken:
        dealt.attributed = True
        if at.quote_follows(lines, i + taken):
            dealt.quoted.extend(lines[i : i + taken])
            return taken
        return _take_rest(lines, i, dealt)
    if is_footer(lines[i]) and _has_words(dealt.new):
        return _take_after_footer(lines, i, dealt)
    return 0


def _take_notes_header(lines: Sequence[str], i: int, dealt: _Sorted) -> None:
    """Takes back the unlabelled sender and date above a Notes header block from the new text."""
    above = min(i - at.notes_header_start(lines, i), len(dealt.new))
    if above:
        dealt.quoted.extend(dealt.new[-above:])
        del dealt.new[-above:]


def _take_after_footer(lines: Sequence[str], i: int, dealt: _Sorted) -> int:
    """Below the footer of a mobile client nothing new stands, only footers and unmarked quotes."""
    j = i
    while j < len(lines) and (not lines[j].strip() or is_footer(lines[j])):
        j += 1
    dealt.new.extend(lines[i:j])
    marked = j == len(lines) or at.attribution_at(lines, j) or at.is_quoted(lines, j)
    return j - i if marked or signs_off(lines[j : j + _SIGN_OFF]) else j - i + _take_rest(lines, j, dealt)


def _take_rest(lines: Sequence[str], i: int, dealt: _Sorted) -> int:
    dealt.cut = True
    dealt.quoted.extend(lines[i:])
    return len(lines) - i


def _drop_rules(lines: list[str]) -> None:
    """Removes the rule that a program draws above the quoted message."""
    while lines and (not lines[-1].strip() or at.is_rule(lines[-1])):
        lines.pop()


def _has_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)
