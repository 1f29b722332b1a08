"""What the writer of a mail wrote anew, apart from what he quotes and from his signature.

Quotes are known by their signs (`>`), by the attribution above them, by separators and by header blocks.
Where signs mark the quote, text between the quotes is an answer and stays; where nothing marks its end, everything
below the separator is quoted.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting import reply_lines as at
from crmbot.parsing.quoting.footers import is_footer, names_client
from crmbot.parsing.quoting.look_alikes import cut_run_in, is_own
from crmbot.parsing.quoting.notes_heads import column_head_at, notes_table_at
from crmbot.parsing.quoting.pgp import without_armour
from crmbot.parsing.quoting.quoted_lines import plain
from crmbot.parsing.quoting.reply_attributions import attribution_at, attribution_starts, frames_writer
from crmbot.parsing.quoting.signatures import signs_off, split_signature

_MAX_LINES: Final = 15_000  # nobody writes more; the rest is taken for what came last
_SIGN_OFF: Final = 12  # lines below a footer that may still be the writer's own
_GROUPWISE: Final = re.compile(r">>> .{3,200}\d.{0,20}>>>\s*$")  # `>>> Jan Ott <j@ott.example> 3/5/2026 9:12 >>>`
_BARE_LINK: Final = re.compile(r"\s{0,4}[(<]https?://[^\s<>()]{3,60}[)>]\s?>?\s*$")  # put below its words by a program
_LONG_QUOTE: Final = 60  # characters from which on a quoted line may have been wrapped by a mail program


@dataclass(frozen=True, slots=True)
class Split:
    """A body in its parts. `new_text` keeps closings ("Thanks,") and answers between quotes; disclaimers are in no part."""

    new_text: str
    signature: str | None
    quoted: str | None


def split_reply(text: str, *, author: Address | None = None, subject: str | None = None) -> Split:  # noqa: ARG001
    """Splits a body into new text, signature and quote. `author` helps to know the name under the mail.

    Never raises; linear in the length of `text`.
    """
    written = _cut(without_armour(text.replace("\r\n", "\n").replace("\r", "\n").split("\n")))
    dealt = _Reading(written, _recognisable(written[:_MAX_LINES]))
    dealt.read()
    if not dealt.attributed and not _has_words(dealt.new):
        return Split(text.strip(), None, None)
    new, signature = split_signature("\n".join(dealt.new), author=author, answer=dealt.answer)
    quoted = "\n".join(dealt.quoted).strip("\n")
    return Split(new, signature, quoted or None)


def _recognisable(lines: Sequence[str]) -> Sequence[str]:
    """The lines as `plain` has them; most texts hold nothing that it changes."""
    joined = "\n".join(lines)
    return lines if plain(joined) == joined else [plain(line) for line in lines]


def _cut(written: Sequence[str]) -> Sequence[str]:
    """The lines, an answer that stands on the line of the attribution below it apart."""
    ending = [i for i, line in enumerate(written[:_MAX_LINES]) if line.rstrip()[-1:] == ":"]
    cuts = {i: cut for i in ending if (cut := cut_run_in(written[i])) is not None}
    if not cuts:
        return written
    return [part for i, line in enumerate(written) for part in cuts.get(i, (line,))]


@dataclass(slots=True)
class _Reading:
    """Lines as they are dealt out. `lines` are the written ones without invisible characters, for recognising."""

    written: Sequence[str]
    lines: Sequence[str]
    new: list[str] = field(default_factory=list)
    quoted: list[str] = field(default_factory=list)
    attributed: bool = False  # some line above a quote named its writer
    worded: bool = False  # some line of `new` holds a word
    answer: int = 0  # the line of `new` from which on it stands below a quote
    sign: str = ""  # the quote sign of this mail where it is not `>`

    def read(self) -> None:
        """Deals out every line."""
        starts = attribution_starts(self.lines)
        i = 0
        while i < len(self.lines):
            if not self.lines[i].strip():  # nothing begins on an empty line
                self.new.append(self.written[i])
                i += 1
                continue
            taken = 0
            if starts[i] or self.sign or at.may_mark(self.lines[i]):
                taken = self._take_quote(i) or self._take_marker(i, may_be_attribution=bool(starts[i]))
            if not taken and not (taken := self._take_footer(i)):
                self.new.append(self.written[i])
                self.worded = True
            i += taken or 1
        (self.quoted if self.attributed else self.new).extend(self.written[i:])

    def _take_quote(self, i: int) -> int:
        """Moves the run of quoted lines at `i`, and gives its length."""
        if not self._is_quoted(i):
            return 0
        j = i
        while j < len(self.lines) and (self._is_quoted(j) or self._is_wrapped_quote(j, i)):
            j += 1
        if not self.attributed and is_own(self.lines, i, j):
            self.new.extend(self.written[i:j])
            return j - i
        head = [line.lstrip("> ") for line in self.lines[i : min(j, i + 6)]]
        attribution = attribution_at([*head, *self.lines[j : j + 3]], 0)
        attribution = attribution if attribution <= len(head) else 0
        alone = attribution and j - i <= 6 and not _has_words(head[attribution:])
        if self.worded and (alone or (j - i == 1 and _GROUPWISE.match(self.lines[i]))):
            return self._take_rest(i)
        self.attributed |= attribution > 0
        if alone:
            self._learn_sign(j)
        self.quoted.extend(self.written[i:j])
        self.answer = len(self.new)
        return j - i

    def _is_quoted(self, i: int) -> bool:
        return at.is_quoted(self.lines, i) or (self.sign != "" and self.lines[i].lstrip().startswith(self.sign))

    def _is_wrapped_quote(self, j: int, start: int) -> bool:
        """The rest of a quoted line that some program wrapped without giving it a sign."""
        if j <= start or j + 1 >= len(self.lines) or not self.lines[j].strip() or len(self.lines[j]) > _LONG_QUOTE:
            return False
        above, line = self.lines[j - 1], self.lines[j]
        wrapped = len(above) >= _LONG_QUOTE and not line[0].isupper()
        link = ("://" in above and " " not in line.strip()) or bool(_BARE_LINK.match(line))
        return (wrapped or link) and self._is_quoted(j - 1) and self._is_quoted(j + 1)

    def _take_marker(self, i: int, *, may_be_attribution: bool) -> int:
        """Takes an attribution, separator or header block at `i`; with no quote signs below, all the rest."""
        taken = attribution_at(self.lines, i) if may_be_attribution else 0
        if not taken and (at.separator_at(self.lines, i) or frames_writer(self.lines[i])):
            taken = 1
        if not taken and (taken := at.header_block_at(self.lines, i)):
            self._take_back(i - at.notes_header_start(self.lines, i))
        if not taken and (columns := column_head_at(self.lines, i)):
            self._take_back(i - columns.first)
            taken = columns.end - i
        if not taken and (above := notes_table_at(self.lines, i)):
            self._take_back(above)
            taken = 1
        if not taken:
            return 0
        self.attributed = True
        if angled := at.angled_at(self.lines, i + taken):
            self.quoted.extend(self.written[i : i + taken + angled])
            return taken + angled
        if not at.quote_follows(self.lines, i + taken):
            return self._take_rest(i)
        self.quoted.extend(self.written[i : i + taken])
        self._learn_sign(i + taken)
        return taken

    def _learn_sign(self, j: int) -> None:
        """Remembers by which sign the text below an attribution is quoted, where it is not `>`."""
        first = next((k for k in range(j, min(j + 3, len(self.lines))) if self.lines[k].strip()), None)
        if first is not None and not at.is_quoted(self.lines, first):
            self.sign = at.other_sign(self.lines[first])

    def _take_back(self, count: int) -> None:
        """Takes back the last lines of the new text: sender and date without labels above a header of Notes."""
        above = min(count, len(self.new))
        if above:
            self.quoted.extend(self.new[-above:])
            del self.new[-above:]

    def _take_footer(self, i: int) -> int:
        """Below the footer of a mobile client nothing new stands, only footers and unmarked quotes."""
        if not self.worded or not is_footer(self.lines[i]):
            return 0
        j = i
        while j < len(self.lines) and (not self.lines[j].strip() or is_footer(self.lines[j])):
            j += 1
        self.new.extend(self.written[i:j])
        if (
            j == len(self.lines)
            or self._is_quoted(j)
            or attribution_at(self.lines, j)
            or signs_off(self.lines[j : j + _SIGN_OFF])
            or not names_client(self.lines[i])
        ):
            return j - i
        return j - i + self._take_rest(j)

    def _take_rest(self, i: int) -> int:
        """Everything from line `i` on is quoted, and so is the rule that some program drew above it."""
        while self.new and (not self.new[-1].strip() or at.is_rule(self.new[-1])):
            self.new.pop()
        self.quoted.extend(self.written[i:])
        return len(self.written) - i


def _has_words(lines: Sequence[str]) -> bool:
    return any(line.strip() for line in lines)
