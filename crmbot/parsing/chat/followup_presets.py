"""The presets of putting off, in the words of both languages: `20 min`, `eine Stunde`, `this afternoon`, `nächste Woche`."""

from __future__ import annotations

from crmbot.folding import fold

_WORDS: dict[str, tuple[str, ...]] = {
    "20min": ("20min", "20 min", "20 minutes", "20 minuten", "20m", "zwanzig minuten", "twenty minutes"),
    "1h": ("1h", "1 h", "1 hour", "1 hr", "1 std", "1 stunde", "an hour", "one hour", "eine stunde", "einer stunde", "60 min"),
    "3h": ("3h", "3 h", "3 hours", "3 hrs", "3 std", "3 stunden", "three hours", "drei stunden"),
    "afternoon": (
        "afternoon", "this afternoon", "heute nachmittag", "nachmittag", "nachmittags", "am nachmittag", "in the afternoon",
    ),
    "tomorrow": (
        "tomorrow", "morgen", "tmrw", "next working day", "next workday", "naechster werktag", "naechsten werktag",
        "naechster arbeitstag", "naechsten arbeitstag", "am naechsten werktag", "next business day", "tomorrow morning",
        "morgen frueh",
    ),
    "7days": ("1 week", "a week", "one week", "1 woche", "einer woche", "7 days", "7 tagen", "1w"),
    "week": ("next week", "naechste woche", "kommende woche", "week", "woche", "in der naechsten woche"),
}  # fmt: skip
_PRESETS = {word: preset for preset, words in _WORDS.items() for word in words}


def read_preset(words: str) -> str | None:
    """The preset that the whole of the words names; None for anything else, which may be a date."""
    said = " ".join(fold(words[:60]).split()).strip(" .!")
    said = (
        said.removeprefix("until ").removeprefix("bis ").removeprefix("auf ").removeprefix("to ").removeprefix("for ")
    )
    return _PRESETS.get(said) or _PRESETS.get(said.removeprefix("in "))
