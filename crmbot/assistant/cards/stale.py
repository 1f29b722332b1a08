"""The answer to a button on a card that is out of date: what others changed since, and the card as it is now."""

from __future__ import annotations

import re
from dataclasses import replace

from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.cards import card
from crmbot.assistant.forms.stale import stale_record
from crmbot.domain.search.lookup import by_number
from crmbot.shapes import Reply

_NUMBER = re.compile(r"#(\d{1,9})\b")


def outdated(ask: Asking) -> Reply | None:
    """What is answered instead of acting; None where nobody else has changed what the button would change."""
    match = _NUMBER.match(ask.rest.strip()) if ask.since is not None else None
    record = by_number(ask.session, int(match[1])) if match else None
    told = stale_record(ask, ask.verb, record) if record is not None else None
    if record is None or told is None:
        return None
    fresh = card(ask, record)
    return replace(fresh, title=told, lines=(fresh.title, *fresh.lines), ok=False)
