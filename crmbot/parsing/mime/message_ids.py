"""Message identifiers (RFC 5322, section 3.6.4), with their angle brackets."""

from __future__ import annotations

import re

_ID = re.compile(r"<([^<>]{1,2000})>")
_MAX = 100_000  # characters of a field that are read
_MAX_IDS = 1_000


def read_message_ids(value: str) -> tuple[str, ...]:
    """Every identifier of a References or In-Reply-To field, in order, each once; blanks inside are dropped.
    Words with an at sign count where no identifier stands in brackets."""
    value = value[:_MAX]
    found = ["<" + "".join(match[1].split()) + ">" for match in _ID.finditer(value)]
    if not found:
        found = [f"<{word.strip('<>,;')}>" for word in value.split() if "@" in word.strip("<>,;")]
    return tuple(dict.fromkeys(id_ for id_ in found if len(id_) > 2))[:_MAX_IDS]


def read_message_id(value: str) -> str | None:
    """The one identifier of a Message-ID field. What stands there without an at sign counts too."""
    if found := read_message_ids(value):
        return found[0]
    bare = "".join(value[:_MAX].split()).strip("<>")
    return f"<{bare[:998]}>" if bare else None
