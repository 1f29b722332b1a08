"""Forwarded messages inside a mail's text: who wrote to whom and when, what he wrote, and the note above it.

The message inside may itself pass on another: the whole chain is read.
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass, replace

from crmbot.parsing.forwarding.attributions import Attribution
from crmbot.parsing.forwarding.blocks import HeaderBlock
from crmbot.parsing.forwarding.dates import read_forward_date
from crmbot.parsing.forwarding.html import marks_quote
from crmbot.parsing.forwarding.labels import COLONS
from crmbot.parsing.forwarding.layouts import straighten
from crmbot.parsing.forwarding.search import Context, Found, search, separator_above
from crmbot.parsing.forwarding.separators import separator_kind
from crmbot.parsing.forwarding.subjects import read_subject
from crmbot.parsing.parsed import Address, Forwarded
from crmbot.parsing.quoting.quoted_lines import Effort, Lines, quote_depth, unquote
from crmbot.parsing.quoting.replies import split_reply

_LONGEST_CHAIN = 20
_EFFORT = 20_000  # lines looked at closely
_EDGES = " \t\n\r\u00a0\ufeff\u200b"
_LABELLED = re.compile(rf"[^\s{COLONS}][^{COLONS}\n]{{0,40}}[{COLONS}]")
_CLOSING_DASHES = re.compile(r"-{20,}")


@dataclass(frozen=True, slots=True)
class FoundForward:
    """A message passed on in the text of a mail."""

    forwarded: Forwarded
    note: str | None  # everything above it, as written
    start: int  # offset in the text where the forward begins, separator included
    score: float


@dataclass(frozen=True, slots=True)
class _Link:
    """One forward of a chain before its own inside is known."""

    found: Found
    note: str
    body: str


def find_forward(
    text: str,
    *,
    html: str | None = None,
    subject: str | None = None,
    is_reply: bool = False,
    author: Address | None = None,  # noqa: ARG001 - may help one day to tell whose words stand where
    recipients: tuple[Address, ...] = (),
) -> FoundForward | None:
    """The message forwarded in `text` with the chain of those forwarded inside it, or None.

    `html` is the body as markup, where there is one: clients mark there what they quote. `subject` is the subject of
    the mail, a hint at most; `is_reply` says that the mail answers another one (In-Reply-To, References, `Re:`);
    `recipients` are those of the mail: a message that goes back to the person it quotes is an answer.
    Any text will do: nothing raises, and the time is linear.
    """
    context = Context(read_subject(subject), is_reply, _addresses(recipients), marks_quote(html))
    effort = Effort(_EFFORT)
    links: list[tuple[_Link, str | None]] = []
    while len(links) < _LONGEST_CHAIN:
        link = _find(text, context, effort)
        if link is None:
            break
        subject = _subject(link, subject)
        links.append((link, subject))
        text, context = link.body, Context(read_subject(subject), recipients=_recipients(link))
    if not links:
        return None
    inside: Forwarded | None = None
    for at in range(len(links) - 1, -1, -1):
        above = links[at + 1][0].note if at + 1 < len(links) else None
        inside = _forwarded(*links[at], above, inside)
    assert inside is not None
    outer = links[0][0]
    return FoundForward(inside, outer.note or None, outer.found.start, outer.found.score)


def _addresses(people: tuple[Address, ...]) -> frozenset[str]:
    return frozenset(person.address for person in people if person.address)


def _recipients(link: _Link) -> frozenset[str]:
    head = link.found.head
    return _addresses((*head.to, *head.cc)) if isinstance(head, HeaderBlock) else frozenset()


def _find(text: str, context: Context, effort: Effort) -> _Link | None:
    lines = Lines(straighten(text), effort)
    found = search(lines, context)
    if found is None:
        return None
    if found.separator is None and isinstance(found.head, HeaderBlock):
        start, kind = separator_above(lines, found.start)
        found = replace(found, start=start, separator=kind)
    note = lines.before(found.start).strip(_EDGES)
    body = _body(lines, found)
    return _Link(replace(found, start=min(lines.offsets[found.start], len(text))), note, body)


def _body(lines: Lines, found: Found) -> str:
    head = found.head
    body = lines.after(head.end, head.depth)
    if isinstance(head, Attribution):
        body = textwrap.dedent(body)
    if not head.depth:
        body = _unquoted(body)
    if found.separator in ("forward", "original", "dashed"):
        body = _without_closing(body, dashes=lines.blank(found.start + 1))
    return body.strip(_EDGES)


def _unquoted(body: str) -> str:
    """`body` with one quote mark taken off where all of it has one: the client quotes what it forwards.

    Lines without a mark were wrapped, or stand below it all.
    """
    if not body.lstrip(_EDGES).startswith(">"):
        return body
    marks = [quote_depth(line) > 0 for line in body.split("\n") if line.strip(_EDGES)]
    if sum(marks) * 2 < len(marks) and True in marks[marks.index(False) :]:
        return body
    return "\n".join(unquote(line, 1) for line in body.split("\n"))


def _without_closing(body: str, *, dashes: bool) -> str:
    """`body` without the lines that close a forward (Yandex: `End of forwarded message`, KMail: `dashes`, where an
    empty line stands below its separator) or the block (Zoho: the separator once more)."""
    body = body.strip(_EDGES)
    opening, _, below = body.partition("\n")
    if (
        opening[:1] in "-="
        and separator_kind(opening.strip(_EDGES)) == "forward"
        and not _LABELLED.match(below.lstrip(_EDGES))
    ):
        body = below
    closing = body.rpartition("\n")[2].strip(_EDGES)
    if (dashes and _CLOSING_DASHES.fullmatch(closing)) or (
        closing.startswith("--") and separator_kind(closing) == "forward"
    ):
        body = body.rpartition("\n")[0]
    return body


def _subject(link: _Link, outer: str | None) -> str | None:
    head = link.found.head
    if isinstance(head, HeaderBlock):
        return head.subject
    words = read_subject(outer)
    return words.words or None if words.prefixes else None


def _forwarded(link: _Link, subject: str | None, note: str | None, inside: Forwarded | None) -> Forwarded:
    """The message of `link`; `note` is its own text above the forward `inside` it."""
    head = link.found.head
    split = split_reply(link.body if inside is None else note or "", author=head.from_, subject=subject)
    block = head if isinstance(head, HeaderBlock) else None
    return Forwarded(
        from_=head.from_,
        to=block.to if block else (),
        cc=block.cc if block else (),
        subject=subject,
        date=read_forward_date(head.date_text, head.languages) if head.date_text else None,
        date_text=head.date_text,
        text=link.body,
        new_text=split.new_text,
        signature=split.signature,
        quoted=split.quoted,
        forwarded=inside,
    )
