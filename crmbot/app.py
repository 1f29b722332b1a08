"""The composition root: the only place where real things meet. Building an `App` connects to nothing."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime, time
from functools import cached_property, partial
from typing import TYPE_CHECKING, TypeVar

from crmbot.config import Settings
from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.catalogue.sales_settings import AssignmentRule, SalesSettings
from crmbot.domain.process import Processes, ProcessSettings
from crmbot.process_book import ProcessBook
from crmbot.shapes import Answer, ChatMessage, Reader
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store
from crmbot.ways_out import ConsoleOut, MailOut, Run, SlackOut

if TYPE_CHECKING:
    from crmbot.assistant.assistant import Assistant
    from crmbot.channels.slack.settings import SlackSettings
    from crmbot.config.announcing import Announcement
    from crmbot.config.sections import Assignment
    from crmbot.delivery.outbox import OutboxWorker, Sender
    from crmbot.delivery.settings import DeliverySettings
    from crmbot.domain.announcing.rules import AnnouncementRule, Telling
    from crmbot.domain.catalogue.activity_kinds import ActivityKinds
    from crmbot.domain.people.contact_fields import Fields
    from crmbot.domain.records import Member
    from crmbot.domain.records.work import Work
    from crmbot.intake.settings import IntakeSettings
    from crmbot.intake.signatures import Lookup
    from crmbot.intake.worker import InboxWorker

T = TypeVar("T")
_DEFAULT_TIME = time(9)  # of a follow-up without an hour


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
        reminders = self.settings.reminders
        free, extra = frozenset(reminders.free_days), frozenset(reminders.extra_days)
        calendar = WorkCalendar(tuple(reminders.working_days), reminders.holidays, free, extra)
        begin, end = map(time.fromisoformat, reminders.working_hours.split("-"))
        return TeamSchedule(
            self.settings.locale.timezone, calendar, (begin, end), reminders.digest_time, _DEFAULT_TIME
        )  # fmt: skip

    @cached_property
    def process_book(self) -> ProcessBook:
        """Knows which processes are in force."""
        settings, locale = self.settings.process, self.settings.locale
        running = ProcessSettings(
            locale.language,
            locale.timezone,
            self.team_schedule.calendar,
            _DEFAULT_TIME,
            settings.owners,
            settings.project_file,
        )
        return ProcessBook(self.store, running, settings.files, self.clock)

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
        from crmbot.intake.settings import IntakeSettings
        from crmbot.parsing.kinds.learned_forms import learned_forms

        capture, locale = self.settings.capture, self.settings.locale
        return IntakeSettings(
            addresses=tuple(capture.addresses), domains=tuple(capture.domains), default_owner=capture.default_owner,
            never_log=tuple(capture.never_log), max_bytes=capture.max_bytes,
            trusted_authserv_ids=tuple(capture.trusted_authserv_ids), trusted_peers=tuple(capture.trusted_peers), require_proof=capture.require_proof,
            trusted_sealers=tuple(capture.trusted_sealers), internal_mailboxes=self._internal_mailboxes(),
            region=locale.region, currency=locale.currency, timezone=locale.timezone, command=self.settings.slack.command,
            sales=self.sales, forms=learned_forms(form.model_dump() for form in self.settings.forms),
        )  # fmt: skip

    @cached_property
    def inbox_worker(self) -> InboxWorker:
        """Works the inbox off."""
        from crmbot.intake.worker import InboxWorker

        return InboxWorker(self.store, self.intake, lambda: self.process, self.lookup, self._answered)

    def _answered(self, message: ChatMessage) -> Answer:
        """The answer to a request that came by mail; the assistant is only built where there is one."""
        return self.assistant.answer(message)

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

    def _internal_mailboxes(self) -> tuple[str, ...]:
        """Mailboxes of our own Microsoft 365 tenant."""
        from crmbot.channels.imap.login import mailbox_label

        return tuple(mailbox_label(one.url) for one in self.settings.imap if one.microsoft365)

    @cached_property
    def assistant(self) -> Assistant:
        """Answers chat requests."""
        from crmbot.assistant.assistant import Assistant
        from crmbot.assistant.settings import AssistantSettings
        from crmbot.delivery.preview import preview

        locale = self.settings.locale
        settings = AssistantSettings(
            locale.language, locale.timezone, locale.currency, locale.region, _DEFAULT_TIME,
            self.settings.slack.command, capture_address=self.capture_address, kinds=self.activity_kinds, fields=self.fields,
            sales=self.sales, terms=locale.terms, team=self.team_schedule, refuse_erased=self.settings.retention.erased_senders == "refuse",
            digest_of=partial(preview, self.delivery), ways=self.telling.ways, private_channels=self.settings.channels.private, mail_out=bool(self.settings.mail.url), record_url=self.record_url,
        )  # fmt: skip
        return Assistant(self.store, lambda: self.process, settings)

    @cached_property
    def sales(self) -> SalesSettings:
        """Further sources, limits of discounts, and who gets new leads."""
        sales, rules = self.settings.sales, self.settings.assignment
        return SalesSettings(
            tuple(sales.sources), sales.discount_limit, sales.offer_days, tuple(_assignment(rule) for rule in rules),
            self.settings.capture.default_owner,
        )  # fmt: skip

    @cached_property
    def telling(self) -> Telling:
        """Who hears of what."""
        from crmbot.domain.announcing.rules import Telling, default_rule
        from crmbot.storage.locks import one_at_a_time

        usual = "#" + self.settings.slack.announce_channel.lstrip("#")
        rules = tuple(_announcement(rule, usual) for rule in self.settings.announcements)
        if not rules and len(usual) > 1:
            rules = (default_rule(usual),)
        ways = self.settings.notifications.model_dump()
        complaints = tuple(self.activity_kinds.open_keys())
        return Telling(rules, self._last_known, complaints, ways, self.team_schedule, one_at_a_time)

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
        from crmbot.delivery.settings import DeliverySettings

        reminders, locale, team = self.settings.reminders, self.settings.locale, self.team_schedule
        return DeliverySettings(
            team.digest_time, team.calendar, locale.language, locale.timezone, locale.currency,
            reminders.escalate_after_days, tuple(self.activity_kinds.open_keys()), locale.terms, team.hours,
            reminders.nag_hours, self.settings.capture.default_owner,
        )  # fmt: skip

    def record_url(self, number: int) -> str | None:
        """Where a record is found by its number; None where the server has no public address."""
        public = self.settings.http.public_url.rstrip("/")
        return f"{public}/r/{number}" if public else None

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
        from crmbot.channels.slack.settings import SlackSettings

        slack = self.settings.slack
        token = slack.bot_token.get_secret_value()
        if not token:
            return None
        return SlackSettings(
            token, slack.app_token.get_secret_value(), slack.signing_secret.get_secret_value(), slack.api_url,
            slack.command, self.reader, self.settings.http.public_url, self.settings.capture.max_bytes,
        )  # fmt: skip

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

            senders["slack"] = SlackOut(SlackSender(slack), run)
        if self.settings.mail.url:
            from crmbot.channels.mailer.mailer import Mailer, MailerSettings

            settings = MailerSettings(self.settings.mail.url, self.settings.mail.sender)
            senders["mail"] = MailOut(Mailer(settings, self.clock), self.answer_address)
        if not senders:
            senders["console"] = ConsoleOut(print_)
        return senders


def _announcement(rule: Announcement, usual: str) -> AnnouncementRule:
    from crmbot.domain.announcing.rules import AnnouncementRule

    return AnnouncementRule(
        tuple(rule.event), tuple(rule.to) or (usual,), rule.value_from, rule.value_to, tuple(rule.postcode),
        tuple(rule.country), tuple(rule.owner), tuple(rule.department), tuple(rule.source), tuple(rule.process),
        tuple(rule.stage), rule.group,
    )  # fmt: skip


def _assignment(rule: Assignment) -> AssignmentRule:
    return AssignmentRule(
        rule.name, tuple(rule.sources), tuple(rule.postcodes), tuple(rule.countries), tuple(rule.languages),
        rule.value_from, rule.value_to, tuple(rule.came_by), tuple(rule.members), rule.department or None, rule.how,
        rule.capacity,
    )  # fmt: skip
