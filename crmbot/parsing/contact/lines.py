"""Company and position in the lines of a signature."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.contact.registers import is_register
from crmbot.parsing.quoting import signature_lines
from crmbot.parsing.wordlists import first_runs, runs, without_start

_FORM: Final = re.compile(
    r"(?<![\w.])(?:"
    + "|".join(re.escape(f).replace(r"\ ", r"\s?") for f in sorted(set(words.LEGAL_FORMS), key=len, reverse=True))
    + r")(?![\w])"
)
_FORM_FOLDED: Final = re.compile(
    r"(?<![\w.])(?:gmbh(?: ?& ?co\.? ?kg)?|ltd\.?|llc|inc\.?|limited)(?![\w])", re.IGNORECASE
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
    + r")(?!\w)|(?:[^\W\d_]{3,30}|(?<!\w)[^\W\d_]{2,30}-)(?:"
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
_TRADE_RUNS: Final = first_runs(words.TRADES)
_JOB_RUNS: Final = frozenset(run + end for run in first_runs(_WHOLE_JOBS) for end in ("", "in"))
_JOB_TAILS: Final = tuple(job + end for job in _JOB_ENDS for end in ("", "in"))
_EMPLOYER: Final = re.compile(
    r"\s+(?:at|bei|bei der|chez|presso|@)\s+(?=[A-ZÄÖÜ])|,\s(?=[A-ZÄÖÜ][\w&. -]{1,40}(?:Labs|Group|GmbH|AG|Ltd|Inc|LLC|Gruppe|Corp)\b)"
)
_CONTACT: Final = re.compile(r"\S@\S|https?:|www\.|\+?\d[\d\s()/.-]{6,}")
_SHORT: Final = 5  # letters of a domain that may spell one word of a position
_LABELLED: Final = re.compile(
    r"^(?:(?:for and )?on behalf of(?: the)?\s+|for (?=[A-Z])|für die\s+|im namen der\s+)|^(?:firma|company|unternehmen|position|funktion|title|abteilung|department|job title)\s?:\s*",
    re.IGNORECASE,
)


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
    label = _spelled(domain.split(".")[0]) if domain else ""
    if comma and label and _spelled(rest) == label:
        return job.strip(" ,"), rest.strip()
    split = _EMPLOYER.split(part, maxsplit=1)
    if len(split) > 1:
        return split[0].strip(" ,"), split[1].strip()
    pieces = part.split()
    for cut in range(len(pieces) - 1, max(0, len(pieces) - 4), -1):  # "Managing Director Ott Labs" at ottlabs.example
        if label and len(label) > _SHORT and _spelled("".join(pieces[cut:])) == label:
            return " ".join(pieces[:cut]).strip(" ,"), " ".join(pieces[cut:])
    return part.strip(" ,"), None


def without_company(job: str | None, company: str | None) -> str | None:
    """A position without the company that stands behind it: "Buyer, Ott & Co." where the company is Ott & Co."""
    if job and company and job.endswith(company) and (bare := job.removesuffix(company).rstrip()).endswith(","):
        return bare.strip(" ,") or job
    return job


def _is_job(part: str) -> bool:
    if len(part) > 90 or not _find_job(part) or _CONTACT.search(part):
        return False
    return not _is_company_name(part) and not signature_lines.is_prose(part)


def _job_parts(line: str, name: str | None) -> list[str]:
    """The parts of a line that may be a position: after the name and a comma, between bars."""
    parts: list[str] = []
    for part in _JOB_SPLIT.split(without_start(_LABELLED, line)):
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
        or (_below_name(lines, name) if domain is None and job_line is None else None)
        or _by_form([line for line in lines if is_register(line)])
    )


def _by_form(lines: Sequence[str]) -> str | None:
    for line in lines:
        for part in _PARTS.split(without_start(_LABELLED, line)):
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
                and (
                    spelled in (label, f"the{label}")
                    or (len(label) > 4 and spelled.startswith(label) and len(text) <= 50)
                )
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
        for part in _FINE_PARTS.split(without_start(_LABELLED, line)):
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
                and (i != job_line or (text != line and not _find_job(text)))
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
    if name and _folded(text) == _folded(name):
        return False
    return not (
        _CONTACT.search(text)
        or signature_lines.hard_evidence(text)
        or signature_lines.is_prose(text)
        or signature_lines.is_footer(text)
    )
