"""The contact data of a signature: who wrote, for which company, in what position, and how to reach him."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from crmbot.parsing.contact import postal
from crmbot.parsing.contact.companies import is_free_mail, registrable_domain
from crmbot.parsing.contact.lines import find_company
from crmbot.parsing.contact.person_names import Person, person_from_header, person_from_lines
from crmbot.parsing.contact.phones import find_phones, may_hold_phones
from crmbot.parsing.contact.positions import find_job_title, without_company
from crmbot.parsing.contact.region import region_of
from crmbot.parsing.contact.websites import find_website
from crmbot.parsing.parsed import Address, Contact, Phone
from crmbot.parsing.quoting.quoted_lines import plain
from crmbot.parsing.quoting.signature_lines import author_tokens, looks_like_name, names_author

_MAX_LINES: Final = 60
_MAX_OWN: Final = 3  # numbers in a body; more make a list, not a contact
_MAX_TEXT: Final = 20_000
_MAX_NAME: Final = 40
_SOMEBODY: Final = re.compile(
    r"(?:[Cc]all|[Cc]ontact|[Aa]sk for|[Rr]each|[Pp]hone)\s+(?!me\b|us\b|my\b|at\b)[A-Z][a-z]+|[Aa]nsprechpartner|[Aa]nsprechperson|\b(?:Herrn?|Frau|Kollegen|Kollegin)\s+[A-ZÄÖÜ]"
)
_MINE: Final = re.compile(r"\b(?:me|my|mine|mich|mir|meine?[rmn]?|uns)\b", re.IGNORECASE)
_EMAIL: Final = re.compile(r"[\w.!#$%&'+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")


def read_contact(
    signature: str | None, *, author: Address | None = None, text: str = "", region: str = "DE"
) -> Contact:
    """Reads name, phones, company, position, website, postal and mail address.

    `signature` comes first; `author` (the header field) gives name and address where the signature has none, and helps
    to know the lines; `text` is the body above, used for a phone number only. `region` (ISO 3166) is where numbers
    belong that nothing places elsewhere. `sources` says for each value where it
    was read: "signature", "header" or "text". Never raises; linear in the length of both texts.
    """
    written = plain((signature or "").replace("\t", "   "))  # a tab parts columns, as three blanks do
    lines = [line.strip().strip("*_|").strip() for line in written.splitlines()[:_MAX_LINES]]
    lines = [line[:300] for line in lines if line]
    found: dict[str, tuple[object, str]] = {}
    person = _person(lines, author, found)
    _put(found, "email", *_email(lines, author))
    email = found["email"][0] if "email" in found else None
    domain = registrable_domain(str(email).rpartition("@")[2]) if email else None
    region = region_of(lines, domain, region)
    phones = find_phones("\n".join(lines), region)
    _put(found, "phones", phones or _phones_in_text(text, region, author), "signature" if phones else "text")
    _put(found, "address", postal.find_address(lines), "signature")
    _put(found, "website", find_website(lines), "signature")
    job_line, job = find_job_title(lines, person.name, _own(domain))
    company = find_company(lines, name=person.name, job_line=job_line, domain=_own(domain))
    _put(found, "job_title", without_company(job, company), "signature")
    _put(found, "company", company, "signature")
    return _contact(found)


def _phones_in_text(text: str, region: str, author: Address | None) -> tuple[Phone, ...]:
    """Numbers of the body, where nobody else is said to answer there."""
    if not may_hold_phones(text[:_MAX_TEXT]):
        return ()
    tokens = author_tokens(author)
    kept: list[str] = []
    other = False  # somebody else's name stands above in this paragraph
    for line in text[:_MAX_TEXT].splitlines():
        other = bool(line.strip()) and (other or _names_other(line, tokens))
        if not other and (not _SOMEBODY.search(line) or _MINE.search(line)):
            kept.append(line)
    found = find_phones("\n".join(kept), region)
    return found if len(found) <= _MAX_OWN else ()


def _names_other(line: str, author: frozenset[str]) -> bool:
    """Whether the line is the full name of a person who is not the writer."""
    return len(line) < _MAX_NAME and " " in line.strip() and looks_like_name(line) and not names_author(line, author)


def _own(domain: str | None) -> str | None:
    """The domain where it belongs to a company."""
    return None if domain is None or is_free_mail(domain) else domain


def _put(found: dict[str, tuple[object, str]], field: str, value: object, source: str) -> None:
    if value:
        found[field] = (value, source)


def _person(lines: Sequence[str], author: Address | None, found: dict[str, tuple[object, str]]) -> Person:
    """The name as signed where it is fuller than, or missing in, the header field."""
    header = person_from_header(author)
    signed = person_from_lines(lines, author)
    person, source = (header, "header") if signed is None else (signed, "signature")
    if signed is not None and header.name and not signed.family_name:
        person, source = replace(header, title=header.title or signed.title), "header"
    if not person.title and header.title:
        person = replace(person, title=header.title)
    for field in ("name", "given_name", "family_name", "title"):
        _put(found, field, getattr(person, field), source)
    return person


def _email(lines: Sequence[str], author: Address | None) -> tuple[str | None, str]:
    if author and author.address:
        return author.address, "header"
    first = next((match[0] for line in lines if (match := _EMAIL.search(line))), None)
    return (first.lower() if first else None), "signature"


def _contact(found: dict[str, tuple[object, str]]) -> Contact:
    values = {field: value for field, (value, _) in found.items()}
    return Contact(**values, sources={field: source for field, (_, source) in found.items()})  # type: ignore[arg-type]
