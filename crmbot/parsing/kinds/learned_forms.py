"""Form mails read by the templates that an administrator had made of samples.

A mail that shows some of a form's fields but not enough of them is an ordinary mail; why, is said.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from crmbot.parsing.kinds.form_labels import role_of
from crmbot.parsing.kinds.form_templates import FormTemplate, Match
from crmbot.parsing.kinds.forms import Form, filled_form
from crmbot.parsing.parsed import Header
from crmbot.parsing.team import Team

_REACH = frozenset(("email", "phone", "mobile"))
_NEARLY = 2  # lines of a form that show in a mail by accident seldom enough
_DIGITS = re.compile(r"\d\D{0,3}\d\D{0,3}\d")


@dataclass(frozen=True, slots=True)
class LearnedForm:
    """A template under its name. `senders`, addresses or domains in lower case, are the only ones it is tried for;
    without any it is tried for every mail."""

    name: str
    template: FormTemplate
    senders: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Learned:
    """What the templates make of a mail: the form, or why the nearest template does not fit."""

    form: Form | None = None
    missed: str | None = None  # in English


def learned_forms(entries: Iterable[Mapping[str, Any]]) -> tuple[LearnedForm, ...]:
    """The forms of the settings: each entry with `name`, `senders` and what `FormTemplate.as_json` gives."""
    return tuple(
        LearnedForm(entry["name"], FormTemplate.from_json(entry), tuple(entry["senders"])) for entry in entries
    )


def read_learned(forms: Sequence[LearnedForm], text: str, header: Header, team: Team, *, region: str = "DE") -> Learned:
    """The form by the first template that fits; where none does, the reason of the first that nearly did."""
    missed: str | None = None
    for one in forms:
        if not _is_for(one, header):
            continue
        found = one.template.match(text)
        if found.fits and _reaches(one, found, header, team):
            return Learned(filled_form(_by_role(found), header, team, template=one.name, region=region))
        if missed is None and (one.senders or found.lines >= _NEARLY):
            missed = _why(one, found)
    return Learned(missed=missed)


def role_names(names: Sequence[str]) -> dict[str, str]:
    """What each field of a template is, by its name: `Telefon` is the phone, `Traglast` stays itself."""
    return {name: role_of(name) or name for name in names}


def _is_for(one: LearnedForm, header: Header) -> bool:
    if not one.senders:
        return True
    address = (header.from_.address if header.from_ else None) or ""
    domain = address.rpartition("@")[2]
    return any(
        address == sender or domain == sender.lstrip("@") or domain.endswith(f".{sender.lstrip('@')}")
        for sender in one.senders
    )


def _by_role(found: Match) -> dict[str, str]:
    roles = role_names(tuple(found.values))
    values: dict[str, str] = {}
    for name, value in found.values.items():
        role = roles[name]
        values[name if role == "meta" or role in values else role] = value
    return values


def _reaches(one: LearnedForm, found: Match, header: Header, team: Team) -> bool:
    """Whether somebody can be reached by what was read, where the form asks for that at all."""
    roles = role_names(one.template.names)
    if not _REACH & set(roles.values()) or any(not team.owns(answer) for answer in header.reply_to if answer.address):
        return True
    given = ((roles[name], value) for name, value in found.values.items())
    return any(
        "@" in value if role == "email" else role in _REACH and bool(_DIGITS.search(value)) for role, value in given
    )


def _why(one: LearnedForm, found: Match) -> str:
    missing = ", ".join(found.missing) or "an address or number that can be used"
    return f"nearly the form {one.name!r}: {len(found.values)} of {len(one.template.names)} fields found, missing: {missing}"
