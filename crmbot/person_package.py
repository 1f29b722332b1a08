"""A person's data as a zip file: JSON for programs, text for people, the mails as they came, the files."""

from __future__ import annotations

import json
import os
import re
import zipfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from crmbot.domain.changes.person_export import PersonData
from crmbot.domain.records import Blob, InboxRaw
from crmbot.shapes import Reader, Section, t
from crmbot.texts import render

_UNSAFE = re.compile(r"[^\w .()-]+")
_LONGEST_NAME = 80  # characters of a file name


def write_package(session: Session, data: PersonData, path: str, reader: Reader, now: datetime) -> list[str]:
    """Write the zip at `path`, which must not exist, readable by its owner alone; the names of what is in it.

    Raises FileExistsError, OSError. A file that could not be finished is not left behind.
    """
    names: list[str] = []
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as out, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
            for name, content in _contents(session, data, reader):
                info = zipfile.ZipInfo(name, now.timetuple()[:6])
                info.compress_type, info.external_attr = zipfile.ZIP_DEFLATED, 0o600 << 16
                package.writestr(info, content)
                names.append(name)
    except BaseException:
        Path(path).unlink()
        raise
    return names


def _contents(session: Session, data: PersonData, reader: Reader) -> Iterator[tuple[str, bytes]]:
    yield "readable.txt", _readable(data, reader).encode()
    for name in ("card", "history", "followups", "deals", "changes", "processing"):
        yield f"{name}.json", _json(getattr(data, name))
    for place, (inbox_id, received_at, subject) in enumerate(data.mails, 1):
        raw = session.get(InboxRaw, inbox_id)
        if raw is not None:
            yield f"mails/{place:04} {received_at:%Y-%m-%d} {_safe(subject)}".rstrip() + ".eml", raw.content
            session.expunge(raw)
    for place, (_, filename, sha256) in enumerate(data.files, 1):
        blob = session.get(Blob, sha256)
        if blob is not None:
            yield f"files/{place:04} {_safe(filename)}".rstrip(), blob.content


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "replace")


def _safe(name: str) -> str:
    """A name from outside as part of a file name: no path, no control characters, not too long."""
    clean = _UNSAFE.sub("_", name).strip(" .")
    stem, dot, ending = clean.rpartition(".")
    if dot and len(ending) <= 5:
        return f"{stem[: _LONGEST_NAME - len(ending)]}.{ending}"
    return clean[:_LONGEST_NAME].rstrip(" .")


def _readable(data: PersonData, reader: Reader) -> str:
    title = t("What is kept about {name} (#{number})", name=data.name, number=data.number)
    return "\n\n".join([render(title, reader), *(_section(section, reader) for section in data.text)]) + "\n"


def _section(section: Section, reader: Reader) -> str:
    lines = [render(section.heading, reader).upper()]
    for row in section.rows:
        lines.append(f"- {render(row.text, reader)}")
        note = render(row.note, reader)
        lines += [f"    {line}" for line in note.splitlines()]
    return "\n".join(lines)
