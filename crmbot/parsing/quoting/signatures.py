"""The signature at the end of what somebody wrote: below `-- `, below a closing, or known by name and contact data.

The closing itself ("Thanks,", "Mit freundlichen Grüßen") stays with the text. Disclaimers belong to neither part.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.contact.given_names import GIVEN_NAMES
from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting import signature_lines as line
from crmbot.parsing.quoting.disclaimers import strip_disclaimers, without_disclaimers
from crmbot.parsing.quoting.footers import is_footer
from crmbot.parsing.quoting.look_alikes import is_patch
from crmbot.parsing.quoting.signature_words import SIGNED_NAMES

_P: Final = frozenset("pPnN")
_POSTSCRIPT: Final = re.compile(r"\s*(?:p\.? ?s\.?|nachtrag|postscriptum)\s*[:.)-]?\s", re.IGNORECASE)
# ` - contract.doc`, ` <<contract.doc>> `, `(See attached file: contract.doc)`
_FILE: Final = re.compile(
    r"\s{0,8}(?:- [^\s/:@][^/:@]{0,80}\.[A-Za-z]{2,4}\s{0,4}$|(?:<<[^<>]{1,100}>>\s{0,4}){1,9}$|\(see attached file: .{1,100}\)\s{0,4}$)",
    re.IGNORECASE,
)
_MOTTO: Final = re.compile(r"\s{0,8}[\"“„«]\S")
_MAX_MOTTO: Final = 4  # its lines
_WINDOW: Final = 60  # lines at the end in which a signature is looked for
_MAX_LINES: Final = 30  # lines with text that a signature has at most
_MAX_UNMARKED: Final = 16  # the same, where no closing or delimiter marks it


def split_signature(text: str, *, author: Address | None = None, answer: int = 0) -> tuple[str, str | None]:
    """Splits a text without quotes into body and signature (None where there is none), disclaimers left out.

    `author` helps to know the name under the text. `answer` is the line from which on the text stands below a quote:
    the first word there answers the quote, however much it looks like a name. Never raises; linear in the length of `text`.
    """
    written = text.split("\n")
    lines = strip_disclaimers(written)
    lines = lines if _has_words(lines) else written  # a mail is not small print alone
    postscript = _postscript(lines)
    lines, after = lines[:postscript], lines[postscript : _without_footers(lines)]
    start = _signature_start(lines, line.author_tokens(author), _next_words(lines, answer))
    body = lines[:start] if start >= len(lines) else strip_disclaimers(lines[:start])
    while start < len(lines) and body and (not body[-1].strip() or line.is_rule(body[-1])):
        body.pop()
    return _joined([*body, *(["", *after] if after else [])]), _joined(without_disclaimers(lines[start:])) or None


def _postscript(lines: Sequence[str]) -> int:
    """Where a postscript or a list of files begins below a signature; the number of lines where there is none."""
    low = max(1, len(lines) - _WINDOW)
    return next(
        (
            i
            for i in range(low, len(lines))
            if lines[i].lstrip()[:1] in _P and _POSTSCRIPT.match(lines[i]) and not lines[i - 1].strip()
        ),
        _above_files(lines, low),
    )


def _above_files(lines: Sequence[str], low: int) -> int:
    """Where names of attached files begin that some program wrote below everything; the number of lines without them."""
    first = end = len(lines)
    while end > low and (not lines[end - 1].strip() or _FILE.match(lines[end - 1])):
        end -= 1
        first = end if lines[end].strip() else first
    return first


def signs_off(lines: Sequence[str]) -> bool:
    """Whether text begins with a closing or a signature delimiter."""
    first = next((entry for entry in lines if entry.strip()), "")
    return line.is_delimiter(first) or line.closing_rest(first) == ""


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n").rstrip()


def _signature_start(lines: Sequence[str], author: frozenset[str], answer: int) -> int:
    """The first line of the signature; the number of lines where there is none."""
    end = _without_footers(lines)
    low = max(0, end - _WINDOW)
    for find in (_below_delimiter, _below_closing, _unmarked):
        start = find(lines, low, end, author)
        if start is not None and _has_words(lines[:start]) and not _is_answer(lines, start, end, answer, author):
            return start
    return end


def _is_answer(lines: Sequence[str], start: int, end: int, answer: int, author: frozenset[str]) -> bool:
    """A lone name below a quote that is not the writer's."""
    return start == answer and _count(lines[start:end]) == 1 and not line.names_author(lines[start], author)


