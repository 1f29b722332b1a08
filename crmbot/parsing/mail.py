"""Everything that can be known about a mail from its bytes: the readers put together.

The readers (message, forwards, replies, signals, forms, contacts …) each answer one question; this module asks them
in order and never raises: what goes wrong in one becomes a defect, the others still answer.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace
from typing import Any

from crmbot.parsing.contact.fields import read_contact
from crmbot.parsing.contact.merge import Customer, chain, find_customer, matching_cards, merge_contacts, with_header
from crmbot.parsing.directives import read_directives, split_capture_address, tag_directives
from crmbot.parsing.forwarding.passed_on import PassedOn, Reading, find_passed_on, is_reply
from crmbot.parsing.kinds.forms import Form, read_form
from crmbot.parsing.kinds.learned_forms import Learned, LearnedForm, read_learned
from crmbot.parsing.kinds.signals import Signals, decide_kind, has_reply_subject, read_signals
from crmbot.parsing.language import detect_language
from crmbot.parsing.mime.message import read_message
from crmbot.parsing.parsed import Address, Amount, Contact, Directive, Header, Kind, Message, ParsedMail
from crmbot.parsing.phrases.money import find_amount, find_budget
from crmbot.parsing.quoting.replies import Split
from crmbot.parsing.team import Team, make_team

_UNREADABLE = Message(Header(), "", None, defects=("unreadable message",))
# Kinds in which a person speaks, who may name a budget.
_SPOKEN = frozenset({"direct", "forward", "reply", "form"})
# Kinds in which nobody speaks to us, so that there is no customer to look for.
_NOBODY = frozenset({"bounce"})
_LOOK_AT = 50_000  # characters of the customer's words in which a budget is looked for
# Fields that name to whom a mail was delivered; a Bcc to the capture address shows only there.
_DELIVERY_FIELDS = (
    "Delivered-To",
    "X-Original-To",
    "Envelope-To",
    "X-Envelope-To",
    "X-Delivered-To",
    "Apparently-To",
    "Bcc",
)


def parse_mail(
    raw: bytes,
    *,
    own_domains: Collection[str] = (),
    own_addresses: Collection[str] = (),
    capture_addresses: Collection[str] = (),
    region: str = "DE",
    currency: str = "EUR",
    forms: Sequence[LearnedForm] = (),
) -> ParsedMail:
    """Read a raw message (RFC 5322, MIME). Never raises: what could not be read is named in `defects`.

    `own_domains`, `own_addresses` and `capture_addresses` are never the customer. `region` (ISO 3166) is where
    national phone numbers belong, `currency` (ISO 4217) what amounts without one are in. `forms` are the templates of
    form mails, tried before the habits of common form programs.
    """
    reading = Reading(make_team(own_domains, own_addresses, capture_addresses), region, currency, forms=forms)
    message = reading.seam("message", lambda: read_message(raw), _UNREADABLE)
    parsed = reading.seam("mail", lambda: _compose(message, reading), None) or _plain(message)
    defects = tuple(dict.fromkeys((*message.defects, *reading.seam.defects)))
    return replace(parsed, defects=defects) if defects else parsed


def _compose(message: Message, reading: Reading) -> ParsedMail:
    header, seam = message.header, reading.seam
    reading.take_cards(message.attachments)
    signals = seam("signals", lambda: read_signals(message, reading.team), Signals())
    passed = PassedOn() if _is_machine(signals) else find_passed_on(message, reading)
    form = None if signals.kind and not signals.weak else _form(message.text, header, reading)
    form, passed = _form_or_forward(form, passed)
    answers = is_reply(header) or has_reply_subject(header.subject)
    kind, reasons = decide_kind(signals, header, how=passed.how, is_form=form is not None, is_reply=answers)
    directives, passed, own = _own_words(message, passed, reading)
    redirected = passed.how == "redirect"
    customer = find_customer(
        header, passed.forwarded, reading.team, new_text=own.new_text, signature=own.signature, redirected=redirected
    )
    if customer.address is None and kind == "calendar":
        customer = Customer(_outside_guest(signals, reading.team))
    form = form or _passed_form(customer, passed, reading)
    contact = Contact() if kind in _NOBODY else _contact(customer, form, reading)
    return ParsedMail(
        header=header,
        kind=kind,
        text=message.text,
        new_text=form.message if form and form.message and kind == "form" else own.new_text,
        signature=None if kind == "form" else own.signature,
        quoted=None if kind == "form" else own.quoted,
        forwarded=passed.forwarded,
        how_forwarded=passed.how,
        note=passed.note,
        contact=contact,
        fields=_fields(signals, form, directives, customer if kind in _SPOKEN else Customer(None), reading),
        directives=(*directives, *_address_tags(header, reading.team)),
        attachments=message.attachments,
        language=detect_language(_customers_words(customer, form) or own.new_text or message.text),
        kind_reasons=_reasons(reasons, kind, form, reading),
        form_missed=None if form else next(iter(reading.forms_missed), None),
    )


def _reasons(reasons: tuple[str, ...], kind: Kind, form: Form | None, reading: Reading) -> tuple[str, ...]:
    """Why the mail is of its kind, with what the templates of forms have to do with it."""
    if form is not None and form.template is not None:
        named = f"the form {form.template!r}"
        return (named,) if kind == "form" else (*reasons, named)
    return reasons if form is not None else (*reasons, *reading.forms_missed[:1])


def _plain(message: Message) -> ParsedMail:
    """The reading that is left when everything else fails."""
    return ParsedMail(
        header=message.header,
        kind="direct",
        text=message.text,
        new_text=message.text,
        signature=None,
        quoted=None,
        forwarded=None,
        how_forwarded=None,
        note=None,
        contact=Contact(),
        attachments=message.attachments,
    )


def _is_machine(signals: Signals) -> bool:
    """Whether a program wrote the mail, so that what it holds is a copy or an enclosure and not a forward."""
    return signals.kind in {"bounce", "auto_reply", "calendar"} and not signals.weak


def _own_words(message: Message, passed: PassedOn, reading: Reading) -> tuple[tuple[Directive, ...], PassedOn, Split]:
    """The directives on top, what is passed on with the note freed of them, and the sender's own text in its parts."""
    header, forwarded = message.header, passed.forwarded
    if passed.how == "redirect" and forwarded is not None:
        return (), passed, Split(forwarded.new_text, forwarded.signature, forwarded.quoted)
    text = (passed.note or "") if forwarded is not None else message.text
    directives: tuple[Directive, ...] = ()
    if forwarded is not None or reading.team.owns(header.from_) or not reading.team.known:
        untouched: tuple[tuple[Directive, ...], str] = ((), text)
        directives, text = reading.seam("directives", lambda: read_directives(untouched[1]), untouched)
    if directives and forwarded is not None:
        passed = replace(passed, note=text.strip("\n") if text.strip() else None)
    return directives, passed, reading.split(text, header.from_, header.subject)


