"""One message a second and channel."""

from __future__ import annotations

import time

import pytest

from crmbot.channels.slack.pace import Pace
from crmbot.channels.slack.settings import SlackSettings


def test_a_second_message_to_a_channel_waits_and_other_channels_do_not():
    now = [100.0]
    pace = Pace(1.0, lambda: now[0])
    assert [pace.wait("C1"), pace.wait("C1"), pace.wait("C1"), pace.wait("C2")] == [0, 1, 2, 0]
    now[0] = 102.5
    assert pace.wait("C1") == 0.5


def test_who_waited_long_enough_waits_no_more():
    now = [100.0]
    pace = Pace(1.0, lambda: now[0])
    pace.wait("C1")
    now[0] = 101.5
    assert pace.wait("C1") == 0


def test_slacks_own_server_is_given_a_second_and_another_one_none():
    assert SlackSettings("xoxb-1").seconds_apart == 1.0
    assert SlackSettings("xoxb-1", api_url="http://127.0.0.1:1/api/").seconds_apart == 0.0


@pytest.mark.asyncio
async def test_who_posts_twice_waits_for_his_turn():
    pace, begun = Pace(0.2), time.monotonic()
    for _ in range(2):
        await pace.turn("D1")
    assert time.monotonic() - begun >= 0.2
