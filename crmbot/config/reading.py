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
from typing import Any, get_args, get_origin

from pydantic import BaseModel, ValidationError
from pydantic.fields import FieldInfo

from crmbot.config.contradictions import contradictions
from crmbot.config.sections import Settings
from crmbot.errors import ConfigFault, file_fault

DEFAULT_FILE = "crmbot.toml"
PREFIX = "CRMBOT_"
_NOT_SETTINGS = {"CRMBOT_CONFIG"}
_MENDS = {  # where pydantic speaks to programmers
    "model_type": "is a section: write [{place}], or [[{place}]] where there may be several",
    "list_type": 'is a list: write ["…", "…"]; of sections: [[{place}]]',
    "date_from_datetime_parsing": "is no day: write for example 2026-11-24",
    "time_parsing": "is no hour: write for example 08:30",
}


def load_settings(path: str | None = None, environ: Mapping[str, str] = os.environ) -> Settings:
    """Read `path`, else CRMBOT_CONFIG, else crmbot.toml where there is one, and the environment over it.

    Raises ConfigFault with one line for each fault.
    """
    file = path or environ.get("CRMBOT_CONFIG") or ""
    faults: list[str] = []
    data = _read_file(Path(file or DEFAULT_FILE), required=bool(file), faults=faults)
    unread = _overlay(data, environ, faults)
    settings, wrong = _validated(data, faults)
    if settings is not None:
        faults += contradictions(settings, unread | wrong)
    if settings is None or faults:
        raise ConfigFault(faults)
    return settings


def _validated(data: dict[str, Any], faults: list[str]) -> tuple[Settings | None, set[str]]:
    """The settings, and which of them are wrong and left out: what is wrong with the others is told in the same round."""
    try:
        return Settings.model_validate(data), set()
    except ValidationError as error:
        found = error.errors()
    faults += [_fault_line(fault) for fault in found]
    wrong = set()
    for section, *names in (fault["loc"] for fault in found):
        held = data.get(str(section))
        if isinstance(held, dict) and names:
            held.pop(str(names[0]), None)
            wrong.add(f"{section}.{names[0]}")
        else:
            data.pop(str(section), None)
            wrong.add(str(section))
    try:
        return Settings.model_validate(data), wrong
    except ValidationError:
        return None, wrong


def _read_file(path: Path, *, required: bool, faults: list[str]) -> dict[str, Any]:
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except FileNotFoundError:
        if required:
            faults.append(f"{path}: there is no such file")
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        faults.append(f"{path}: {file_fault(error)}")
    return {}


def _overlay(data: dict[str, Any], environ: Mapping[str, str], faults: list[str]) -> set[str]:
    """Put every `CRMBOT_A__B` into `data`, as the type checker of the setting will read it. The settings whose file cannot be read."""
    unread = set()
    for variable in sorted(name for name in environ if name.startswith(PREFIX) and name not in _NOT_SETTINGS):
        keys = [key.lower() for key in variable.removeprefix(PREFIX).split("__")]
        value: Any = environ[variable]
        if keys[-1].endswith("_file") and _field(keys) is None:
            keys[-1] = keys[-1].removesuffix("_file")
            try:
                value = Path(value).read_text("utf-8").strip()
            except (OSError, UnicodeDecodeError) as error:
                faults.append(f"{variable}: {file_fault(error)}")
                unread.add(".".join(keys[:2]))
                continue
        if not _put(data, keys, value):
            faults.append(f"{variable}: names no setting; write CRMBOT_SECTION__NAME, in lists the places from 0 on")
    return unread


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
    if mend := _MENDS.get(fault["type"]):
        return f"{place}: {mend.format(place=place)}"
    return f"{place}: {fault['msg'].removeprefix('Value error, ')}"
