"""The settings: TOML, environment and secret files, typed, read once, all faults reported together.

Every setting has one name: `section.name` in `crmbot.toml`, `CRMBOT_SECTION__NAME` in the environment (lists by
place: `CRMBOT_IMAP__0__URL`), and `…__NAME_FILE` for the content of a file. The environment wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from datetime import date, time
from ipaddress import ip_network
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from crmbot.errors import ConfigFault

DEFAULT_FILE = "crmbot.toml"
PREFIX = "CRMBOT_"
_NOT_SETTINGS = {"CRMBOT_CONFIG"}


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}: write an IANA name such as Europe/Berlin") from error
    return name


def _database(url: str) -> str:
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            url = "postgresql+psycopg://" + url.removeprefix(scheme)
    if not url.startswith(("sqlite:///", "postgresql+psycopg://")):
        raise ValueError("write sqlite:///FILE or postgresql+psycopg://user:password@host/name")
    return url


def _listen(value: str) -> str:
    if value:
        host, colon, port = value.rpartition(":")
        if not colon or not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("write HOST:PORT, for example 127.0.0.1:8025, or leave it empty to switch it off")
    return value


def _region(value: str) -> str:
    if value:
        from crmbot.domain.workdays import known_region

        if not known_region(value):
            raise ValueError("unknown region: write a country with its subdivision, for example DE-BY, AT-9 or CH-ZH")
    return value


def _after(value: str) -> str:
    if value not in ("flag", "delete") and not (value.startswith("move:") and value[5:].strip()):
        raise ValueError("write flag, delete or move:FOLDER")
    return value


def _networks(values: list[str]) -> list[str]:
    for value in values:
        try:
            ip_network(value, strict=False)
        except ValueError as error:
            raise ValueError(
                f"{value!r} is no address or network; write for example 192.0.2.10 or 192.0.2.0/24"
            ) from error
    return values


def _lower(values: list[str]) -> list[str]:
    return [value.strip().lower() for value in values]


Zone = Annotated[str, AfterValidator(_zone)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Listen = Annotated[str, AfterValidator(_listen)]
Lowered = Annotated[list[str], AfterValidator(_lower)]


class Section(BaseModel):
    """A section refuses names it does not know: a misspelt setting must not be silently without effect."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True)


class Database(Section):
    """Where the records are kept."""

    url: DatabaseUrl = Field(
        "sqlite:///crmbot.db", repr=False, description="SQLite file, or postgresql+psycopg://user:password@host/name"
    )


class Capture(Section):
    """Which mail is taken, and whom it is believed."""

    addresses: Lowered = Field([], description="capture addresses; their +sub-addresses belong to them")
    domains: Lowered = Field([], description="the team's own domains: their people are never customers")
    default_owner: str = Field("", description="member key who gets what has no other owner; empty: the first member")
    never_log: Lowered = Field([], description="addresses and domains of which nothing is kept")
    max_bytes: int = Field(26_214_400, gt=0, description="largest message taken")
    trusted_authserv_ids: Lowered = Field([], description="mail servers of ours whose Authentication-Results count")
    trusted_peers: Annotated[list[str], AfterValidator(_networks)] = Field(
        [], description="addresses or networks of those servers, where they are not this machine"
    )
    require_proof: bool = Field(True, description="a mail acts for a member only when its sender is proven")
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


class Imap(Section):
    """A mailbox to read."""

    url: str = Field(repr=False, description="imaps://user@host:993/INBOX")
    password: SecretStr = Field(SecretStr(""), description="password of the mailbox")
    oauth_token_command: str = Field("", description="command that prints an access token")
    after: Annotated[str, AfterValidator(_after)] = Field("flag", description="flag, move:FOLDER or delete")
    idle: bool = Field(True, description="wait for new mail by IDLE where the server can")
    poll_seconds: int = Field(60, gt=0, description="look this often all the same")


class Mail(Section):
    """Mail out."""

    url: str = Field("", repr=False, description="smtp://user:password@host:587 or smtps://…; empty: no mail is sent")
    sender: str = Field("", alias="from", description="the From of crmbot's own mails")


class Slack(Section):
    """The Slack app."""

    bot_token: SecretStr = Field(SecretStr(""), description="xoxb-…; empty: no Slack")
    app_token: SecretStr = Field(SecretStr(""), description="xapp-…: Socket Mode")
    signing_secret: SecretStr = Field(SecretStr(""), description="for requests over HTTP")
    api_url: str = Field("https://slack.com/api/", description="another server only for tests")
    command: str = Field("/crm", pattern=r"^/[a-z0-9_-]{1,31}$", description="the slash command")
    announce_channel: str = Field("", description="channel for announcements")


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
    working_hours: str = Field("09:00-17:00", pattern=r"^\d\d:\d\d-\d\d:\d\d$", description="from-to, local")
    holidays: Annotated[str, AfterValidator(_region)] = Field(
        "DE-BY", description="public holidays of a region (country-subdivision); empty: none"
    )
    escalate_after_days: int = Field(2, ge=0, description="overdue this long: the manager is told")


class ProcessFile(Section):
    """The sales process."""

    file: str = Field("", description="TOML file of the process; empty: the built-in one")


