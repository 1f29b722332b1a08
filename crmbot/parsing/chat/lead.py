"""A lead in one line: `Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k, source messe, wants shelves`.

Parts may come in any order where they are unmistakable. Of the others the first is the name, the second the company,
the rest text; a legal form makes a part the company wherever it stands.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import datetime

from crmbot.folding import fold
from crmbot.parsing.chat.words import SOURCE_LABELS
from crmbot.parsing.parsed import Amount
from crmbot.parsing.phrases.amounts import FoundAmount, amounts, first_amount, parse_amount
from crmbot.parsing.phrases.dates import parse_date


@dataclass(frozen=True, slots=True)
class LeadWords:
    """What a line says about a new lead; absent values are None. `phone` is as written, `text` the rest of the line."""

    name: str | None = None
    company: str | None = None
    email: str | None = None
    phone: str | None = None
    amount: Amount | None = None
    source: str | None = None
    text: str = ""


_MAIL = re.compile(r"<?(?:mailto:)?([^\s<>,;:\"()@]{1,64}@[^\s<>,;:\"()@]{1,190}\.[^\s<>,;:\"()@.]{2,30})>?")
_PHONE = re.compile(r"(?:\b(?:tel|telefon|phone|fon|mobil|mobile|handy)\b[.: ]{0,3})?((?:\+|\(?0)\d?(?:[\s()/.-]{0,3}\d){5,16})(?!\w)", re.IGNORECASE)  # fmt: skip
_SOURCE = re.compile(
    rf"\b(?:{'|'.join(SOURCE_LABELS)})\b[: ]{{1,3}}(?:\"([^\"]{{1,60}})\"|([^\s,;]{{1,60}}))", re.IGNORECASE
)
_ABOUT = re.compile(
    r"(?:\b(?:ca|circa|etwa|rund|ungefähr|so um|um die|about|around|approx|roughly)\b[. ]{0,2}|~ ?)$", re.IGNORECASE
)
_LABELLED = re.compile(
    r"(name|firma|company|unternehmen|kontakt|contact|person|betrag|amount|wert|value|budget|text|notiz|note|anliegen)\s?:\s*(.*)",
    re.IGNORECASE | re.DOTALL,
)
_LABELS = {
    "name": "name", "kontakt": "name", "contact": "name", "person": "name", "firma": "company", "company": "company",
    "unternehmen": "company", "betrag": "amount", "amount": "amount", "wert": "amount", "value": "amount",
    "budget": "amount", "text": "text", "notiz": "text", "note": "text", "anliegen": "text",
}  # fmt: skip
_LEGAL = re.compile(
    r"\b(?:g?gmbh|gesmbh|mbh|ag|kg|ohg|ug|se|gbr|kgaa|partg|e\.? ?k\.?|e\.? ?v\.?|ltd|limited|inc|llc|llp|plc|corp|co|s\.?a\.?r\.?l|b\.?v|"
    r"gruppe|group|holding|werke|verlag|stiftung|verein|stadt|gemeinde|universität|hochschule|klinik|institut)\b",
    re.IGNORECASE,
)  # fmt: skip
_FIRM = re.compile(  # `Firma Beispiel`: the word says that no person is meant; what follows the name in small letters is text
    r"(?i:(?:(?:die|der|the)\s)?(?:firma|fa\.|unternehmen|company)\s)"
    r"([A-ZÄÖÜ\d][^\s,;]{0,40}(?:\s(?:[A-ZÄÖÜ\d][^\s,;]{0,40}|&|\+|und|and)){0,5})(?:\s(.*))?",
    re.DOTALL,
)
_SEPARATOR = re.compile(r"[ \t]{0,5}(?:,(?!\d)|,(?=\d{4})|;|\n| [|–] )\s{0,5}")
_PERSON = re.compile(
    r"(?:(?:Herrn?|Frau|Mr|Mrs|Ms|Dr|Prof|Dipl|Ing)\b[.-]{0,2}\s?){0,4}[^\W\d_][\w.'’-]{0,40}"
    r"(?:\s(?:von|van|de|der|den|zu|zur|vom|la|del|di|al|ben|el)){0,3}(?:\s[^\W\d_][\w.'’-]{0,40}){0,3}"
)


def _cut(text: str, match: re.Match[str] | FoundAmount) -> str:
    """`text` without a piece; a comma stands in its place where it separated two things."""
    start, end = (match.start, match.end) if isinstance(match, FoundAmount) else match.span()
    before, after = text[:start].rstrip(), text[end:].lstrip()
    joint = ", " if before and after and not before.endswith((",", ";")) and not after.startswith((",", ";")) else " "
    return f"{before}{joint}{after}".strip()


def _pick(text: str, pattern: re.Pattern[str]) -> tuple[str | None, str]:
    """The first group of the first match, and the text without it."""
    match = pattern.search(text)
    if match is None:
        return None, text
    value = next((group for group in match.groups() if group), match.group())
    return value.strip(), _cut(text, match)


def _pick_phone(text: str, now: datetime) -> tuple[str | None, str]:
    """A phone number; a date such as `01.12.2026` is none."""
    for match in _PHONE.finditer(text):
        if parse_date(match[1], now=now) is None:
            return match[1].strip(), _cut(text, match)
    return None, text


def _thousands(text: str, currency: str) -> FoundAmount | None:
    """`20k` in front of any word: in this line it is the value, unless it opens what is wanted (`4k Monitor`)."""
    for found in amounts(text, currency=currency, bare=True):
        word = text[found.end :].lstrip().partition(" ")[0]
        if text[found.start : found.end].casefold().endswith("k") and not word[:1].isupper():
            return found
    return None


def _pick_amount(text: str, currency: str) -> tuple[Amount | None, str]:
    """An amount with a unit anywhere, else a part that is nothing but a number."""
    found = first_amount(text, currency=currency) or _thousands(text, currency)
    if found is not None:
        start = _ABOUT.search(text, 0, found.start)
        return found.amount, _cut(text, replace(found, start=start.start()) if start else found)
    parts = _parts(text)
    for place, part in enumerate(parts):
        if place and re.fullmatch(r"[\d.,' ]{3,20}", part) and (amount := parse_amount(part, currency=currency)):
            return amount, ", ".join(parts[:place] + parts[place + 1 :])
    return None, text


def _parts(text: str) -> list[str]:
    return [
        part.strip(" \t.") if len(part) > 4 else part.strip() for part in _SEPARATOR.split(text) if part.strip(" \t,.;")
    ]


def _labelled(lead: LeadWords, parts: list[str], currency: str) -> tuple[LeadWords, list[str]]:
    """Parts that say what they are: `Firma: Kolb`, `Firma Kolb`, `amount: 20000`."""
    rest = []
    for part in parts:
        if lead.company is None and (firm := _FIRM.fullmatch(part)) is not None:
            lead = replace(lead, company=firm[1], text=firm[2] or "")
            continue
        match = _LABELLED.fullmatch(part)
        kind = _LABELS[fold(match[1])] if match else None
        value = match[2].strip() if match else ""
        if kind == "amount" and lead.amount is None and (amount := parse_amount(value, currency=currency)):
            lead = replace(lead, amount=amount)
        elif kind == "name" and value and lead.name is None:
            lead = replace(lead, name=value)
        elif kind == "company" and value and lead.company is None:
            lead = replace(lead, company=value)
        else:
            rest.append(value if kind == "text" else part)
    return lead, rest


def _is_person(part: str) -> bool:
    """Whether a part looks like somebody's name: up to a few words, no digits."""
    return len(part) < 60 and _PERSON.fullmatch(part) is not None and not _LEGAL.search(part)