def _without_footers(lines: Sequence[str]) -> int:
    """Where the lines end when the footers of clients are left out."""
    end = len(lines)
    low = max(0, end - 2 * _WINDOW)
    while end > low and (not lines[end - 1].strip() or is_footer(lines[end - 1])):
        end -= 1
    return _next_words(lines, end)


def _next_words(lines: Sequence[str], i: int) -> int:
    while i < len(lines) and not lines[i].strip():
        i += 1
    return i


def _has_words(lines: Sequence[str]) -> bool:
    return any(entry.strip() for entry in lines)


def _below_delimiter(lines: Sequence[str], low: int, end: int, author: frozenset[str]) -> int | None:
    """A delimiter or rule with a block below it that is not prose."""
    for i in range(low, end):
        delimits = line.is_delimiter(lines[i]) and _is_below_delimiter(lines[i + 1 : end])
        ruled = line.is_rule(lines[i]) and (
            _is_contact_block(lines[i + 1 : end], author) or _is_underlined(lines, i, end)
        )
        if delimits or ruled:
            above = _below_closing(lines, low, i, author) if i > low else None
            # The writer set the delimiter himself: what he signed with above it, a name alone, is his text.
            return i if above is None or (delimits and _count(lines[above:i]) == 1) else above
    return None


def _is_below_delimiter(lines: Sequence[str]) -> bool:
    kept = without_disclaimers(lines)
    return _count(kept) <= _MAX_LINES and _mostly_no_prose(kept)


def _count(lines: Sequence[str]) -> int:
    return sum(bool(entry.strip()) for entry in lines)


def _mostly_no_prose(lines: Sequence[str]) -> bool:
    texts = [entry for entry in lines if entry.strip()]
    return sum(line.is_prose(entry) for entry in texts) * 2 <= max(len(texts), 2) and not is_patch(texts)


def _is_contact_block(lines: Sequence[str], author: frozenset[str]) -> bool:
    texts = [entry for entry in lines if entry.strip()]
    if not texts or len(texts) > _MAX_UNMARKED or not _mostly_no_prose(texts) or line.is_prose(texts[0]):
        return False
    proofs = sum(line.hard_evidence(entry) for entry in texts)
    return proofs >= 1 or line.names_author(texts[0], author) or (len(texts) <= 3 and line.looks_like_name(texts[0]))


def _is_underlined(lines: Sequence[str], i: int, end: int) -> bool:
    """Few short lines at the very end below a line of underscores, as some people draw it."""
    texts = [entry for entry in lines[i + 1 : end] if entry.strip()]
    return lines[i].strip().startswith("_____") and 1 <= len(texts) <= 3 and all(len(entry) <= 72 for entry in texts)


def _below_closing(lines: Sequence[str], low: int, end: int, author: frozenset[str]) -> int | None:
    """The first closing that has nothing but a signature below it."""
    for i in range(low, end):
        rest = line.closing_rest(lines[i])
        if rest is None or (rest and not _is_inline_name(rest, author)) or not _has_words(lines[low:i]):
            continue
        start = _after_closings(lines, i, end) if not rest else _next_words(lines, i + 1)
        if start < end and not _is_tail(lines[start:end], author):
            continue
        return i if rest else min(start, end)
    return None


def _after_closings(lines: Sequence[str], i: int, end: int) -> int:
    """The first line below the closing at `i` and those that follow it ("Thanks," and then "Best regards,")."""
    start = _next_words(lines, i + 1)
    while start < end and line.closing_rest(lines[start]) == "":
        start = _next_words(lines, start + 1)
    return start


def _is_inline_name(rest: str, author: frozenset[str]) -> bool:
    return len(rest.split()) <= 4 and (line.names_author(rest, author) or line.looks_like_name(rest))


