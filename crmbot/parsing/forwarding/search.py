"""Where in a body the forwarded message begins, if one does: the first header block or separator that holds water."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from heapq import merge

from crmbot.parsing.forwarding.attributions import Attribution, read_attribution, read_groupwise
from crmbot.parsing.forwarding.blocks import HeaderBlock, read_block
from crmbot.parsing.forwarding.dates import read_forward_date
from crmbot.parsing.forwarding.labels import COLON, known_label, leading_words, split_label, vocabulary
from crmbot.parsing.forwarding.separators import Separator, separator_kind
from crmbot.parsing.forwarding.subjects import SubjectLine, read_subject
from crmbot.parsing.quoting.quoted_lines import Lines
from crmbot.parsing.quoting.reply_attributions import attribution_at

_BELOW_SEPARATOR = 4  # blank lines between a separator and its block
_ABOVE_BLOCK = 3
_CERTAIN = 4.0  # score of a block below an unmistakable separator
_LIKELY = 6.5  # of a block that stands alone
_NAMES_ONLY = 5.25  # of a complete block of names without addresses
_REPLIES_WITH_VS = frozenset(("fi", "et"))  # `VS:` answers there, and forwards in Danish and Norwegian
_LOOK = 4  # effort of a closer look at a line
_LONGEST_ATTRIBUTION = 400
_DATED = re.compile(r"\d{1,4}[^\d\n]{1,20}\d{1,4}[^\d\n]{1,20}\d")  # figures of a day and a time
_FRAME = 12  # lines between the two rules around a disclaimer
_TRANSPORT = re.compile(
    r"(?:Received|Return-Path|Delivered-To|DKIM-Signature|MIME-Version|Message-ID|Authentication-Results|X-[\w-]{2,40})\s?:",
    re.IGNORECASE,
)
_RULED = re.compile(r"[-_=*~—–]{2}")
_SEPARATOR_LINE = re.compile(r"[\s>*|]{0,12}[-_=*~—–]{2}")


@dataclass(frozen=True, slots=True)
class Found:
    """A forwarded message in a body: what says so, and the line where it begins, separator included."""

    start: int
    head: HeaderBlock | Attribution
    separator: Separator | None

    @property
    def score(self) -> float:
        """How certain it is, from 0 to about 10."""
        return (self.head.score if isinstance(self.head, HeaderBlock) else 4.0) + (
            1.5 if self.separator == "forward" else 0.0
        )


@dataclass(frozen=True, slots=True)
class Context:
    """What is known about the mail around the text."""

    subject: SubjectLine
    is_reply: bool = False
    recipients: frozenset[str] = frozenset()  # addresses the mail goes to
    marked: bool = False  # its markup marks a header block


def search(lines: Lines, context: Context) -> Found | None:
    """The outermost forwarded message in `lines`, or None where nothing is forwarded or the mail only answers."""
    quoting = False  # below an attribution: what is quoted there was answered, not forwarded
    attributed = -len(lines)  # the line below it
    for index in _marked(lines):
        raw = lines.raw[index]
        if not _worth_a_look(raw):
            continue
        if not lines.effort.spend(_LOOK):
            break
        found = _at(lines, index, context)
        if found is None:
            attribution = _attribution(lines, index, context)
            if attribution is not None:
                return attribution
            if not quoting and (taken := attribution_at(lines.raw, index)):
                quoting, attributed = True, index + taken
            continue
        passed_on = (
            context.subject.forwards and not context.subject.replies and found.start - attributed <= _ABOVE_BLOCK
        )
        if quoting and not passed_on and (found.head.depth or found.separator != "forward"):
            return None
        return found if _is_forward(found, context) else None
    return None


def _marked(lines: Lines) -> Iterator[int]:
    """The lines with a colon or a rule, in order: all others are passed over at the speed of two searches."""
    last = -1
    for index in merge(_lines_with(COLON, lines), _lines_with(_RULED, lines)):
        if index != last:
            yield index
        last = index


def _lines_with(sign: re.Pattern[str], lines: Lines) -> Iterator[int]:
    found = sign.search(lines.text)
    while found is not None:
        index = bisect_right(lines.offsets, found.start()) - 1
        yield index
        found = sign.search(lines.text, lines.offsets[index + 1])


def _worth_a_look(raw: str) -> bool:
    """Whether a line may begin a block, be a separator or an attribution, told as cheaply as possible."""
    if _SEPARATOR_LINE.match(raw):
        return True
    words = leading_words(raw)
    if not words:
        return False
    known = vocabulary()
    if words in known.labels or words in known.forwarded or words in known.original:
        return True
    return len(raw) < _LONGEST_ATTRIBUTION and _DATED.search(raw) is not None


def _at(lines: Lines, index: int, context: Context) -> Found | None:
    """A header block on line `index`, or below a separator there, that is good enough for what stands around it."""
    words = lines.words(index)
    kind = separator_kind(words)
    if kind is not None:
        return None if kind == "rule" and _closes_frame(lines, index) else _below(lines, index, kind, context)
    pair = split_label(words[:300])
    label = known_label(pair[0]) if pair else None
    if label is None or label.roles == {"other"}:
        return None
    block = read_block(lines, index)
    if block is None or not _stands_alone(block, context):
        return None
    if _is_raw_header(lines, block):
        return Found(_transport_above(lines, index), block, None) if block.depth and context.subject.forwards else None
    return Found(index, block, None)


def _below(lines: Lines, index: int, kind: Separator, context: Context) -> Found | None:
    at = index + 1
    while at < len(lines) and at - index <= _BELOW_SEPARATOR and lines.blank(at):
        at += 1
    if at >= len(lines):
        return None
    if separator_kind(lines.words(at)) not in (None, "rule"):
        return None
    block = read_block(lines, at, strict=kind == "rule")
    if block is not None and kind == "rule" and _is_raw_header(lines, block):
        return None
    if block is not None and _suits(block, kind, context):
        return Found(index, block, kind)
    head = read_attribution(lines, at) if kind == "forward" else None
    return Found(index, head, kind) if head is not None else None


def _suits(block: HeaderBlock, kind: Separator, context: Context) -> bool:
    """Whether the block is good enough for the separator above it: words that no client is known to use could as well
    stand over a form or a signature."""
    if kind in ("forward", "original"):
        return _holds(block)
    if not block.named and not any(person.address for person in (*block.to, *block.cc)):
        return False
    return _stands_alone(block, context)


def _holds(block: HeaderBlock) -> bool:
    return block.score >= _CERTAIN and block.from_ is not None


def _stands_alone(block: HeaderBlock, context: Context) -> bool:
    """Whether the block is one without a separator: a sender with an address, a date and recipients, or all four of
    names. Markup that clients set, or the subject, speak for less than that."""
    if context.marked and _holds(block):
        return True
    if block.from_ is None or block.date_text is None:
        return False
    if block.from_.address is None:
        certain = block.score >= _NAMES_ONLY and block.subject is not None
        return certain and read_forward_date(block.date_text, block.languages) is not None
    return block.score >= _LIKELY and bool(block.to or block.cc or context.subject.forwards)


def _attribution(lines: Lines, index: int, context: Context) -> Found | None:
    """An attribution as the head of a forward: under a subject that says so, or as only Outlook for the Mac writes it,
    with a mark in front of it or the text below it indented."""
    subject = context.subject
    if subject.forwards and not subject.replies and (passed := read_groupwise(lines, index)) is not None:
        return Found(index, passed, None)
    if not any("@" in raw for raw in lines.raw[index : index + 3]):
        return None
    head = read_attribution(lines, index)
    if head is None:
        return None
    marked = "\ufeff" in lines.raw[index][:2] or _is_indented(lines, head.end)
    says_so = subject.forwards and (marked or not subject.replies)
    return Found(index, head, None) if says_so or (marked and not context.is_reply and not subject.replies) else None


def _is_indented(lines: Lines, first: int) -> bool:
    """Whether the next lines with words are set in by four blanks."""
    written = [raw for raw in lines.raw[first : first + 6] if raw.strip()]
    return bool(written) and all(raw.startswith("    ") for raw in written)


def _is_forward(found: Found, context: Context) -> bool:
    """Tell a forward from an answer that quotes below the same kind of block (Outlook writes both alike)."""
    head, subject = found.head, context.subject
    if found.separator == "forward" or not isinstance(head, HeaderBlock):
        return True
    if context.is_reply and subject.replies:
        return False
    if "forward" in subject.prefixes:
        return not (subject.replies and read_subject(head.subject).forwards)
    if context.is_reply or subject.replies:
        return False
    if found.separator != "dashed" and head.from_ is not None and head.from_.address in context.recipients:
        return False  # it goes to the very person who is quoted
    return not ("either" in subject.prefixes and head.languages & _REPLIES_WITH_VS)


def separator_above(lines: Lines, first: int) -> tuple[int, Separator | None]:
    """The separator right above line `first`, if one stands there: its line, else `first`, and its kind."""
    for at in range(first - 1, max(-1, first - 1 - _ABOVE_BLOCK), -1):
        if lines.blank(at):
            continue
        kind = separator_kind(lines.words(at))
        if kind == "rule" and _closes_frame(lines, at):
            return first, None
        if kind is None and lines.depth(at) and lines.words(at).endswith((":", "：")) and len(lines.words(at)) < 60:
            kind = "original"  # `> Begin forwarded message:` in a language that the table lacks
        return (at, kind) if kind is not None else (first, None)
    return first, None


def _closes_frame(lines: Lines, rule: int) -> bool:
    """Whether the line of dashes `rule` has a twin not far above it: together they frame a disclaimer of the note.
    A separator of Outlook on the web stands right above its block."""
    if rule + 1 < len(lines) and not lines.blank(rule + 1):
        return False
    twin = lines.words(rule)
    return any(lines.words(at) == twin for at in range(rule - 2, max(-1, rule - _FRAME), -1))


def _transport_above(lines: Lines, first: int) -> int:
    """The first of the transport's lines right above line `first`: Eudora quotes some of them with what it passes on."""
    while first and lines.depth(first - 1) and _TRANSPORT.match(lines.words(first - 1)):
        first -= 1
    return first


def _is_raw_header(lines: Lines, block: HeaderBlock) -> bool:
    """Whether lines of a mail's transport stand around the block: a header pasted or returned, not written by a client."""
    around = (*range(max(0, block.first - 3), block.first), *range(block.end, min(len(lines), block.end + 2)))
    return block.transport or any(_TRANSPORT.match(lines.words(at)) for at in around)