def _split_company(part: str) -> tuple[str | None, str]:
    """Name and company of a part without comma that ends in a legal form: `Sabine Kolb Kolb Regalbau GmbH`."""
    words = part.split()
    titles = sum(
        word.rstrip(".").casefold() in {"herr", "herrn", "frau", "dr", "prof", "mr", "mrs", "ms"} for word in words[:3]
    )
    joined = any(word.casefold() in {"&", "+", "und", "and"} for word in words[: 3 + titles])  # `Blau & Söhne KG`
    if len(words) >= 4 + titles and not joined and _LEGAL.search(words[-1]):
        return " ".join(words[: 2 + titles]), " ".join(words[2 + titles :])
    return None, part


def _assign(lead: LeadWords, parts: list[str]) -> LeadWords:
    """Name, company and text from the parts that said nothing about themselves."""
    rest = list(parts)
    legal = next((part for part in rest if _LEGAL.search(part) and len(part) < 80), None)
    if lead.company is None and legal is not None:
        rest.remove(legal)
        name, company = _split_company(legal) if not rest or not _is_person(rest[0]) else (None, legal)
        lead = replace(lead, company=company, name=lead.name or name)
    if lead.name is None and rest and _is_person(rest[0]) and _written_like(rest[0], lead.company):
        lead = replace(lead, name=rest.pop(0))
    if lead.company is None and rest and len(rest[0]) < 60 and _names_something(rest[0]):
        lead = replace(lead, company=rest.pop(0).strip("()"))
    if lead.name is None and rest and _is_person(rest[0]) and len(rest[0].split()) <= 4 and rest[0][:1].isupper():
        lead = replace(lead, name=rest.pop(0))
    return replace(lead, text=", ".join(filter(None, (lead.text, *rest))))