def _is_tail(lines: Sequence[str], author: frozenset[str]) -> bool:
    """Whether lines below a closing read like a signature: a name or contact data first, little prose."""
    texts = [entry for entry in lines if entry.strip()]
    if len(texts) > _MAX_LINES:
        return False
    proofs = sum(line.hard_evidence(entry) for entry in texts)
    first = texts[0]
    named = line.names_author(first, author) or line.looks_like_name(first)
    if line.is_prose(first) and not named:
        return False
    prose = sum(line.is_prose(entry) for entry in texts)
    if prose * 3 > len(texts) and prose > (1 + proofs if named else proofs):
        return False
    return named or proofs > 0 or len(texts) <= 4


def _unmarked(lines: Sequence[str], low: int, end: int, author: frozenset[str]) -> int | None:
    """A block at the end known by the author's name or by contact data alone."""
    end = _above_motto(lines, low, end, author)
    region = range(_region(lines, low, end), end)
    starts = [
        i for i in region if lines[i].strip() and (_starts_block(lines, i) or _is_last_name(lines, i, end, author))
    ]
    for is_signature in (_is_named_block, _is_proven_block):
        for i in starts:
            if is_signature([entry for entry in lines[i:end] if entry.strip()], author, _above(lines, i)):
                return i
    return None


def _above_motto(lines: Sequence[str], low: int, end: int, author: frozenset[str]) -> int:
    """Where the lines end without a saying in quotation marks that stands below the writer's name."""
    for i in range(end - 1, max(low, end - _MAX_MOTTO - 1), -1):
        if _MOTTO.match(lines[i]):
            named = line.names_author(lines[i - 1], author) and line.looks_like_name(lines[i - 1], known=True)
            return i if named else end
    return end


def _above(lines: Sequence[str], i: int) -> str:
    """The nearest line with text above line `i`."""
    return next((lines[k].strip() for k in range(i - 1, max(-1, i - 6), -1) if lines[k].strip()), "")


def _region(lines: Sequence[str], low: int, end: int) -> int:
    """The first of the lines at the end that are not prose."""
    i, taken = end, 0
    while i > low and taken < _MAX_UNMARKED:
        entry = lines[i - 1]
        if entry.strip():
            if line.is_prose(entry) or len(entry) > 120:
                break
            taken += 1
        i -= 1
    return i


def _starts_block(lines: Sequence[str], i: int) -> bool:
    """Whether a signature may begin here: below an empty line, the end of a sentence or a rule."""
    if i == 0:
        return False
    above = lines[i - 1].strip()
    return not above or above[-1] in ".!?" or line.is_rule(above)


def _is_last_name(lines: Sequence[str], i: int, end: int, author: frozenset[str]) -> bool:
    """The last line, when it is the author's name and nothing else."""
    return (
        i > 0
        and not _has_words(lines[i + 1 : end])
        and len(lines[i].split()) <= 2
        and line.names_author(lines[i], author)
    )


def _is_named_block(texts: Sequence[str], author: frozenset[str], above: str) -> bool:
    """A name with little below it, or with contact data. A name other than the author's needs more."""
    own = line.names_author(texts[0], author)
    if not own and (above.endswith(":") or not line.looks_like_name(texts[0])):
        return False
    proofs = sum(line.hard_evidence(entry) for entry in texts)
    if proofs == 0:
        return _is_lone_name(texts, author) or (own and len(texts) <= 4)
    return proofs * 5 >= len(texts) and (own or any(line.reaches(entry) for entry in texts))


def _is_lone_name(texts: Sequence[str], author: frozenset[str]) -> bool:
    """One line that is a name: a common one, or one that may be short for the author's."""
    if len(texts) > 1 or "," in texts[0] or texts[0].rstrip()[-1] in ".!":
        return False
    first = texts[0].strip("-–—/~ ").split(" ")[0].lower()
    return first in GIVEN_NAMES or first in SIGNED_NAMES or any(token[0] == first[:1] for token in author)


def _is_proven_block(texts: Sequence[str], author: frozenset[str], above: str) -> bool:  # noqa: ARG001
    """Contact data without a name, a phone number or mail address among it."""
    proofs = sum(line.hard_evidence(entry) for entry in texts)
    if above.endswith(":") or proofs < 2 or proofs * 2 < len(texts):
        return False
    return line.evidence(texts[0]) > 0 and any(line.reaches(entry) for entry in texts)
