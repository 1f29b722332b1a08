"""Company, position and website in the lines of a signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.contact.companies import registrable_domain
from crmbot.parsing.quoting import signature_lines
from crmbot.parsing.wordlists import first_runs, runs

_FORM: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(f).replace(r"\ ", r"\s?") for f in sorted(set(words.LEGAL_FORMS), key=len, reverse=True))
    + r")(?![\w])"
)
_FORM_FOLDED: Final = re.compile(
    r"(?<![\w.])(?:gmbh(?: ?& ?co\.? ?kg)?|ltd\.?|llc|inc\.?|limited)(?![\w])", re.IGNORECASE
)
_REGISTER: Final = re.compile(
    r"(?<!\w)(?:" + "|".join(re.escape(w.strip()) for w in words.REGISTER) + r")", re.IGNORECASE
)
_PARTS: Final = re.compile(r"\s*(?:\||•|·|\t|\s{3,}|\s[-–—]\s|\s\*\s|//|;)\s*")
_JOB_SPLIT: Final = re.compile(r"\s*(?:\||•|·|\t|\s{3,}|\s[-–—]\s(?!(?:[A-Z][\w&]*\s?){1,2}$)|\s\*\s|//|;)\s*")
_FINE_PARTS: Final = re.compile(_PARTS.pattern + r"|,\s(?!(?:Inc|Ltd|LLC|LLP|L\.|S\.)\b)")
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
    + r")(?!\w)|[^\W\d_]{3,30}(?:"
    + "|".join(words.TRADE_ENDS)
    + r")(?!\w)",
    re.IGNORECASE,
)
_WHOLE_JOBS: Final = sorted((j for j in words.JOBS if not j.startswith("-")), key=len, reverse=True)
_JOB_ENDS: Final = sorted((j[1:] for j in words.JOBS if j.startswith("-")), key=len, reverse=True)
_JOB: Final = re.compile(
    r"(?<![\w@.])(?:(?:"
    + "|".join(re.escape(j) for j in _WHOLE_JOBS)
    + r")|[^\W\d_]{2,30}?(?:"
    + "|".join(re.escape(j) for j in _JOB_ENDS)
    + r"))(?:in|:in|\*in|/in|/-in|\(in\))?(?![\w@])",
    re.IGNORECASE,
)
# Which runs of letters a match of each of these patterns begins or ends with.
_FORM_RUNS: Final = first_runs((*words.LEGAL_FORMS, "gmbh", "gmbh&", "gmbh&co", "ltd", "llc", "inc", "limited"))
_REGISTER_STARTS: Final = frozenset(run[:3] for run in first_runs(words.REGISTER))
_TRADE_RUNS: Final = first_runs(words.TRADES)
_JOB_RUNS: Final = frozenset(run + end for run in first_runs(_WHOLE_JOBS) for end in ("", "in"))
_JOB_TAILS: Final = tuple(job + end for job in _JOB_ENDS for end in ("", "in"))
_URL: Final = re.compile(
    r"(?:https?://|www\.)[^\s<>|,;)\]\"']{3,200}|(?<![\w@.-])[a-z0-9][a-z0-9-]{1,62}(?:\.[a-z0-9-]{1,63}){0,2}\.(?:de|com|at|ch|net|org|eu|example|test|co\.uk|io|info|biz|fr|it|nl|pl|be|es|se|dk|no|cz)\b(?![\w@.-]*@)",
    re.IGNORECASE,
)
_EMPLOYER: Final = re.compile(
    r"\s+(?:at|bei|bei der|chez|presso|@)\s+(?=[A-ZÄÖÜ])|,\s(?=[A-ZÄÖÜ][\w&. -]{1,40}(?:Labs|Group|GmbH|AG|Ltd|Inc|LLC|Gruppe|Corp)\b)"
)
_CONTACT: Final = re.compile(r"@|https?:|www\.|\+?\d[\d\s()/.-]{6,}")
_LABELLED: Final = re.compile(
    r"^(?:(?:for and )?on behalf of(?: the)?\s+|for (?=[A-Z])|für die\s+|im namen der\s+)|^(?:firma|company|unternehmen|position|funktion|title|abteilung|department|job title)\s?:\s*",
    re.IGNORECASE,
)
_MAX_REMEMBERED: Final = 300  # characters of a line


def find_website(lines: Sequence[str]) -> str | None:
    """The first web address that is not a social network's."""
    for line in lines:
        if "." not in line:  # no host without one
            continue
        for found in _URL.finditer(line):
            url = found[0].rstrip(".,;:/)*_>")
            host = re.sub(r"^https?://", "", url, flags=re.IGNORECASE).split("/")[0].split(":")[0].lower()
            if registrable_domain(host) and not any(host == s or host.endswith("." + s) for s in words.NOT_WEBSITES):
                return url
    return None


