"""What the markup of a mail tells about quoted messages before its text is read: clients mark their header blocks."""

from __future__ import annotations

import re

_READ = 2_000_000  # characters of markup that are looked at
# Outlook and OWA, Gmail, Thunderbird, Apple Mail, Yahoo, Proton, GMX and web.de, Zoho, Samsung.
_MARKS = (
    "divrplyfwdmsg", "appendonsend", "gmail_attr", "moz-email-headers-table", "moz-forward-container", "yahoo_quoted", "protonmail_quote",
    'name="quoted-content"', 'class="zmail_extra', "originalmessage",
)  # fmt: skip
_QUOTES = re.compile(r"<blockquote[^<>]{0,200}type=\"?cite|border-top:\s?solid #(?:e1e1e1|b5c4df)")


def marks_quote(html: str | None) -> bool:
    """Whether a mail client's own markup around a quoted or forwarded message stands in `html`."""
    if html is None:
        return False
    page = html[:_READ].lower()
    if any(map(page.__contains__, _MARKS)):
        return True
    return ("<blockquote" in page or "border-top:" in page) and _QUOTES.search(page) is not None
