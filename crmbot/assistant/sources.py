"""Where a lead comes from is a question that every lead gets until it is answered; the choices are one press away."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.domain.catalogue.sources import UNTOLD, choices, known_sources, source_key
from crmbot.domain.records import Deal
from crmbot.folding import fold
from crmbot.shapes import Action, Reply, Text, Verbatim, t

_OFFERED = 5  # buttons; the others can be typed


def ask_for_source(ask: Asking, deal: Deal, reply: Reply) -> Reply:
    """The answer with the question for the source, where nobody told it or it is none of the choices."""
    question = source_question(ask, deal)
    if question is None:
        return reply
    return replace(reply, lines=(*reply.lines, question), actions=(*reply.actions, *source_buttons(ask, deal)))


def source_question(ask: Asking, deal: Deal) -> Text | None:
    """What is to be asked about the source; None where it is known."""
    if not deal.source or deal.source in UNTOLD:
        return t("Where did the first contact come from?")
    key = source_key(deal.source)
    if key in {one for one, _ in choices(ask.settings.sales.sources)} | {
        fold(one) for one in ask.settings.sales.sources
    }:
        return None
    return t("“{source}” is none of the known sources. Which one is meant?", source=Verbatim(deal.source))


def source_buttons(ask: Asking, deal: Deal) -> tuple[Action, ...]:
    """The choices, those of the settings first."""
    own = [one for one in choices(ask.settings.sales.sources) if one[0] in ask.settings.sales.sources]
    known = [one for one in choices() if one not in own]
    return tuple(
        Action(t("{name}", name=name), f"set #{deal.number} source {key}") for key, name in [*own, *known][:_OFFERED]
    )


_LABEL = re.compile(r"\b(?:source|quelle|herkunft|via)\b[: ]{1,3}", re.IGNORECASE)
_BARE_NO_SOURCE = frozenset({"partner", "existing", "email", "social"})  # words that rather say something else
_MOST_WORDS = 4


def with_named_source(ask: Asking, line: str) -> str:
    """The line of a lead with its source set off by quotes: `source trade fair` of several words, and a part of the line
    that is nothing but the name of a source.
    """
    label = _LABEL.search(line)
    if label is not None:
        return _quoted(ask, line, label.end())
    parts = line.split(",")
    bare = _bare_names(ask)
    for place, part in enumerate(parts):
        if place and fold(part).strip(" .") in bare:
            parts[place] = f' source "{part.strip(" .")}"'
            return ",".join(parts)
    return line


def _quoted(ask: Asking, line: str, start: int) -> str:
    """The longest known source that stands behind the label, in quotes."""
    following = line[start : start + 200]
    known = {word for source in known_sources() for word in source.words} | {
        fold(one) for one in ask.settings.sales.sources
    }
    words = list(re.finditer(r"[^\s,;]+", following))[:_MOST_WORDS]
    for last in reversed(words[1:]):
        name = following[: last.end()]
        if fold(name).strip() in known and not re.search(r"[,;\"]", name):
            return f'{line[:start]}"{name.strip()}"{following[last.end() :]}{line[start + 200 :]}'
    return line


def _bare_names(ask: Asking) -> set[str]:
    names = {
        fold(name) for source in known_sources() if source.key not in _BARE_NO_SOURCE for name in source.names.values()
    }
    return names | {fold(one) for one in ask.settings.sales.sources}