def is_register(line: str) -> bool:
    """Whether a line is small print about the company: register entry, tax number, names of its directors."""
    return _is_register(line) if len(line) <= _MAX_REMEMBERED else bool(_REGISTER.search(line))


@lru_cache(maxsize=256)  # every search for a company asks it of the same lines
def _is_register(line: str) -> bool:
    begins = any(run[:3] in _REGISTER_STARTS or run[:2] in _REGISTER_STARTS for run in runs(line))
    return begins and bool(_REGISTER.search(line))


def _find_job(text: str) -> re.Match[str] | None:
    """The first word for a position."""
    if any(run in _JOB_RUNS or run.endswith(_JOB_TAILS) for run in runs(text)):
        return _JOB.search(text)
    return None


def _names_trade(text: str) -> bool:
    found = any(run in _TRADE_RUNS or run.endswith(words.TRADE_ENDS) for run in runs(text))
    return found and bool(_TRADE.search(text))


def find_job_title(lines: Sequence[str], name: str | None, domain: str | None = None) -> tuple[int | None, str | None]:
    """The writer's position with the line it stands on: (None, None) where there is none."""
    first = next((i for i, line in enumerate(lines[:8]) if name and name.lower() in line.lower()), 0)
    for i, line in enumerate(lines[first : first + 12], first):
        if is_register(line) or signature_lines.is_footer(line):
            continue
        for part in _job_parts(line, name):
            if _is_job(part):
                return i, _split_employer(part, domain)[0]
    return None, None


def _split_employer(part: str, domain: str | None) -> tuple[str, str | None]:
    """A position and the employer named behind it: "CTO, Ott Labs", "Buyer at Ott", "Founder, Ott" at ott.example."""
    job, comma, rest = part.rpartition(", ")
    if comma and domain and _spelled(rest) == _spelled(domain.split(".")[0]):
        return job.strip(" ,"), rest.strip()
    split = _EMPLOYER.split(part, maxsplit=1)
    return split[0].strip(" ,"), split[1].strip() if len(split) > 1 else None


def _is_job(part: str) -> bool:
    if len(part) > 90 or not _find_job(part) or _CONTACT.search(part):
        return False
    return not _is_company_name(part) and not signature_lines.is_prose(part)


def _job_parts(line: str, name: str | None) -> list[str]:
    """The parts of a line that may be a position: after the name and a comma, between bars."""
    parts: list[str] = []
    for part in _JOB_SPLIT.split(_LABELLED.sub("", line)):
        text = part.strip(" ,|").strip("-–— ")
        if name and name in text and text != name:
            text = text.split(name, 1)[1].strip(" ,.|-–/")
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        if text:
            parts.append(text)
        if ", " in text and _CONTACT.search(text):
            parts.extend(piece.strip() for piece in text.split(", "))
    return parts


def _folded(text: str) -> str:
    return "".join(ch for ch in unicodedata.normalize("NFKD", text.lower()) if ch.isalnum())


def _is_company_name(part: str) -> bool:
    return bool(_FORM.search(part) and not _JOB.match(part))


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
        or _by_form([line for line in lines if is_register(line)])
    )


def _by_form(lines: Sequence[str]) -> str | None:
    for line in lines:
        for part in _PARTS.split(_LABELLED.sub("", line)):
            found = _last_form(part)
            if not found or signature_lines.is_prose(part):
                continue
            start = _company_start(part, found.start())
            company = part[start : found.end()].strip(" ,-–*_:")
            if len(company) > len(found[0]) + 1 and not _CONTACT.search(company):
                return company
    return None


