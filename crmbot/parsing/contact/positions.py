"""The writer's position, and the employer named beside it, in the lines of a signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from crmbot.parsing.contact import words
from crmbot.parsing.contact.line_parts import CONTACT, LABELLED, names_form, spelled
from crmbot.parsing.contact.registers import is_register
from crmbot.parsing.quoting import signature_lines
from crmbot.parsing.quoting.footers import is_footer
from crmbot.parsing.wordlists import first_runs, runs, without_start

_JOB_SPLIT: Final = re.compile(r"\s*(?:\||•|·|\t|\s{3,}|\s[-–—]\s(?!(?:[A-Z][\w&]*\s?){1,2}$)|\s\*\s|//|;)\s*")
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
# Which runs of letters a match begins or ends with.
_JOB_RUNS: Final = frozenset(run + end for run in first_runs(_WHOLE_JOBS) for end in ("", "in"))
_JOB_TAILS: Final = tuple(job + end for job in _JOB_ENDS for end in ("", "in"))
_EMPLOYER: Final = re.compile(
    r"\s+(?:at|bei|bei der|chez|presso|@)\s+(?=[A-ZÄÖÜ])|,\s(?=[A-ZÄÖÜ][\w&. -]{1,40}(?:Labs|Group|GmbH|AG|Ltd|Inc|LLC|Gruppe|Corp)\b)"
)
_SHORT: Final = 5  # letters of a domain that may spell one word of a position


def find_job(text: str) -> re.Match[str] | None:
    """The first word for a position."""
    if any(run in _JOB_RUNS or run.endswith(_JOB_TAILS) for run in runs(text)):
        return _JOB.search(text)
    return None


def find_job_title(lines: Sequence[str], name: str | None, domain: str | None = None) -> tuple[int | None, str | None]:
    """The writer's position with the line it stands on: (None, None) where there is none."""
    first = next((i for i, line in enumerate(lines[:8]) if name and name.lower() in line.lower()), 0)
    for i, line in enumerate(lines[first : first + 12], first):
        if is_register(line) or is_footer(line):
            continue
        for part in job_parts(line, name):
            if is_job(part):
                return i, split_employer(part, domain)[0]
    return None, None


def split_employer(part: str, domain: str | None) -> tuple[str, str | None]:
    """A position and the employer named behind it: "CTO, Ott Labs", "Buyer at Ott", "Founder, Ott" at ott.example."""
    job, comma, rest = part.rpartition(", ")
    label = spelled(domain.split(".")[0]) if domain else ""
    if comma and label and spelled(rest) == label:
        return job.strip(" ,"), rest.strip()
    split = _EMPLOYER.split(part, maxsplit=1)
    if len(split) > 1:
        return split[0].strip(" ,"), split[1].strip()
    pieces = part.split()
    for cut in range(len(pieces) - 1, max(0, len(pieces) - 4), -1):  # "Managing Director Ott Labs" at ottlabs.example
        if label and len(label) > _SHORT and spelled("".join(pieces[cut:])) == label:
            return " ".join(pieces[:cut]).strip(" ,"), " ".join(pieces[cut:])
    return part.strip(" ,"), None


def without_company(job: str | None, company: str | None) -> str | None:
    """A position without the company that stands behind it: "Buyer, Ott & Co." where the company is Ott & Co."""
    if job and company and job.endswith(company) and (bare := job.removesuffix(company).rstrip()).endswith(","):
        return bare.strip(" ,") or job
    return job


def is_job(part: str) -> bool:
    """Whether a part of a line is a position and nothing else."""
    if len(part) > 90 or not find_job(part) or CONTACT.search(part):
        return False
    return not (names_form(part) and not _JOB.match(part)) and not signature_lines.is_prose(part)


def job_parts(line: str, name: str | None) -> list[str]:
    """The parts of a line that may be a position: after the name and a comma, between bars."""
    parts: list[str] = []
    for part in _JOB_SPLIT.split(without_start(LABELLED, line)):
        text = part.strip(" ,|").strip("-–— ")
        if name and name in text and text != name:
            text = text.split(name, 1)[1].strip(" ,.|-–/")
        if text.startswith("(") and text.endswith(")"):
            text = text[1:-1]
        if text:
            parts.append(text)
        if ", " in text and CONTACT.search(text):
            parts.extend(piece.strip() for piece in text.split(", "))
    return parts
