"""The company in the lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.contact.line_parts import CONTACT, LABELLED, PARTS, folded, last_form, spelled
from crmbot.parsing.contact.positions import find_job, is_job, job_parts, split_employer
from crmbot.parsing.contact.registers import is_register
from crmbot.parsing.quoting import signature_lines
from crmbot.parsing.quoting.footers import is_footer
from crmbot.parsing.wordlists import first_runs, runs, without_start

_FINE_PARTS: Final = re.compile(PARTS.pattern + r"|,\s(?!(?:Inc|Ltd|LLC|LLP|L\.|S\.)\b)")
_STREET: Final = re.compile(r"(?:straße|strasse|str\.|gasse|allee|platz|weg)\s?\d{1,4}\s?[a-z]?$", re.IGNORECASE)
_STREET_NUMBER: Final = re.compile(
    r"\d{1,5}\s(?:[NSEW]{1,2}\.?\s)?(?:[A-Z][\w.'-]*\s){1,3}(?:Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Way|Parkway|Plaza)\b"
)
_DEPARTMENT: Final = re.compile(
    r"(?:lehrstuhl|fachbereich|fakultät|abteilung|institut für|department|dept|bereich|team|referat|dezernat|sachgebiet|school of|division)\b",
    re.IGNORECASE,
)
_TRADE: Final = re.compile(
    r"(?<!\w)(?:"
    + "|".join(re.escape(w) for w in words.TRADES)
    + r")(?!\w)|(?:[^\W\d_]{3,30}|(?<!\w)[^\W\d_]{2,30}-)(?:"
    + "|".join(words.TRADE_ENDS)
    + r")(?!\w)",
    re.IGNORECASE,
)
# With which runs of letters the name of a trade begins.
_TRADE_RUNS: Final = first_runs(words.TRADES)


def _names_trade(text: str) -> bool:
    found = any(run in _TRADE_RUNS or run.endswith(words.TRADE_ENDS) for run in runs(text))
    return found and bool(_TRADE.search(text))


def find_company(lines: Sequence[str], *, name: str | None, job_line: int | None, domain: str | None) -> str | None:
    """The company: by its legal form, by its likeness to the mail domain, by its trade, or by its place below the position."""
    return (
        _by_form([line for line in lines if not is_register(line)])
        or _by_domain(lines, domain)
        or _by_trade(lines, name, job_line)
        or _by_family(lines, name, job_line)
        or _beside_job(lines, name, job_line, domain)
        or _below_job(lines, job_line, name)
        or _above_street(lines, job_line, name)
        or (_below_name(lines, name) if domain is None and job_line is None else None)
        or _by_form([line for line in lines if is_register(line)])
    )


def _by_form(lines: Sequence[str]) -> str | None:
    for line in lines:
        for part in PARTS.split(without_start(LABELLED, line)):
            found = last_form(part)
            if not found or signature_lines.is_prose(part):
                continue
            start = _company_start(part, found.start())
            company = part[start : found.end()].strip(" ,-–*_:")
            if len(company) > len(found[0]) + 1 and not CONTACT.search(company):
                return company
    return None


def _company_start(part: str, form: int) -> int:
    """Where the name before a legal form begins: behind the last comma, but the partners of a firm belong together."""
    comma = part.rfind(", ", 0, form - 2) + 1
    partners = (
        comma
        and "&" in part[comma:form]
        and not find_job(part[:comma])
        and not any(ch.isdigit() for ch in part[:comma])
    )
    return max(0 if partners else comma, part.rfind(": ", 0, form) + 1)


def _by_domain(lines: Sequence[str], domain: str | None) -> str | None:
    """A line that spells the mail domain."""
    if not domain:
        return None
    label = spelled(domain.split(".")[0])
    for line in lines:
        for part in PARTS.split(line):
            text = CONTACT.split(part)[0].strip(" ,.:-–")
            letters = spelled(text)
            if (
                len(letters) >= 3
                and not is_register(part)
                and "." not in text
                and (
                    letters in (label, f"the{label}")
                    or (len(label) > 4 and letters.startswith(label) and len(text) <= 50)
                )
            ):
                return text
    return None


def _by_trade(lines: Sequence[str], name: str | None, job_line: int | None) -> str | None:
    for i, line in enumerate(lines[:12]):
        if i == job_line or is_register(line):
            continue
        for part in _FINE_PARTS.split(without_start(LABELLED, line)):
            text = part.strip(" ,.")
            if _names_trade(text) and not _DEPARTMENT.match(text) and _may_be_company(text, name):
                return text
    return None


def _by_family(lines: Sequence[str], name: str | None, job_line: int | None) -> str | None:
    """A line that holds the writer's family name among other words: "Landmaschinen Bauer"."""
    given, *rest = [folded(word) for word in (name or "").split()] or [""]
    if not rest or not rest[-1]:
        return None
    for i, line in enumerate(lines[:12]):
        for part in _FINE_PARTS.split(line):
            text = part.strip(" ,.")
            pieces = [folded(word) for word in text.split()]
            if (
                (i != job_line or (text != line and not find_job(text)))
                and rest[-1] in pieces
                and given not in pieces
                and 2 <= len(pieces) <= 5
                and _may_be_company(text, name)
            ):
                return text
    return None


