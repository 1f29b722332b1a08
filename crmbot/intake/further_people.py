"""Who else is in a mail and not known yet: offered to whoever gets the receipt, never added unasked."""

from __future__ import annotations

import re

from crmbot.domain.changes.erasure import erased_of
from crmbot.domain.filing.sender_rules import NEVER_LOG, taught_all
from crmbot.domain.people.contacts import known_emails
from crmbot.intake.case import Case
from crmbot.parsing.parsed import Address
from crmbot.shapes import Action, Row, Section, Verbatim, t, tn

_MOST = 5  # who writes to more people at once does not introduce them
_CROWD = 200  # more nobody is asked about
_NAME = re.compile(r"(?:[^\W\d_][.'’-]?){1,30}")  # a word of one; what else there is could mean something in a request
_MOST_WORDS = 4


def further_people(case: Case) -> tuple[Section, ...]:
    """The outside people of From, To and Cc whom nobody knows yet, each with the button that makes a contact of them."""
    if case.private:
        return ()
    found = _unknown(case)
    if not 0 < len(found) <= _MOST:
        return ()
    heading = tn("{n} more person in this mail", "{n} more people in this mail", len(found))
    return (Section(heading, tuple(_row(one, mailbox) for one, mailbox in found)),)


def _unknown(case: Case) -> list[tuple[Address, str]]:
    """Asked about all at once, however many there are."""
    session, others = case.work.session, _outside(case)
    if not others or len(others) > _CROWD:
        return []
    rules = taught_all(session, others)
    unwanted = known_emails(session, others) | erased_of(session, others)
    unwanted |= {mailbox for mailbox, said in rules.items() if said.rule(NEVER_LOG) is not None}
    unwanted |= {mailbox for mailbox in others if case.settings.never_logs(mailbox)}
    return [(one, mailbox) for mailbox, one in others.items() if mailbox not in unwanted]


def _outside(case: Case) -> dict[str, Address]:
    """Whom the mail names besides its customer and us, by their mailboxes."""
    mail, customer = case.gathered.mail, case.parsed.contact.email
    named = (mail.author, *mail.recipients, *case.parsed.header.cc)
    found: dict[str, Address] = {}
    for one in named:
        if one and one.address and one.address != customer and not case.gathered.team.owns(one):
            found.setdefault(one.address, one)
    return found


def _row(one: Address, mailbox: str) -> Row:
    words = (one.name or "").split()
    named = 0 < len(words) <= _MOST_WORDS and all(_NAME.fullmatch(word) for word in words)
    command = f"person {' '.join(words)}, {mailbox}" if named else f"person {mailbox}"
    return Row(Verbatim(one.name or mailbox), Verbatim(mailbox) if one.name else None, (Action(t("Add"), command),))
