"""Reading the settings: TOML, environment and secret files, read once, all faults reported together.

Every setting has one name: `section.name` in `crmbot.toml`, `CRMBOT_SECTION__NAME` in the environment (lists by
place: `CRMBOT_IMAP__0__URL`), and `…__NAME_FILE` for the content of a file. The environment wins.
"""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from crmbot.config.sections import Settings
from crmbot.errors import ConfigFault

if TYPE_CHECKING:
    from crmbot.domain.people.contact_fields import ContactField

DEFAULT_FILE = "crmbot.toml"
PREFIX = "CRMBOT_"
_NOT_SETTINGS = {"CRMBOT_CONFIG"}


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


def own_fields(settings: Settings) -> tuple[ContactField, ...]:
    """The fields that the installation declares."""
    from crmbot.domain.people.contact_fields import Choice, custom_field

    return tuple(
        custom_field(
            own.record, own.key, own.name, own.kind,
            [Choice(choice.key, choice.name or {"en": choice.key}) for choice in own.choices], personal=own.personal,
            seen_by=tuple(own.seen_by),
        )
        for own in settings.fields
    )  # fmt: skip


def _read_file(path: Path, *, required: bool, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if required:
            faults.append(f"{path}: there is no such file")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path}: {_why(error)}")
    return {}


def _why(error: Exception) -> str:
    """What is wrong with a file, without its name: somebody may have put a secret into its place."""
    return (isinstance(error, OSError) and error.strerror) or str(error)


def _overlay(data: dict[str, Any], environ: Mapping[str, str], faults: list[str]) -> None:
    """Put every `CRMBOT_A__B` into `data`, as the type checker of the setting will read it."""
    for variable in sorted(name for name in environ if name.startswith(PREFIX) and name not in _NOT_SETTINGS):
        keys = [key.lower() for key in variable.removeprefix(PREFIX).split("__")]
        value: Any = environ[variable]
        if keys[-1].endswith("_file") and _field(keys) is None:
            keys[-1] = keys[-1].removesuffix("_file")
            try:
                value = Path(value).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                faults.append(f"{variable}: {_why(error)}")
                continue
        if not _put(data, keys, value):
            faults.append(f"{variable}: names no setting; write CRMBOT_SECTION__NAME")


def _field(keys: list[str]) -> FieldInfo | None:
    """The setting of that name, in a section or at a place of a list of sections."""
    section = Settings.model_fields.get(keys[0])
    model, names = section.annotation if section else None, keys[1:]
    if get_origin(model) is list:
        (model,), names = get_args(model), keys[2:]
    if len(names) != 1 or not (isinstance(model, type) and issubclass(model, BaseModel)):
        return None
    return model.model_fields.get(names[0])


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
    field = _field(keys)
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
    for place, rule in enumerate(settings.announcements):
        if not rule.to and not settings.slack.announce_channel:
            faults.append(f"announcements.{place}.to: is missing; write #channel, a member's key, owner or manager")
    return [*faults, *_faults_of_fields(settings)]


def _faults_of_fields(settings: Settings) -> list[str]:
    if not settings.fields:
        return []
    from crmbot.domain.people.contact_fields import faults_of

    return faults_of(own_fields(settings))
