"""Questions that can be asked, for the help and for those who asked otherwise. Every one of them works."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from crmbot.folding import fold

EXAMPLES: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "en": (
            "how many open offers over 10k closing this month?",
            "which leads from the website have no next step?",
            "how much did we win this quarter?",
            "what is due this week?",
            "who has the most overdue follow-ups?",
            "which deals are idle for 2 weeks?",
            "who looks after Julia Brandt?",
            "when did we last talk to Julia Brandt?",
            "what is the phone number of Julia Brandt?",
            "what's the forecast for next month?",
            "why did we lose deals this year?",
            "which source brings the most leads?",
        ),
        "de": (
            "wie viele offene Angebote über 10.000 Euro haben wir diesen Monat?",
            "welche Leads von der Homepage haben keinen nächsten Schritt?",
            "wie viel haben wir dieses Quartal gewonnen?",
            "was ist diese Woche bei mir fällig?",
            "wer hat die meisten überfälligen Wiedervorlagen?",
            "welche Deals ruhen seit 2 Wochen?",
            "wer kümmert sich um Julia Brandt?",
            "wann haben wir zuletzt mit Julia Brandt gesprochen?",
            "wie ist die Telefonnummer von Julia Brandt?",
            "wie sieht die Prognose für nächsten Monat aus?",
            "warum haben wir dieses Jahr Aufträge verloren?",
            "woher kommen die meisten Leads?",
        ),
    }
)
_NEAREST = 3


def examples_for(language: str) -> tuple[str, ...]:
    """The examples in that language, English where there are none."""
    return EXAMPLES.get(language[:2], EXAMPLES["en"])


def examples_like(text: str, language: str) -> list[str]:
    """Those most like the text."""
    from rapidfuzz import fuzz, process

    known = {example: fold(example) for example in examples_for(language)}
    found = process.extract(fold(text[:400]), known, scorer=fuzz.token_set_ratio, limit=_NEAREST)
    return [example for _, _, example in found]
