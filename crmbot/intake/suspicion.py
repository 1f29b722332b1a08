"""What the mail servers before us hold against a mail: spam verdicts and failed authentication."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbot.intake.results import failed
from crmbot.intake.settings import IntakeSettings
from crmbot.parsing.parsed import Header

_SPAM_LEVEL = 5  # of Exchange's spam confidence level, -1 to 9: from here on it is spam
_SHORT = 60
_SAYS_YES = re.compile(r"\s{0,5}(?:yes|true|spam|1)\b", re.IGNORECASE)
_NUMBER = re.compile(r"\s{0,5}(-?\d{1,3})\s{0,5}$")
_FLAGS = ("X-Spam-Flag", "X-Spam-Status", "X-Spam", "X-Spam-Result", "X-Barracuda-Spam-Flag", "X-Bogosity")
_LEVELS = ("X-MS-Exchange-Organization-SCL", "X-Microsoft-SCL", "X-MS-Exchange-AtpMessageProperties-SCL")


def suspicion(settings: IntakeSettings, header: Header, *, from_ours: bool) -> str | None:
    """The first verdict against the mail, as it stands in the header; None where there is none.

    A verdict *for* a mail counts for nothing, so it does not matter who wrote it; a failed DMARC counts only from a
    server of ours, which handed the mail over itself (`from_ours`).
    """
    against = failed(header, settings.trusted_authserv_ids) if from_ours else None
    return next(_verdicts(header), None) or against


def _verdicts(header: Header) -> Iterator[str]:
    for name in _FLAGS:
        for value in header.all(name)[:5]:
            if _SAYS_YES.match(value):
                yield f"{name}: {value.strip()[:_SHORT]}"
    for name in _LEVELS:
        for value in header.all(name)[:5]:
            found = _NUMBER.match(value)
            if found is not None and int(found[1]) >= _SPAM_LEVEL:
                yield f"{name}: {found[1]}"
    for value in header.all("X-Forefront-Antispam-Report")[:5]:
        if re.search(r"(?:^|;)\s{0,5}SFV:(?:SPM|SKB)(?:;|$)", value[:5000]):
            yield "X-Forefront-Antispam-Report: SFV:SPM"
