"""Commands a member gives with a mail: lines on top of the note, tags in the capture address and in the subject."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass

from crmbot.parsing.parsed import Directive
from crmbot.parsing.team import without_subaddress

# What may be written after `#`, and the one name it is stored under.
NAMES = {
    "followup": "followup", "follow-up": "followup", "follow_up": "followup", "fu": "followup",
    "remind": "followup", "reminder": "followup", "wiedervorlage": "followup", "wv": "followup", "erinnerung": "followup",
    "owner": "owner", "assign": "owner", "zuweisen": "owner", "besitzer": "owner", "zuständig": "owner",
    "zustaendig": "owner", "betreuer": "owner",
    "value": "value", "amount": "value", "wert": "value", "betrag": "value", "budget": "value", "volumen": "value",
    "source": "source", "quelle": "source", "herkunft": "source",
    "private": "private", "privat": "private",
    "note": "note", "notiz": "note",
    "lead": "lead", "anfrage": "lead",
    "deal": "deal", "vorgang": "deal", "projekt": "deal",
    "stage": "stage", "phase": "stage",
    "done": "done", "erledigt": "done",
    "cancel": "cancel", "abbrechen": "cancel", "stornieren": "cancel",
    "list": "list", "liste": "list",
}  # fmt: skip
# These act without any words after them; the others need some.
_ALONE = frozenset({"private", "note", "lead", "done", "followup", "cancel", "list"})

_COMMAND = re.compile(r"[ \t]{0,8}[#＃]([^\W\d_][\w-]{1,30})[ \t]*[:=]?[ \t]*(.{0,500})$")
_NEXT = re.compile(rf"(?<=[ \t])(?=[#＃](?:{'|'.join(NAMES)})(?![\w-]))", re.IGNORECASE)  # where another command begins
_DEAL = re.compile(r"[ \t]{0,8}[#＃](\d{1,9})[ \t.:]*$")

_WEEKDAYS = (
    "mo|di|mi|do|fr|sa|so|mon|tue|tues|wed|thu|thur|thurs|fri|sat|sun|monday|tuesday|wednesday|thursday|friday|saturday|sunday"
    "|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonnabend|sonntag"
)
_MONTHS = (
    "jan|feb|mar|mär|maer|mrz|apr|may|mai|jun|jul|aug|sep|sept|oct|okt|nov|dec|dez"
    "|january|february|march|april|june|july|august|september|october|november|december"
    "|januar|jänner|februar|feber|märz|maerz|juni|juli|oktober|dezember"
)
_TAG = re.compile(
    rf"d\d{{1,9}}|\d{{1,3}}[hdwmyt]|(?:{_WEEKDAYS})(?:\d{{1,2}}(?:am|pm|h|uhr)?)?"
    rf"|\d{{1,2}}(?:{_MONTHS})(?:\d{{2}}|\d{{4}})?|(?:{_MONTHS})\d{{1,2}}"
    r"|\d{4}-\d{2}-\d{2}|\d{1,2}(?:am|pm)"
    r"|today|tomorrow|heute|morgen|übermorgen|uebermorgen|tonight|nextweek|nextmonth"
    r"|note|notiz|lead|private|privat|cancel|abbrechen|stornieren|list|liste"
)
_REPLACES = "-c"  # behind a date: it replaces what was planned in this conversation before
_SUBJECT_WORD = re.compile(r"(?<!\S)[#+＃]([^\W_][\w-]{1,20})(?=$|[\s,;.:!)])")
_SUBJECT_TAG = re.compile(r"(?<![\w#&/])#(\d{4,9})(?![\w-])")


@dataclass(frozen=True, slots=True)
class CaptureAddress:
    """A capture address taken apart: `LOCAL[+TOKEN][+TAG…]@DOMAIN`."""

    base: str
    token: str | None = None
    tags: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()  # sub-addresses that are neither token nor tag


def read_directives(note: str) -> tuple[tuple[Directive, ...], str]:
    """The command lines at the top of a note, and the note without them.

    Reading stops at the first line that is neither a command nor blank: a `#` further down is text.
    """
    found: list[Directive] = []
    lines = note.split("\n")
    index = 0
    while index < len(lines) and len(found) < 50:
        directives = _commands(lines[index])
        if not directives and lines[index].strip():
            break
        found.extend(directives)
        index += 1
    return (tuple(found), "\n".join(lines[index:])) if found else ((), note)


def split_capture_address(address: str, capture_addresses: Collection[str]) -> CaptureAddress | None:
    """Take a recipient apart by the grammar `LOCAL[+TOKEN][+TAG…]@DOMAIN`; None where it is no capture address.

    The first sub-address that does not look like a tag is the token; later ones of that kind mean nothing.
    """
    base = without_subaddress(address.strip())
    if "@" not in base or base not in {without_subaddress(one.strip()) for one in capture_addresses}:
        return None
    local = address.strip().rpartition("@")[0]
    token, tags, unknown = None, [], []
    for part in local.split("+")[1:51]:
        if is_tag(part):
            tags.append(part.lower())
        elif part and token is None:
            token = part.lower()
        elif part:
            unknown.append(part[:40])
    return CaptureAddress(base, token, tuple(tags), tuple(unknown))


def is_tag(part: str) -> bool:
    """Whether a sub-address is a tag (`d1042`, `3d`, `friday`, `24dez`, `note` …) and so can be no token."""
    bare = part.lower().removesuffix(_REPLACES)
    return len(part) <= 40 and _TAG.fullmatch(bare) is not None


def tag_directives(tags: tuple[str, ...]) -> tuple[Directive, ...]:
    """The directives that the tags of a capture address stand for."""
    found: list[Directive] = []
    for tag in tags:
        if tag.endswith(_REPLACES):
            found.append(Directive("replace", ""))
        found.append(_tag_directive(tag.removesuffix(_REPLACES)))
    return tuple(found)


def subject_directives(subject: str | None, *, but: str | None = None) -> tuple[Directive, ...]:
    """The directives that tags in a subject stand for (`#3d`, `+private`), but not those that `but`, the subject of the mail
    that is passed on, has too. A deal's number (`#1042`) is read by `subject_tags`.
    """
    theirs = {word.lower() for word in _SUBJECT_WORD.findall((but or "")[:2000])}
    words = [word.lower() for word in _SUBJECT_WORD.findall((subject or "")[:2000])]
    return tag_directives(tuple(word for word in words if word not in theirs and is_tag(word)))


def subject_tags(subject: str | None) -> tuple[int, ...]:
    """The record numbers named in a subject as `#1042`; each once, in order. Numbers start at 1001."""
    if not subject:
        return ()
    return tuple(dict.fromkeys(n for found in _SUBJECT_TAG.finditer(subject[:2000]) if (n := int(found[1])) > 1000))


def _commands(line: str) -> list[Directive]:
    """The commands of a line: the one that it begins with, and those that follow it (`#lead #value 12k`)."""
    line = line.replace("\u00a0", " ")
    first = _command(line)
    if first is None:
        return []
    pieces = _NEXT.split(line)
    directives = [_command(piece) for piece in pieces]
    known = [one for one in directives if one is not None]
    return known if len(known) == len(pieces) else [first]


def _command(line: str) -> Directive | None:
    if not line.lstrip(" \t").startswith(("#", "＃")) or len(line) > 600:
        return None
    deal = _DEAL.match(line)
    if deal is not None:
        return Directive("deal", deal[1])
    command = _COMMAND.match(line)
    name = NAMES.get(command[1].lower()) if command else None
    if command is None or name is None or (not command[2].strip() and name not in _ALONE):
        return None
    return Directive(name, command[2].strip())


def _tag_directive(tag: str) -> Directive:
    if tag[0] == "d" and tag[1:].isdigit():
        return Directive("deal", tag[1:])
    name = NAMES.get(tag)
    return Directive(name, "") if name else Directive("followup", tag)
