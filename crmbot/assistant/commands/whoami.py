"""`whoami`: how crmbot knows you, and what you may do."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.assistant.rights_words import rights_rows
from crmbot.assistant.words import joined
from crmbot.domain.deals.views import member_view
from crmbot.domain.members.absence import absence_words
from crmbot.domain.members.members import member_by_key
from crmbot.domain.members.rights import spelled
from crmbot.shapes import Field, Reply, Verbatim, t


def handle(ask: Asking) -> Reply:
    """The acting member, with the address that proves who forwards."""
    member = ask.member
    address = ask.settings.capture_address(member)
    fields = [
        Field(t("Key"), Verbatim(member.key)),
        Field(t("Mail addresses"), joined(Verbatim(entry.email) for entry in member.emails)),
        Field(t("Time zone"), Verbatim(ask.reader.timezone)),
        Field(t("Language"), Verbatim(ask.reader.language)),
        Field(t("Department"), Verbatim(member.department) if member.department else None),
        Field(t("Manager"), ask.member_name(member.manager) if member.manager else None),
        Field(t("Rights"), Verbatim(spelled(member.rights, member.permissions))),
        Field(t("Absence"), absence_words(member, member_by_key(ask.session, member.substitute or ""))),
        Field(t("Your capture address"), Verbatim(address) if address else None),
    ]
    lines = (
        t("Forward mail to your capture address. It proves that the mail comes from you, so keep it to yourself."),
    )
    return Reply(
        "card",
        t("You are {name}.", name=Verbatim(member.name)),
        lines=lines if address else (),
        sections=(rights_rows(ask.access),),
        fields=tuple(field for field in fields if field.value is not None),
        records=(member_view(member),),
    )


COMMAND = Command(
    key="whoami",
    topic="more",
    names={"en": ("whoami", "who am i", "my rights"), "de": ("werbinich", "wer bin ich", "meine rechte")},
    usage=t("whoami"),
    summary=t("how I know you, what you may do, and your personal capture address"),
    examples={"en": ("whoami",), "de": ("werbinich",)},
    writes=False,
    handler=handle,
    personal=True,
)
