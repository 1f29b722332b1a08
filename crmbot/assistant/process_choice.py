"""Which process a new deal travels, where its words say so: `… process insurance`, `… Prozess: Versicherung`."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.domain.process import BUILTIN, Process
from crmbot.errors import NotFound
from crmbot.folding import fold
from crmbot.shapes import Action, Verbatim, t

_SAID = re.compile(r"[,;]?\s*\b(?:process|prozess)\b\s*[:=]?\s*([\w-]{1,40})", re.IGNORECASE)


def process_in(ask: Asking, text: str) -> tuple[Process, str]:
    """The process that the text names, else that in which deals begin, and the text without it.

    Raises NotFound for the name of one that is not in force. Words about some process or other are left alone.
    """
    for found in _SAID.finditer(text):
        wanted = fold(found[1])
        seen = [line for line in ask.process.all if line.key not in ask.access.without]
        line = next((line for line in seen if wanted in _names(line)), None)
        if line is not None:
            return line, (text[: found.start()] + text[found.end() :]).strip(" ,;")
        if wanted in BUILTIN and all(line.key != wanted for line in ask.process.all):
            known = Verbatim(", ".join(line.key for line in seen))
            raise NotFound(
                t("The process “{name}” is not in force here. In force: {known}.", name=wanted, known=known),
                (Action(t("Accept it"), f"process accept {wanted}"),),
            )
    return ask.process.all[0], text


def _names(line: Process) -> set[str]:
    return {fold(line.key), *(fold(name) for name in line.names.values())}
