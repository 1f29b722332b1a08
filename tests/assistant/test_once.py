from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

from crmbot.shapes import ChatMessage
from tests.assistant.talk import all_of


def test_a_repeated_request_acts_once_and_gets_the_same_answer(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    first = both.say("note Sabine Kolb called", key="K1")
    second = both.say("note Sabine Kolb called", key="K1")
    assert second == first
    assert len(all_of(both.say("show Sabine Kolb"), "activity")) == 1


def test_requests_at_the_same_moment_act_once(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    message = ChatMessage("note Sabine Kolb called", "anna", "slack", "c", both.now, request_key="K1")
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: both.assistant.answer(message).reply, range(4)))
    assert answers == [answers[0]] * 4
    assert answers[0].ok
    assert len(all_of(both.say("show Sabine Kolb"), "activity")) == 1


def test_two_different_requests_for_the_same_new_person_make_one(both):
    messages = [
        ChatMessage("lead Sabine Kolb, s.kolb@kolb.example", "anna", "slack", f"c{n}", both.now, request_key=f"K{n}")
        for n in range(3)
    ]
    with ThreadPoolExecutor(3) as pool:
        replies = list(pool.map(lambda message: both.assistant.answer(message).reply, messages))
    assert all(reply.ok for reply in replies)
    assert both.rows()["persons"] == 1
    assert both.rows()["deals"] == 3


def test_another_key_is_another_request(kolb):
    kolb.say("note #1006 called", key="K1")
    kolb.say("note #1006 called", key="K2")
    assert len(all_of(kolb.say("show #1006"), "activity")) == 2


def test_the_key_of_one_member_is_not_that_of_another(kolb):
    kolb.say("note #1006 of Anna", key="K1")
    kolb.with_user("ben").say("note #1006 of Ben", key="K1")
    assert len(all_of(kolb.say("show #1006"), "activity")) == 2


def test_a_refused_request_may_be_repeated(kolb):
    assert not kolb.say("note Tom Tiger called", key="K1").ok
    kolb.say("lead Tom Tiger")
    assert kolb.say("note Tom Tiger called", key="K1").ok


def test_a_key_of_any_length_is_known_again(kolb):
    key = "k" * 5000
    kolb.say("note #1006 called", key=key)
    kolb.say("note #1006 called", key=key)
    assert len(all_of(kolb.say("show #1006"), "activity")) == 1
