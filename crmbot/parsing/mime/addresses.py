"""Mailboxes of header fields (RFC 5322, section 3.4), with the habits of real senders.

A field is split while its encoded words are still encoded, and names are decoded afterwards: what an encoded word
says can never become an address, nor can a comma in it divide a mailbox.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from itertools import islice

from crmbot.parsing.mime.encoded_words import decode_words
from crmbot.parsing.parsed import Address

MAX_VALUE = 200_000  # characters of a field that are read
_MAX_ADDRESSES = 10_000
_MAX_NAME = 1_000  # characters of a display name that are kept
_MAX_ADDRESS = 998
_END_OF_LATIN = "\u0250"
_MAX_AT_SIGNS = 50  # in one mailbox, routes included

_TOKEN = re.compile(
    r"=\?[^?\s]{1,100}\?[bBqQ]\?[^?]{0,2000}\?="  # an encoded word is one piece, with the commas in it
    r"|\"[^\"\\]*(?:\\.[^\"\\]*)*\""
    r"|\\.|[()<>,;:\"]|[^\"\\()<>,;:=]+|.",
    re.DOTALL,
)
_PLAIN = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]+@[\w.-]+\Z", re.ASCII)
# `Anna Kern <anna.kern@firma.example>`, with nothing in it that needs a closer look.
_SIMPLE = re.compile(
    r"([\w .-]{0,200})<((?a:[A-Za-z0-9][\w.+-]{0,100})@(?a:[A-Za-z0-9](?:[\w.-]{0,200}[A-Za-z0-9])?))>\s*\Z"
)
_SPACES = re.compile(r"\s+")
_AROUND = re.compile(r"\s{0,100}([@.])\s{0,100}")
_ENCODED = re.compile(r"=\?[^?\s]{1,100}\?[bBqQ]\?[^?]{0,2000}\?=")
_QUOTED = re.compile(r'"[^"]*"')
_UNESCAPE = re.compile(r"\\(.)", re.DOTALL)
_ROUTE = re.compile(r"@[^:@\s]{1,255}(?:,@[^:@\s]{1,255}){0,20}:")
_SPEC = re.compile(r"(\"[^\"]{1,200}\"|[^\s@<>\"()\[\],;:]{1,320})@(\[[^\[\]\s]{1,100}\]|[^\s@<>\"()\[\],;:]{1,255})\Z")
_WORD_WITH_AT = re.compile(
    r"(?<!@)[<\[(]?(?:mailto:)?([^\s@<>\"()\[\],;:]{1,320}@[^\s@<>\"()\[\],;:]{1,255}+)(?!@)[>\])]?", re.IGNORECASE
)


@dataclass(slots=True)
class _Draft:
    """A mailbox while it is being read: raw text outside and inside of angle brackets, comments."""

    phrase: list[str] = field(default_factory=list)
    angle: list[str] | None = None
    comments: list[str] = field(default_factory=list)
    open: bool = False  # within angle brackets
    before: int = 0  # pieces of the phrase that stand in front of the address

    def add(self, piece: str) -> None:
        (self.angle if self.open and self.angle is not None else self.phrase).append(piece)

    def split_off(self) -> list[_Draft]:
        """What stands behind a closed address, as the mailbox that a second address begins: a comma is missing."""
        if self.open or not self.angle or "@" not in "".join(self.angle):
            return []
        behind = self.phrase[self.before :]
        del self.phrase[self.before :]
        return [_Draft(behind)]

    @property
    def empty(self) -> bool:
        return self.angle is None and not "".join(self.phrase).strip()


def parse_addresses(value: str) -> tuple[Address, ...]:
    """The mailboxes of a From, To, Cc or Reply-To value, unfolded but not decoded, in order. Groups are dissolved;
    what is no address is kept as a name. At most 200,000 characters are read; the time is linear."""
    if not value:
        return ()
    value = value[:MAX_VALUE]
    if _PLAIN.match(value):
        return (Address(None, _normal(value)),)
    if simple := _SIMPLE.match(value):
        return (Address(" ".join(simple[1].split()) or None, _normal(simple[2])),)
    drafts = _with_split_names(_drafts(value))
    return tuple(address for draft in drafts[:_MAX_ADDRESSES] for address in _addresses(draft))[:_MAX_ADDRESSES]


def _drafts(value: str) -> list[_Draft]:
    tokens = _TOKEN.findall(value)
    closing = _matched_brackets(tokens)
    last_semicolon = len(tokens) - 1 - tokens[::-1].index(";") if ";" in tokens else -1
    drafts = [_Draft()]
    index = 0
    while index < len(tokens):
        piece, draft = tokens[index], drafts[-1]
        if piece == "(" and index in closing:
            draft.comments.append("".join(tokens[index + 1 : closing[index]]))
            if draft.open:
                index = closing[index]
            else:
                draft.phrase.append(" ")
                index = closing[index]
        elif piece == "<":
            drafts += draft.split_off()
            drafts[-1].open = True
            drafts[-1].angle = drafts[-1].angle or []
        elif piece == ">":
            draft.open = False
            draft.before = len(draft.phrase)
        elif piece in {",", ";"} and not _in_route(draft, piece):
            if draft.phrase or draft.angle:
                drafts.append(_Draft())
        elif piece == ":" and not draft.open and _names_group(draft, index, last_semicolon, len(tokens)):
            drafts[-1] = _Draft()
        else:
            draft.add(piece)
        index += 1
    return [draft for draft in drafts if not draft.empty]


def _matched_brackets(tokens: list[str]) -> dict[int, int]:
    """Where each outermost comment ends; a bracket that is never closed is text."""
    pairs: dict[int, int] = {}
    stack: list[int] = []
    for index, piece in enumerate(tokens):
        if piece == "(":
            stack.append(index)
        elif piece == ")" and stack:
            pairs[stack.pop()] = index
    return pairs


def _in_route(draft: _Draft, piece: str) -> bool:
    """Whether a comma stands within an obsolete route: `<@a.example,@b.example:c@d.example>`."""
    return piece == "," and draft.open and draft.angle is not None and "".join(draft.angle[:1]).lstrip().startswith("@")


def _names_group(draft: _Draft, index: int, last_semicolon: int, count: int) -> bool:
    """Whether a colon ends the name of a group (`Team: a@firma.example;`) rather than standing within a name."""
    if draft.angle is not None or not (index < last_semicolon or index == count - 1):
        return False
    phrase = "".join(draft.phrase[-50:])
    return phrase.strip() != "" and "@" not in phrase


def _with_split_names(drafts: list[_Draft]) -> list[_Draft]:
    """A name with an unquoted comma, `Muster, Erika <e@firma.example>`, put together again."""
    merged: list[_Draft] = []
    for draft in drafts:
        before = merged[-1] if merged else None
        if before and draft.angle and _only_name(before) and not _only_name(draft) and "".join(draft.phrase).strip():
            draft.phrase = [*before.phrase, ",", *draft.phrase]
            merged.pop()
        merged.append(draft)
    return merged


def _only_name(draft: _Draft) -> bool:
    phrase = "".join(draft.phrase)
    return draft.angle is None and not draft.comments and "@" not in phrase and '"' not in phrase


def _addresses(draft: _Draft) -> list[Address]:
    """The mailbox of a draft; several where blanks stand between addresses, none where there is nothing to read."""
    phrase = "".join(draft.phrase).strip()
    if draft.angle is not None:
        inside = "".join(draft.angle)
        if (address := _spec(inside) or _last_word(inside)) is not None:
            return [Address(_name(phrase) or _comment(draft), address)]
        return _from_phrase(phrase, draft) or _unreadable(f"{phrase} <{inside}>")
    return _from_phrase(phrase, draft) or _unreadable(phrase)


def _from_phrase(phrase: str, draft: _Draft) -> list[Address]:
    """An address without angle brackets, alone or beside a name; what is quoted or encoded is no address."""
    if "@" not in phrase:
        return []
    if (address := _spec(phrase)) is not None:
        return [Address(_comment(draft), address)]
    outside = _QUOTED.sub(" ", _ENCODED.sub(" ", phrase))
    words = outside.split()
    if words and all("@" in word for word in words):
        found = [address for word in words[:_MAX_ADDRESSES] if (address := _spec(word))]
        if len(found) == len(words):
            return [Address(None, address) for address in found]
    for match in islice(_WORD_WITH_AT.finditer(outside), _MAX_AT_SIGNS):
        if (address := _spec(match[1])) is not None:
            return [Address(_name(phrase.replace(match[0], " ", 1)) or _comment(draft), address)]
    return []


def _last_word(inside: str) -> str | None:
    """The address at the end of what stands in angle brackets."""
    words = inside.split()
    return _spec(words[-1]) if len(words) > 1 and '"' not in inside else None


def _unreadable(raw: str) -> list[Address]:
    name = _name(raw) if raw.strip(" <>") else None
    return [Address(name, None)] if name else []


def _comment(draft: _Draft) -> str | None:
    return _name(" ".join(draft.comments)) if draft.comments else None


def _name(raw: str) -> str | None:
    """A display name: quotes taken off, encoded words decoded, one line."""
    raw = raw.strip()
    if len(raw) >= 2 and raw[0] == raw[-1] and raw[0] in "\"'":
        raw = raw[1:-1]
    raw = raw.replace('"', "") if '\\"' not in raw else re.sub(r'(?<!\\)"', "", raw)
    name = decode_words(_UNESCAPE.sub(r"\1", raw) if "\\" in raw else raw)
    name = _SPACES.sub(" ", name).strip()
    if len(name) >= 2 and name[0] == name[-1] and name[0] in "\"'":
        name = name[1:-1].strip()
    return name[:_MAX_NAME] or None


def _spec(raw: str) -> str | None:
    """The address in `raw` in its normal form, None if it is none."""
    if not raw or raw.count("@") > _MAX_AT_SIGNS:
        return None
    raw = (_AROUND.sub(r"\1", raw) if " " in raw or "\t" in raw else raw).strip("'<> \t")
    if raw[:7].lower() == "mailto:":
        raw = raw[7:]
    raw = _ROUTE.sub("", raw, count=1) if raw.startswith("@") else raw
    raw = raw.rstrip(".")
    if len(raw) > _MAX_ADDRESS or "=?" in raw or not _SPEC.match(raw):
        return None
    return _normal(raw)


def _normal(address: str) -> str:
    """Lower case, an internationalised domain in its readable form (RFC 5890)."""
    local, _, domain = address.lower().rpartition("@")
    return f"{local}@{_readable(domain)}" if "xn--" in domain and domain.isascii() else f"{local}@{domain}"


def _readable(domain: str) -> str:
    """`xn--mller-kva.example` as `müller.example`. Foreign letters under a Latin top level stay encoded: they may be there
    to look like Latin ones."""
    try:
        decoded = domain.encode("ascii").decode("idna")
    except UnicodeError:
        return domain
    return (
        decoded if all(char < _END_OF_LATIN for char in decoded) or not decoded.rpartition(".")[2].isascii() else domain
    )
