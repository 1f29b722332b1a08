"""What is known of a mail when it is decided upon: everything that the rules may ask, gathered beforehand."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from crmbot.shapes import Text

Shape = Literal["forward", "outgoing", "incoming", "internal", "memo"]
Wanted = Literal["lead", "note", "cancel", "list"]


@dataclass(frozen=True, slots=True)
class MailFacts:
    """Everything the rules may ask, gathered beforehand.

    `shape` says what the mail is to us: a member's forward, a member's mail to the outside (Bcc, Cc), an outsider's own
    mail, colleagues among themselves, or a memo of a member to the capture address alone.
    """

    shape: Shape
    kind: str  # of the outer mail: direct, forward, reply, auto_reply, bounce, list, calendar, form
    kind_reason: str | None = None
    sender: str | None = None
    claimed: str | None = None  # member key by the From address; "?" for an unknown colleague of our domain
    proven_by: str | None = None  # how the claim was proven, in English; None: it was not
    proof_missing: Text | None = None  # why it was not
    require_proof: bool = True
    never_log: str | None = None  # the address on the never-log list
    never_log_by: str | None = None  # who has said so in the chat; None: it stands in the settings
    erased: bool = False  # by or about somebody who was erased, and is not to come back
    own_mail: bool = False  # sent by crmbot itself
    duplicate_of: int | None = None  # inbox id of the first copy
    tags: tuple[int, ...] = ()  # deal numbers named in subject or address
    tag_deal: int | None = None  # the first of them that exists
    thread_deal: int | None = None
    thread_person: int | None = None
    thread_stranger: bool = False  # the thread is known, but this sender has no part in it
    customer: str | None = None  # name or address of the outside person
    person: int | None = None
    open_deals: tuple[int, ...] = ()  # of that person, where mail may be filed
    company: int | None = None  # by mail domain
    enquiry: bool = False  # an outsider asks for something: not a reply, not our own mail
    takes_no_answer: bool = False  # written by a mailbox that nobody reads (noreply@…)
    confirmation: str | None = None  # the provider that asks whether mail may be forwarded here
    form_missed: str | None = None  # which form it nearly is, and what is missing, in English
    suspicious: str | None = None  # what a mail server before us holds against it
    private: bool = False  # a proven member wants only the fact of contact kept
    wanted: Wanted | None = None  # a tag or directive of a proven member
    offer: Text | None = None  # a proven member's mail carries an offer to the customer; what showed it
    learned_from: str | None = None  # the address or domain about which somebody has said where its mail belongs
    learned_by: str | None = None  # who has said it
    learned_deal: int | None = None  # the deal that its mail belongs to, if mail may be filed there
    learned_person: int | None = None  # the contact that its mail belongs to
    learned_owner: str | None = None  # the member who gets its enquiries
    no_lead: bool = False  # its mail opens no lead
    answers: str | None = None  # of a proven member: what kind of message of ours it answers (digest, reminder …)
    absent_until: date | None = None  # of a new absence notice that is believed: the day on which its writer is back
