"""Contacts from a CSV file, in the shapes that address books and other CRMs export."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from crmbot.domain.contact_points import Postal
from crmbot.domain.contacts import ContactFacts, add_person, complete_person, find_or_add_company, person_by_email
from crmbot.domain.lookup import by_exact_name
from crmbot.domain.members import require_member
from crmbot.domain.names import company_key
from crmbot.domain.records import Person
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault
from crmbot.imports.headings import meaning_of
from crmbot.parsing.contact.companies import is_free_mail, registrable_domain
from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.contact.postal_parts import split_address
from crmbot.shapes import Verbatim, t

_DELIMITERS = ",;\t|"
_ENCODINGS = ("utf-8-sig", "utf-16", "cp1252")


@dataclass(frozen=True, slots=True)
class Table:
    """A file as read: its rows by meaning, and the headings nobody understood."""

    rows: tuple[dict[str, str], ...]
    unknown: tuple[str, ...]

    @property
    def size(self) -> int:
        """How many rows."""
        return len(self.rows)


@dataclass
class Report:
    """What an import did, row by row; rows are counted from 2, the heading is 1."""

    created: list[str] = field(default_factory=list)
    completed: list[str] = field(default_factory=list)
    skipped: list[str] = field(default_factory=list)
    unknown: tuple[str, ...] = ()
    change_set: int | None = None

    def as_json(self, *, dry_run: bool) -> dict[str, Any]:
        """For programs."""
        return {
            "dry_run": dry_run, "created": len(self.created), "completed": len(self.completed), "skipped": self.skipped,
            "unknown_columns": list(self.unknown), "change": self.change_set,
        }  # fmt: skip

    def lines(self, *, dry_run: bool) -> Iterator[str]:
        """For people."""
        yield f"{'would create' if dry_run else 'created'} {len(self.created)} and {'would complete' if dry_run else 'completed'} {len(self.completed)} contacts"
        if dry_run:
            yield from (f"  new: {name}" for name in self.created[:20])
            yield from (f"  known: {name}" for name in self.completed[:20])
        if self.unknown:
            yield f"columns not used: {', '.join(self.unknown)}"
        yield from self.skipped
        if self.change_set is not None and not dry_run:
            yield f"take it back with: undo {self.change_set}"


def read_table(path: str) -> Table:
    """Read a file in any usual encoding and delimiter. Raises RequestFault for one that is no table of contacts."""
    text = _decoded(Path(path).read_bytes())
    first = text.split("\n", 1)[0]
    delimiter = max(_DELIMITERS, key=first.count)
    rows = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    try:
        headings = next(rows, [])
        meanings = [meaning_of(heading) for heading in headings]
        if not {"name", "email", "family_name", "company", "phone"} & set(meanings):
            raise RequestFault(
                t(
                    "The first line of {file} names no column that is known: use name, email, phone, company …",
                    file=Verbatim(path),
                )
            )
        read = tuple(_row(meanings, row) for row in rows if any(cell.strip() for cell in row))
    except csv.Error as error:
        raise RequestFault(t("{file} cannot be read as CSV: {error}", file=Verbatim(path), error=str(error))) from error
    return Table(read, tuple(h for h, meaning in zip(headings, meanings, strict=True) if meaning is None and h.strip()))


def import_contacts(
    work: Work,
    table: Table,
    *,
    region: str,
    owner: str | None,
    ours: Callable[[str], bool],
    progress: Callable[[Iterable[dict[str, str]]], Iterable[dict[str, str]]],
) -> Report:
    """Write the rows. A person known by mail address, or by name and company, is completed; a row without both name and
    address is skipped and named in the report, as are people of our own (`ours` tells our mailboxes).
    """
    report = Report(unknown=table.unknown)
    default = require_member(work.session, owner).key if owner else None
    owners = {named: _owner(work, named, default) for named in {row.get("owner") for row in table.rows}}
    for number, row in enumerate(progress(table.rows), 2):
        facts = _facts(row, region)
        if facts.email and ours(facts.email):
            report.skipped.append(f"row {number}: {facts.email} is one of us, and no customer")
            continue
        if row.get("email") and facts.email is None:
            report.skipped.append(f"row {number}: {row['email']!r} is no mail address; the rest of the row is taken")
        if facts.name is None and facts.email is None and facts.company is None:
            report.skipped.append(f"row {number}: neither name nor mail address nor company")
        elif facts.name is None and facts.email is None:
            find_or_add_company(work, facts.company or "", facts.domain, source="import")
            report.created.append(facts.company or "")
        else:
            _write(work, row, facts, report, owners[row.get("owner")])
    report.change_set = work.change_set()
    return report


def _write(work: Work, row: dict[str, str], facts: ContactFacts, report: Report, owner: str | None) -> None:
    person = _known(work, facts)
    if person is None:
        person = add_person(work, facts, owner=owner, source=row.get("source") or "import")
        report.created.append(person.name)
    else:
        complete_person(work, person, facts)
        report.completed.append(person.name)


def _known(work: Work, facts: ContactFacts) -> Person | None:
    if facts.email and (person := person_by_email(work.session, facts.email)) is not None:
        return person
    if facts.email or not facts.name or not facts.company:
        return None
    same = [record for record in by_exact_name(work.session, facts.name) if isinstance(record, Person)]
    return next((p for p in same if p.company and p.company.name_key == company_key(facts.company)), None)


def _owner(work: Work, named: str | None, default: str | None) -> str | None:
    try:
        return require_member(work.session, named).key if named else default
    except RequestFault:
        return default


def _row(meanings: list[str | None], row: list[str]) -> dict[str, str]:
    values: dict[str, str] = {}
    for meaning, cell in zip(meanings, row, strict=False):
        if meaning and cell.strip():
            values.setdefault(meaning, cell.strip().replace("\x00", ""))
    return values


def _facts(row: dict[str, str], region: str) -> ContactFacts:
    name = row.get("name") or " ".join(filter(None, (row.get("given_name"), row.get("family_name")))) or None
    email = (row.get("email") or "").lower() or None
    email = email if email and email.count("@") == 1 and " " not in email else None
    domain = registrable_domain(email.rpartition("@")[2]) if email else None
    phones = [
        (phone.number, kind or phone.kind)
        for column, kind in (("phone", None), ("mobile", "mobile"))
        for phone in find_phones(row.get(column, ""), region=region)
    ]
    named = ("given_name", "family_name", "title", "job_title", "website", "address", "company", "name")
    return ContactFacts(
        name=name, email=email, given_name=row.get("given_name"), family_name=row.get("family_name"),
        title=row.get("title"), job_title=row.get("job_title"), website=row.get("website"), address=_postal(row.get("address")),
        phones=tuple(phones), company=row.get("company"), domain=None if domain is None or is_free_mail(domain) else domain,
        sources=dict.fromkeys(named, "import"),
    )  # fmt: skip


def _postal(text: str | None) -> Postal | None:
    if not text:
        return None
    parts = split_address(text)
    return Postal(text, parts.street, parts.postcode, parts.city, parts.country)


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        if encoding == "utf-16" and content[:2] not in (b"\xff\xfe", b"\xfe\xff"):
            continue
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("cp1252", "replace")
