"""What somebody tells without a command is offered to be written down: `just called Kolb, wants an offer`."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.assistant.followups.reordered import name_at
from crmbot.parsing.chat.statements import Told, may_tell, told
from crmbot.shapes import Action, Reply, Text, t

_MARKS = re.compile(r"[,:;](?=\s)")
_AHEAD = 6  # words before the name
_LABELS: dict[str, Text] = {
    "call": t("Log the call"),
    "meeting": t("Log the meeting"),
    "won": t("Won"),
    "lost": t("Lost"),
}


def offered_entry(ask: Asking, text: str) -> Reply | None:
    """The commands that write down what `text` tells of a person or company that we know; None where it tells nothing."""
    if not may_tell(text):
        return None
    words = _MARKS.sub(r" \g<0>", text).split()
    for place in range(min(_AHEAD + 1, len(words))):
        used = name_at(ask, words[place:], people=True)
        if not used:
            continue
        name, after = " ".join(words[place : place + used]), _joined(words[place + used :])
        found = told(" ".join(words[:place]), after, now=ask.now)
        return _offer(found, name, after.strip(" ,:;")) if found is not None else None
    return None


def _joined(words: list[str]) -> str:
    """As it was written: each mark right behind its word."""
    return re.sub(r"(?<=\S) (?=[,:;](?:\s|$))", "", " ".join(words))


def _offer(found: Told, name: str, after: str) -> Reply:
    note = Action(t("Write it as a note"), f"note {name} {after}", "primary" if found.kind == "note" else "default")
    if found.kind == "note":
        actions = [note]
    else:
        reason = found.text if found.kind != "won" else ""
        actions = [Action(_LABELS[found.kind], f"{found.kind} {name} {reason}".strip(), "primary")]
        actions += [note] if after else []
    return Reply("choice", t("Shall I write that down?"), actions=(*actions, Action(t("Help"), "help log")), ok=False)
