"""Follow-ups that say the day or the deed before the name: `tomorrow at 9 call Sarah Stone`, `to call Sarah on Friday`."""

from __future__ import annotations

import re

from crmbot.assistant.asking import Asking
from crmbot.domain.records import Company, Person
from crmbot.domain.search.names import person_key
from crmbot.domain.search.naming import longest_name, longest_name_part
from crmbot.errors import RequestFault
from crmbot.parsing.chat.deeds import begins_with_deed
from crmbot.parsing.phrases.dates import leading_date
from crmbot.shapes import t

_TO_ME = re.compile(r"^(?:me|us|mich|uns|mir)\s+(?=\S)", re.IGNORECASE)
_LEADING = re.compile(
    r"^(?:to|that i should|daran|dran|an|about|of|on|wegen|bei|mit|for|für|with|at)\b(?:\s*[,:]\s*|\s+)(?=\S)",
    re.IGNORECASE,
)
_BEYOND_DOUBT = re.compile(r"#\d{4,10}\b|\d{4,10}\b|[^\s@]{1,64}@\S{3,190}")
_BEFORE_NAME = 5  # words of what is to be done, as in `send the offer to Sarah`


def reordered(ask: Asking) -> str:
    """The words of the request with the name in front, where it stands there already unchanged.

    Raises RequestFault for a sentence that begins with a day and names nobody.
    """
    text = ask.rest.strip()
    bare = _TO_ME.sub("", text, count=1)
    if longest_name(ask.session, bare.split()[:8])[0]:
        return bare
    found = leading_date(bare, now=ask.now)
    when, tail = (bare[: found.end].strip(), bare[found.end :].lstrip(" ,:")) if found is not None else ("", bare)
    said = _LEADING.sub("", tail, count=1)
    if found is None and said == bare and not begins_with_deed(bare):
        return bare
    named = _named_within(ask, said, when)
    if named is None and found is not None and not bare.startswith(("+", "0")):
        raise RequestFault(t("Whom or what is it about? Name a contact, a company or a deal."))
    return named or bare


def _named_within(ask: Asking, text: str, when: str) -> str | None:
    """The name, the day, then what is to be done."""
    words = text.split()
    for place in range(min(_BEFORE_NAME + 1, len(words))):
        used = name_at(ask, words[place:], people=place > 0)
        if not used:
            continue
        name, behind = " ".join(words[place : place + used]), " ".join(words[place + used :])
        if not place:
            return f"{name} {when} {behind}".strip()
        deed = " ".join(words[: place + used])
        later = leading_date(behind, now=ask.now) if not when else None
        if later is not None:
            when, behind = behind[: later.end], behind[later.end :].strip(" ,")
        return f"{name} {when} {deed} {behind}".strip()
    return None


def name_at(ask: Asking, words: list[str], *, people: bool) -> int:
    """How many of the words are a name, of `people` and companies alone or of any record; a part of it by whole words."""
    if _BEYOND_DOUBT.match(words[0]):
        return 1
    found, used = longest_name(ask.session, words[:8])
    if not found:
        found, used = longest_name_part(ask.session, words[:8])
        keys = set(person_key(" ".join(words[:used])).split())
        found = [one for one in found if keys and keys <= set(one.name_key.split())]
    return used if any(not people or isinstance(one, (Person, Company)) for one in found) else 0
