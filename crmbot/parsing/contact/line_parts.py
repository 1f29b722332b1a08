"""What the readers of signature lines share: the parts of a line, legal forms, and spelling as in the names of hosts."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.wordlists import first_runs, runs

_FORM: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(f).replace(r"\ ", r"\s?") for f in sorted(set(words.LEGAL_FORMS), key=len, reverse=True))
    + r")(?![\w])"
)
_FORM_FOLDED: Final = re.compile(
    r"(?<![\w.])(?:gmbh(?: ?& ?co\.? ?kg)?|ltd\.?|llc|inc\.?|limited)(?![\w])", re.IGNORECASE
)
PARTS: Final = re.compile(r"\s*(?:\||•|·|\t|\s{3,}|\s[-–—]\s|\s\*\s|//|;)\s*")
CONTACT: Final = re.compile(r"\S@\S|https?:|www\.|\+?\d[\d\s()/.-]{6,}")
LABELLED: Final = re.compile(
    r"^(?:(?:for and )?on behalf of(?: the)?\s+|for (?=[A-Z])|für die\s+|im namen der\s+)|^(?:firma|company|unternehmen|position|funktion|title|abteilung|department|job title)\s?:\s*",
    re.IGNORECASE,
)
# With which runs of letters a legal form begins.
_FORM_RUNS: Final = first_runs((*words.LEGAL_FORMS, "gmbh", "gmbh&", "gmbh&co", "ltd", "llc", "inc", "limited"))


def folded(text: str) -> str:
    """Letters and figures only, in lower case."""
    return "".join(ch for ch in unicodedata.normalize("NFKD", text.lower()) if ch.isalnum())


def spelled(text: str) -> str:
    """Letters only, umlauts spelt out, as domains do."""
    text = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return folded(text)


def names_form(part: str) -> bool:
    """Whether a legal form stands in the part."""
    return not _FORM_RUNS.isdisjoint(runs(part)) and _FORM.search(part) is not None


def last_form(part: str) -> re.Match[str] | None:
    """The legal form that ends the first company name of the part: in "Ott & Co. Holding GmbH" the last one."""
    last: re.Match[str] | None = None
    if _FORM_RUNS.isdisjoint(runs(part[:200])):
        return None
    for found in _FORM.finditer(part[:200]):
        if len(found[0]) == 2 and (part[: found.start()].rstrip().endswith(",") or part[:1].isdigit()):
            continue  # a state or a quarter of a town: "Calgary, AB", "1200 Main St SE"
        if last is not None and (
            found.start() - last.end() > 40 or any(ch in part[last.end() : found.start()] for ch in ",;:/(")
        ):
            break
        last = found
    return last or _FORM_FOLDED.search(part[:200])
