"""Mail and chat over one store: a mail comes in, its receipt is read, and its buttons are pressed."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from itertools import count

from crmbot import codec
from crmbot.channels.terminal import render_text
from crmbot.domain.records import InboxItem, OutboxItem
from crmbot.shapes import Action, Reader, Reply
from tests.assistant.talk import Talk
from tests.intake.office import Office
from tests.mails import mail, raw

READER = Reader("en", "Europe/Berlin")
_numbers = count(1)


@dataclass
class Mailroom:
    """Anna's, unless another user is named; every mail comes five minutes after what was before."""

    office: Office
    talk: Talk
    seen: set[int] = field(default_factory=set)

    @property
    def now(self) -> datetime:
        return self.talk.now

    def customer(
        self, subject: str, *, sender: str = "Julia Brandt <j.brandt@lagerbau-nord.example>", quiet: bool = False,
        **more: str,
    ) -> InboxItem:  # fmt: skip
        """An outsider's own mail, straight to us; `quiet` as from a mailbox whose backlog is filed."""
        content = mail(sender=sender, subject=subject, **self._headed(more))
        return self.send(content, "crm@firma.example", quiet=quiet)

    def colleague(self, subject: str, *recipients: str, user: str = "anna", **more: str) -> InboxItem:
        """A proven mail of a member, by default to his personal capture address alone."""
        sender = {"anna": "Anna Adler <anna@firma.example>", "ben": "Ben Bauer <ben@firma.example>"}[user]
        to = more.pop("to", self.office.personal(user))
        content = mail(sender=sender, to=to, subject=subject, **self._headed(more))
        return self.send(content, *(recipients or (self.office.personal(user),)))

    def send(self, content: bytes, *recipients: str, quiet: bool = False) -> InboxItem:
        self.talk.now += timedelta(minutes=5)
        return self.office.send(replace(raw(content, *recipients, at=self.talk.now), quiet=quiet))

    def _headed(self, more: dict[str, str]) -> dict[str, str]:
        date = (self.talk.now + timedelta(minutes=4)).strftime("%a, %d %b %Y %H:%M:%S %z")
        return {"date": date, "message_id": f"<m{next(_numbers)}@mail.example>", **more}

    def told(self, recipient: str = "anna", kind: str = "receipt") -> Reply:
        """The newest message of that kind to a member."""
        return self.content(self.item(recipient, kind))

    def item(self, recipient: str = "anna", kind: str = "receipt") -> OutboxItem:
        return [one for one in self.office.outbox() if one.recipient == recipient and one.kind == kind][-1]

    def content(self, item: OutboxItem) -> Reply:
        loaded = codec.load(item.content)
        assert isinstance(loaded, Reply)
        return loaded

    def words(self, reply: Reply) -> str:
        return render_text(reply, READER, width=400)

    def press(self, reply: Reply, label: str, user: str = "anna", **values: str) -> Reply:
        """Press a button of a reply by its English label (the beginning of it is enough)."""
        return self.say(self.button(reply, label).command, user)

    def button(self, reply: Reply, label: str) -> Action:
        rows = [action for section in reply.sections for row in section.rows for action in row.actions]
        found = [one for one in (*rows, *reply.actions) if self._label(one).startswith(label)]
        assert found, (label, [self._label(one) for one in (*rows, *reply.actions)])
        return found[0]

    def say(self, text: str, user: str = "anna") -> Reply:
        talk = self.talk if user == self.talk.user else self.talk.with_user(user)
        return talk.say(text)

    def _label(self, action: Action) -> str:
        from crmbot.texts import render

        return render(action.label, READER)
