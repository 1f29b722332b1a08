"""Home: a member's day, pipeline and department on one page."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crmbot.domain.followups.making import add_followup
from crmbot.domain.members.members import require_member
from crmbot.domain.records import Appointment
from crmbot.domain.records.work import Work
from crmbot.shapes import Reply
from tests.assistant.talk import Talk, all_of, only


def headings(talk: Talk, reply: Reply) -> list[str]:
    return [talk.words(Reply("list", section.heading)) for section in reply.sections if section.heading is not None]


def offered(reply: Reply) -> list[str]:
    return [action.command for part in (*reply.first, *reply.sections) for row in part.rows for action in row.actions]


def deal_of(talk: Talk) -> int:
    return all_of(talk.say("pipeline"), "deal")[0].number


def set_member(talk: Talk, key: str, **values: object) -> None:
    with talk.store.write(talk.now) as work:
        for name, value in values.items():
            setattr(require_member(work.session, key), name, value)


def add_appointment(work: Work, **values: object) -> None:
    usual = {
        "owner": "anna",
        "title": "Hall visit",
        "text": "",
        "uid": "1@x",
        "sequence": 0,
        "state": "planned",
        "all_day": False,
    }
    work.session.add(Appointment(number=work.next_number("appointment"), created_at=work.now, **{**usual, **values}))


def test_an_empty_home_says_that_nothing_is_due_and_what_one_can_do(talk: Talk) -> None:
    reply = talk.say("home")
    assert "Nothing is due today." in talk.words(reply)
    assert {"lead", "call", "find", "help"} <= set(offered(reply))


def test_home_shows_the_day_what_is_overdue_the_pipeline_and_its_sum(kolb: Talk) -> None:
    number = deal_of(kolb)
    kolb.say(f"followup #{number} today send the drawing")
    kolb.say(f"followup #{number} tomorrow call her back")
    kolb.now += timedelta(days=1)
    kolb.say(f"followup #{number} today ask for the hall plan")
    words = kolb.words(kolb.say("home"))
    assert words.index("1 overdue") < words.index("send the drawing") < words.index("My day")
    assert words.index("My day") < words.index("call her back") < words.index("My pipeline: 1 deal")
    assert "ask for the hall plan" in words
    assert "20,000" in words


def test_a_deal_without_next_step_is_unattended(kolb: Talk) -> None:
    number = deal_of(kolb)
    assert f"followup #{number} tomorrow" in offered(kolb.say("home"))
    kolb.say(f"followup #{number} in 3 weeks")
    assert f"followup #{number} tomorrow" not in offered(kolb.say("home"))


def test_appointments_of_today_stand_in_the_day_and_cancelled_ones_do_not(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        soon = {"starts_at": work.now + timedelta(hours=1), "ends_at": work.now + timedelta(hours=2)}
        add_appointment(work, **soon, place="Hall 3")
        add_appointment(work, **soon, title="Called off", uid="2@x", state="cancelled")
        add_appointment(work, **soon, title="Of Ben", uid="3@x", owner="ben")
    words = kolb.words(kolb.say("home"))
    assert "Hall visit" in words
    assert "Hall 3" in words
    assert "Called off" not in words
    assert "Of Ben" not in words


def test_home_shows_nothing_of_a_colleague_to_somebody_who_sees_only_his_own(kolb: Talk) -> None:
    set_member(kolb, "ben", rights="own")
    assert "Kolb" not in kolb.words(kolb.with_user("ben").say("home"))


def test_a_department_sees_how_many_deals_stand_in_its_stages(kolb: Talk) -> None:
    set_member(kolb, "ben", department="marketing")
    reply = kolb.with_user("ben").say("home")
    (heading,) = [words for words in headings(kolb, reply) if "Department" in words]
    assert "arketing" in heading
    assert any(command.startswith("pipeline stage:") for command in offered(reply))


def test_who_is_away_and_who_stands_in_for_him_read_so(talk: Talk) -> None:
    today = talk.now.date()
    set_member(talk, "ben", absent_from=today, absent_until=today + timedelta(days=3), substitute="anna")
    assert "You stand in for Ben" in talk.words(talk.say("home"))
    assert "You are away" in talk.words(talk.with_user("ben").say("home"))


def test_every_button_of_home_does_something(kolb: Talk) -> None:
    set_member(kolb, "anna", department="sales")
    for command in offered(kolb.say("home")):
        answer = kolb.say(command)
        assert answer.ok or command in {"lead", "call", "find"}, command


def test_home_is_called_startseite_in_german_too(talk: Talk) -> None:
    assert talk.say("startseite").totals == talk.say("home").totals


def test_an_appointment_that_one_only_takes_part_in_stands_in_the_day(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        soon = {"starts_at": work.now + timedelta(hours=1), "ends_at": work.now + timedelta(hours=2)}
        add_appointment(work, **soon, owner="ben", title="Of Ben with Anna", attendees=[{"member": "anna"}])
    reply = kolb.say("home")
    assert "Of Ben with Anna" in kolb.words(reply)
    assert [one.name for one in all_of(reply, "appointment")] == ["Of Ben with Anna"]


@pytest.mark.parametrize("command", ["home", "today", "due"])
def test_more_follow_ups_take_no_more_statements(kolb: Talk, command: str) -> None:
    for name, owner in (("Nora Nau", "anna"), ("Nils Nau", "anna"), ("Nina Nau", "ben"), ("Nele Nau", "ben")):
        kolb.say(f"lead {name}, {name} GmbH")
        number = only(kolb.say(f"show {name}"), "person").number
        kolb.say(f"followup #{number} today ask {name}")
        kolb.say(f"assign #{number} {owner}")
    now, before = kolb.now, kolb.statements(command)
    deals = [one.number for one in all_of(kolb.say("pipeline all"), "deal")]
    for number in deals:
        kolb.say(f"followup #{number} today send the offer")
    kolb.now = now
    assert kolb.statements(command) <= before + 4  # the kinds of records are read once each


def test_a_follow_up_about_nobody_says_once_since_when_it_is_overdue(talk: Talk) -> None:
    with talk.store.write(talk.now) as work:
        due = talk.now - timedelta(days=2)
        add_followup(work, owner="anna", due_at=due, day_only=True, text="Tidy up the van", record_number=None)
    words = talk.words(talk.say("report overdue"))
    assert "Tidy up the van" in words
    assert words.count("overdue since") == 1
