"""The composition root: the only place where real things meet. Building an `App` connects to nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from functools import cached_property, partial
from typing import TYPE_CHECKING

from crmbot import room_settings as rooms
from crmbot.config import Settings
from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.catalogue.sales_settings import SalesSettings
from crmbot.domain.process import Processes
from crmbot.process_book import ProcessBook
from crmbot.shapes import Answer, ChatMessage, Reader
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store
from crmbot.ways_out import ConsoleOut, MailOut, Run, SlackOut

if TYPE_CHECKING:
    from crmbot.assistant.assistant import Assistant
    from crmbot.channels.slack.company import Company
    from crmbot.channels.slack.settings import SlackSettings
    from crmbot.delivery.outbox import OutboxWorker, Sender
    from crmbot.delivery.settings import DeliverySettings
    from crmbot.domain.announcing.rules import Telling
    from crmbot.domain.catalogue.activity_kinds import ActivityKinds
    from crmbot.domain.people.contact_fields import Fields
    from crmbot.domain.records import Member
    from crmbot.domain.records.work import Work
    from crmbot.intake.settings import IntakeSettings
    from crmbot.intake.signatures import Lookup
    from crmbot.intake.worker import InboxWorker


def wall_clock() -> datetime:
    """The present moment."""
    return datetime.now(UTC)


class App:
    """All parts, each built when it is first asked for. Parts are imported there too, so that short commands start fast."""

    def __init__(self, settings: Settings, clock: Callable[[], datetime] = wall_clock) -> None:
        self.settings = settings
        self.clock = clock

    @cached_property
    def store(self) -> Store:
        """The database, with its schema in place. Raises StorageAway, SchemaMismatch."""
        store = Store.open(self.settings.database.url)
        with store.translated():
            ensure_schema(store.engine)
        store.before_commit = (self._tell,)
        return store

    def _tell(self, work: Work) -> None:
        """What a unit of work did is told whom it concerns, as each of them wishes."""
        from crmbot.domain.announcing.announcing import announce
        from crmbot.domain.announcing.notifying import heed_wishes

        announce(work, self.telling)
        heed_wishes(work, self.telling)

    def close(self) -> None:
        """Give the database's connections back, if there were any."""
        if "store" in self.__dict__:
            self.store.close()

    @cached_property
    def team_schedule(self) -> TeamSchedule:
        """When people work who have set nothing of their own."""
        return rooms.team_schedule(self.settings)

    @cached_property
    def process_book(self) -> ProcessBook:
        """Knows which processes are in force."""
        running = rooms.process_settings(self.settings, self.team_schedule)
        return ProcessBook(self.store, running, self.settings.process.files, self.clock)

    @property
    def process(self) -> Processes:
        """The processes in force. Raises ConfigFault for a file that cannot be used, StorageAway."""
        return self.process_book.current()

    @property
    def reader(self) -> Reader:
        """For whom words are made where nobody in particular reads: the team."""
        locale = self.settings.locale
        return Reader(locale.language, locale.timezone, locale.currency, locale.terms)

    @cached_property
    def intake(self) -> IntakeSettings:
        """What intake has to know."""
        return rooms.intake_settings(self.settings, self.sales)

    @cached_property
    def inbox_worker(self) -> InboxWorker:
        """Works the inbox off."""
        from crmbot.intake.worker import InboxWorker

        return InboxWorker(self.store, self.intake, lambda: self.process, self.lookup, self._answered)

    def _answered(self, message: ChatMessage) -> Answer:
        """The answer to a request that came by mail, which waits while the database is away; the assistant is only built
        where there is one.
        """
        return self.assistant.answer(message, again=True)

    def file_released_mail(self) -> None:
        """Handle what a person has just vouched for; the workers that read mail are only loaded where there is some."""
        from crmbot.domain.filing.held_mail import released_waiting

        with self.store.read() as session:
            waiting = released_waiting(session)
        if waiting:
            self.inbox_worker.work_off_released(self.clock)

    @cached_property
    def lookup(self) -> Lookup | None:
        """How the name service is asked; None where senders are not to be checked."""
        from crmbot.channels.dns import NameService

        capture = self.settings.capture
        return NameService(capture.nameservers).lookup if capture.check_senders else None

    @cached_property
    def assistant(self) -> Assistant:
        """Answers chat requests."""
        from crmbot.assistant.assistant import Assistant
        from crmbot.assistant.settings import AssistantSettings
        from crmbot.delivery.preview import preview

        locale = self.settings.locale
        settings = AssistantSettings(
            locale.language, locale.timezone, locale.currency, locale.region, rooms.DEFAULT_TIME,
            self.settings.slack.command, capture_address=self.capture_address, kinds=self.activity_kinds, fields=self.fields,
            sales=self.sales, terms=locale.terms, team=self.team_schedule, refuse_erased=self.settings.retention.erased_senders == "refuse",
            digest_of=partial(preview, self.delivery), ways=self.telling.ways, private_channels=self.settings.channels.private, mail_out=bool(self.settings.mail.url), record_url=self.record_url,
            previewed=rooms.previewed_fields(self.settings),
        )  # fmt: skip
        return Assistant(self.store, lambda: self.process, settings)

    @cached_property
    def sales(self) -> SalesSettings:
        """Further sources, limits of discounts, and who gets new leads."""
        return rooms.sales_settings(self.settings)

    @cached_property
    def telling(self) -> Telling:
        """Who hears of what."""
        from crmbot.domain.announcing.rules import Telling
        from crmbot.storage.locks import one_at_a_time

        rules, ways = rooms.announcement_rules(self.settings), self.settings.notifications.model_dump()
        complaints = tuple(self.activity_kinds.open_keys())
        return Telling(
            rules, self._last_known, complaints, ways, self.team_schedule, one_at_a_time, self.settings.locale.currency
        )

    def _last_known(self) -> Processes:
        return self.process_book.last_known()

    @cached_property
    def fields(self) -> Fields:
        """The fields of persons, companies and deals, the installation's own among them."""
        from crmbot.config import own_fields
        from crmbot.domain.people.contact_fields import with_own

        return with_own(own_fields(self.settings))

    @cached_property
    def activity_kinds(self) -> ActivityKinds:
        """The kinds of entries of a history, the installation's own among them."""
        from crmbot.domain.catalogue.activity_kinds import ActivityKind, kinds_with

        return kinds_with(
            ActivityKind(own.key, own.name, None, own.medium, own.direction, (), own.contact, own.stays_open)
            for own in self.settings.activity_kinds
        )

    @cached_property
    def delivery(self) -> DeliverySettings:
        """What delivery has to know."""
        return rooms.delivery_settings(self.settings, self.team_schedule, self.activity_kinds)

    def record_url(self, number: int) -> str | None:
        """Where a record is found by its number; None where the server has no public address."""
        from crmbot.channels.slack.manifest import RECORDS

        public = self.settings.http.public_url.rstrip("/")
        return f"{public}{RECORDS}{number}" if public else None

    def capture_address(self, member: Member) -> str | None:
        """A member's personal capture address; None while no capture address is configured."""
        if not self.settings.capture.addresses:
            return None
        local, _, domain = self.settings.capture.addresses[0].partition("@")
        return f"{local}+{member.capture_token}@{domain}"

    def answer_address(self, key: str) -> str | None:
        """Where a member answers our mails: his personal capture address."""
        from crmbot.domain.members.members import member_by_key

        with self.store.read() as session:
            member = member_by_key(session, key)
            return self.capture_address(member) if member is not None else None

    @property
    def slack_settings(self) -> SlackSettings | None:
        """The Slack app's settings; None without a token."""
        return rooms.slack_settings(self.settings, self.reader)

    @cached_property
    def slack_company(self) -> Company | None:
        """What answers and notices on Slack have in common; None without a token."""
        from crmbot.channels.slack.company import Company

        settings = self.slack_settings
        return Company(settings) if settings is not None else None

    @property
    def first_channel(self) -> str:
        """The channel that notices take unless it does not reach somebody."""
        if self.settings.slack.bot_token.get_secret_value():
            return "slack"
        return "mail" if self.settings.mail.url else "console"

    def outbox_worker(
        self,
        print_: Callable[[str], None],
        run: Run,
        meter: Callable[[str, float], None] = lambda _state, _seconds: None,
    ) -> OutboxWorker:
        """Delivers what waits. `print_` shows console items, `run` runs Slack's coroutines to their end."""
        from crmbot.delivery.outbox import OutboxWorker

        return OutboxWorker(self.store, self.delivery, self._senders(print_, run), self.clock, wall_clock, meter)

    def _senders(self, print_: Callable[[str], None], run: Run) -> Mapping[str, Sender]:
        """Slack before mail before the console, each where it is configured."""
        senders: dict[str, Sender] = {}
        if (slack := self.slack_settings) is not None:
            from crmbot.channels.slack.sender import SlackSender

            senders["slack"] = SlackOut(SlackSender(slack, self.slack_company), run)
        if self.settings.mail.url:
            from crmbot.channels.mailer.mailer import Mailer, MailerSettings

            settings = MailerSettings(self.settings.mail.url, self.settings.mail.sender)
            senders["mail"] = MailOut(Mailer(settings, self.clock), self.answer_address)
        if not senders:
            senders["console"] = ConsoleOut(print_)
        return senders
