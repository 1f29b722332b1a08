"""What a file probably is, by the words of its name and its type."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Literal

from crmbot.folding import fold

FileKind = Literal[
    "offer", "contract", "invoice", "order", "drawing", "picture", "mail", "table", "presentation", "archive",
    "document", "other",
]  # fmt: skip

_WORDS: tuple[tuple[FileKind, re.Pattern[str]], ...] = (
    ("invoice", re.compile(r"rechnung|invoice|gutschrift|\bre[-_ ]?\d{3}")),
    ("offer", re.compile(r"angebot|offer|quote|quotation|kostenvoranschlag|\bkva\b")),
    ("contract", re.compile(r"vertrag|contract|agreement|\bagb\b|\bnda\b")),
    ("order", re.compile(r"bestellung|auftrag|purchase.?order|\border\b|lieferschein")),
    ("drawing", re.compile(r"zeichnung|grundriss|\bplan\b|hallenplan|drawing|\.(?:dwg|dxf|step|stp)$")),
)
_ENDINGS: Mapping[str, FileKind] = {
    "eml": "mail", "msg": "mail", "xls": "table", "xlsx": "table", "ods": "table", "csv": "table",
    "ppt": "presentation", "pptx": "presentation", "odp": "presentation", "zip": "archive", "7z": "archive",
    "rar": "archive", "gz": "archive", "pdf": "document", "doc": "document", "docx": "document", "odt": "document",
    "txt": "document", "rtf": "document", "md": "document",
}  # fmt: skip


def file_kind(filename: str, content_type: str) -> FileKind:
    """The kind to label it with; what a name says goes before what a type says."""
    name = fold(filename[:300])
    for kind, words in _WORDS:
        if words.search(name):
            return kind
    if content_type.startswith("image/"):
        return "picture"
    if content_type == "message/rfc822":
        return "mail"
    return _ENDINGS.get(name.rpartition(".")[2], "document" if content_type.startswith("text/") else "other")
