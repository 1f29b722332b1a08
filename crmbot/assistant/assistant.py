"""The assistant: a chat request becomes one action or query, and its answer a channel-neutral reply."""

from __future__ import annotations

import logging
import re
import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from crmbot.assistant import faults, memory, strangers
from crmbot.assistant.asking import Asking
from crmbot.assistant.cards.stale import outdated
from crmbot.assistant.commands import REGISTRY
from crmbot.assistant.courtesy import courtesy
from crmbot.assistant.forms.stale import without_mark
from crmbot.assistant.leads.regrading import regraded
from crmbot.assistant.news import tell_news
from crmbot.assistant.references import is_place
from crmbot.assistant.registry import Command
from crmbot.assistant.settings import AssistantSettings
from crmbot.assistant.understanding import Understood, understand
from crmbot.domain.changes.undo_rights import may_undo
from crmbot.domain.members.access import Access, require_right
from crmbot.domain.members.guard import guard
from crmbot.domain.members.members import identify
from crmbot.domain.process import Process
from crmbot.domain.records import Member
from crmbot.domain.records.work import Work
from crmbot.errors import RequestFault, StorageAway
from crmbot.shapes import Action, Answer, ChatMessage, Reader, Reply, t
from crmbot.storage.store import Store

log = logging.getLogger(__name__)

LONGEST_REQUEST = 100_000  # characters
# What no database and no channel can hold: C0 controls but tab and line feed, lone surrogates.
_UNREADABLE = re.compile("[\x00-\x08\x0b-\x1f\x7f]|[\ud800-\udfff]")

_SHOWN_ONCE = Reply("done", t("I answered that already; what I said then is shown only once. Ask anew for a new one."))


