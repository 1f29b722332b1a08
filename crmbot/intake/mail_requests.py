"""Answers of members to our mails: which message is meant, what they ask for, and the receipt that goes back.

Once it is decided that the mail is such an answer, the requests are carried out, then it is marked as handled. Each has a
key of its own under which it acts once, whatever breaks off in between; while the database is away the mail waits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot import codec
from crmbot.domain.members.members import member_by_key
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.records import Followup, InboxItem, OutboxItem
from crmbot.domain.records.work import Work
from crmbot.intake.proof import Proof
from crmbot.intake.settings import IntakeSettings
from crmbot.parsing.chat.mail_answers import ItemAnswer, read_answers
from crmbot.parsing.parsed import ParsedMail
from crmbot.shapes import Action, Answer, ChatMessage, Record, Reply, Row, Section, Text, Verbatim, t

Ask = Callable[[ChatMessage], Answer]
OWN_MESSAGE_ID = "<crmbot."  # how the Message-IDs of crmbot's own mails begin
_MACHINES = ("auto_reply", "bounce", "list")
_MOST_REFERENCES = 5


@dataclass(frozen=True, slots=True)
class Requested:
    """What a member asks for in his answer: commands, and what nobody could make a command of."""

    member: str
    key: str
    commands: tuple[str, ...]
    unclear: tuple[str, ...]
    items: tuple[tuple[int, str], ...]


def answers_us(parsed: ParsedMail) -> bool:
    """Whether a mail names one of ours as what it answers."""
    return bool(_our_ids(parsed))


def answered_item(session: Session, parsed: ParsedMail, proof: Proof, settings: IntakeSettings) -> OutboxItem | None:
    """The message of ours that a proven member answers; an automatic reply answers none."""
    if proof.claimed in (None, "?") or (proof.how is None and settings.require_proof) or parsed.kind in _MACHINES:
        return None
    ours = _our_ids(parsed)
    if not ours:
        return None
    mine = (OutboxItem.reference.in_(ours), OutboxItem.recipient == proof.claimed)
    return session.scalars(select(OutboxItem).where(*mine).order_by(OutboxItem.id.desc()).limit(1)).first()


def _our_ids(parsed: ParsedMail) -> list[str]:
    header = parsed.header
    ids = (header.in_reply_to, *reversed(header.references[-_MOST_REFERENCES:]))
    return [one for one in dict.fromkeys(ids) if one and one.startswith(OWN_MESSAGE_ID)]


def requested(
    session: Session, settings: IntakeSettings, item: InboxItem, parsed: ParsedMail, proof: Proof, now: datetime
) -> Requested | None:
    """What the mail asks for as an answer to one of ours; None for any other mail."""
    answered = answered_item(session, parsed, proof, settings)
    member = member_by_key(session, proof.claimed) if proof.claimed else None
    if answered is None or member is None:
        return None
    items = _items(session, answered)
    local = now.astimezone(ZoneInfo(member.timezone or settings.timezone))
    said = read_answers(parsed.new_text, parsed.text, items, now=local)
    commands = [(one, _command(one)) for one in said]
    known = tuple(command for _, command in commands if command is not None)
    unclear = tuple(f"{one.kind} {one.text}".strip() for one, command in commands if command is None)
    return Requested(member.key, parsed.header.message_id or item.sha256, known, unclear, items)


def _items(session: Session, answered: OutboxItem) -> tuple[tuple[int, str], ...]:
    """Number and words of the follow-ups in our message, in the order in which it counted them."""
    content = codec.load(answered.content)
    records = content.records if isinstance(content, Reply) else ()
    numbers = [record.number for record in records if isinstance(record, Record) and record.type == "followup"]
    words = {one.number: one.text for one in session.scalars(select(Followup).where(Followup.number.in_(numbers)))}
    return tuple((number, words.get(number, "")) for number in numbers)


def _command(answer: ItemAnswer) -> str | None:
    """The chat text of an answer; None where it is open which follow-up is meant."""
    if answer.kind == "other":
        return answer.text
    if answer.number is None:
        return None
    return f"{answer.kind} #{answer.number} {answer.text}".strip()


def carry_out_requests(ask: Ask, wanted: Requested, now: datetime) -> tuple[Reply, ...]:
    """Ask for one thing after the other; a repeat gets the answers that were given before. Raises StorageAway."""
    answers = [
        ask(
            ChatMessage(
                command, wanted.member, "mail", f"mail:{wanted.member}", now, request_key=f"mail:{wanted.key}:{place}"
            )
        )
        for place, command in enumerate(wanted.commands)
    ]
    return tuple(answer.reply for answer in answers)


def receipt(wanted: Requested, replies: Sequence[Reply]) -> Reply:
    """What became of each, in one message that can be answered again."""
    lines: list[Text] = [
        t("Which one do you mean by “{words}”? Write the number before it.", words=Verbatim(words[:80]))
        for words in wanted.unclear
    ]
    if not replies and not lines:
        lines.append(t("I found no answer in your mail. Write for example: done, 3d, friday, 1 done, 2 friday."))
    rows = tuple(_row(reply) for reply in replies)
    again = wanted.items if lines else ()  # to be answered once more, by the same numbers
    open_ = tuple(_item_row(place, *one) for place, one in enumerate(again, 1))
    sections = (Section(None, rows), Section(t("Open"), open_))
    records = tuple(Record("followup", number, words or f"#{number}", text=words) for number, words in again)
    ok = bool(replies) and all(reply.ok for reply in replies) and not wanted.unclear
    title = t("Your answer: done") if ok else t("Your answer: please look at it again")
    kept = tuple(section for section in sections if section.rows)
    return Reply("done" if ok else "error", title, lines=tuple(lines), sections=kept, records=records, ok=ok)


def _row(reply: Reply) -> Row:
    """One answer with what was understood, and the way back."""
    actions = tuple(Action(one.label, one.command) for one in reply.actions if one.command.startswith("undo "))
    return Row(reply.title, reply.understood or next(iter(reply.lines), None), actions)


def _item_row(place: int, number: int, words: str) -> Row:
    return Row(t("{place} {text}", place=place, text=Verbatim(words or f"#{number}")))


def send_receipt(work: Work, wanted: Requested, replies: Sequence[Reply]) -> None:
    """By mail: that is how the member talks to us."""
    content = receipt(wanted, replies)
    enqueue(
        work, key=f"answer:{wanted.key}"[:200], kind="receipt", recipient=wanted.member, content=content, channel="mail"
    )  # fmt: skip
