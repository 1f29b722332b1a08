"""Working the inbox off: each waiting mail is read, decided upon and filed in one transaction, or parked with its reason."""

from __future__ import annotations

import logging
import random
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.exc import DBAPIError, IntegrityError

from crmbot.domain.announcing.announcing import BACKLOG
from crmbot.domain.filing.decisions import decide
from crmbot.domain.filing.verdicts import Decision
from crmbot.domain.outbox.outbox import never_queued, queued_now
from crmbot.domain.process import Process
from crmbot.domain.records import InboxItem, InboxRaw
from crmbot.domain.records.work import Work
from crmbot.errors import StorageAway
from crmbot.intake.apply import apply
from crmbot.intake.case import Case, Given
from crmbot.intake.checking import checked_sender
from crmbot.intake.facts import Gathered, Opened, gather
from crmbot.intake.mail_requests import Ask, answers_us, carry_out_requests, requested
from crmbot.intake.our_team import our_team
from crmbot.intake.reasons import dump_reason
from crmbot.intake.settings import IntakeSettings
from crmbot.intake.signatures import Lookup
from crmbot.parsing.mail import parse_mail
from crmbot.parsing.parsed import ParsedMail
from crmbot.parsing.team import Team
from crmbot.shapes import Text, t
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store

log = logging.getLogger(__name__)

MOST_ATTEMPTS = 5  # when two workers met at the same new contact
DNS_ATTEMPTS = 2  # some six seconds; then a person is asked
MOST_FAULTS = 12  # of the database over one mail: more than half an hour
_PAUSE = timedelta(seconds=1)
_SPREAD = 32  # of the oldest mails, among which crowded workers choose
_LONGEST_PAUSE = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Handled:
    """A mail with everything that was found out about it."""

    parsed: ParsedMail
    gathered: Gathered
    decision: Decision