class Assistant:
    """Answers requests of team members. Safe to use from several threads: it holds no state of its own."""

    def __init__(self, store: Store, process: Callable[[], Process], settings: AssistantSettings) -> None:
        self._store = store
        self._process = process
        self._settings = settings

    def answer(self, message: ChatMessage, *, again: bool = False) -> Answer:
        """The answer to one request. Never raises: whatever goes wrong is said in words. Only to who comes `again` by
        himself, with the same key, a database that is away is told by StorageAway.
        """
        message = replace(
            message,
            text=_readable(message.text),
            values={key: _readable(value)[:LONGEST_REQUEST] for key, value in message.values.items()},
        )
        reader = self._reader(None)
        try:
            with self._store.read() as session:
                member = identify(session, _UNREADABLE.sub("", message.user), message.email)
            if member is None:
                member, reply = strangers.answer(self._store, message, self._settings.team)
                return Answer(reply, self._reader(member))
            reader = self._reader(member)
            return Answer(self._reply(message, member, reader), reader)
        except StorageAway:
            if again:
                raise
            return Answer(faults.away(message.text), reader)
        except Exception:  # the last line: a person waits for an answer
            reference = secrets.token_hex(4)
            log.exception("a chat request failed", extra={"action": "chat_failed", "reference": reference})
            return Answer(faults.unexpected(reference), reader)

    def _reader(self, member: Member | None) -> Reader:
        settings = self._settings
        zone, language = settings.timezone, settings.language
        if member is not None:
            zone, language = member.timezone or zone, member.language or language
        try:
            ZoneInfo(zone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            zone = settings.timezone
        return Reader(language, zone, settings.currency, settings.terms)

    def _reply(self, message: ChatMessage, member: Member, reader: Reader) -> Reply:
        process, key = self._process(), memory.request_key(message, member)
        with self._store.read() as session:
            if key is not None and (given := memory.answer_given(session, key)) is not None:
                return given
            ask = self._asking(session, process, message, member, reader)
            guard(session, ask.access)
            try:
                understood = _understood(ask, message.text)
                _refuse_sharing(message, understood)
                if understood.command is not None and understood.command.needs != "read":
                    require_right(ask.access, understood.command.needs)
            except RequestFault as fault:
                return faults.fault_reply(fault, None, reader.language)
            if understood.command is None or not understood.command.writes:
                reply = _looked_up(ask, understood)
        if understood.command is not None and understood.command.writes:
            return self._acted(ask, understood.command, understood.rest, message)
        self._remember(reply, message, ask)
        return reply

    def _asking(
        self, session: Session, process: Process, message: ChatMessage, member: Member, reader: Reader
    ) -> Asking:
        return Asking(
            session=session, process=process, settings=self._settings, commands=REGISTRY, member=member, reader=reader,
            now=message.at.astimezone(ZoneInfo(reader.timezone)), verb="", rest="",
            places=memory.places(session, memory.conversation_key(message, member)),
            values=message.values, link=message.link, files=message.files,
        )  # fmt: skip

    def _acted(self, ask: Asking, command: Command, rest: str, message: ChatMessage) -> Reply:
        """Carry a command out once: a repeat, or a race that another process won, gets the answer given there."""
        rest, since = without_mark(command.key, rest)
        ask = replace(ask, verb=command.key, rest=rest, since=since)
        try:
            ask, group = self._ahead(ask, command, message)
            return self._once(ask, command, message, group)
        except RequestFault as fault:
            reply = faults.fault_reply(fault, command, ask.reader.language)
        self._remember(reply, message, ask)
        return reply

    def _ahead(self, ask: Asking, command: Command, message: ChatMessage) -> tuple[Asking, int | None]:
        """The steps of a long command; what is left to ask, and the group of change sets that it belongs to."""
        if command.ahead is None:
            return ask, None
        with self._store.read() as session:
            asking = replace(ask, session=session)
            guard(session, asking.access)
            rest, steps = command.ahead(asking)
        group: int | None = None
        for step in steps:
            with self._unit(ask, command, message, group) as inside:
                step(inside)
                group = group or inside.work.begin_group()
        return replace(ask, rest=rest), group

    @contextmanager
    def _unit(self, ask: Asking, command: Command, message: ChatMessage, group: int | None) -> Iterator[Asking]:
        unit = self._store.write(
            message.at, actor=ask.member.key, channel=message.channel, action=command.key, group=group
        )
        with unit as work:
            inside = replace(ask, session=work.session, unit=work)
            guard(work.session, inside.access)
            yield inside

    def _once(self, ask: Asking, command: Command, message: ChatMessage, group: int | None) -> Reply:
        try:
            return self._in_one_unit(ask, command, message, group)
        except IntegrityError:
            given = self._answer_given(message, ask.member)
            if given is not None:
                return given
        # Somebody else made the same contact at the same moment: now it is there to be found.
        return self._in_one_unit(ask, command, message, group)

    def _in_one_unit(self, ask: Asking, command: Command, message: ChatMessage, group: int | None) -> Reply:
        key = memory.request_key(message, ask.member)
        with self._unit(ask, command, message, group) as inside:
            work = inside.work
            claim = memory.claim_request(work.session, key, message.at) if key is not None else None
            reply = _marked(command, regraded(inside, outdated(inside) or command.handler(inside)))
            if command.key != "undo":
                tell_news(inside)
            reply = _with_undo(work, command, reply, ask.access)
            self._keep_places(work, ask, command, message, reply)
            if claim is not None:
                memory.keep_answer(claim, _SHOWN_ONCE if command.secret else reply)
        return reply

    def _keep_places(self, work: Work, ask: Asking, command: Command, message: ChatMessage, reply: Reply) -> None:
        """Let the answer's records be named by place, unless a list is just being worked off from place to place."""
        key = memory.conversation_key(message, ask.member)
        if not (command.keeps_places or is_place(ask.rest)) and memory.places_change(
            memory.places(work.session, key), reply
        ):
            memory.remember_places(work.session, key, reply, message.at)

    def _answer_given(self, message: ChatMessage, member: Member) -> Reply | None:
        key = memory.request_key(message, member)
        if key is None:
            return None
        with self._store.read() as session:
            return memory.answer_given(session, key)

    def _remember(self, reply: Reply, message: ChatMessage, ask: Asking) -> None:
        """Keep the places of an answer. The answer is given also when that fails."""
        if not memory.places_change(ask.places, reply):
            return
        key = memory.conversation_key(message, ask.member)
        try:
            with self._store.write(message.at, action="places") as work:
                memory.remember_places(work.session, key, reply, message.at)
        except (StorageAway, IntegrityError):
            log.warning("the places of an answer were not kept", extra={"action": "places_lost"})


def _refuse_sharing(message: ChatMessage, understood: Understood) -> None:
    if message.shared and understood.command is not None and understood.command.writes:
        raise RequestFault(t("Only what is looked up can be shared; this changes something."))


def _readable(text: str) -> str:
    return _UNREADABLE.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _understood(ask: Asking, text: str) -> Understood:
    if len(text) > LONGEST_REQUEST:
        raise RequestFault(t("That is too long for me: at most {n} characters, please.", n=LONGEST_REQUEST))
    polite = courtesy(ask, text)
    return Understood(None, reply=polite) if polite is not None else understand(ask, REGISTRY, text)


def _looked_up(ask: Asking, understood: Understood) -> Reply:
    command = understood.command
    if command is None:
        assert understood.reply is not None
        return understood.reply
    try:
        reply = _marked(command, command.handler(replace(ask, verb=command.key, rest=understood.rest)))
    except RequestFault as fault:
        return faults.fault_reply(fault, command, ask.reader.language)
    if understood.finish is not None:
        return understood.finish(reply)
    if understood.guess is None:
        return reply
    guess = (
        understood.guess
        if reply.understood is None
        else t("{left}, {right}", left=understood.guess, right=reply.understood)
    )
    return replace(reply, understood=guess)


def _marked(command: Command, reply: Reply) -> Reply:
    """What is of use to the asker alone is marked, and what `_refuse_sharing` would refuse; a card is looked up anew."""
    own = command.personal or (command.writes and reply.kind in ("list", "chart"))
    return replace(reply, personal=True) if own else reply


def _with_undo(work: Work, command: Command, reply: Reply, access: Access) -> Reply:
    """Every change can be taken back by the button that stands below its answer; so can the undoing. What is not the
    member's own affair any more he is not offered to take back.
    """
    change_set = work.change_set(_subject(reply))
    if change_set is None or not may_undo(work.session, access, change_set):
        return reply
    label = t("Redo") if command.key == "undo" else t("Undo")
    return replace(reply, actions=(*reply.actions, Action(label, f"undo {change_set}", "danger")))


def _subject(reply: Reply) -> int | None:
    """The person, company or deal that an action was about; it is there to be shown also when the action is undone."""
    numbers = [record.number for record in reply.records if record.type in {"deal", "person", "company"}]
    return next(iter(numbers), None)