def _company_start(part: str, form: int) -> int:
    """Where the name before a legal form begins: behind the last comma, but the partners of a firm belong together."""
    comma = part.rfind(", ", 0, form - 2) + 1
    partners = (
        comma
        and "&" in part[comma:form]
        and not _find_job(part[:comma])
        and not any(ch.isdigit() for ch in part[:comma])
    )
    return max(0 if partners else comma, part.rfind(": ", 0, form) + 1)


def _last_form(part: str) -> re.Match[str] | None:
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


def _by_domain(lines: Sequence[str], domain: str | None) -> str | None:
    """A line that spells the mail domain."""
    if not domain:
        return None
    label = _spelled(domain.split(".")[0])
    for line in lines:
        for part in _PARTS.split(line):
            text = _CONTACT.split(part)[0].strip(" ,.:-–")
            spelled = _spelled(text)
            if (
                len(spelled) >= 3
                and not is_register(part)
                and "." not in text
                and (spelled == label or (len(label) > 4 and spelled.startswith(label) and len(text) <= 50))
            ):
                return text
    return None


def _spelled(text: str) -> str:
    """Letters only, umlauts spelt out, as domains do."""
    text = text.lower().replace("ä", "ae").replace("ö", "oe").replace("ü", "ue").replace("ß", "ss")
    return _folded(text)


def _by_trade(lines: Sequence[str], name: str | None, job_line: int | None) -> str | None:
    for i, line in enumerate(lines[:12]):
        if i == job_line or is_register(line):
            continue
        for part in _FINE_PARTS.split(_LABELLED.sub("", line)):
            text = part.strip(" ,.")
            if _names_trade(text) and not _DEPARTMENT.match(text) and _may_be_company(text, name):
                return text
    return None


def _by_family(lines: Sequence[str], name: str | None, job_line: int | None) -> str | None:
    """A line that holds the writer's family name among other words: "Landmaschinen Bauer"."""
    family = _folded((name or "").split()[-1]) if name and len(name.split()) > 1 else ""
    given = _folded((name or " ").split()[0]) if family else ""
    for i, line in enumerate(lines[:12]):
        for part in _FINE_PARTS.split(line):
            text = part.strip(" ,.")
            spelled = [_folded(word) for word in text.split()]
            if (
                family
                and i != job_line
                and family in spelled
                and given not in spelled
                and 2 <= len(spelled) <= 5
                and _may_be_company(text, name)
            ):
                return text
    return None


def _beside_job(lines: Sequence[str], name: str | None, job_line: int | None, domain: str | None) -> str | None:
    """The employer named in the line of the position."""
    if job_line is None:
        return None
    part = next((part for part in _job_parts(lines[job_line], name) if _is_job(part)), "")
    text = (_split_employer(part, domain)[1] or "").strip(" ,.")
    return text if _may_be_company(text, None) else None


def _below_job(lines: Sequence[str], job_line: int | None, name: str | None) -> str | None:
    """The line right below the position, or right of it."""
    if job_line is None or job_line + 1 >= len(lines):
        return None
    text = _PARTS.split(lines[job_line + 1])[0].strip(" ,.")
    return text if _may_be_company(text, name) and not _find_job(text) else None


def _above_street(lines: Sequence[str], job_line: int | None, name: str | None) -> str | None:
    """The line between the name and the street."""
    street = next((i for i, line in enumerate(lines[:10]) if _STREET.search(line) or _STREET_NUMBER.match(line)), 0)
    if street < 1 or street - 1 == job_line:
        return None
    text = _PARTS.split(lines[street - 1])[0].strip(" ,.")
    own = bool(name) and _folded((name or "").split()[-1]) in _folded(text)
    return (
        text
        if not own and _may_be_company(text, name) and not _find_job(text) and not _DEPARTMENT.search(text)
        else None
    )


def _may_be_company(text: str, name: str | None) -> bool:
    if not text or len(text) > 70 or len(text.split()) > 8 or not text[0].isalnum() or text[0].islower():
        return False
    if name and _folded(text) == _folded(name):
        return False
    return not (
        _CONTACT.search(text)
        or signature_lines.hard_evidence(text)
        or signature_lines.is_prose(text)
        or signature_lines.is_footer(text)
    )
