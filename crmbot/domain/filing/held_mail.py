"""Mail that waits for a person: who may decide about it, letting it in, refusing it now or always."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.members.members import member_by_email
from crmbot.domain.records import InboxItem, Member, OutboxItem, RefusedSender
from crmbot.domain.records.work import Work
from crmbot.errors import NotAllowed, NotFound, RequestFault
from crmbot.shapes import Text, Verbatim, t

ADMIN = "admin"


def inbox_item(session: Session, inbox_id: int) -> InboxItem:
    """One item. Raises NotFound."""
    item = session.get(InboxItem, inbox_id)
    if item is None:
        raise NotFound(t("There is no inbox item {id}.", id=inbox_id))
    return item


def released_waiting(session: Session) -> bool:
    """Whether somebody has vouched for a mail that no worker has handled yet."""
    released = select(InboxItem.id).where(InboxItem.state == "received", InboxItem.released_by.is_not(None)).limit(1)
    return session.scalar(released) is not None


def question_key(inbox_id: int) -> str:
    """The key in the outbox of the question what to do with a held mail."""
    return f"held:{inbox_id}"


def require_decider(session: Session, item: InboxItem, member: Member) -> None:
    """Raises NotAllowed unless `member` is an administrator, is the one in whose name the mail came, or was asked about it."""
    if member.rights == ADMIN:
        return
    claimed = member_by_email(session, item.from_address) if item.from_address else None
    if claimed is not None and claimed.key == member.key:
        return
    asked = select(OutboxItem.id).where(OutboxItem.key == question_key(item.id), OutboxItem.recipient == member.key)
    if session.scalars(asked).first() is None:
        raise NotAllowed(t("Mail {id} is not yours to decide about: ask an administrator.", id=item.id))


def release(work: Work, inbox_id: int, by: str) -> InboxItem:
    """A person vouches for a held mail: it is handled again as if its sender were proven."""
    item = inbox_item(work.session, inbox_id)
    require_state(item, "held")
    item.state, item.released_by, item.attempts = "received", by, item.attempts + 1
    item.not_before = None
    return item


def drop(work: Work, inbox_id: int, by: str) -> None:
    """Put a waiting mail away for good; its bytes stay."""
    item = inbox_item(work.session, inbox_id)
    require_state(item, "held", "parked", "received")
    put_away(work, item, t("dropped by {name}", name=by))


def refuse(work: Work, inbox_id: int, by: str, *, always: bool = False) -> InboxItem:
    """A person does not vouch for a held mail: it is put away; with `always` also what comes like it from now on."""
    item = inbox_item(work.session, inbox_id)
    require_state(item, "held")
    put_away(work, item, t("refused by {name}", name=by))
    sender = (item.from_address or "").lower()
    if always and sender and work.session.get(RefusedSender, sender) is None:
        work.session.add(RefusedSender(address=sender, refused_by=by, refused_at=work.now))
    return item


def refused_sender(session: Session, address: str | None) -> RefusedSender | None:
    """The standing refusal of this From address, if a person has said so."""
    return session.get(RefusedSender, address.lower()) if address else None


def refused_senders(session: Session) -> list[RefusedSender]:
    """All standing refusals, the oldest first."""
    return list(session.scalars(select(RefusedSender).order_by(RefusedSender.refused_at, RefusedSender.address)))


def allow_sender(work: Work, address: str) -> None:
    """Takes a standing refusal back: a person is asked again. Raises NotFound."""
    refusal = refused_sender(work.session, address)
    if refusal is None:
        raise NotFound(t("{address} is not refused.", address=Verbatim(address)))
    work.session.delete(refusal)


def put_away(work: Work, item: InboxItem, reason: Text) -> None:
    """Marks the mail as dropped, for that reason."""
    item.state, item.done_at, item.reason = "dropped", work.now, codec.dump(reason)


def require_state(item: InboxItem, *states: str) -> None:
    """Raises RequestFault unless the mail is in one of these states."""
    if item.state not in states:
        raise RequestFault(
            t(
                "Inbox item {id} is {state}; only {wanted} ones can be changed this way.",
                id=item.id,
                state=item.state,
                wanted=" / ".join(states),
            )
        )
