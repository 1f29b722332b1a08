"""One message a second and channel."""

from __future__ import annotations

from crmbot.channels.slack.pace import Pace


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
