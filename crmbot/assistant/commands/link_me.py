"""`link me`, `unlink me`, `invite`: who in the chat is which member, and whether he is written to."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.registry import Command
from crmbot.domain.announcing.linking import VALID, new_code, set_direct_messages, takes_direct_messages, welcome
from crmbot.domain.deals.views import member_view
from crmbot.domain.members.members import require_member
from crmbot.errors import RequestFault
from crmbot.shapes import Action, Reply, Verbatim, t


def write_to_me(ask: Asking) -> Reply:
    """Direct messages from now on; the first one comes at once, so that one sees that they arrive."""
    member = require_member(ask.session, ask.member.key)
    set_direct_messages(member, on=True)
    welcome(ask.work, member)
    return Reply(
        "done",
        t("I write to you directly from now on. A first message is on its way."),
        records=(member_view(member),),
        actions=(Action(t("No direct messages"), "unlink me"),),
    )


def leave_alone(ask: Asking) -> Reply:
    """No direct messages from now on; what the member asks is answered all the same."""
    member = require_member(ask.session, ask.member.key)
    again = (Action(t("Write to me again"), "link me"),)
    if not takes_direct_messages(member):
        return Reply("done", t("I do not write to you directly; that is so already."), actions=again)
    set_direct_messages(member, on=False)
    return Reply(
        "done",
        t("I do not write to you directly any more."),
        lines=(t("No digest, reminder or receipt comes here. What you ask I answer."),),
        records=(member_view(member),),
        actions=again,
    )


def invite(ask: Asking) -> Reply:
    """A code for somebody of the team whom the chat does not know by his mail address."""
    if not ask.rest.strip():
        raise RequestFault(t("For whom is the code? Name a member of the team."))
    member = require_member(ask.session, ask.rest.strip().lstrip("@"))
    code = new_code(ask.work, member)
    hours = int(VALID.total_seconds() // 3600)
    return Reply(
        "done",
        t("Code for {name}: {code}", name=Verbatim(member.name), code=Verbatim(code)),
        lines=(
            t(
                "{name} writes “link {code}” to me in a direct message.",
                name=Verbatim(member.name),
                code=Verbatim(code),
            ),
            t("It works once, within {n} hours; codes given before do not work any more.", n=hours),
        ),
        records=(member_view(member),),
    )


LINK_ME = Command(
    key="link_me",
    topic="more",
    names={"en": ("link me", "write to me"), "de": ("verbinde mich", "schreib mir")},
    usage=t("link me"),
    summary=t("get digest, reminders and receipts as direct messages; a first one comes at once"),
    examples={"en": ("link me",), "de": ("verbinde mich",)},
    writes=True,
    right="read",
    handler=write_to_me,
)

UNLINK_ME = Command(
    key="unlink_me",
    topic="more",
    names={
        "en": ("unlink me", "no direct messages"),
        "de": ("trenne mich", "schreib mir nicht", "keine direktnachrichten"),
    },
    usage=t("unlink me"),
    summary=t("get no direct messages any more; what you ask is answered all the same"),
    examples={"en": ("unlink me",), "de": ("trenne mich",)},
    writes=True,
    right="read",
    handler=leave_alone,
)

INVITE = Command(
    key="invite",
    topic="more",
    names={"en": ("invite", "link code"), "de": ("einladen", "lade ein", "verbindungscode")},
    usage=t("invite MEMBER"),
    summary=t("a code by which a member links himself whose mail address in the chat is another one"),
    examples={"en": ("invite ben",), "de": ("einladen ben",)},
    writes=True,
    right="admin",
    secret=True,
    handler=invite,
)
