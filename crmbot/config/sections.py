"""What can be set: one class for each section, with type, default and description of every setting."""

from __future__ import annotations

from datetime import date, time
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr

from crmbot.channels.slack.shown import Seen, ShownField
from crmbot.config.announcing import Announcement, Channels, Notifications
from crmbot.config.checks import (
    AfterReading,
    Country,
    Currency,
    DatabaseUrl,
    FieldKey,
    Files,
    HolidayRegion,
    Hours,
    KindKey,
    Listen,
    MailboxUrl,
    MailServerUrl,
    Names,
    Networks,
    PlainAddress,
    SlashCommand,
    Zone,
    key_alone,
)
from crmbot.config.form_mails import FormTemplate, Lowered, named_once
from crmbot.config.retention import Retention
from crmbot.config.section import Section


class Database(Section):
    """Where the records are kept."""

    url: DatabaseUrl = Field(
        "sqlite:///crmbot.db", repr=False, description="SQLite file, or postgresql+psycopg://user:password@host/name"
    )


class Capture(Section):
    """Which mail is taken, and whom it is believed."""

    addresses: list[PlainAddress] = Field([], description="capture addresses; their +sub-addresses belong to them")
    domains: Lowered = Field([], description="the team's own domains: their people are never customers")
    default_owner: str = Field("", description="member key who gets what has no other owner; empty: the first member")
    never_log: Lowered = Field([], description="addresses and domains of which nothing is kept")
    max_bytes: int = Field(26_214_400, gt=0, description="largest message taken")
    trusted_authserv_ids: Lowered = Field([], description="mail servers of ours whose Authentication-Results count")
    trusted_peers: Networks = Field(
        [], description="addresses or networks of those servers, where they are not this machine"
    )
    require_proof: bool = Field(True, description="a mail acts for a member only when its sender is proven")
    check_senders: bool = Field(True, description="look for DKIM, SPF and ARC where nothing else proves a member")
    trusted_sealers: Lowered = Field([], description="domains whose ARC seals count, for example google.com")
    nameservers: list[str] = Field([], description="DNS servers, HOST or HOST:PORT; empty: the system's")
    start_date: date | None = Field(None, description="older mail in a mailbox is left alone")


class Smtp(Section):
    """The SMTP (or LMTP) listener."""

    listen: Listen = Field("127.0.0.1:8025", description="HOST:PORT; port 0 takes any; empty: off")
    tls_certificate: str = Field("", description="PEM file; offers STARTTLS")
    tls_key: str = Field("", description="PEM file of the key")
    require_starttls: bool = Field(False, description="refuse mail without TLS")
    users: dict[str, SecretStr] = Field(
        {}, description="login name (member key) to password hash: crmbot member password"
    )
    lmtp: bool = Field(False, description="speak LMTP instead of SMTP")
    max_connections: int = Field(100, gt=0, description="at the same time, over all clients")
    max_connections_per_peer: int = Field(32, gt=0, description="at the same time, of one client elsewhere")
    max_messages_per_minute: int = Field(300, gt=0, description="of one client elsewhere")
    idle_seconds: int = Field(300, gt=0, description="so long a silent client is kept")


class Imap(Section):
    """A mailbox to read."""

    url: MailboxUrl = Field(repr=False, description="imaps://user@host:993/INBOX")
    password: SecretStr = Field(SecretStr(""), description="password of the mailbox")
    oauth_token_command: str = Field("", description="command that prints an access token")
    after: AfterReading = Field("flag", description="flag, move:FOLDER or delete")
    idle: bool = Field(True, description="wait for new mail by IDLE where the server can")
    poll_seconds: int = Field(60, gt=0, description="look this often all the same")
    quiet: bool = Field(False, description="file without receipts, for the first look into a full mailbox")
    microsoft365: bool = Field(False, description="it lies in our own tenant: what Exchange calls internal is proven")
    oauth: Literal["", "microsoft", "google"] = Field("", description="log in by OAuth: crmbot mailbox login")
    oauth_client_id: str = Field("", description="of the application that you have registered there")
    oauth_client_secret: SecretStr = Field(SecretStr(""), description="of that application, where it has one")
    oauth_tenant: str = Field("organizations", description="of Microsoft: your tenant's id or domain")
    oauth_url: str = Field("", description="another authorisation server only for tests")
    token_file: str = Field("", description="where the tokens are kept; empty: oauth-USER.json here")


