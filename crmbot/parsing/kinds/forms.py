"""Web-form mails: who filled the form, what he wrote, and every other field as it stands.

A form is known by its labelled lines: enough of them, with a mail address or phone number and a name or message.
The marks of form programs only lower how many are asked for; a signature with `Tel.:` and `E-Mail:` is none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from crmbot.parsing.contact.phones import find_phones
from crmbot.parsing.kinds.form_fields import LabelledField, LabelledText, may_be_form, read_fields
from crmbot.parsing.kinds.form_labels import FOOTER, FORM_SENDERS, MARKS
from crmbot.parsing.mime.addresses import parse_addresses
from crmbot.parsing.parsed import Address, Contact, Header, Phone
from crmbot.parsing.team import Team

_MAILBOX = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}")
_REACH = ("@", "tel", "phone", "fon", "mobil", "handy", "nummer", "number", "cell", "ruf", "netz")
_LINK = re.compile(
    r"[ \t]*(?:\[(?:mailto|tel|https?):[^\]\n]{0,300}\]|<(?:mailto|tel|https?):[^>\n]{0,300}>|\((?:mailto|tel):[^)\n]{0,300}\))"
)
_SALUTATIONS = re.compile(r"^(?:herrn?|frau|mr|mrs|ms|miss|divers|keine angabe|firma|mx)\.?$", re.IGNORECASE)
# Fields whose values belong to the contact; everything else is kept under its own label.
_OF_CONTACT = frozenset(
    {"name", "first_name", "last_name", "title", "email", "phone", "mobile", "fax", "company", "job_title", "street", "street2", "house_number", "zip", "city", "state", "country", "address", "website"}
)  # fmt: skip
_LOOK_AT = 200_000  # characters


@dataclass(frozen=True, slots=True)
class Form:
    """A filled form. `fields` are those that say nothing about the person, by label as written
    (`message`, `subject`, `budget`, `source`, `salutation` by these names)."""

    contact: Contact
    message: str
    fields: Mapping[str, Any] = field(default_factory=dict)
    budget_text: str | None = None
    template: str | None = None  # the name of the template that read it


def read_form(text: str, header: Header, team: Team, *, region: str = "DE") -> Form | None:
    """The form in a text that came under `header`; None where the text is something else."""
    if len(text) > _LOOK_AT or not any(map(text.lower().__contains__, _REACH)) or not may_be_form(text):
        return None
    labelled = read_fields(text)
    if not _is_form(labelled, header, team):
        return None
    values = _values(labelled)
    return Form(
        contact=_contact(values, header, team, region),
        message=values.get("message", ""),
        fields=_others(labelled),
        budget_text=values.get("budget"),
    )


def filled_form(values: Mapping[str, str], header: Header, team: Team, *, template: str, region: str = "DE") -> Form:
    """The form whose values are known by what they are (`name`, `email`, `message` …) or by names of their own."""
    others = {name: value for name, value in values.items() if name not in _OF_CONTACT}
    return Form(
        _contact(values, header, team, region), values.get("message", ""), others, values.get("budget"), template
    )


def _is_form(labelled: LabelledText, header: Header, team: Team) -> bool:
    values = _values(labelled)
    roles = values.keys() - {"meta"}
    named = bool(roles & {"name", "first_name", "last_name", "company"})
    reachable = bool(_MAILBOX.search(values.get("email", ""))) or bool(roles & {"phone", "mobile"})
    if not reachable or not (named or "message" in roles):
        return False
    if _is_marked(labelled, header, team):
        return len(roles) + _unknown(labelled) >= 2
    strangers = (
        "email" in roles
        and header.from_ is not None
        and header.from_.address not in _MAILBOX.findall(values["email"].lower())
    )
    wanted = 3 if strangers else 4
    return (
        named
        and "email" in roles
        and len(roles) >= wanted
        and _starts_early(labelled)
        and ("message" in roles or strangers)
    )


def _is_marked(labelled: LabelledText, header: Header, team: Team) -> bool:
    """Whether the mail shows that a form's program wrote it."""
    if any(
        name.lower().startswith(("x-wpcf7", "x-wpforms", "x-jotform", "x-typeform", "x-hubspot", "x-formspree"))
        for name, _ in header.fields
    ):
        return True
    sender = (header.from_.address or "") if header.from_ else ""
    around = "\n".join(
        (
            header.subject or "",
            *labelled.before[-12:],
            *labelled.after[:12],
            *(one.label for one in labelled.fields[-3:]),
        )
    )
    tail = labelled.fields[-1].value[-600:] if labelled.fields else ""
    own_to_own = bool(sender) and team.owns(header.from_) and any(team.owns(one) for one in header.to)
    return bool(MARKS.search(f"{around}\n{tail}") or FORM_SENDERS.search(sender)) or own_to_own


def _unknown(labelled: LabelledText) -> int:
    return sum(one.role is None for one in labelled.fields)


def _starts_early(labelled: LabelledText) -> bool:
    return len([line for line in labelled.before if line.strip()]) <= 5


