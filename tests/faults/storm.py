"""Mail by SMTP, IMAP and `deliver` at once, while the processes that take it are killed at random moments."""

from __future__ import annotations

import asyncio
import contextlib
import random
import smtplib
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from itertools import count

from sqlalchemy import func, select

from crmbot.domain.records import InboxItem, OutboxItem
from crmbot.storage.store import Store
from tests.channels.imap_servers import ImapRig
from tests.faults.office import command
from tests.mails import ENQUIRY, mail, outlook_forward
from tests.running import PATIENCE, Crmbot

_LONGEST = 0.9  # seconds from the first mail of a round to the kill
_SHORTLY = 0.15  # seconds after what was waited for
_PATIENCE = 15.0  # seconds to wait for it
_AGAIN = 0.2  # of the mails are sent twice


@dataclass(frozen=True)
class Letter:
    """A mail and the way it takes."""

    way: str
    message_id: str
    content: bytes
    recipient: str


@dataclass
class Storm:
    """`personal` is the address of the member who forwards; `batch` mails are on their way at each kill.

    `told` counts the messages that have arrived on Slack. `reached` counts the kills by what had been waited for.
    """

    crmbot: Crmbot
    mailbox: ImapRig
    folder: str
    personal: str
    seed: int
    batch: int = 3
    told: Callable[[], int] = lambda: 0
    say: Callable[[str], None] = lambda _line: None
    accepted: list[str] = field(default_factory=list)
    sendings: int = 0
    kills: int = 0
    reached: Counter[str] = field(default_factory=Counter)

    async def blow(self, mails: int, kills: int) -> None:
        """Sends until each mail is accepted, killing once in each of so many rounds; then lets the rest be worked off."""
        rng = random.Random(self.seed)
        waiting = [self._letter(rng, number) for number in range(mails)]
        while waiting and self.kills < kills:
            batch, waiting = waiting[: self.batch], waiting[self.batch :]
            waiting = await self._round(rng, batch) + waiting
            if self.kills % 25 == 0:
                self.say(f"{self.kills} kills, {len(self.accepted)} accepted, {dict(self.reached)}\n")
        async with command(self.crmbot, "serve", "--only", "smtp,imap,worker,clock") as server:
            await self._send_all(waiting, await port_of(server))
            await self._settled()
        self._store.close()

    async def _round(self, rng: random.Random, batch: list[Letter]) -> list[Letter]:
        """What was not accepted, and what is to be sent once more."""
        async with command(self.crmbot, "serve", "--only", "smtp,imap,worker,clock") as server:
            port = await port_of(server)
            sendings = [asyncio.create_task(self._send(letter, port, rng.random())) for letter in batch]
            await self._moment(rng)
            server.kill()
            _, err = await server.communicate()
            assert b"Traceback" not in err, err.decode()
            self.kills += 1
            taken = await asyncio.gather(*sendings)
        self.sendings += len(batch)
        once_more = [letter for letter, ok in zip(batch, taken, strict=True) if ok and rng.random() < _AGAIN]
        self.accepted += [letter.message_id for letter, ok in zip(batch, taken, strict=True) if ok]
        return [letter for letter, ok in zip(batch, taken, strict=True) if not ok] + once_more

    async def _send_all(self, letters: list[Letter], port: int) -> None:
        """What is left when there are no more kills."""
        for letter in letters:
            assert await self._send(letter, port, 1.0), letter
        self.sendings += len(letters)
        self.accepted += [letter.message_id for letter in letters]

    async def _moment(self, rng: random.Random) -> None:
        """The moment of the kill: some time after the first mail, or shortly after one was handled or told of."""
        kind = rng.choice(("sending", "handling", "telling"))
        watched = {"handling": self._handled, "telling": self.told}.get(kind)
        pause = rng.uniform(0.0, _SHORTLY if watched else _LONGEST)
        if watched is not None:
            before = watched()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(_PATIENCE):
                    while watched() == before:  # noqa: ASYNC110 - another process changes it
                        await asyncio.sleep(0.02)
                    self.reached[kind] += 1
        await asyncio.sleep(pause)

    def _handled(self) -> int:
        with self._store.read() as session:
            return session.scalar(select(func.count()).select_from(InboxItem).where(InboxItem.state != "received")) or 0

    @cached_property
    def _store(self) -> Store:
        return Store.open(self.crmbot.url)

    async def _send(self, letter: Letter, port: int, chance: float) -> bool:
        """Whether it was accepted. A `deliver` is killed itself now and then."""
        if letter.way == "smtp":
            return await asyncio.to_thread(_by_smtp, letter, port)
        if letter.way == "imap":
            await asyncio.to_thread(self.mailbox.put, self.folder, letter.content)
            return True
        async with command(self.crmbot, "deliver", "--recipient", letter.recipient) as process:
            giving = asyncio.create_task(process.communicate(letter.content))
            if chance < 0.5:
                await asyncio.wait([giving], timeout=4 * chance)
                if process.returncode is None:
                    process.kill()
            _, err = await giving
            assert b"Traceback" not in err, err.decode()
            return process.returncode == 0

    def _letter(self, rng: random.Random, number: int) -> Letter:
        way = ("smtp", "smtp", "imap", "smtp", "deliver")[number % 5]
        sender = f"Person {_word(rng)} <p{number}@kunde{number % 17}-{self.seed}.example>"
        message_id = f"<{number}.{self.seed}@kunde.example>"
        body = f"Vorgang {number}, {_word(rng)} {_word(rng)}.\n\n{ENQUIRY}"
        if number % 3:
            content = mail(sender=sender, message_id=message_id, subject=f"Anfrage {_word(rng)}", body=body)
            return Letter(way, message_id, content, "crm@firma.example")
        content = outlook_forward(
            body, customer=sender, subject=f"Anfrage {_word(rng)}", message_id=message_id, to=self.personal
        )
        return Letter(way, message_id, content, self.personal)

    async def _settled(self) -> None:
        """Until nothing waits: in the mailbox, in the inbox, in the outbox."""
        async with asyncio.timeout(PATIENCE + len(self.accepted)):
            while not all(await asyncio.to_thread(self.mailbox.seen, self.folder)) or self._open_items():  # noqa: ASYNC110
                await asyncio.sleep(0.2)

    def _open_items(self) -> int:
        with self._store.read() as session:
            mails = session.query(InboxItem).where(InboxItem.state == "received").count()
            notices = session.query(OutboxItem).where(OutboxItem.state.in_(("waiting", "sending"))).count()
        return mails + notices


def _word(rng: random.Random) -> str:
    return "".join(rng.choice("abdefgiklmnoprstu") for _ in range(8)).title()


def _by_smtp(letter: Letter, port: int) -> bool:
    try:
        with smtplib.SMTP("127.0.0.1", port, timeout=PATIENCE) as smtp:
            smtp.sendmail("someone@kunde.example", [letter.recipient], letter.content)
            smtp.close()  # its farewell may find the server dead; what counts is the 250
    except (OSError, smtplib.SMTPException):
        return False
    return True


async def port_of(server: asyncio.subprocess.Process) -> int:
    """Where it takes mail, once it is ready."""
    assert server.stdout is not None
    port = 0
    for _ in count():
        words = (await asyncio.wait_for(server.stdout.readline(), PATIENCE)).decode().split()
        assert words, (await server.communicate())[1].decode()
        if words[:2] == ["listening", "smtp"]:
            port = int(words[2].rpartition(":")[2])
        if words == ["ready"]:
            break
    return port