class Mail(Section):
    """Mail out."""

    url: MailServerUrl = Field(
        "", repr=False, description="smtp://user:password@host:587 or smtps://…; empty: no mail is sent"
    )
    sender: str = Field("", alias="from", description="the From of crmbot's own mails")


class Slack(Section):
    """The Slack app."""

    bot_token: SecretStr = Field(SecretStr(""), description="xoxb-…; empty: no Slack")
    app_token: SecretStr = Field(SecretStr(""), description="xapp-…: Socket Mode")
    signing_secret: SecretStr = Field(SecretStr(""), description="for requests over HTTP")
    api_url: str = Field("https://slack.com/api/", description="another server only for tests")
    command: SlashCommand = Field("/crm", description="the slash command")
    announce_channel: str = Field(
        "",
        description="channel for announcements; without [[announcements]]: new enquiries and won deals are told there",
    )
    shown: dict[ShownField, Seen] = Field(
        {}, description='who sees a field in previews: { amount = "team", stage = "guests" }; see docs/slack.md'
    )


class Http(Section):
    """The web listener: health, metrics, Slack over HTTP."""

    listen: Listen = Field("127.0.0.1:8080", description="HOST:PORT; port 0 takes any; empty: off")
    public_url: str = Field("", description="how Slack reaches this server")


class Reminders(Section):
    """When people are reminded."""

    digest_time: time = Field(time(8, 30), description="local time of the morning digest")
    working_days: list[Literal["mon", "tue", "wed", "thu", "fri", "sat", "sun"]] = Field(
        ["mon", "tue", "wed", "thu", "fri"], description="days on which digests come"
    )
    working_hours: Hours = Field("09:00-17:00", description="from-to, local; what nobody gave an hour comes within it")
    holidays: HolidayRegion = Field(
        "DE-BY", description="public holidays of a region (country-subdivision); empty: none"
    )
    free_days: list[date] = Field([], description="further days on which the company is closed, as 2026-12-24")
    extra_days: list[date] = Field([], description="days on which everybody works, though they would be free")
    escalate_after_days: int = Field(2, ge=0, description="overdue this long: the manager is told")
    nag_hours: int = Field(
        0,
        ge=0,
        le=24,
        description="a reminder comes again every so many working hours until it is acknowledged; 0: once",
    )


class ProcessFile(Section):
    """The processes that deals travel, and how deals are held."""

    file: Files = Field(
        "",
        description="TOML file of the process, accepted on the first start; several as a list; sales and insurance are built in; empty: sales",
    )
    project_file: bool = Field(
        True,
        description="a deal for each enquiry of a contact; false: one deal for each contact, which carries its role",
    )
    owners: dict[str, str] = Field({}, description="department to the member key who gets its deals")

    @property
    def files(self) -> tuple[str, ...]:
        """The files in their order."""
        return tuple(name.strip() for name in self.file.split(",") if name.strip())


class OwnActivityKind(Section):
    """A kind of entry in the history besides the built-in ones; logged with `log KIND`."""

    key: KindKey = Field(description="how programs name it")
    name: dict[str, str] = Field(min_length=1, description='what people read: { en = "Site visit", de = "Ortstermin" }')
    medium: str = Field("note", max_length=20, description="phone, mail, meeting …")
    direction: Literal["in", "out", "internal"] = Field("internal", description="who turned to whom")
    contact: bool = Field(False, description="counts as contact with the customer")
    stays_open: bool = Field(False, description="waits until somebody resolves it, as complaints do")


class OwnFieldChoice(Section):
    """A value that a field of choice knows."""

    key: str = Field(min_length=1, max_length=60, description="how it is stored")
    name: dict[str, str] = Field({}, description='what people read: { en = "Gold", de = "Gold" }; empty: the key')