class InboxWorker:
    """Handles waiting mails one by one; several workers may run on a shared database."""

    def __init__(
        self, store: Store, settings: IntakeSettings, process: Callable[[], Process], lookup: Lookup | None = None,
        ask: Ask | None = None,
    ) -> None:  # fmt: skip
        """`ask` carries out what members answer to our mails, and raises StorageAway where it has to be asked again; without it
        such an answer does nothing."""
        self._ask = ask
        self._store = store
        self._lookup = lookup
        self._settings = settings
        self._process = process
        self._crowded = False  # somebody else had the last one: several workers are at it

    def work_off(self, now: Callable[[], datetime]) -> int:
        """Handle everything that waits; returns how many mails that was. Raises StorageAway when the database is away."""
        count = 0
        while (inbox_id := self.next_waiting(now())) is not None:
            self.handle(inbox_id, now())
            count += 1
        return count

    def work_off_released(self, now: Callable[[], datetime]) -> None:
        """Handle what a person has just vouched for; the rest waits for the ordinary workers."""
        with self._store.read() as session:
            released = select(InboxItem.id).where(InboxItem.state == "received", InboxItem.released_by.is_not(None))
            waiting = session.scalars(released.order_by(InboxItem.id)).all()
        for inbox_id in waiting:
            self.handle(inbox_id, now())

    def next_waiting(self, now: datetime) -> int | None:
        """The oldest mail that waits and may be tried; where workers crowd, one of the oldest, so that they spread."""
        with self._store.read() as session:
            waiting = session.scalars(
                select(InboxItem.id)
                .where(InboxItem.state == "received", InboxItem.not_before.is_(None) | (InboxItem.not_before <= now))
                .order_by(InboxItem.id)
                .limit(_SPREAD if self._crowded else 1)
            ).all()
        return random.choice(waiting) if waiting else None  # noqa: S311

    def handle(self, inbox_id: int, now: datetime) -> None:
        """Read, decide and file one mail. Whatever goes wrong is written to its inbox row; StorageAway is raised only when
        that is not possible either.
        """
        try:
            self._handle(inbox_id, now)
        except StorageAway as away:
            # The database is back for the next statement, or it cannot take this mail: others must not wait behind it.
            self._put_off(inbox_id, now, str(away), MOST_FAULTS)
        except IntegrityError as error:
            # Another worker made the same contact in this moment: at the next try it is there.
            self._put_off(inbox_id, now, str(error.orig), MOST_ATTEMPTS)
        except DBAPIError as error:
            # A statement that the database does not take: perhaps a newer crmbot words it better.
            log.warning("inbox item %s: the database refused it: %s", inbox_id, error.orig)
            self._put_off(inbox_id, now, str(error.orig), MOST_FAULTS)
        except Exception as error:
            log.exception("inbox item %s could not be handled", inbox_id)
            self._park(
                inbox_id, now, t("crmbot could not handle it: {error}", error=f"{type(error).__name__}: {error}"[:300])
            )

    def _handle(self, inbox_id: int, now: datetime) -> None:
        with self._store.read() as session:
            known, raw = session.get(InboxItem, inbox_id), session.get(InboxRaw, inbox_id)
            team = our_team(session, self._settings)
        if known is None or raw is None:
            self._park(inbox_id, now, t("its bytes are not in the inbox any more"))
            return
        parsed = read_mail(raw.content, self._settings, team)
        checked = checked_sender(self._store, self._lookup, self._settings, known, raw.content, parsed)
        if checked.away and self._may_wait(inbox_id, now):
            return
        process = self._process()  # before the transaction: it may have to be kept first
        opened = Opened(parsed, team, checked)
        given = self._given(process, known, opened, now)
        with self._store.write(now, channel="mail", action=BACKLOG if known.quiet else "mail") as work:
            item = _claim(work, inbox_id)
            self._crowded = item is None
            if item is not None:
                carry_out(work, self._settings, process, item, opened, given)

    def _given(self, process: Process, item: InboxItem, opened: Opened, now: datetime) -> Given | None:
        """An answer to one of our mails, if that is what it is decided to be, is carried out like words in the chat: each
        request in a transaction of its own, and once. Raises StorageAway.
        """
        if self._ask is None or item.quiet or item.state != "received" or not answers_us(opened.parsed):
            return None
        with self._store.read() as session:
            gathered = gather(session, self._settings, process, item, opened)
            if decide(gathered.facts).rule != "answer":
                return None
            wanted = requested(session, self._settings, item, opened.parsed, gathered.proof, now)
        return (wanted, carry_out_requests(self._ask, wanted, now)) if wanted is not None else None

    def _may_wait(self, inbox_id: int, now: datetime) -> bool:
        """While the name service is away a mail waits a little, then a person is asked."""
        with self._store.write(now) as work:
            item = _claim(work, inbox_id)
            if item is None or item.attempts >= DNS_ATTEMPTS:
                return False
            item.attempts += 1
            item.not_before = now + _PAUSE * 2**item.attempts
            return True

    def _put_off(self, inbox_id: int, now: datetime, error: str, most: int) -> None:
        """Try again later, each time with a longer pause; after `most` attempts it is parked."""
        with self._store.write(now) as work:
            item = _claim(work, inbox_id)
            if item is None:
                return
            item.attempts += 1
            item.not_before = now + min(_PAUSE * 2 ** (item.attempts - 1), _LONGEST_PAUSE)
            if item.attempts >= most:
                item.state = "parked"
                item.reason = dump_reason(t("the database refused it: {error}", error=error[:300]))

    def _park(self, inbox_id: int, now: datetime, reason: Text) -> None:
        with self._store.write(now) as work:
            item = _claim(work, inbox_id)
            if item is not None:
                item.state, item.reason, item.attempts = "parked", dump_reason(reason), item.attempts + 1


def read_mail(content: bytes, settings: IntakeSettings, team: Team) -> ParsedMail:
    """What the parser understands, knowing who belongs to us."""
    return parse_mail(
        content, own_domains=tuple(team.domains), own_addresses=tuple(team.addresses),
        capture_addresses=settings.addresses, region=settings.region, currency=settings.currency, forms=settings.forms,
    )  # fmt: skip


def carry_out(
    work: Work, settings: IntakeSettings, process: Process, item: InboxItem, opened: Opened, given: Given | None = None
) -> Handled:
    """Gather, decide and apply inside the caller's transaction. Of a quiet mail nobody is told anything."""
    _wait_for_twins(work, opened.parsed)
    gathered = gather(work.session, settings, process, item, opened)
    decision = decide(gathered.facts)
    apply(Case(work, settings, process, item, opened.parsed, gathered, decision, given))
    for told in queued_now(work) if item.quiet else ():
        never_queued(work, told)
    return Handled(opened.parsed, gathered, decision)


def _claim(work: Work, inbox_id: int) -> InboxItem | None:
    """The row, locked and still waiting; None when somebody else has it or had it."""
    statement = select(InboxItem).where(InboxItem.id == inbox_id, InboxItem.state == "received")
    return work.session.scalars(statement.with_for_update(skip_locked=True)).first()


def _wait_for_twins(work: Work, parsed: ParsedMail) -> None:
    """On a shared database, mails of one customer or one Message-ID are handled one after the other."""
    keys = (
        parsed.header.message_id,
        parsed.contact.email,
        parsed.forwarded.subject if parsed.forwarded else parsed.header.subject,
    )
    one_at_a_time(work.session, filter(None, keys))
