"""Messages passed on as a text or HTML file: a mail saved as text, or a file that holds nothing but a forward."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from crmbot.parsing.forwarding.forwards import find_forward
from crmbot.parsing.mime.charsets import decode_text
from crmbot.parsing.mime.html import html_to_text
from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Attachment, Forwarded, Message

_MAX_SIZE = 300_000  # bytes; more is a log or a book
_MAX_FILES = 5
_HEAD = 5_000  # characters
_MAX_ABOVE = 400  # characters above the header block; a text that quotes a mail far below is not that mail
_TEXT_ENDINGS, _PAGE_ENDINGS = (".txt", ".text"), (".htm", ".html")
_FIELD = re.compile(rb"([A-Za-z][\w-]{1,60}):[ \t]")
_TRACES = frozenset({b"message-id", b"mime-version", b"received", b"content-type", b"return-path", b"x-mailer"})


def read_saved_text(message: Message, read_body: Callable[[Message], Forwarded]) -> Forwarded | None:
    """The message in the first file that is one; None where the files are something else."""
    for attachment, page in _texts(message):
        if not page and _is_raw_message(attachment.content):
            return read_body(read_message(attachment.content))
        text = decode_text(attachment.content, html=page).replace("\r\n", "\n").replace("\r", "\n")
        text = html_to_text(text) if page else text
        # The header block must be near the top, so most files are done with after their first lines.
        found = find_forward(text) if find_forward(text[:_HEAD]) is not None else None
        if found is not None and len(found.note or "") <= _MAX_ABOVE and found.forwarded.from_ is not None:
            return found.forwarded
    return None


def _texts(message: Message) -> Iterator[tuple[Attachment, bool]]:
    """The text files of a message, each with whether it is HTML."""
    seen = 0
    for attachment in message.attachments:
        name = (attachment.filename or "").lower()
        page = attachment.content_type == "text/html" or name.endswith(_PAGE_ENDINGS)
        if not page and attachment.content_type != "text/plain" and not name.endswith(_TEXT_ENDINGS):
            continue
        if attachment.size <= _MAX_SIZE and seen < _MAX_FILES:
            seen += 1
            yield attachment, page


def _is_raw_message(content: bytes) -> bool:
    """Whether a text begins with the header of a mail: a sender, and a trace that only mail programs leave."""
    names: set[bytes] = set()
    for line in content[:20_000].lstrip(b"\xef\xbb\xbf\r\n").splitlines():
        if not line.strip():
            break
        match = _FIELD.match(line)
        if match is not None:
            names.add(match[1].lower())
        elif line[:1] not in b" \t" and not line.startswith(b"From "):
            return False
    return b"from" in names and bool(names & _TRACES)
