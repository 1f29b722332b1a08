"""What a person typed in Slack, without the markup Slack put around it.

Slack escapes three characters and wraps what it recognises in angle brackets: users, channels, mail addresses, phone
numbers, links (https://docs.slack.dev/messaging/formatting-message-text, "Retrieving messages").
"""

from __future__ import annotations

import re

# Only what Slack itself wraps: "<5k and >2k" are somebody's words, should a bracket ever come unescaped.
_WRAPPED = re.compile(
    r"<((?:@[UWB][A-Z0-9]{1,30}|#[CGD][A-Z0-9]{1,30}|![a-z]{1,20}(?:\^[^<>|]{0,300})?|[a-z][a-z0-9+.-]{1,20}:[^<>|\s]{1,4000})"
    r"(?:\|[^<>]{0,4000})?)>|&(lt|gt|amp);"
)
_ENTITIES = {"lt": "<", "gt": ">", "amp": "&"}
_ENTITY = re.compile("&(lt|gt|amp);")


def unwrap(text: str) -> str:
    """`text` as typed: users by their Slack id, addresses and links by what they name, entities decoded once."""
    return _WRAPPED.sub(_unwrapped, text).replace("\u00a0", " ").strip()


def without_mention(text: str, user_id: str) -> str:
    """`text` of an event without the mention of `user_id` with which it begins or ends, also behind one word, as in
    "hey @crmbot, pipeline"; still wrapped.
    """
    mention = re.compile(rf"<@{re.escape(user_id)}(?:\|[^<>]{{0,200}})?>")
    text = text.strip()
    if leading := mention.match(text):
        text = text[leading.end() :].lstrip(" \t\n,:")
    elif (inside := mention.search(text)) and len(text[: inside.start()].split()) == 1:
        text = f"{text[: inside.start()]}{text[inside.end() :].lstrip(' ,:')}".rstrip()
    last = text.rfind("<@")
    if last >= 0 and mention.fullmatch(text, last):
        text = text[:last].rstrip(" \t\n,")
    return text


def _unwrapped(found: re.Match[str]) -> str:
    if found[2]:
        return _ENTITIES[found[2]]
    target, _, label = found[1].partition("|")
    return _ENTITY.sub(lambda entity: _ENTITIES[entity[1]], _named(target, label))


def _named(target: str, label: str) -> str:
    if target.startswith("@"):
        return target[1:]  # the id names the member; the label is only what Slack shows
    if target.startswith("#"):
        return f"#{label}" if label else target
    if target.startswith("!"):
        return _special(target[1:], label)
    if target.startswith("mailto:"):
        return target.removeprefix("mailto:").partition("?")[0]
    if target.startswith("tel:"):
        return label or target.removeprefix("tel:")
    return _link(target, label)


def _special(word: str, label: str) -> str:
    """Group mentions and dates: what the person saw."""
    return label or "@" + word.partition("^")[0]


def _link(url: str, label: str) -> str:
    """A link as typed. Slack shows what was typed as the label; words of another kind keep their address beside them."""
    if not label or label == url:
        return url
    return label if url.rstrip("/").endswith(label.rstrip("/")) else f"{label} ({url})"
