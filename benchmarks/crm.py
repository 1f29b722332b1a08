"""Cards, searches and the pipeline with its sums in a large CRM, and in one ten times smaller, on both databases.

Everything goes through the assistant, as a request from the chat does: reading it, finding out who asks and what he may
see, the query, the reply with its records, and keeping the places of the answer.
"""

from __future__ import annotations

import resource
import statistics
import time
from contextlib import ExitStack, closing
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import count
from pathlib import Path

from sqlalchemy import select

from benchmarks.crm_data import NOW, fill
from benchmarks.databases import DATABASES
from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Company, Deal, Person, PersonPhone
from crmbot.shapes import Answer, ChatMessage, Reply
from crmbot.storage.schema import ensure_schema
from crmbot.storage.store import Store

SIZES = ((10_000, 10_000, 100_000), (100_000, 100_000, 1_000_000))  # contacts, deals, activities
BAR_MS, GROWTH = 50, 1.3
ROUNDS = 5
_requests = count(1)


class Chat:
    """A member who asks; each request stands in a conversation of its own, so that none changes another's places."""

    def __init__(self, store: Store) -> None:
        process = builtin_process()
        self._assistant = Assistant(store, lambda: process, AssistantSettings(language="en"))

    def say(self, text_: str) -> Reply:
        """The answer; a request that fails would make the figures worthless."""
        number = next(_requests)
        return self.answer(ChatMessage(text_, "m1", "say", f"c{number}", NOW + timedelta(seconds=number))).reply

    def answer(self, message: ChatMessage) -> Answer:
        """The answer to a message from any chat."""
        answer = self._assistant.answer(message)
        assert answer.reply.kind != "error", f"{message.text}: {answer.reply.title}"
        return answer


@dataclass
class Times:
    """Of one kind of request: milliseconds by the clock, and of our own processor time (without a database server's)."""

    wall: list[float] = field(default_factory=list)
    own: list[float] = field(default_factory=list)

    def run(self, chat: Chat, requests: list[str], *, count_them: bool) -> None:
        """Each request once."""
        for request in requests:
            wall, own = time.perf_counter(), time.process_time()
            chat.say(request)
            if count_them:
                self.wall.append(1000 * (time.perf_counter() - wall))
                self.own.append(1000 * (time.process_time() - own))

    @property
    def p95(self) -> float:
        """Nineteen of twenty are faster."""
        return sorted(self.wall)[max(0, round(len(self.wall) * 0.95) - 1)]


def reading(store: Store) -> dict[str, list[str]]:
    """What is asked, by what is measured."""
    with store.read() as session:
        people = session.execute(select(Person.number, Person.name).where(Person.number % 97 == 0).limit(6)).all()
        deals = session.scalars(select(Deal.number).where(Deal.number % 97 == 0).limit(6)).all()
        companies = session.scalars(select(Company.number).where(Company.number % 7 == 0).limit(6)).all()
        phones = session.scalars(select(PersonPhone.number).where(PersonPhone.id % 97 == 0).limit(6)).all()
    family = [name.split()[1] for _, name in people]
    return {
        "card of a person": [f"show #{number}" for number, _ in people],
        "card of a deal": [f"show #{number}" for number in deals],
        "card of a company": [f"show #{number}" for number in companies],
        "find a name": [f"find {name}" for _, name in people],
        "find a family name": [f"find {name}" for name in family],
        "find a misspelt name": [f"find {name[:3]}{name[4]}{name[3]}{name[5:]}" for name in family],
        "find part of a name": [f"find {name[2:8]}" for name in family],
        "find part of a phone": [f"find 0{phone[4:10]}" for phone in phones],
        "find a word of the history": ["find Angebot", "find Rabatt", "find Freigabe Montage"],
        "pipeline with sums": ["pipeline"],
        "pipeline of one owner": ["pipeline owner:m3", "pipeline owner:me"],
        "pipeline of one stage": ["pipeline stage:offer", "pipeline role:prospect"],
        "pipeline by owner": ["pipeline by owner", "pipeline by source"],
    }


def writing(store: Store) -> dict[str, list[str]]:
    """What is written, by what is measured."""
    with store.read() as session:
        people = session.execute(select(Person.number, Person.name).where(Person.number % 89 == 0).limit(10)).all()
    return {
        "note": [f"note #{number} wants the offer by Friday" for number, _ in people],
        "call": [f"call #{number} 12min spoke about the shelf" for number, _ in people],
        "lead": [
            f"lead Nora Neu{number}, Neubau {number} GmbH, neu{number}@neu-{number}.example, 12k"
            for number, _ in people
        ],
    }


def bench_crm(folder: Path) -> None:
    """Print medians for both sizes on both databases, the growth between them, and the memory of this process."""
    for name, opened in DATABASES:
        with ExitStack() as stack:
            urls = [stack.enter_context(opened(folder, f"crm{size[0]}")) for size in SIZES]
            stores = [stack.enter_context(closing(Store.open(url))) for url in urls]
            for store, size in zip(stores, SIZES, strict=True):
                ensure_schema(store.engine)
                begin = time.perf_counter()
                fill(store, *size)
                amounts = f"{size[0]:,} contacts, {size[1]:,} deals, {size[2]:,} activities"
                print(f"{name}: {amounts} loaded and indexed in {time.perf_counter() - begin:.0f} s", flush=True)
            measure(name, stores)
    print(
        f"peak memory of this process, with the loading: {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MB"
    )


def measure(name: str, stores: list[Store]) -> None:
    """Small and large take turns, so that a drifting machine hits both."""
    chats = [Chat(store) for store in stores]
    asked = [{"overhead (whoami)": ["whoami"], **reading(store)} for store in stores]
    times = {label: (Times(), Times()) for label in asked[0]}
    for number in range(ROUNDS + 1):  # the first compiles the statements
        for label, both in times.items():
            for chat, requests, one in zip(chats, asked, both, strict=True):
                one.run(chat, requests[label], count_them=number > 0)
    print(
        f"{name:<30} {'small':>9} {'large':>9} {'p95':>9} {'our CPU':>9} {'growth':>7}   (ms; bars: {BAR_MS} ms, {GROWTH})"
    )
    for label, (small, large) in times.items():
        median, growth = statistics.median(large.wall), statistics.median(large.wall) / statistics.median(small.wall)
        verdict = "" if median < BAR_MS and growth <= GROWTH else "  <- beyond"
        before, own = statistics.median(small.wall), statistics.median(large.own)
        print(f"  {label:<28} {before:>9.1f} {median:>9.1f} {large.p95:>9.1f} {own:>9.1f} {growth:>7.2f}{verdict}")
    for label, changes in writing(stores[-1]).items():
        written = Times()
        written.run(chats[-1], changes, count_them=True)
        print(f"  {label + ' (written)':<28} {'':>9} {statistics.median(written.wall):>9.1f} {written.p95:>9.1f}")
    print(f"  memory of this process {_resident_mb():.0f} MB", flush=True)


def _resident_mb() -> float:
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * resource.getpagesize() / 1024**2