class OwnField(Section):
    """A field of persons, companies or deals besides the built-in ones."""

    key: FieldKey = Field(description="how programs name it")
    record: Literal["person", "company", "deal"] = Field(description="person, company or deal")
    name: Names = Field(
        min_length=1, description='what people read: "Floor space", or { en = "Floor space", de = "Hallenfläche" }'
    )
    kind: Literal["text", "number", "date", "choice", "flag"] = Field(
        "text", description="text, number, date, choice or flag"
    )
    choices: list[Annotated[OwnFieldChoice, BeforeValidator(key_alone)]] = Field(
        default_factory=list, description='of a choice: ["A", "B"], or [{ key = "a", name = { en = "…", de = "…" } }]'
    )
    personal: bool = Field(False, description="personal data: goes with a person's export, and is erased with him")
    seen_by: list[str] = Field([], description="departments that see it, besides administrators; empty: everybody")


class Sales(Section):
    """Leads and offers."""

    sources: list[str] = Field([], description="where first contacts come from, besides the built-in choices")
    discount_limit: Decimal | None = Field(
        None, ge=0, le=100, description="percent; a larger discount asks the manager; empty: no limit"
    )
    offer_days: int | None = Field(
        None, gt=0, description="so many days an offer without a date is valid; empty: for ever"
    )


class Assignment(Section):
    """Who gets new leads: the first rule that fits a lead decides. What is left empty lets every lead pass."""

    name: str = Field(min_length=1, max_length=60, description="what the receipt calls it")
    sources: list[str] = Field([], description='where it came from, for example ["fair", "website"]')
    postcodes: list[str] = Field([], description='beginnings of postcodes, or ranges of them: ["7", "80-82"]')
    countries: list[Country] = Field([], description='for example ["DE", "AT"]')
    languages: list[str] = Field([], description='the customer\'s language, for example ["en"]')
    value_from: Decimal | None = Field(None, description="budget or amount from this on")
    value_to: Decimal | None = Field(None, description="budget or amount up to this")
    came_by: list[Literal["mail", "form", "chat", "import"]] = Field([], description="mail, form, chat or import")
    members: list[str] = Field([], description="member keys among whom it goes round")
    department: str = Field("", description="all members of this department instead")
    how: Literal["round_robin", "least_busy", "random"] = Field(
        "round_robin", description="round_robin, least_busy or random"
    )
    capacity: int | None = Field(None, gt=0, description="who has so many open leads gets no more; empty: no limit")


class LocaleSettings(Section):
    """Language, zone, region and currency of the team; members may have their own language and zone."""

    language: Literal["de", "en"] = Field("de", description="language of the team")
    timezone: Zone = Field("Europe/Berlin", description="IANA name")
    region: Country = Field("DE", description="country for phone numbers without country code")
    currency: Currency = Field("EUR", description="ISO code of amounts without currency")
    terms: dict[str, str] = Field(
        {}, description='own names for roles, records and headings, by the English ones: { "Deal" = "Opportunity" }'
    )


class Log(Section):
    """Logging, to standard error."""

    level: Literal["debug", "info", "warning", "error"] = Field("info", description="least severity shown")
    format: Literal["", "text", "json"] = Field("", description="empty: text on a terminal, else json")


class Settings(Section):
    """All sections."""

    database: Database = Database()
    capture: Capture = Capture()
    smtp: Smtp = Smtp()
    imap: list[Imap] = Field(default_factory=list)
    mail: Mail = Mail()
    slack: Slack = Slack()
    http: Http = Http()
    reminders: Reminders = Reminders()
    process: ProcessFile = ProcessFile()
    activity_kinds: list[OwnActivityKind] = Field(default_factory=list)
    fields: list[OwnField] = Field(default_factory=list)
    sales: Sales = Sales()
    assignment: list[Assignment] = Field(default_factory=list)
    announcements: list[Announcement] = Field(default_factory=list)
    notifications: Notifications = Notifications()
    channels: Channels = Channels()
    forms: Annotated[list[FormTemplate], AfterValidator(named_once)] = Field(default_factory=list)
    locale: LocaleSettings = LocaleSettings()
    retention: Retention = Retention()
    log: Log = Log()
