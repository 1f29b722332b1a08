"""What the assistant remembers between requests: places of the last answer, and answers that were given."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.records import Conversation, HandledRequest, Member
from crmbot.shapes import ChatMessage, Reply

_LONGEST_KEY = 200


def conversation_key(message: ChatMessage, member: Member) -> str:
    """Names a member's side of a conversation: places are never those of somebody else's answer."""
    return _key(message.channel, member.key, message.conversation)


def request_key(message: ChatMessage, member: Member) -> str | None:
    """Names a request over all time; None for a channel that never repeats one."""
    return _key(message.channel, member.key, message.request_key) if message.request_key else None


def places(session: Session, key: str) -> tuple[int, ...]:
    """The record numbers of the last answer, in their order."""
    known = session.get(Conversation, key)
    return tuple(known.numbers) if known else ()


def places_change(known: tuple[int, ...], reply: Reply) -> bool:
    """Whether an answer gives the `known` places `1`, `2` … a new meaning; one without records leaves the last one."""
    numbers = tuple(record.number for record in reply.records)
    return bool(numbers) and numbers != known


def remember_places(session: Session, key: str, reply: Reply, at: datetime) -> None:
    """Let `1`, `2` … name the records of this answer."""
    numbers = [record.number for record in reply.records]
    known = session.get(Conversation, key)
    if known is None:
        session.add(Conversation(key=key, numbers=numbers, at=at))
    else:
        known.numbers, known.at = numbers, at


def answer_given(session: Session, key: str) -> Reply | None:
    """The answer this very request got before."""
    handled = session.get(HandledRequest, key)
    if handled is None or handled.answer is None:
        return None
    reply: Reply = codec.load(handled.answer)
    return reply


def claim_request(session: Session, key: str, at: datetime) -> HandledRequest:
    """Take a request in hand; of two processes the later one waits here and then fails on the unique key."""
    handled = HandledRequest(key=key, at=at)
    session.add(handled)
    session.flush()
    return handled


def keep_answer(handled: HandledRequest, reply: Reply) -> None:
    """Store the answer beside the claim, in the same transaction as what was done."""
    handled.answer = codec.dump(reply)


def _key(*parts: str) -> str:
    key = ":".join(parts).encode("utf-8", "replace").decode().replace("\x00", "")
    if len(key) <= _LONGEST_KEY:
        return key
    return f"{key[:100]}:{hashlib.sha256(key.encode()).hexdigest()}"