def _form_or_forward(form: Form | None, passed: PassedOn) -> tuple[Form | None, PassedOn]:
    """Forms that begin with `Von: …, Betreff: …` look like forwards, and a forward may hold a form below its header."""
    if form is None or passed.forwarded is None or passed.how == "redirect":
        return form, passed
    link = passed.forwarded
    if passed.how == "attachment" or link.date_text or link.to or link.cc:
        return None, passed
    return form, PassedOn()


def _form(text: str, header: Header, reading: Reading) -> Form | None:
    """The form by a template of ours, else by the habits of form programs."""
    none = Learned()
    learned = none
    if reading.forms:
        team, forms = reading.team, reading.forms
        learned = reading.seam("form", lambda: read_learned(forms, text, header, team, region=reading.region), none)
    if learned.form is not None:
        return learned.form
    if learned.missed is not None:
        reading.forms_missed.append(learned.missed)
    return reading.seam("form", lambda: read_form(text, header, reading.team, region=reading.region), None)


def _passed_form(customer: Customer, passed: PassedOn, reading: Reading) -> Form | None:
    """A web-form mail that a member passed on: the person in the form is the customer."""
    for link in chain(passed.forwarded):
        header = next((one for one in reading.inner_headers if one.from_ == link.from_), None)
        known = header or Header(from_=link.from_, subject=link.subject, to=link.to)
        form = _form(link.text, known, reading)
        if form is not None or link.from_ == customer.address:
            return form
    return None


def _outside_guest(signals: Signals, team: Team) -> Address | None:
    """Of an invitation that a member passed on: its organizer, else the first guest from outside."""
    guests = (signals.fields.get("organizer"), *signals.fields.get("attendees", ()))
    people = (Address(one["name"], one["address"]) for one in guests if one and one["address"])
    return next((one for one in people if not team.owns(one)), None)


def _contact(customer: Customer, form: Form | None, reading: Reading) -> Contact:
    address, signature, text = customer.address, customer.signature, customer.new_text
    filled = form.contact if form is not None and (form.contact.email or form.contact.name) else None
    if filled is not None:
        address, signature, text = Address(filled.name, filled.email), None, ""
    if address is None:
        return Contact()
    read = reading.seam(
        "contact",
        lambda: read_contact(signature, author=address, text=text, region=reading.region),
        with_header(Contact(), address),
    )
    if filled is not None:
        return merge_contacts((filled, read))
    cards = matching_cards(reading.cards, address, reading.team)
    return with_header(merge_contacts((*cards, read)), address)


def _fields(
    signals: Signals, form: Form | None, directives: Iterable[Directive], customer: Customer, reading: Reading
) -> dict[str, Any]:
    fields: dict[str, Any] = dict(signals.fields)
    if form is not None:
        fields.update({name: value for name, value in form.fields.items() if name != "budget"})
    budget = reading.seam("budget", lambda: _budget(form, directives, customer, reading.currency), None)
    if budget is not None:
        fields["budget"] = budget
    elif form is not None and form.budget_text:
        fields["budget_text"] = form.budget_text
    return fields


def _budget(form: Form | None, directives: Iterable[Directive], customer: Customer, currency: str) -> Amount | None:
    """What the member says, then the form's field, then the customer's own words."""
    for directive in directives:
        if directive.name == "value" and (amount := find_amount(directive.text, currency=currency)) is not None:
            return amount
    if (
        form is not None
        and form.budget_text
        and (amount := find_amount(form.budget_text, currency=currency)) is not None
    ):
        return amount
    return find_budget(_customers_words(customer, form)[:_LOOK_AT], currency=currency)


def _customers_words(customer: Customer, form: Form | None) -> str:
    return form.message if form is not None and form.message else customer.new_text


def _address_tags(header: Header, team: Team) -> tuple[Directive, ...]:
    """The directives in the capture addresses that the mail was sent to."""
    if not team.captures:
        return ()
    named = [one.address for one in (*header.to, *header.cc)]
    delivered = [value.strip(" <>") for name in _DELIVERY_FIELDS for value in header.all(name)[:20]]
    found: dict[Directive, None] = {}
    for mailbox in (*named[:500], *delivered):
        capture = split_capture_address(mailbox, team.captures) if mailbox else None
        found.update(dict.fromkeys(tag_directives(capture.tags) if capture else ()))
    return tuple(found)