class LocaleSettings(Section):
    """Language, zone, region and currency of the team; members may have their own language and zone."""

    language: Literal["de", "en"] = Field("de", description="language of the team")
    timezone: Zone = Field("Europe/Berlin", description="IANA name")
    region: str = Field("DE", pattern=r"^[A-Z]{2}$", description="country for phone numbers without country code")
    currency: str = Field("EUR", pattern=r"^[A-Z]{3}$", description="ISO code of amounts without currency")


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
    locale: LocaleSettings = LocaleSettings()
    log: Log = Log()


def load_settings(path: str | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read `path`, else CRMBOT_CONFIG, else crmbot.toml where there is one, and the environment over it.

    Raises ConfigFault with one line for each fault.
    """
    file = path or environ.get("CRMBOT_CONFIG") or ""
    faults: list[str] = []
    data = _read_file(Path(file or DEFAULT_FILE), required=bool(file), faults=faults)
    _overlay(data, environ, faults)
    try:
        settings = Settings.model_validate(data)
    except ValidationError as error:
        raise ConfigFault(faults + [_fault_line(fault) for fault in error.errors()]) from None
    faults += _contradictions(settings)
    if faults:
        raise ConfigFault(faults)
    return settings


def _read_file(path: Path, *, required: bool, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if required:
            faults.append(f"{path}: there is no such file")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path}: {error}")
    return {}


def _overlay(data: dict[str, Any], environ: Mapping[str, str], faults: list[str]) -> None:
    """Put every `CRMBOT_A__B` into `data`, as the type checker of the setting will read it."""
    for variable in sorted(name for name in environ if name.startswith(PREFIX) and name not in _NOT_SETTINGS):
        keys = [key.lower() for key in variable.removeprefix(PREFIX).split("__")]
        value: Any = environ[variable]
        if keys[-1].endswith("_file") and not _is_setting(keys):
            keys[-1] = keys[-1].removesuffix("_file")
            try:
                value = Path(value).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                faults.append(f"{variable}: {error}")
                continue
        if not _put(data, keys, value):
            faults.append(f"{variable}: names no setting; write CRMBOT_SECTION__NAME")


def _is_setting(keys: list[str]) -> bool:
    section = Settings.model_fields.get(keys[0])
    model = section.annotation if section else None
    return isinstance(model, type) and issubclass(model, BaseModel) and keys[-1] in model.model_fields


def _put(data: dict[str, Any], keys: list[str], value: str) -> bool:
    """Set one value in nested tables and lists; False where the name cannot be one."""
    if len(keys) < 2 or keys[0] not in Settings.model_fields:
        return False
    place: Any = data.setdefault(keys[0], [] if keys[1].isdigit() else {})
    for key, following in pairwise(keys[1:]):
        place = _step(place, key, [] if following.isdigit() else {})
        if place is None:
            return False
    return _set(place, keys[-1], _split_list(keys, value))


def _step(place: Any, key: str, empty: Any) -> Any:
    if isinstance(place, dict):
        return place.setdefault(key, empty)
    if isinstance(place, list) and key.isdigit() and int(key) <= len(place):
        if int(key) == len(place):
            place.append(empty)
        return place[int(key)]
    return None


def _set(place: Any, key: str, value: Any) -> bool:
    if isinstance(place, dict):
        place[key] = value
        return True
    if isinstance(place, list) and key.isdigit() and int(key) <= len(place):
        place[int(key) :] = [value, *place[int(key) + 1 :]]
        return True
    return False


def _split_list(keys: list[str], value: str) -> Any:
    """A list setting given in one variable: its entries are separated by commas."""
    section = Settings.model_fields[keys[0]].annotation
    if len(keys) == 2 and isinstance(section, type) and issubclass(section, BaseModel):
        field = section.model_fields.get(keys[1])
        if field is not None and "list[" in str(field.annotation).lower():
            return [entry.strip() for entry in value.split(",") if entry.strip()]
    return value


def _fault_line(fault: Any) -> str:
    place = ".".join(str(part) for part in fault["loc"])
    if fault["type"] == "extra_forbidden":
        return f"{place}: there is no such setting"
    if fault["type"] == "missing":
        return f"{place}: is missing"
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}"


def _contradictions(settings: Settings) -> list[str]:
    """Settings that are right each for itself but not together."""
    faults = []
    if bool(settings.smtp.tls_certificate) != bool(settings.smtp.tls_key):
        faults.append("smtp.tls_certificate: needs smtp.tls_key, and the other way round")
    if settings.smtp.require_starttls and not settings.smtp.tls_certificate:
        faults.append("smtp.require_starttls: needs smtp.tls_certificate and smtp.tls_key")
    if settings.mail.url and not settings.mail.sender:
        faults.append("mail.from: is missing; it is needed with mail.url")
    token, socket, secret = (
        s.get_secret_value()
        for s in (settings.slack.bot_token, settings.slack.app_token, settings.slack.signing_secret)
    )
    if token and not (socket or secret):
        faults.append("slack.app_token: give it for Socket Mode, or slack.signing_secret for HTTP")
    for address in settings.capture.addresses:
        if address.count("@") != 1 or "+" in address.partition("@")[0]:
            faults.append(f"capture.addresses: {address!r} must be a plain address such as crm@firma.example")
    return faults
