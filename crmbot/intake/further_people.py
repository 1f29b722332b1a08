"""Who else is in a mail and not known yet: offered to whoever gets the receipt, never added unasked."""

from __future__ import annotations

import re
from collections.abc import Iterator

from crmbot.domain.changes.erasure import was_erased
from crmbot.domain.filing.sender_rules import NEVER_LOG, taught
from crmbot.domain.people.contacts import person_by_email
from crmbot.intake.case import Case
from crmbot.parsing.parsed import Address
from crmbot.shapes import Action, Row, Section, Verbatim, t, tn

_MOST = 5  # who writes to more people at once does not introduce them
_NAME = re.compile(r"(?:[^\W\d_][.'’-]?){1,30}")  # a word of one; what else there is could mean something in a request
_MOST_WORDS = 4


def further_people(case: Case) -> tuple[Section, ...]:
    """The outside people of From, To and Cc whom nobody knows yet, each with the button that makes a contact of them."""
    if case.private:
        return ()
    found = list(_unknown(case))
    if not 0 < len(found) <= _MOST:
        return ()
    heading = tn("{n} more person in this mail", "{n} more people in this mail", len(found))
    return (Section(heading, tuple(_row(one, mailbox) for one, mailbox in found)),)


def _unknown(case: Case) -> Iterator[tuple[Address, str]]:
    seen = {case.parsed.contact.email}
    mail = case.gathered.mail
    for one in (mail.author, *mail.recipients, *case.parsed.header.cc):
        mailbox = one.address if one else None
        if one is None or mailbox is None or mailbox in seen or case.gathered.team.owns(one):
            continue
        seen.add(mailbox)
        if not _unwanted(case, mailbox) and person_by_email(case.work.session, mailbox) is None:
            yield one, mailbox


def _unwanted(case: Case, mailbox: str) -> bool:
    session = case.work.session
    never = case.settings.never_logs(mailbox) or taught(session, mailbox).rule(NEVER_LOG) is not None
    return never or was_erased(session, mailbox)


def _row(one: Address, mailbox: str) -> Row:
    words = (one.name or "").split()
    named = 0 < len(words) <= _MOST_WORDS and all(_NAME.fullmatch(word) for word in words)
    command = f"person {' '.join(words)}, {mailbox}" if named else f"person {mailbox}"
    return Row(Verbatim(one.name or mailbox), Verbatim(mailbox) if one.name else None, (Action(t("Add"), command),))
