"""The commented `crmbot.toml` that `crmbot init` writes: every setting with its meaning and default, made from the
declarations, so that it is always complete.
"""

from __future__ import annotations

import json
from datetime import time
from typing import Any, get_args

from pydantic import BaseModel, SecretStr
from pydantic.fields import FieldInfo

from crmbot.config import Settings

_HEAD = """\
# Settings of crmbot. What is commented out shows the default.
# Each can also come from the environment: CRMBOT_SECTION__NAME, secrets from a file too: CRMBOT_SECTION__NAME_FILE.
"""


def template(capture_address: str, domain: str) -> str:
    """The file's text; the two answers of `init` are filled in where given."""
    given = {
        ("capture", "addresses"): [capture_address] if capture_address else None,
        ("capture", "domains"): [domain] if domain else None,
    }
    parts = [_HEAD]
    for name, field in Settings.model_fields.items():
        model = field.annotation
        if isinstance(model, type) and issubclass(model, BaseModel):
            parts.append(_section(f"[{name}]", name, model, given))
        else:
            (entry,) = get_args(model)
            parts.append("# any number of these\n" + _commented(_section(f"[[{name}]]", name, entry, given)))
    return "\n".join(parts)


def _section(heading: str, name: str, model: type[BaseModel], given: dict[tuple[str, str], Any]) -> str:
    lines = [f"# {(model.__doc__ or '').strip()}", heading]
    for key, field in model.model_fields.items():
        lines.append(_setting(field.alias or key, field, given.get((name, key))))
    return "\n".join(lines) + "\n"


def _setting(key: str, field: FieldInfo, given: Any) -> str:
    value = given if given is not None else field.get_default(call_default_factory=True)
    mark = "" if given is not None else "# "
    return f"{mark}{key} = {_toml(value)}  # {field.description}"


def _toml(value: Any) -> str:
    if isinstance(value, SecretStr):
        return '""'
    if isinstance(value, time):
        return json.dumps(value.strftime("%H:%M"))
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, dict):
        return "{}"
    if value is None or type(value).__name__ == "PydanticUndefinedType":
        return '""'
    return json.dumps(value, ensure_ascii=False)


def _commented(text: str) -> str:
    return "\n".join(line if line.startswith("#") or not line else f"# {line}" for line in text.split("\n"))
