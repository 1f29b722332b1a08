"""Whether a follow-up waits for somebody else's answer: `ask about the offer`, `auf Rückmeldung warten`. What we ourselves
have to answer is no such thing.
"""

from __future__ import annotations

import re

_LONGEST = 500  # characters that are looked at
_ANSWER_EN = r"(?:answer|reply|response|feedback|decision|confirmation)"
_ANSWER_DE = r"(?:antwort|rückantwort|rückmeldung|rueckmeldung|reaktion|entscheidung|feedback|bestätigung|bescheid)"
_WAITS = re.compile(
    rf"\b(?:wait(?:ing|s)?|await(?:ing|s)?)\b.{{0,40}}\b{_ANSWER_EN}\b"
    rf"|\b(?:no|any|his|her|their|customer'?s?)\s(?:\w{{1,20}}\s){{0,2}}{_ANSWER_EN}\b"
    rf"|\b(?:ask(?:ing)?|follow(?:ing)?\sup|check(?:ing)?)\s(?:\w{{1,20}}\s){{0,2}}(?:about|on|for|after)\s(?:\w{{1,20}}\s){{0,2}}"
    rf"(?:offer|quote|quotation|proposal|mail|e-mail|{_ANSWER_EN})\b"
    r"|\bhear(?:d|s)?\sback\b|\bwaiting\sfor\b|\bchase\b|\bnudge\b"
    rf"|\b(?:auf|keine?|seine?|ihre?|eine)\s(?:\w{{1,20}}\s){{0,2}}{_ANSWER_DE}\b(?!\s(?:schreiben|schicken|senden|geben))"
    r"|\b(?:nachfassen|nachhaken|nachfragen|nachgefragt)\b"
    rf"|\bnach\s(?:\w{{1,20}}\s){{0,2}}{_ANSWER_DE}\b"
    rf"|\b{_ANSWER_DE}\s(?:abwarten|da\b|erhalten|bekommen)"
    r"|\b(?:meldet|melden)\s(?:\w{1,20}\s){0,2}sich\b|\bwarte[nt]?\sauf\b",
    re.IGNORECASE,
)
_ALONE = re.compile(rf"\W{{0,3}}(?:{_ANSWER_EN}|{_ANSWER_DE})\W{{0,3}}", re.IGNORECASE)


def awaits_answer(text: str) -> bool:
    """Whether somebody else's answer would settle it."""
    words = " ".join(text[:_LONGEST].split())
    return bool(_ALONE.fullmatch(words) or _WAITS.search(words))
