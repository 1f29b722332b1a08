"""The ways out, as the outbox takes them: where each reaches a member, and one attempt to send."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from crmbot.shapes import Notice, Outcome

if TYPE_CHECKING:
    from crmbot.channels.mailer.mailer import Mailer
    from crmbot.channels.slack.sender import SlackSender
    from crmbot.domain.records import Member

Run = Callable[[Coroutine[Any, Any, Any]], Any]


@dataclass(frozen=True, slots=True)
class SlackOut:
    """Direct messages on Slack."""

    sender: SlackSender
    run: Run
    looks_first: bool = True

    def address(self, member: Member) -> str | None:
        """The Slack id, else the mail address by which Slack knows the member; None for who wants no direct messages."""
        from crmbot.domain.announcing.linking import takes_direct_messages

        if not takes_direct_messages(member):
            return None
        return member.slack or (member.emails[0].email if member.emails else None)

    def send(self, notice: Notice) -> Outcome:
        """Try once."""
        try:
            outcome: Outcome = self.run(self.sender.send(notice))
        except TimeoutError:
            return Outcome(sent=False, error="Slack did not answer in time", retry=True)
        return outcome


@dataclass(frozen=True, slots=True)
class MailOut:
    """Mails to a member's first address. `reply_to` is where his answers go: to the address that proves him."""

    mailer: Mailer
    reply_to: Callable[[str], str | None] = lambda _key: None
    looks_first: bool = False

    def address(self, member: Member) -> str | None:
        """The first address."""
        return member.emails[0].email if member.emails else None

    def send(self, notice: Notice) -> Outcome:
        """Try once."""
        from crmbot.channels.mailer.letters import letter
        from crmbot.texts import render

        reply_to = self.reply_to(notice.recipient)
        subject = render(notice.content.title, notice.reader)
        return self.mailer.send(notice, subject, letter(notice, answers=reply_to is not None), reply_to)


@dataclass(frozen=True, slots=True)
class ConsoleOut:
    """Printed where the process runs; counts as sent."""

    print_: Callable[[str], None]
    looks_first: bool = False

    def address(self, member: Member) -> str | None:
        """Everybody is reached."""
        return member.key

    def send(self, notice: Notice) -> Outcome:
        """Print it."""
        from crmbot.channels.terminal import render_text

        self.print_(
            f"-- {notice.kind} to {notice.recipient} --\n{render_text(notice.content, notice.reader, row_actions=True)}\n"
        )
        return Outcome(sent=True)