def _beside_job(lines: Sequence[str], name: str | None, job_line: int | None, domain: str | None) -> str | None:
    """The employer named in the line of the position."""
    if job_line is None:
        return None
    part = next((part for part in job_parts(lines[job_line], name) if is_job(part)), "")
    text = (split_employer(part, domain)[1] or "").strip(" ,.")
    return text if _may_be_company(text, None) else None


def _below_job(lines: Sequence[str], job_line: int | None, name: str | None) -> str | None:
    """The line right below the position, or right of it."""
    if job_line is None or job_line + 1 >= len(lines):
        return None
    text = PARTS.split(lines[job_line + 1])[0].strip(" ,.")
    return text if _may_be_company(text, name) and not find_job(text) else None


def _above_street(lines: Sequence[str], job_line: int | None, name: str | None) -> str | None:
    """The line between the name and the street."""
    street = next((i for i, line in enumerate(lines[:10]) if _STREET.search(line) or _STREET_NUMBER.match(line)), 0)
    if street < 1 or street - 1 == job_line:
        return None
    text = PARTS.split(lines[street - 1])[0].strip(" ,.")
    own = bool(name) and folded((name or "").split()[-1]) in folded(text)
    return (
        text
        if not own and _may_be_company(text, name) and not find_job(text) and not _DEPARTMENT.search(text)
        else None
    )


def _below_name(lines: Sequence[str], name: str | None) -> str | None:
    """The line between the name and the first contact data, of somebody whose mail address says nothing about it."""
    at = next((i for i, line in enumerate(lines[:3]) if name and line.strip(" ,.") == name), None)
    if at is None or at + 2 >= len(lines) or not signature_lines.hard_evidence(lines[at + 2]):
        return None
    text = lines[at + 1].strip(" ,.")
    pieces = [piece for piece in text.split() if piece.lower() not in _SMALL_WORDS]
    titled = 2 <= len(pieces) <= 5 and all(piece[0].isupper() or piece == "&" for piece in pieces)
    return text if titled and _may_be_company(text, name) and not _DEPARTMENT.search(text) else None


_SMALL_WORDS: Final = frozenset(("of", "the", "and", "for", "und", "der", "für", "de", "du", "des", "di", "del", "van"))


def _may_be_company(text: str, name: str | None) -> bool:
    if not text or len(text) > 70 or len(text.split()) > 8 or not text[0].isalnum() or text[0].islower():
        return False
    if name and folded(text) == folded(name):
        return False
    return not (
        CONTACT.search(text) or signature_lines.hard_evidence(text) or signature_lines.is_prose(text) or is_footer(text)
    )
