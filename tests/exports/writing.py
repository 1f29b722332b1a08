"""Exporting from a store into a text, as the command does."""

from __future__ import annotations

import csv
import io
from typing import Any

from crmbot.domain.people.contact_fields import BUILT_IN_FIELDS, Fields
from crmbot.domain.process import builtin_process
from crmbot.exports.running import reading, write_csv, write_json, write_vcf
from crmbot.exports.selecting import ORDER, Selection
from crmbot.storage.store import Store
from tests.imports.reading import NOW

TABLES = ("products", "companies", "contacts", "deals")


def selection(fields: Fields = BUILT_IN_FIELDS, **wanted: Any) -> Selection:
    return Selection(builtin_process(), NOW, fields, **wanted)


def exported(store: Store, form: str, what: Any = None, wanted: Selection | None = None, **more: Any) -> str:
    """`csv` of one kind, `json` of all, `vcf` of contacts and companies."""
    wanted, out = wanted or selection(), io.StringIO(newline="")
    with reading(store, wanted) as session:
        if form == "csv":
            write_csv(session, out, what or "contacts", wanted)
        elif form == "json":
            write_json(session, out, what or ORDER, wanted)
        else:
            write_vcf(session, out, what or ("companies", "contacts"), wanted, **more)
    return out.getvalue()


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))
