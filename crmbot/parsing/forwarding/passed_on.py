"""What a mail passes on and how: written into its text, attached, or redirected with its body untouched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from crmbot.parsing.contact.vcards import read_vcards
from crmbot.parsing.forwarding.forwarded_parts import as_forwarded, read_attached
from crmbot.parsing.forwarding.forwards import find_forward
from crmbot.parsing.forwarding.redirects import find_redirect, redirected
from crmbot.parsing.forwarding.saved_texts import read_saved_text
from crmbot.parsing.kinds.learned_forms import LearnedForm
from crmbot.parsing.kinds.signals import has_forward_mark, has_reply_subject
from crmbot.parsing.parsed import Address, Attachment, Contact, Forwarded, Header, HowForwarded, Message
from crmbot.parsing.quoting.replies import Split, split_reply
from crmbot.parsing.seam import Seam
from crmbot.parsing.team import Team


@dataclass(frozen=True, slots=True)
class PassedOn:
    """The message that was passed on, how, and what the forwarder wrote above it. All None where nothing was."""

    forwarded: Forwarded | None = None
    how: HowForwarded | None = None
    note: str | None = None


@dataclass(slots=True)
class Reading:
    """One mail being read: what is known about the readers' world, and what comes up on the way."""

    team: Team
    region: str
    currency: str
    seam: Seam = field(default_factory=Seam)
    cards: list[Contact] = field(default_factory=list)
    inner_headers: list[Header] = field(default_factory=list)
    forms: Sequence[LearnedForm] = ()
    forms_missed: list[str] = field(default_factory=list)  # why those that nearly fit do not

    def split(self, text: str, author: Address | None, subject: str | None) -> Split:
        """`split_reply`, or the whole text as new where that fails."""
        return self.seam(
            "reply", lambda: split_reply(text, author=author, subject=subject), Split(text.strip(), None, None)
        )

    def take_cards(self, attachments: tuple[Attachment, ...]) -> None:
        """Keep the contacts of the vCard files among the attachments."""
        self.cards.extend(self.seam("vCard", lambda: read_vcards(attachments, region=self.region), ()))


def find_passed_on(message: Message, reading: Reading) -> PassedOn:
    """Look for a forward in the text, then for attached messages, then for the signs of a redirect.

    A redirect holds the whole mail, so one comes first, unless its writer is a member who himself forwarded.
    """
    inline = _inline(message, reading)
    redirect = reading.seam("redirect", lambda: find_redirect(message, reading.team), None)
    if redirect is not None and (inline is None or not _is_forwarder(redirect.sender, message.header, reading.team)):
        return PassedOn(_read_redirect(message, inline, redirected(redirect, message.header), reading), "redirect")
    if inline is not None:
        return inline
    attached = reading.seam("attached message", lambda: _attached(message, reading), None)
    if attached is not None:
        return PassedOn(attached, "attachment", message.text.strip("\n") if message.text.strip() else None)
    return PassedOn()


def _attached(message: Message, reading: Reading) -> Forwarded | None:
    attached = read_attached(message, lambda inner: _read_link(inner, reading))
    return attached or read_saved_text(message, lambda inner: _read_link(inner, reading))


def is_reply(header: Header) -> bool:
    """Whether the header makes a mail an answer; forwards carry In-Reply-To too, so their marks come first.

    `RE: FW: …` answers a forward where the mail names the one it answers; else it may be the forward itself.
    """
    if has_forward_mark(header):
        answers = header.in_reply_to is not None and header.first("X-Forwarded-Message-Id") is None
        return answers and has_reply_subject(header.subject)
    return has_reply_subject(header.subject) or header.in_reply_to is not None


def _inline(message: Message, reading: Reading) -> PassedOn | None:
    header = message.header
    found = reading.seam(
        "forward",
        lambda: find_forward(
            message.text,
            html=message.html,
            subject=header.subject,
            is_reply=is_reply(header),
            author=header.from_,
            recipients=(*header.to, *header.cc),
        ),
        None,
    )
    if found is None:
        return None
    return PassedOn(found.forwarded, "inline", found.note or None)


def _read_redirect(message: Message, inline: PassedOn | None, link: Forwarded, reading: Reading) -> Forwarded:
    if inline is not None:
        own = reading.split(inline.note or "", link.from_, link.subject)
        return replace(
            link, text=message.text, new_text=own.new_text, signature=own.signature, forwarded=inline.forwarded
        )
    own = reading.split(message.text, link.from_, link.subject)
    return replace(link, text=message.text, new_text=own.new_text, signature=own.signature, quoted=own.quoted)


def _read_link(message: Message, reading: Reading) -> Forwarded:
    """An attached message read like any other: its own text, and what it forwards in turn."""
    link, header = as_forwarded(message), message.header
    reading.take_cards(message.attachments)
    reading.inner_headers.append(header)
    inline = _inline(message, reading)
    own = reading.split(inline.note or "" if inline else message.text, header.from_, header.subject)
    return replace(
        link,
        new_text=own.new_text,
        signature=own.signature,
        quoted=None if inline else own.quoted,
        forwarded=inline.forwarded if inline else None,
    )


def _is_forwarder(sender: Address | None, header: Header, team: Team) -> bool:
    """Whether the writer of a redirected mail is one of us, or nothing is known about who is."""
    return sender == header.from_ and (team.owns(sender) or not team.known)
