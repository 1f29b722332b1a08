"""What a setting may be: each check returns the value or raises ValueError with the mend."""

from __future__ import annotations

import re
from datetime import time
from ipaddress import ip_network
from typing import Annotated, Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator


def _zone(name: str) -> str:
    """An IANA name."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise ValueError(f"unknown time zone {name!r}: write an IANA name such as Europe/Berlin") from error
    return name


def _database(url: str) -> str:
    """The URL of a database, with the driver that we use. What is wrong is said without repeating it: it may hold a password."""
    for scheme in ("postgresql://", "postgres://"):
        if url.startswith(scheme):
            url = "postgresql+psycopg://" + url.removeprefix(scheme)
    if url.startswith("sqlite:///"):
        if url.removeprefix("sqlite:///").startswith((":memory:", "?")) or url == "sqlite:///":
            raise ValueError("write sqlite:///FILE: the records have to be on a disk")
        return url
    if not url.startswith("postgresql+psycopg://"):
        raise ValueError("write sqlite:///FILE or postgresql+psycopg://user:password@host/name")
    if not _has_sound_port(url):
        raise ValueError(
            "write postgresql+psycopg://user:password@host:5432/name, and / @ : # in a password as %2F %40 %3A %23"
        )
    return url


def _has_sound_port(url: str) -> bool:
    try:
        return (urlsplit(url).port or 1) > 0
    except ValueError:
        return False


def _listen(value: str) -> str:
    """HOST:PORT, or nothing."""
    if value:
        host, colon, port = value.rpartition(":")
        if not colon or not host or not port.isdigit() or int(port) > 65535:
            raise ValueError("write HOST:PORT, for example 127.0.0.1:8025, or leave it empty to switch it off")
    return value


def _region(value: str) -> str:
    """A country with its subdivision, whose holidays are known."""
    if value:
        from crmbot.domain.calendar.workdays import known_region

        if not known_region(value):
            raise ValueError("unknown region: write a country with its subdivision, for example DE-BY, AT-9 or CH-ZH")
    return value


def _hours(value: str) -> str:
    """From-to within a day."""
    begin, dash, end = value.partition("-")
    try:
        if dash and time.fromisoformat(begin) < time.fromisoformat(end) and len(value) == len("09:00-17:00"):
            return value
    except ValueError:
        pass
    raise ValueError("write from-to with the end after the begin, for example 09:00-17:00")


def _after(value: str) -> str:
    """What becomes of a mail that was read."""
    if value not in ("flag", "delete") and not (value.startswith("move:") and value[5:].strip()):
        raise ValueError("write flag, delete or move:FOLDER")
    return value


def _mailbox(url: str) -> str:
    """The URL of a mailbox. What is wrong is said without repeating it: it may hold a password."""
    if not _names_a_host(url, "imap", "imaps") or not urlsplit(url).username:
        raise ValueError("write imaps://user@host:993/INBOX")
    return url


def _mail_server(url: str) -> str:
    """The URL of a mail server, or nothing; not repeated either."""
    if url and not _names_a_host(url, "smtp", "smtps"):
        raise ValueError("write smtp://user:password@host:587 or smtps://…, or leave it empty")
    return url


def _names_a_host(url: str, *schemes: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in schemes and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:  # a port that is none, or a broken IPv6 address
        return False


def _networks(values: list[str]) -> list[str]:
    """Addresses and networks."""
    for value in values:
        try:
            ip_network(value, strict=False)
        except ValueError as error:
            raise ValueError(
                f"{value!r} is no address or network; write for example 192.0.2.10 or 192.0.2.0/24"
            ) from error
    return values


def _plain_address(value: str) -> str:
    """A plain address in small letters: sub-addresses belong to it by themselves."""
    if value.count("@") != 1 or "+" in value.partition("@")[0]:
        raise ValueError(f"{value!r} must be a plain address such as crm@firma.example")
    return value.lower()


def _in_form(form: str, example: str) -> AfterValidator:
    """A text of that form; `example` is offered for another."""

    def check(value: str) -> str:
        if not re.fullmatch(form, value):
            raise ValueError(f"write for example {example}")
        return value

    return AfterValidator(check)


def _one_text(value: object) -> object:
    """A list of names as one text, so that the environment can give it too."""
    return ", ".join(value) if isinstance(value, list) and all(isinstance(one, str) for one in value) else value


def _by_language(value: Any) -> Any:
    """One name for all languages, or one for each."""
    return {"en": value} if isinstance(value, str) else value


def key_alone(value: Any) -> Any:
    """One choice, by its key alone or with its names."""
    return {"key": value} if isinstance(value, str) else value


PlainAddress = Annotated[str, AfterValidator(_plain_address)]
Country = Annotated[str, _in_form("[A-Z]{2}", "DE")]
Currency = Annotated[str, _in_form("[A-Z]{3}", "EUR")]
SlashCommand = Annotated[str, _in_form("/[a-z0-9_-]{1,31}", "/crm")]
FieldKey = Annotated[str, _in_form("[a-z][a-z0-9_]{0,39}", "floor_space: small letters, digits and _, at most 40")]
KindKey = Annotated[str, _in_form("[a-z][a-z0-9_]{1,19}", "site_visit: small letters, digits and _, at most 20")]
Zone = Annotated[str, AfterValidator(_zone)]
DatabaseUrl = Annotated[str, AfterValidator(_database)]
Listen = Annotated[str, AfterValidator(_listen)]
HolidayRegion = Annotated[str, AfterValidator(_region)]
Hours = Annotated[str, AfterValidator(_hours)]
AfterReading = Annotated[str, AfterValidator(_after)]
MailboxUrl = Annotated[str, AfterValidator(_mailbox)]
MailServerUrl = Annotated[str, AfterValidator(_mail_server)]
Networks = Annotated[list[str], AfterValidator(_networks)]
Files = Annotated[str, BeforeValidator(_one_text)]
Names = Annotated[dict[str, str], BeforeValidator(_by_language)]