def _values(labelled: LabelledText) -> dict[str, str]:
    """The first filled value of each known role."""
    values: dict[str, str] = {}
    for one in labelled.fields:
        if one.role is not None and one.value and one.role not in values:
            values[one.role] = _message(one) if one.role == "message" else _LINK.sub("", one.value).strip()
    return _with_sender(values)


def _with_sender(values: dict[str, str]) -> dict[str, str]:
    """Contact Form 7 writes the visitor as `Von: Name <address>`."""
    sender = values.pop("from", "")
    found = _MAILBOX.search(sender)
    if found and "message" in values:
        values.setdefault("email", found[0])
        name = sender[: found.start()].strip(" <(\"'")
        if name:
            values.setdefault("name", name)
    return values


def _message(one: LabelledField) -> str:
    """The message without the footer that the form's program sets below it."""
    paragraphs = one.value.split("\n\n")
    while (
        len(paragraphs) > 1
        and len(paragraphs[-1]) < 400
        and (MARKS.search(paragraphs[-1]) or FOOTER.match(paragraphs[-1].strip()))
    ):
        paragraphs.pop()
    return "\n\n".join(paragraphs).strip()


def _others(labelled: LabelledText) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for one in labelled.fields:
        if one.role in _OF_CONTACT or one.role == "from" or not one.value:
            continue
        named = one.role in {"message", "subject", "budget", "source", "salutation"}
        key = str(one.role) if named else one.label[:100]
        fields.setdefault(key, _message(one) if one.role == "message" else _LINK.sub("", one.value).strip())
    return dict(list(fields.items())[:100])


def _contact(values: Mapping[str, str], header: Header, team: Team, region: str) -> Contact:
    person = _person(values, header, team)
    contact = Contact(
        name=person.name,
        given_name=_line(values, "first_name"),
        family_name=_line(values, "last_name"),
        title=_line(values, "title") if not _SALUTATIONS.match(values.get("title", "x")) else None,
        email=person.address,
        phones=_phones(values, region),
        company=_line(values, "company"),
        job_title=_line(values, "job_title"),
        website=_line(values, "website"),
        address=_postal_address(values),
    )
    known = [name for name in Contact.__dataclass_fields__ if name != "sources" and getattr(contact, name)]
    sources = dict.fromkeys(known, "form")
    return Contact(**{name: getattr(contact, name) for name in known}, sources=sources)


def _person(values: Mapping[str, str], header: Header, team: Team) -> Address:
    """Name and address of who filled the form: the fields, and Reply-To for what they leave open."""
    written = parse_addresses(values.get("email", "").split("\n")[0])
    mailbox = next((one.address for one in written if one.address), None)
    if mailbox is None and (found := _MAILBOX.search(f"{values.get('email', '')} {values.get('name', '')}")):
        mailbox = found[0].lower()
    answer = next((one for one in header.reply_to if one.address and not team.owns(one)), None)
    if mailbox is None and answer is not None:
        mailbox = answer.address
    name = _full_name(values) or next((one.name for one in written if one.name and one.address), None)
    if name is None and answer is not None and answer.address == mailbox:
        name = answer.name
    return Address(name, mailbox)


def _full_name(values: Mapping[str, str]) -> str | None:
    first, last = _line(values, "first_name"), _line(values, "last_name")
    if first or last:
        return " ".join(part for part in (first, last) if part)
    name = _line(values, "name")
    if name is None:
        return None
    name = re.sub(r"^(?:herrn?|frau|mr\.?|mrs\.?|ms\.?)[ \t]{1,3}", "", name, flags=re.IGNORECASE)
    return re.sub(r"[ \t]{0,3}[<(\[][^\n]{0,300}@[^\n]{0,300}$", "", name).strip() or None


def _line(values: Mapping[str, str], role: str) -> str | None:
    """The value of a role on one line, None where it is empty or only a dash."""
    value = " ".join(values.get(role, "").split())[:300]
    return (
        value
        if value.strip("-–—./ ") and value.lower() not in {"n/a", "none", "keine", "null", "undefined", "k.a."}
        else None
    )


def _phones(values: Mapping[str, str], region: str) -> tuple[Phone, ...]:
    found: dict[str, Phone] = {}
    for role, kind in (("phone", None), ("mobile", "mobile"), ("fax", "fax")):
        for phone in find_phones(values.get(role, "")[:500], region=region):
            found.setdefault(phone.number, Phone(phone.number, kind or phone.kind))  # type: ignore[arg-type]
    return tuple(found.values())


def _postal_address(values: Mapping[str, str]) -> str | None:
    whole = ", ".join(line.strip(" ,") for line in values.get("address", "").split("\n") if line.strip())[:300]
    street = " ".join(part for part in (_line(values, "street"), _line(values, "house_number")) if part)
    town = " ".join(part for part in (_line(values, "zip"), _line(values, "city")) if part)
    parts = (
        whole or None,
        street or None,
        _line(values, "street2"),
        town or None,
        _line(values, "state"),
        _line(values, "country"),
    )
    joined = ", ".join(part for part in parts if part)
    return joined if whole or street or town else None