def _written_like(part: str, company: str | None) -> bool:
    """Whether a part begins with a capital as the company does: behind `Kolb GmbH`, `wants shelves` is nobody's name."""
    return company is None or part[:1].isupper() or not company[:1].isupper()


def _names_something(part: str) -> bool:
    """Whether a part can be a company's name: begins with a capital or digit and is no sentence."""
    counted = re.match(r"\d[\d.,]*\s", part)
    return (part[:1].isupper() or (part[:1].isdigit() and not counted)) and len(part.split()) <= 5


def _one_line(lead: LeadWords, before: str, after: str) -> LeadWords:
    """A line without commas: what stands before the mail address or number is the name, what follows is text."""
    if (firm := _FIRM.fullmatch(before)) is not None:
        return replace(lead, company=firm[1], text=" ".join(filter(None, (firm[2], after))))
    name, company = _split_company(before) if _LEGAL.search(before) else (None, None)
    words = before.split()
    if name is None and len(words) > 3 and _is_person(" ".join(words[:2])):
        name, company = " ".join(words[:2]), " ".join(words[2:]).strip("()")
    if name is None and company is None:
        name = before or None
    return replace(lead, name=name, company=company, text=after)


_LONGEST = 4000  # characters read for parts; what follows is text


def read_lead(text: str, *, currency: str, now: datetime) -> LeadWords:
    """A new lead in words. Nothing is invented: what cannot be told apart stays in `text`."""
    head, tail = text[:_LONGEST].strip(), text[_LONGEST:]
    mail_match = _MAIL.search(head)
    email, rest = _pick(head, _MAIL)
    source, rest = _pick(rest, _SOURCE)
    phone, rest = _pick_phone(rest, now)
    amount, rest = _pick_amount(rest, currency)
    lead = LeadWords(email=email.lower() if email else None, phone=phone, amount=amount, source=source)
    if mail_match and not _SEPARATOR.search(head.strip(" ,;")):
        before = head[: mail_match.start()].strip()
        after = " ".join(part for part in _parts(rest) if part != before)
        lead = _one_line(lead, before, after.removeprefix(before).strip())
    else:
        lead = _assign(*_labelled(lead, _parts(rest), currency))
    return replace(lead, text=f"{lead.text}{tail}".strip())
