from __future__ import annotations

from datetime import UTC, timedelta

import pytest

from crmbot.domain.members.members import require_member
from crmbot.shapes import Reply
from tests.assistant.talk import Talk, all_of, only


def due(reply: Reply) -> str:
    """When the follow-up of an answer falls due, in UTC."""
    moment = only(reply, "followup").due
    assert moment is not None
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M")


def test_a_followup_in_plain_words_falls_due_at_its_hour(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    reply = both.say("followup Sabine Kolb friday 10:00 send the offer")
    followup = only(reply, "followup")
    assert (followup.text, followup.owner, followup.done) == ("send the offer", "anna", False)
    assert due(reply) == "2026-11-20 09:00"
    assert "Fri 20 Nov 2026, 10:00" in both.words(reply)


def test_a_day_without_an_hour_falls_due_at_nine(kolb):
    assert due(kolb.say("wiedervorlage Kolb morgen Angebot besprechen")) == "2026-11-19 08:00"


def test_the_date_may_stand_at_the_end(kolb):
    reply = kolb.say("followup Kolb send the offer on friday")
    assert only(reply, "followup").text == "send the offer"


def test_summer_time_is_respected(kolb):
    assert due(kolb.say("followup Kolb 15.06.2027 10:00")) == "2027-06-15 08:00"


def test_the_zone_is_the_members_own(talk):
    with talk.store.write(talk.now) as work:
        require_member(work.session, "anna").timezone = "America/New_York"
    talk.say("lead Tom Tiger")
    assert due(talk.say("followup Tom Tiger 19.11.2026 10:00")) == "2026-11-19 15:00"


def test_a_followup_without_a_date_asks_for_one_by_a_form(kolb):
    reply = kolb.say("followup Kolb")
    assert not reply.ok
    assert "When shall I remind you?" in kolb.words(reply)
    assert "In one line: followup #1006 WHEN [TEXT]" in kolb.words(reply)


def test_a_followup_in_the_past_is_refused(kolb):
    before = kolb.rows()
    assert "already over" in kolb.words(kolb.say("followup Kolb yesterday"))
    assert kolb.rows() == before


def test_today_is_not_over(kolb):
    assert kolb.say("followup Kolb today").ok


def test_a_second_followup_stands_beside_the_first(kolb):
    kolb.say("followup #1006 friday")
    kolb.say("followup #1006 monday")
    assert len(all_of(kolb.say("show #1006"), "followup")) == 2


def test_today_lists_overdue_and_due_with_buttons_and_counts_tomorrow(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    both.say("followup Sabine Kolb 18.11. 10:30 early")
    both.say("followup Sabine Kolb today late")
    both.say("followup Sabine Kolb tomorrow next")
    both.with_user("ben").say("followup Sabine Kolb today not mine")
    later = Talk(both.store, both.now.replace(hour=12))
    reply = later.say("heute")
    assert [one.text for one in all_of(reply, "followup")] == ["early", "late"]
    assert reply.totals == {"overdue": 1, "today": 1, "tomorrow": 1}
    assert [action.command for action in reply.sections[0].rows[0].actions] == [
        "done #1007", "snooze #1007 tomorrow", "result #1007", "snooze #1007 ?", "show #1006",
    ]  # fmt: skip
    assert reply.records[0].person == "Sabine Kolb"
    assert reply.records[0].company == "Kolb Regalbau GmbH"


def test_nothing_due_says_so(talk):
    assert talk.words(talk.say("today")) == "Nothing is due today."


def test_a_list_is_worked_off_by_place(kolb):
    for text in ("alpha", "beta", "gamma"):
        kolb.say(f"followup #1006 today {text}")
    kolb.say("today")
    assert only(kolb.say("done 1"), "followup").text == "alpha"
    assert only(kolb.say("later 2 friday"), "followup").text == "beta"
    assert only(kolb.say("erledigt 3 nimmt es"), "followup").text == "gamma"
    assert kolb.say("today").records == ()


def test_done_keeps_the_outcome_and_offers_the_next_step(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    reply = kolb.say(f"done {number} takes it")
    assert only(reply, "followup").done is True
    assert "takes it" in kolb.words(reply)
    assert "followup #1006 in 1 week" in kolb.commands(reply)


def test_done_by_name_needs_exactly_one_open_followup(kolb):
    kolb.say("followup #1006 friday first")
    assert only(kolb.say("done Sabine Kolb fine"), "followup").text == "first"
    assert "no open follow-up" in kolb.words(kolb.say("done Sabine Kolb"))


def test_done_by_name_with_several_gives_a_choice(kolb):
    kolb.say("followup #1006 friday first")
    kolb.say("followup #1006 monday second")
    reply = kolb.say("done Sabine Kolb fine")
    assert reply.kind == "choice"
    assert len(reply.records) == 2
    assert only(kolb.say(kolb.commands(reply)[1]), "followup").text == "second"


def test_done_twice_says_when_it_was_done(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    kolb.say(f"done {number}")
    assert "done already" in kolb.words(kolb.say(f"done {number}"))


def test_snooze_without_a_date_is_until_tomorrow(kolb):
    number = only(kolb.say("followup #1006 today"), "followup").number
    assert due(kolb.say(f"snooze {number}")) == "2026-11-19 08:00"


def test_snooze_keeps_an_hour_of_its_own(kolb):
    number = only(kolb.say("followup #1006 today 14:30"), "followup").number
    assert due(kolb.say(f"später {number} freitag")) == "2026-11-20 13:30"


def test_snooze_into_the_past_is_refused(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    assert not kolb.say(f"snooze {number} yesterday").ok
    assert due(kolb.say(f"snooze {number} monday")) == "2026-11-23 08:00"


def test_snooze_until_no_date_is_refused(kolb):
    number = only(kolb.say("followup #1006 friday"), "followup").number
    assert "no date" in kolb.words(kolb.say(f"snooze {number} whenever"))


@pytest.mark.parametrize(
    ("words", "strange"),
    [
        ("due tag:vip this week", "“tag:vip” is no filter here"),
        ("due over 10k", "“10k” is no filter here"),
        ("fällig stage:offer", "“stage:offer” is no filter here"),
        ("due won", "“won” is no filter here"),
        ("due owner:nobody", "“owner:nobody” is no filter here"),
        ("appointments sort:amount", "“sort:amount” is no filter here"),
        ("due priority:1 priority:2", "“priority:1”"),
    ],
)
def test_a_filter_of_other_lists_is_refused_by_name(kolb: Talk, words: str, strange: str) -> None:
    reply = kolb.say(words)
    assert not reply.ok
    assert strange in kolb.words(reply)


def test_a_follow_up_without_words_is_called_the_same_everywhere(kolb):
    number = only(kolb.say("followup Kolb tomorrow"), "followup").number
    for asked in (f"why #{number}", "show #1006", f"result #{number}", f"snooze #{number} friday"):
        assert "Get in touch" in kolb.words(kolb.say(asked)), asked


def test_what_is_put_off_by_a_button_falls_on_a_working_day(kolb):
    kolb.now += timedelta(days=4)  # a Sunday
    planned = kolb.say("followup #1006 in 1 week")
    later = next(command for command in kolb.commands(planned) if "in 1 week" in command)
    assert due(planned) == "2026-11-29 08:00"
    assert due(kolb.say(later)) == "2026-11-30 08:00"


def test_whoever_names_a_free_day_means_it(kolb):
    assert due(kolb.say("followup #1006 in 3 days")) == "2026-11-21 08:00"
    assert due(kolb.say("followup #1006 in 3 days water the plants")) == "2026-11-21 08:00"
    assert due(kolb.say("followup #1006 saturday")) == "2026-11-21 08:00"


@pytest.mark.parametrize(
    ("series", "changed", "wanted", "words"),
    [
        ("every monday check stock", "every 3 weeks from now on", "2026-12-14 08:00", "every 3 weeks on Monday"),
        ("every monday and thursday check stock", "every 2 weeks", "2026-12-03 08:00", "Monday"),
        ("every monday check stock", "every 2 weeks on tuesday", "2026-11-24 08:00", "Tuesday"),
        ("every monday check stock", "every 3 weeks from 1 december", "2026-12-01 08:00", "Tuesday"),
    ],
)
def test_a_series_that_comes_less_often_keeps_its_weekday(kolb, series, changed, wanted, words):
    number = only(kolb.say(f"followup #1006 {series}"), "followup").number
    reply = kolb.say(f"followup {number} {changed}")
    assert (due(reply), words in kolb.words(reply)) == (wanted, True)


@pytest.mark.parametrize(
    ("verb", "words"),
    [
        ("snooze", "until friday 8:00"), ("snooze", "to friday 8:00"), ("reschedule", "on friday 8:00"),
        ("verschiebe", "auf Freitag 8 Uhr"), ("verlegen", "auf den Freitag 8 Uhr"), ("später", "bis Freitag 8 Uhr"),
    ],
)  # fmt: skip
def test_a_new_date_may_have_its_preposition(kolb: Talk, verb: str, words: str) -> None:
    number = only(kolb.say("followup Kolb tomorrow call"), "followup").number
    assert due(kolb.say(f"{verb} #{number} {words}")) == "2026-11-20 07:00"


@pytest.mark.parametrize("words", ["for 2 days", "um 2 Tage"])
def test_how_long_it_is_put_off_may_have_its_preposition(kolb: Talk, words: str) -> None:
    number = only(kolb.say("followup Kolb tomorrow call"), "followup").number
    plain = only(kolb.say("followup Kolb tomorrow call"), "followup").number
    bare = words.partition(" ")[2]
    assert due(kolb.say(f"snooze #{number} {words}")) == due(kolb.say(f"snooze #{plain} {bare}"))


def test_several_followups_are_told_apart_by_what_and_when(kolb: Talk) -> None:
    first = only(kolb.say("followup Kolb tomorrow"), "followup").number
    second = only(kolb.say("followup Kolb friday send the offer"), "followup").number
    words = kolb.words(kolb.say("done Kolb"))
    assert f"Get in touch, due Thu 19 Nov 2026 (#{first})" in words
    assert f"send the offer, due Fri 20 Nov 2026 (#{second})" in words


@pytest.mark.parametrize(
    "words",
    ["he likes it, follow up friday 10:00 send the offer", "gefällt ihm, Wiedervorlage Freitag 10 Uhr send the offer"],
)
def test_what_is_said_of_the_next_step_when_it_is_done_plans_it(kolb: Talk, words: str) -> None:
    number = only(kolb.say("followup Kolb tomorrow call"), "followup").number
    reply = kolb.say(f"done #{number} {words}")
    done, planned = all_of(reply, "followup")
    assert (done.number, done.done, planned.text, planned.done) == (number, True, "send the offer", False)
    assert planned.due is not None
    assert planned.due.astimezone(UTC).strftime("%Y-%m-%d %H:%M") == "2026-11-20 09:00"
    assert "Next step" in kolb.words(reply)
    assert not [command for command in kolb.commands(reply) if command.startswith("followup")]
    assert kolb.say("undo").ok
    assert [one.number for one in all_of(kolb.say("due"), "followup")] == [number]


def test_a_name_of_person_and_company_is_one_place_for_an_appointment_too(talk: Talk) -> None:
    number = only(talk.say("lead Jan Winter, Winter Logistik, 0151 23456789"), "deal").number
    planned = talk.say("appointment Winter thursday 14:00-15:00 in Munich: product demo")
    assert planned.ok
    assert f"#{number}" in talk.words(planned)
    assert only(planned, "appointment").name == "product demo"


@pytest.fixture
def stones(talk: Talk) -> Talk:
    """Sarah Stone has a deal; Tom Tiger's name begins like a preposition."""
    talk.say("lead Sarah Stone, Stone Ltd, sarah@stone.example")
    talk.say("lead Tom Tiger, Anders & Co KG, tom@tiger.example")
    return talk


_FRIDAY = [
    ("remind me friday at 10 to call sarah stone", "call sarah stone"),
    ("remind me to call sarah friday 10:00", "call sarah"),
    ("remind me to call Sarah friday 10:00 about the offer", "call Sarah about the offer"),
    ("remind me on friday 10:00 about sarah stone", ""),
    ("erinnere mich Freitag um 10 an Sarah Stone", ""),
    ("erinner mich an sarah stone am freitag um 10", ""),
    ("erinnere mich daran, Sarah Stone Freitag 10 Uhr anzurufen", "anzurufen"),
    ("wiedervorlage Freitag 10 Uhr Sarah Stone anrufen", "anrufen"),
    ("wiedervorlage für Sarah Stone Freitag 10 Uhr anrufen", "anrufen"),
    ("followup friday 10:00 sarah@stone.example send the offer", "send the offer"),
    ("followup friday 10:00 #1004 send the offer", "send the offer"),
]


@pytest.mark.parametrize(("words", "text"), _FRIDAY)
def test_day_or_deed_may_stand_before_the_name(stones: Talk, words: str, text: str) -> None:
    reply = stones.say(words)
    assert reply.ok, stones.words(reply)
    assert due(reply) == "2026-11-20 09:00"
    assert only(reply, "followup").text == text
    assert "Sarah Stone" in stones.words(reply)


@pytest.mark.parametrize(
    "words", ["followup friday call the tax office", "remind me tomorrow", "erinnere mich morgen ans Finanzamt"]
)
def test_a_followup_about_nobody_asks_whom_it_is_about(stones: Talk, words: str) -> None:
    before = stones.rows()
    reply = stones.say(words)
    assert not reply.ok
    assert "Whom or what is it about?" in stones.words(reply)
    assert stones.rows() == before


@pytest.mark.parametrize("words", ["remind me to call the bank tomorrow", "followup an das Amt schreiben morgen"])
def test_small_words_are_nobodys_name(stones: Talk, words: str) -> None:
    before = stones.rows()
    assert stones.say(words).kind in {"error", "choice"}
    assert stones.rows() == before


@pytest.mark.parametrize("day", ["30 feb", "feb 30", "31. Februar", "31 June", "32. Dezember", "30. Februar"])
def test_a_day_that_no_month_has_is_asked_back(kolb: Talk, day: str) -> None:
    reply = kolb.say(f"followup Kolb {day} call")
    assert not reply.ok
    assert "I find no date" in kolb.words(reply)


@pytest.mark.parametrize(
    ("day", "wanted"),
    [("christmas eve", "2026-12-24 08:00"), ("Christmas Day", "2026-12-25 08:00"), ("29 feb", "2028-02-29 08:00")],
)
def test_a_day_that_has_two_words_takes_both(kolb: Talk, day: str, wanted: str) -> None:
    reply = kolb.say(f"followup Kolb {day} greetings")
    assert (due(reply), only(reply, "followup").text) == (wanted, "greetings")


def test_one_day_is_said_as_one(kolb: Talk) -> None:
    assert "due on Thu 19 Nov 2026" in kolb.words(kolb.say("due tomorrow"))
    assert "closing on Fri 18 Dec 2026" in kolb.words(kolb.say("pipeline closing 18 December"))


@pytest.mark.parametrize(
    "words",
    [
        "remind 2 days before and 30 minutes before and at the time", "erinnere 2 Tage vorher und 30 Minuten vorher und pünktlich",
        "remind 2 days and 30 minutes before and at the time",
    ],
)  # fmt: skip
def test_each_lead_time_may_say_before(kolb: Talk, words: str) -> None:
    reply = kolb.say(f"followup Kolb friday 14:00 {words} contract")
    assert only(reply, "followup").text == "contract"
    assert "2 days, 30 minutes" in kolb.words(reply).replace(" and ", ", ")


def test_a_colleague_may_be_asked_politely(kolb: Talk) -> None:
    number = only(kolb.say("followup Kolb friday call"), "followup").number
    assert kolb.say(f"delegate #{number} ben please").ok


def test_what_a_reminder_in_a_note_is_for_stands_without_its_to(kolb: Talk) -> None:
    reply = kolb.say("note Kolb prefers mail. remind me next monday to send the brochure")
    assert only(reply, "followup").text == "send the brochure"


@pytest.mark.parametrize(
    "words",
    [
        "due all next week",
        "due from 23 Nov to 30 Nov all",
        "wiedervorlagen alle nächste Woche",
        "due everybody next week",
    ],
)
def test_those_of_everybody_are_listed_with_a_period_too(kolb: Talk, words: str) -> None:
    kolb.say("followup Kolb monday for ben: check")
    assert [one.owner for one in all_of(kolb.say(words), "followup")] == ["ben"]


@pytest.mark.parametrize(
    "words",
    ["wiedervorlage bei Sabine Kolb morgen anrufen", "notiz zu Sabine Kolb mag Eiche", "note on Sabine Kolb likes oak"],
)
def test_what_is_told_is_no_question_about_the_history(kolb: Talk, words: str) -> None:
    reply = kolb.say(words)
    assert reply.kind == "done", kolb.words(reply)
    assert "Sabine Kolb" in kolb.words(reply)


@pytest.mark.parametrize("words", ["notes on Sabine Kolb", "anrufe bei Sabine Kolb diese Woche"])
def test_what_is_asked_of_the_history_is_no_entry(kolb: Talk, words: str) -> None:
    before = kolb.rows()
    kolb.say(words)
    assert kolb.rows() == before
