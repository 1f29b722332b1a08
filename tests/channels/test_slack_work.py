"""Work after the acknowledgement, and what Slack says twice."""

from __future__ import annotations

import asyncio

import pytest

from crmbot.channels.slack.recent import Recent
from crmbot.channels.slack.work import Repeats, Work


def test_a_key_is_first_once_until_its_time_is_over():
    now = [0.0]
    repeats = Repeats(lambda: now[0])
    seen = []
    for now[0] in (0.0, 5.0, 11.0, 12.0):
        seen.append(repeats.is_first("k", 10))
    assert seen == [True, False, True, False]


def test_requests_without_key_are_always_first():
    repeats = Repeats()
    assert repeats.is_first(None, 10)
    assert repeats.is_first(None, 10)


def test_a_forgotten_key_is_first_again():
    repeats = Repeats()
    repeats.is_first("k", 10)
    repeats.forget("k")
    assert repeats.is_first("k", 10)


def test_memory_is_bounded_and_forgets_what_was_kept_longest_ago():
    recent: Recent[int, str] = Recent(3)
    for number in (1, 2, 3, 1, 4):
        recent.put(number, str(number))
    assert [number in recent for number in (1, 2, 3, 4)] == [True, False, True, True]
    assert len(recent) == 3


@pytest.mark.asyncio
async def test_conversations_do_not_wait_for_each_other():
    work, order = Work(), []

    async def job(name: str, seconds: float) -> None:
        await asyncio.sleep(seconds)
        order.append(name)

    work.start("a", job("slow", 0.1))
    work.start("b", job("quick", 0))
    work.start("a", job("after slow", 0))
    await work.finish(2)
    assert order == ["quick", "slow", "after slow"]


@pytest.mark.asyncio
async def test_work_that_fails_is_in_the_log_and_the_next_in_turn_is_done(caplog):
    work, done = Work(), []

    async def failing() -> None:
        raise ZeroDivisionError

    async def job() -> None:
        done.append("job")

    work.start("slack:C1:U1", failing())
    work.start("slack:C1:U1", job())
    await work.finish(2)
    (record,) = caplog.records
    assert (record.levelname, vars(record)["conversation"], done) == ("ERROR", "slack:C1:U1", ["job"])
    assert record.exc_info is not None


@pytest.mark.asyncio
async def test_what_does_not_end_is_stopped():
    work = Work()
    work.start("a", asyncio.sleep(60))
    await asyncio.wait_for(work.finish(0.05), 1)
    await work.finish(1)
