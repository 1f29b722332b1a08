"""Text objects for Slack in which nothing but what we mean is markup.

Slack reads three characters of mrkdwn as control characters, which have entities; the signs of bold, italics, code, quotes and
emoji have none (https://docs.slack.dev/messaging/formatting-message-text). So text that holds such a sign goes out
as `plain_text`, where Slack reads no markup at all, and only harmless text as `mrkdwn`, where we may set it bold.
`verbatim` keeps Slack from making mentions of plain words; it is set where a word looks like one, so that addresses
elsewhere become links, which helps.
"""

from __future__ import annotations

import re
from typing import Any

TextObject = dict[str, Any]

_ENTITIES = {"&": "&amp;", "<": "&lt;", ">": "&gt;"}
# The colons of an emoji; those of "09:00-17:00" and "at 09:00: …" are none.
_EMOJI = r":(?!(?<=\d:)\d\d(?:[-–]\d\d?)?:)[^\s:]{1,100}:"
_SIGNS = re.compile(rf"[*_~`]|{_EMOJI}|^[ \t\u00a0]{{0,100}}>", re.MULTILINE)
_MENTION = re.compile(r"(?<![\w.+-])@\w|#[^\W\d_]")  # "@channel", "#general"; neither addresses nor "#1042"
_NOTHING = "–"  # Slack refuses empty texts


def escape(text: str) -> str:
    """`text` with entities for Slack's control characters: mentions, links and special words show as written."""
    return re.sub("[&<>]", lambda found: _ENTITIES[found[0]], text)


def cost(text: str) -> int:
    """How long Slack finds `text` once it is escaped, counted in UTF-16 units."""
    return len(text) + sum(4 if c == "&" else 3 if c in "<>" else 1 if c > "\uffff" else 0 for c in text)


def cut(text: str, limit: int) -> str:
    """`text`, or its beginning and "…", so that it costs at most `limit`."""
    if cost(text) <= limit:
        return text
    spent = 1  # the ellipsis
    for place, character in enumerate(text):
        spent += cost(character)
        if spent > limit:
            return text[:place].rstrip() + "…"
    return text


def plain(text: str, limit: int) -> TextObject:
    """A `plain_text` object on one line, as headings and buttons need it."""
    return {"type": "plain_text", "text": cut(" ".join(text.split()), limit) or _NOTHING, "emoji": False}


def literal(text: str, limit: int) -> TextObject:
    """A text object that shows `text` as written."""
    shown = cut(text.strip(), limit) or _NOTHING
    if _SIGNS.search(shown):
        return {"type": "plain_text", "text": shown, "emoji": False}
    return _mrkdwn(escape(shown), shown)


def bold(text: str, limit: int, below: str = "") -> TextObject:
    """Like `literal`, with `text` on one line set bold and `below` under it; without bold where signs forbid it."""
    shown = cut(" ".join(text.split()), limit - 3) or _NOTHING
    rest = cut(below.strip(), limit - cost(shown) - 3) if below.strip() else ""
    whole = f"{shown}\n{rest}" if rest else shown
    if _SIGNS.search(whole):
        return {"type": "plain_text", "text": whole, "emoji": False}
    return _mrkdwn(f"*{escape(shown)}*" + (f"\n{escape(rest)}" if rest else ""), whole)


def _mrkdwn(text: str, words: str) -> TextObject:
    made: TextObject = {"type": "mrkdwn", "text": text}
    return {**made, "verbatim": True} if _MENTION.search(words) else made
