"""Mailboxes as they stand in the header block of a forwarded message.

Those are no header fields: clients write `Name [mailto:a@b]`, `Name (a@b)`, `a@b <mailto:a@b>`, `Name <a@b<mailto:a@b>>`,
`a@b <a@b>`, Outlook's lists with `;` and names with commas, or names alone (Exchange, Lotus Notes).
"""

from __future__ import annotations

import re

from crmbot.parsing.parsed import Address
from crmbot.parsing.quoting.quoted_lines import plain

LONGEST_LIST = 200_000  # characters of a recipient list that are read
_MAILBOXES = 10_000

_SPEC = r"[^\s<>()\[\],;:\"«»“”„|\\@]{1,64}@[^\s<>()\[\],;:\"'«»“”„|\\@]{1,255}"
_MAILTO = re.compile(r"(?:mailto|smtp):\s?", re.IGNORECASE)  # Outlook 98 wrote `[SMTP:a@b]`
# An address in any of the brackets, or bare; a second bracket around the same one belongs to it.
_BOX = re.compile(
    rf"[<\[(]\s?(?P<inner>{_SPEC})\s?[<\[(]?\s?(?:{_SPEC})?\s?[>\])]{{1,3}}"
    rf"|(?<![^\s<>()\[\],;:\"'«»“”„|\\])(?P<bare>{_SPEC})"
)
_COMMENT = re.compile(r"\s{0,3}\(([^()@<>]{1,80})\)")  # `jane@firma.example (Jane Roe)`
_QUOTES = re.compile(r"^[\s\"'«»“”„‘’‚*_]+|[\s\"'«»“”„‘’‚*_]+$")
_BLANKS = re.compile(r"\s+")
_ENDS = " \t\n,;.:<>[]()|"
_BEHALF = re.compile(
    r"\s*(?:on behalf of|im auftrag von|de la part de|en nombre de|per conto di|em nome de|namens|på vegne af|på vegne av|för)\s*\Z",
    re.IGNORECASE,
)


def parse_forward_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of a From, To or Cc line in a forwarded header block, in order; names without an address are kept
    as names. At most 200,000 characters are read; the time is linear."""
    value = plain(value[:LONGEST_LIST])
    if "@" not in value:
        return _names_only(value)
    value = _MAILTO.sub("", value)
    found: list[Address] = []
    end = 0
    for match in _BOX.finditer(value):
        spec = _address(match.group("inner") or match.group("bare"))
        if spec is None or (match.group("bare") and "." not in spec.rpartition("@")[2]):
            continue
        before, end = value[end : match.start()], match.end()
        comment = _COMMENT.match(value, end) if match["bare"] else None
        if comment is not None:
            before, end = f"{before}{comment[1]}", comment.end()
        _take(found, before, spec)
        if len(found) >= _MAILBOXES:
            break
    rest = value[end:].strip(_ENDS)
    if rest and len(found) < _MAILBOXES and not (found and _is_leftover(rest)):
        found.extend(_names_only(rest))
    return tuple(found)


def _take(found: list[Address], before: str, spec: str) -> None:
    """Add the mailbox `spec`, whose name and forerunners without an address stand in `before`."""
    if found and not before.strip(" \t\n*_'\"<>()[]") and found[-1].address == spec:
        return  # `a@b <a@b>` and `Name <a@b> <a@b>` are one mailbox
    head, _, name = _split_last(before)
    if head.strip(_ENDS):
        found.extend(_names_only(head.strip(_ENDS)))
    name = _BEHALF.sub("", clean_name(name)) if found else clean_name(name)
    if name.casefold() == spec or name.casefold() == f"<{spec}>":
        name = ""
    found.append(Address(name or None, spec))


def _split_last(before: str) -> tuple[str, str, str]:
    """`before` cut at its last `;` outside of quotes: what stands in front are mailboxes without an address."""
    quote = before.rfind('"')
    start = before.rfind('"', 0, quote) if quote > 0 else -1
    cut = before.rfind(";")
    if start >= 0 and start < cut < quote:
        cut = before.rfind(";", 0, start)
    return (before[:cut], ";", before[cut + 1 :]) if cut >= 0 else ("", "", before)


def clean_name(name: str) -> str:
    """A display name without the quotes, brackets and separators around it."""
    name = _BLANKS.sub(" ", name).strip(_ENDS.replace(")", "").replace(".", "") + "*")
    if name.endswith(")") and "(" not in name:
        name = name[:-1]
    return _QUOTES.sub("", name).strip(" ,;<[")


def _address(spec: str) -> str | None:
    """A plausible address in lower case, without the quotes and dots that stuck to it."""
    spec = spec.strip("'*_.").rstrip(".,;'").lower()
    local, _, domain = spec.rpartition("@")
    return spec if local and domain and domain[0] not in ".-" else None


def _is_leftover(rest: str) -> bool:
    """Whether what follows the last address says nothing: `via list`, a bracket, a remark of the client."""
    return len(rest) < 3 or rest.lower().startswith(("@", "on behalf of", "im auftrag von", "via "))


def _names_only(value: str) -> tuple[Address, ...]:
    """People named without an address: `Doe, John; Roe, Jane`, `John Doe, Jane Roe`, `Doe, John`."""
    names = value.split(";") if ";" in value else _comma_names(value)
    cleaned = (clean_name(name) for name in names[:_MAILBOXES])
    return tuple(Address(name, None) for name in cleaned if name)


def _comma_names(value: str) -> list[str]:
    """Exchange writes `Doe, John` for one person; two full names or more than two pieces are a list."""
    pieces = value.split(",")
    if len(pieces) == 2 and not (" " in pieces[0].strip() and " " in pieces[1].strip()):
        return [value]
    return pieces
