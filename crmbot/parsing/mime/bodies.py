"""Which parts of a message are its body text, and what that text is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.cms import TYPES as SIGNED_TYPES
from crmbot.parsing.mime.flowed import unflow
from crmbot.parsing.mime.html import html_to_text
from crmbot.parsing.mime.parts import Part
from crmbot.parsing.mime.transfer import cut_uuencoded

_PLAIN_TYPES = frozenset(
    {"text/plain", "text/enriched", "text/richtext", "text/markdown", "text/x-markdown", "text/x-web-markdown"}
)
_MAX_PIECES = 200
_MIN_REPEAT = 10  # characters from which on a text is not repeated by chance
_TAG = re.compile(r"<(/?)([\w-]{1,60})>|<<")
_PAGE = re.compile(r"\s{0,50}(?:<!doctype html|<html)\b", re.IGNORECASE)  # a page that calls itself plain text
_UNSEEN = frozenset({"text/x-amp-html", "text/watch-html"})  # other renderings of the same text


@dataclass(slots=True)
class Piece:
    """One piece of body text: plain, HTML or both forms of the same."""

    plain: str | None = None
    html: str | None = None


@dataclass(slots=True)
class Bodies:
    """What a message consists of: body pieces in order, parts that are files, files cut out of the text."""

    pieces: list[Piece] = field(default_factory=list)
    files: list[Part] = field(default_factory=list)
    uuencoded: list[tuple[bytes, bytes]] = field(default_factory=list)
    calendar: str | None = None


def find_bodies(root: Part) -> Bodies:
    """Body text and files of a message. Depth is bounded by the splitter."""
    found = Bodies()
    found.pieces = _read(root, found, root)
    if not any(piece.plain or piece.html for piece in found.pieces):
        found.pieces = _shown_files(found)
    return found


def _shown_files(found: Bodies) -> list[Piece]:
    """Named text parts that are to be shown inline: where nothing else is, they are what there is to read."""
    shown = [
        part
        for part in found.files
        if part.disposition == "inline" and part.content_type in {"text/plain", "text/html"}
    ]
    return [_piece(part, found) for part in shown]


def body_text(pieces: list[Piece]) -> str:
    """All pieces as text, in order; HTML where there is no plain form. What is said twice stands once."""
    texts = [
        piece.plain if piece.plain and piece.plain.strip() else html_to_text(piece.html or "")
        for piece in pieces[:_MAX_PIECES]
    ]
    if len(texts) == 1:
        return texts[0]
    kept: list[tuple[str, str]] = []  # without white space, and as it is
    for text in texts:
        folded = "".join(text.split())
        if folded and not any(_says(said, folded) for said, _ in kept):
            kept = [*(pair for pair in kept if not _says(folded, pair[0])), (folded, text.strip("\n"))]
    return "\n\n".join(text for _, text in kept)


def _says(one: str, other: str) -> bool:
    """Whether one text holds the other, as the HTML form of a mail holds its plain one."""
    return one == other or (len(other) >= _MIN_REPEAT and other in one)


def body_html(pieces: list[Piece]) -> str | None:
    """The HTML of all pieces that have some."""
    pages = [piece.html for piece in pieces if piece.html]
    return "\n".join(pages) if pages else None


def _read(part: Part, found: Bodies, root: Part) -> list[Piece]:
    if part.children:
        if part.content_type in SIGNED_TYPES:
            found.files.append(part)
        pieces = [_read(child, found, root) for child in part.children]
        if part.content_type == "multipart/alternative" or _lost_alternative(part):
            return _alternative(pieces)
        return [piece for some in pieces for piece in some]
    if part.content_type == "text/calendar" and found.calendar is None:
        found.calendar = _text(part)
    if part.content_type in _UNSEEN:
        return []
    if not _is_body(part, root):
        if part.raw.strip() or part.filename or part.disposition == "attachment":
            found.files.append(part)
        return []
    return [_piece(part, found)]


def _piece(part: Part, found: Bodies) -> Piece:
    if part.content_type == "text/html":
        return Piece(html=_decoded(part))
    text = _plain(part, found)
    return Piece(html=text) if _PAGE.match(text) else Piece(plain=text)


def _lost_alternative(part: Part) -> bool:
    """Whether an alternative within the part used the same boundary, so that its children became ours."""
    boundary = part.type_field.parameters.get("boundary")
    return any(
        child.content_type == "multipart/alternative"
        and not child.children
        and child.type_field.parameters.get("boundary") == boundary
        for child in part.children[:3]
    )


def _alternative(choices: list[list[Piece]]) -> list[Piece]:
    """The plain and the HTML form of the same text as one piece; each may itself be in several parts."""
    plains = [[piece.plain for piece in pieces if piece.plain and piece.plain.strip()] for pieces in choices]
    pages = [[piece.html for piece in pieces if piece.html] for pieces in choices]
    plain = next((texts for texts in plains if texts), [])
    page = next((texts for texts in reversed(pages) if texts), [])
    if not plain and not page:
        return []
    return [Piece("\n\n".join(plain) or None, "\n".join(page) or None)]


def _is_body(part: Part, root: Part) -> bool:
    if (
        part.content_type not in _PLAIN_TYPES
        and part.content_type != "text/html"
        and not part.content_type.startswith("multipart/")
    ):
        return False
    if part.disposition == "attachment":
        return False
    if not part.filename or part is root:
        return True
    parent = part.parent
    if parent is not None and parent.content_type == "multipart/alternative":
        return True
    return part.disposition == "" and _first_leaf(root) is part


def _first_leaf(root: Part) -> Part:
    part = root
    while part.children:
        part = part.children[0]
    return part


def _text(part: Part) -> str:
    return decode_text(part.content, part.charset).replace("\r\n", "\n").replace("\r", "\n")


def _decoded(part: Part) -> str:
    return decode_text(part.content, part.charset, html=True).replace("\r\n", "\n").replace("\r", "\n")


def _plain(part: Part, found: Bodies) -> str:
    data = part.content
    if part.content_type.startswith("multipart/"):  # without any part: its text is what is not a boundary
        mark = b"--" + part.type_field.parameters.get("boundary", "").encode()
        data = b"\n".join(line for line in data.split(b"\n") if not (mark != b"--" and line.startswith(mark)))
    if b"begin " in data:
        data, files = cut_uuencoded(data)
        found.uuencoded.extend(files)
    text = decode_text(data, part.charset).replace("\r\r\n", "\n").replace("\r\n", "\n").replace("\r", "\n")
    parameters = part.type_field.parameters
    if parameters.get("format", "").lower() == "flowed":
        text = unflow(text, delete_space=parameters.get("delsp", "").lower() == "yes")
    if part.content_type in {"text/enriched", "text/richtext"}:
        text = _TAG.sub(lambda match: "<" if match[0] == "<<" else "", text)
    return text
