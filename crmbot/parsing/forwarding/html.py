"""What the markup of a mail tells about quoted messages before its text is read: clients mark their header blocks."""

from __future__ import annotations

import re

_READ = 2_000_000  # characters of markup that are looked at
# Outlook and OWA, Gmail, Thunderbird, Apple Mail, Yahoo, Proton, GMX and web.de, Zoho, Samsung.
_MARKS = re.compile(
    r"divRplyFwdMsg|appendonsend|gmail_attr|moz-email-headers-table|moz-forward-container|yahoo_quoted|protonmail_quote"
    r"|name=\"quoted-content\"|class=\"zmail_extra|originalMessage|<blockquote[^<>]{0,200}type=\"?cite"
    r"|border-top:\s?solid #(?:e1e1e1|b5c4df)",
    re.IGNORECASE,
)


def marks_quote(html: str | None) -> bool:
    """Whether a mail client's own markup around a quoted or forwarded message stands in `html`."""
    return html is not None and _MARKS.search(html[:_READ]) is not None
