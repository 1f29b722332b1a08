"""Where a note, a call or a follow-up goes that somebody asked for by name."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import candidates, the_only
from crmbot.domain.filing.filing import Filing, filing_of


def named_place(ask: Asking, text: str | None = None, *, create: bool = True) -> tuple[Filing, str]:
    """The place that the first words of `text` (by default of the request) name, and the words after it.

    A person and the company of the same name are no two meanings where both come to the same deal. Raises as `named`.
    """
    records, rest = candidates(ask, text, create=create)
    filings = {filing.number: filing for record in records if (filing := filing_of(ask.session, ask.process, record))}
    if len(filings) == 1:
        return next(iter(filings.values())), rest
    return filing_of(ask.session, ask.process, the_only(ask, records, rest)), rest
