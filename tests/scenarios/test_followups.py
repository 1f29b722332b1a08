"""Follow-ups (rows F1–F4, F8–F10, F14, F20–F23, P18)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select

from crmbot import codec
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import Due, tick
from crmbot.domain.deals.views import followup_view
from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.members.members import add_member, leave, require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Followup, FollowupMember, OutboxItem, Person, TouchRhythm
from crmbot.domain.search.lookup import by_number
from crmbot.shapes import Reader, Record
from crmbot.texts import render
from tests.assistant.talk import Talk, all_of, only
from tests.conftest import BERLIN
from tests.intake.office import Office
from tests.mails import outlook_forward, raw

DEAL = "#1006"


def made(talk: Talk, words: str) -> Record:
    """The follow-up that a request makes."""
    return all_of(talk.say(f"followup {words}"), "followup")[0]


def due(record: Record | None) -> str:
    assert record is not None
    assert record.due is not None
    return record.due.astimezone(BERLIN).strftime("%Y-%m-%d %H:%M")


def shown(talk: Talk, number: int) -> Record:
    """A follow-up as it stands now."""
    with talk.store.read() as session:
        row = session.get(Followup, number)
        assert row is not None
        return followup_view(row)


def told(talk: Talk, recipient: str) -> list[str]:
    """The titles of what waits for somebody."""
    with talk.store.read() as session:
        items = session.scalars(select(OutboxItem).where(OutboxItem.recipient == recipient).order_by(OutboxItem.id))
        return [render(codec.load(item.content).title, Reader("en")) for item in items]


def ticked(talk: Talk, at: str) -> list[Due]:
    now = datetime.fromisoformat(at).replace(tzinfo=BERLIN)
    talk.now = max(talk.now, now)
    return tick(talk.store, DeliverySettings(), builtin_process(), now)


def reminded(dues: Sequence[Due]) -> list[str]:
    return [render(one.content.title, Reader("en")) for one in dues if one.kind == "reminder"]


def test_f1_a_follow_up_is_the_same_by_mail_and_by_command(office: Office) -> None:
    forward = outlook_forward(note="#followup every monday 10:00 call back")
    office.send(raw(forward, office.personal("anna")))
    (by_mail,) = [one for one in office.all(Followup) if one.origin is None]
    talk = Talk(office.store, datetime(2026, 11, 18, 13, 0, tzinfo=BERLIN))
    by_command = made(talk, f"#{by_mail.record_number} every monday 10:00 call back")
    assert (by_mail.due_at, by_mail.text, by_mail.owner) == (by_command.due, by_command.text, by_command.owner)
    listed = all_of(talk.say(f"show #{by_mail.record_number}"), "followup")
    assert {one.number for one in listed} == {by_mail.number, by_command.number}


def test_f3_a_day_without_an_hour_has_ones_own_and_follows_it(kolb: Talk) -> None:
    kolb.say("settings default time 7:30")
    day, hour = made(kolb, f"{DEAL} friday"), made(kolb, f"{DEAL} friday 14:00")
    assert (due(day), due(hour)) == ("2026-11-20 07:30", "2026-11-20 14:00")
    reply = kolb.say("einstellung Standardzeit 11 Uhr")
    assert "1 follow-up without an hour moved" in kolb.words(reply)
    assert (due(shown(kolb, day.number)), due(shown(kolb, hour.number))) == ("2026-11-20 11:00", "2026-11-20 14:00")
    kolb.say("undo")
    assert due(shown(kolb, day.number)) == "2026-11-20 07:30"


def test_f3_a_move_to_another_zone_keeps_the_day_and_the_moment(kolb: Talk) -> None:
    day, hour = made(kolb, f"{DEAL} friday"), made(kolb, f"{DEAL} friday 14:00")
    kolb.say("settings zone America/New_York")
    assert (due(shown(kolb, day.number)), due(shown(kolb, hour.number))) == ("2026-11-20 15:00", "2026-11-20 14:00")


def test_f4_a_series_goes_on_when_done_without_drift(kolb: Talk) -> None:
    reply = kolb.say(f"followup {DEAL} every first monday of the month at 10:00 check stock")
    assert "every first Monday of the month at 10:00, next on Mon 7 Dec 2026, 10:00" in kolb.words(reply)
    number, seen = all_of(reply, "followup")[0].number, []
    for _ in range(13):
        seen.append(due(shown(kolb, number)))
        kolb.now = datetime.fromisoformat(seen[-1]).replace(tzinfo=BERLIN) + timedelta(days=1)
        number = all_of(kolb.say(f"done {number}"), "followup")[1].number
    assert seen[:5] == [
        "2026-12-07 10:00",
        "2027-01-04 10:00",
        "2027-02-01 10:00",
        "2027-03-01 10:00",
        "2027-04-05 10:00",
    ]
    assert seen[-1] == "2027-12-06 10:00"


def test_f4_the_thirty_first_is_the_last_day_of_each_month(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} monatlich am 31. Rechnung").number
    seen = []
    for _ in range(4):
        seen.append(due(shown(kolb, number))[:10])
        kolb.now = datetime.fromisoformat(f"{seen[-1]}T12:00").replace(tzinfo=BERLIN)
        number = all_of(kolb.say(f"done {number}"), "followup")[1].number
    assert seen == ["2026-11-30", "2026-12-31", "2027-01-31", "2027-02-28"]


def test_f4_this_one_or_all_to_come(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} every monday 10:00 call").number
    assert "Only this one" in kolb.words(kolb.say(f"snooze {number} wednesday"))
    following = all_of(kolb.say(f"done {number}"), "followup")[1]
    assert due(following) == "2026-11-30 10:00"
    changed = only(kolb.say(f"followup {following.number} every 3 weeks from now on"), "followup")
    assert changed.number == following.number
    assert due(changed) == "2026-12-14 10:00"
    kolb.say(f"delete followup {following.number} series")
    assert all_of(kolb.say(f"show {DEAL}"), "followup") == []
    kolb.say("undo")
    assert [one.number for one in all_of(kolb.say(f"show {DEAL}"), "followup")] == [following.number]


@pytest.mark.parametrize(
    ("first", "then", "expected"),
    [
        ("monatlich am 15.", "every 2 months", "2027-01-15"), ("monatlich am 31.", "alle 3 Monate", "2027-02-28"),
        ("every first monday of the month", "every 2 months", "2027-01-04"), ("yearly on 3 march", "every 2 years", "2028-03-03"),
        ("monatlich am 15.", "every 2 months on the 5th", "2026-12-05"), ("monatlich am 15.", "every 2 weeks", "2026-12-02"),
    ],
)  # fmt: skip
def test_f4_told_another_rhythm_a_series_keeps_its_days(kolb: Talk, first: str, then: str, expected: str) -> None:
    number = made(kolb, f"{DEAL} {first} call").number
    assert due(only(kolb.say(f"followup {number} {then}"), "followup"))[:10] == expected


def test_f4_deleting_one_of_a_series_leaves_the_next(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} every monday 10:00 call").number
    assert "the series goes on" in kolb.words(kolb.say(f"delete followup {number}"))
    (left,) = all_of(kolb.say(f"show {DEAL}"), "followup")
    assert due(left) == "2026-11-30 10:00"


def test_f4_the_next_one_may_come_whether_done_or_not(kolb: Talk) -> None:
    made(kolb, f"{DEAL} every day at 9 regardless ping")
    for day in (19, 20):
        ticked(kolb, f"2026-11-{day}T09:00")
        ticked(kolb, f"2026-11-{day}T09:01")
    assert len(all_of(kolb.say(f"show {DEAL}"), "followup")) == 3


def test_f4_a_series_ends_with_its_count_and_undo_of_done_takes_the_next_away(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} every day at 9 2 times ping").number
    before = kolb.rows()["followups"]
    second = all_of(kolb.say(f"done {number}"), "followup")[1].number
    kolb.say("undo")
    assert kolb.rows()["followups"] == before
    assert shown(kolb, number).done is False
    second = all_of(kolb.say(f"done {number}"), "followup")[1].number
    assert len(all_of(kolb.say(f"done {second}"), "followup")) == 1


def test_who_has_a_part_already_is_not_told_again_when_others_join(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        for key in ("dora", "emil"):
            add_member(work, key, f"{key.title()} Beispiel", [f"{key}@firma.example"])
    number = made(kolb, f"{DEAL} friday with ben cc dora: prepare").number
    first = {key: told(kolb, key) for key in ("ben", "dora", "emil")}
    kolb.now += timedelta(minutes=5)
    assert kolb.say(f"followup {number} with emil").ok
    assert [told(kolb, key) == first[key] for key in ("ben", "dora", "emil")] == [True, True, False]


def test_f23_reminders_come_at_the_lead_times_and_none_after_done(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday 14:00 remind 1 day and 1 hour before: call").number
    made(kolb, f"{DEAL} Freitag 14:00 erinnere 2 Stunden vorher: Angebot")
    seen = [
        reminded(ticked(kolb, f"2026-11-{at}")) for at in ("19T13:59", "19T14:00", "20T12:00", "20T13:00", "20T14:00")
    ]
    assert seen == [[], ["In 1 day: call"], ["In 2 hours: Angebot"], ["In 1 hour: call"], []]
    kolb.say(f"followup {number} remind 30 min before")
    kolb.now = datetime(2026, 11, 20, 13, 10, tzinfo=BERLIN)
    kolb.say(f"done {number}")
    assert reminded(ticked(kolb, "2026-11-20T13:45")) == []


def test_f23_what_is_put_off_is_reminded_at_its_hour(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday 14:00 remind 1 hour before: call").number
    ticked(kolb, "2026-11-20T13:00")
    kolb.now = datetime(2026, 11, 20, 13, 30, tzinfo=BERLIN)
    kolb.say(f"snooze {number} 20 min")
    assert reminded(ticked(kolb, "2026-11-20T13:55")) == ["Due now: call"]


def test_f8_each_button_of_a_reminder_does_its_work(kolb: Talk) -> None:
    made(kolb, f"{DEAL} friday 14:00 call")
    (one,) = [due for due in ticked(kolb, "2026-11-20T14:00") if due.kind == "reminder"]
    actions = {render(action.label, Reader("en")): action for action in one.content.sections[0].rows[0].actions}
    assert {"Done", "Log result …", "Snooze …", "Reschedule …", "Delegate …", "Show", "Why do I get this?"} <= set(
        actions
    )
    for label, action in actions.items():
        reply = kolb.say(action.command)
        assert reply.form is not None if action.dialog else reply.ok, label
        if reply.ok and label not in ("Show", "Why do I get this?"):
            kolb.say("undo")


def test_f8_a_result_closes_it_and_plans_the_next_step(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday call").number
    form = kolb.say(f"result {number}").form
    assert form is not None
    reply = kolb.say(form.command, outcome="wants an offer", next="monday 10:00", next_text="send it")
    closed, planned = all_of(reply, "followup")
    assert (closed.done, planned.text, due(planned)) == (True, "send it", "2026-11-23 10:00")
    assert "wants an offer" in kolb.words(reply)


def test_f9_and_p18_tomorrow_on_a_friday_is_monday_morning(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday call").number
    kolb.now = datetime(2026, 11, 20, 15, 0, tzinfo=BERLIN)
    assert due(only(kolb.say(f"snooze {number} tomorrow"), "followup")) == "2026-11-23 09:00"
    assert due(only(kolb.say(f"snooze {number} 1h"), "followup")) == "2026-11-20 16:02"
    kolb.say("settings hours 9-15")
    assert due(only(kolb.say(f"snooze {number} 20 min"), "followup")) == "2026-11-23 09:00"


def test_f10_a_free_date_the_count_and_the_original(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday call").number
    kolb.say(f"snooze {number} monday")
    reply = kolb.say(f"snooze {number} 17 Mar 14:30")
    assert due(only(reply, "followup")) == "2027-03-17 14:30"
    assert "snoozed 2x" in kolb.words(kolb.say(f"show {DEAL}"))
    form = kolb.say(f"snooze {number} ?").form
    assert form is not None
    assert due(only(kolb.say(form.command, when="3 h"), "followup"))[:10] == "2026-11-18"
    wrong = kolb.say(form.command, when="whenever")
    assert list(wrong.errors) == ["when"]


def test_why_says_who_made_it_by_what_and_why_to_me(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} every monday call").number
    words = kolb.words(kolb.say(f"why {number}"))
    for said in ("Anna Adler", "on the command line", "every Monday", "due Mon 23 Nov 2026", "it is yours"):
        assert said in words
    reply = kolb.say("call Sabine Kolb wants a price, follow up friday")
    noted = kolb.words(kolb.say(f"warum {only(reply, 'followup').number}"))
    assert "Call of" in noted
    assert "wants a price" in noted


def test_f14_both_are_told_and_the_giver_confirms_or_returns_once(kolb: Talk) -> None:
    ben, number = kolb.with_user("ben"), made(kolb, f"{DEAL} friday offer").number
    kolb.say(f"delegate {number} to ben: you know them")
    assert shown(kolb, number).owner == "ben"
    assert told(kolb, "ben") == ["Anna Adler hands you: offer"]
    ben.say(f"done {number} sent")
    assert told(kolb, "anna") == ["Ben Bauer has done: offer"]
    assert "To confirm" in kolb.words(kolb.say("today"))
    kolb.say(f"return {number} the price is missing")
    assert shown(kolb, number).done is False
    assert told(kolb, "ben")[-1] == "Anna Adler returns to you: offer"
    ben.now = kolb.now
    ben.say(f"done {number}")
    assert told(kolb, "anna") == ["Ben Bauer has done: offer"] * 2
    assert kolb.say(f"confirm {number}").ok
    assert not kolb.say(f"confirm {number}").ok
    assert told(kolb, "ben")[-1] == "Anna Adler agrees: offer"


def test_f14_who_was_handed_it_may_refuse(kolb: Talk) -> None:
    ben, number = kolb.with_user("ben"), made(kolb, f"{DEAL} friday offer").number
    kolb.say(f"delegieren {number} an ben")
    assert ben.say(f"return {number} no time").ok
    assert shown(kolb, number).owner == "anna"
    assert told(kolb, "anna") == ["Ben Bauer hands back: offer"]
    kolb.say(f"done {number}")
    assert told(kolb, "anna") == ["Ben Bauer hands back: offer"]


def test_f14_its_day_stays_when_it_goes_to_another_zone_and_back(kolb: Talk) -> None:
    ben, number = kolb.with_user("ben"), made(kolb, f"{DEAL} friday offer").number
    timed = made(kolb, f"{DEAL} friday 10:00 call").number
    ben.say("settings zone Pacific/Auckland")
    for one in (number, timed):
        kolb.say(f"delegate {one} to ben")
    assert due(shown(kolb, number)) == "2026-11-19 21:00"  # Friday, nine o'clock
    assert due(shown(kolb, timed)) == "2026-11-20 10:00"
    assert ben.say(f"return {number}").ok
    assert due(shown(kolb, number)) == "2026-11-20 09:00"
    assert kolb.say(f"assign {DEAL} to ben").ok
    assert due(shown(kolb, number)) == "2026-11-19 21:00"


def test_f14_who_is_handed_it_has_not_acknowledged_it(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday 10:00 offer").number
    with kolb.store.write(kolb.now) as work:
        work.session.get_one(Followup, number).acknowledged_at = kolb.now
    kolb.say(f"delegate {number} to ben")
    with kolb.store.read() as session:
        assert session.get_one(Followup, number).acknowledged_at is None


def test_f14_only_the_giver_confirms(kolb: Talk) -> None:
    ben, number = kolb.with_user("ben"), made(kolb, f"{DEAL} friday offer").number
    kolb.say(f"delegate {number} to ben")
    ben.say(f"done {number}")
    assert not ben.say(f"confirm {number}").ok
    assert not kolb.with_user("clara").say(f"return {number}").ok


def test_f20_each_contact_moves_the_rhythm(kolb: Talk) -> None:
    kolb.say("note Sabine Kolb knows us")  # no contact
    first = only(kolb.say("touch Sabine Kolb every 2 weeks"), "followup")
    assert due(first)[:10] == "2026-12-02"
    with kolb.store.write(kolb.now, channel="intake", action="file") as work:
        place = place_of(by_number(work.session, first_person(kolb)))  # type: ignore[arg-type]
        mail = log_activity(
            work, place, kind="mail", medium="mail", text="hello", direction="in", at=kolb.now + timedelta(days=9)
        )
        assert mail.number
        change_set = work.change_set()
    assert due(shown(kolb, first.number))[:10] == "2026-12-11"  # day 9 and 14 days: day 23
    kolb.say(f"undo {change_set}")
    assert due(shown(kolb, first.number))[:10] == "2026-12-02"
    kolb.now += timedelta(days=14)
    after = all_of(kolb.say(f"done {first.number}"), "followup")[1]
    assert due(after)[:10] == "2026-12-16"
    kolb.say("kontakt halten Sabine Kolb aus")
    assert all_of(kolb.say("show Sabine Kolb"), "followup") == []


def test_f20_who_was_in_a_talk_with_others_was_talked_to(kolb: Talk) -> None:
    kolb.say("person Karl Weber, Weber Bau GmbH")
    with kolb.store.write(kolb.now) as work:
        karl = work.session.scalars(select(Person).where(Person.name == "Karl Weber")).one()
        place = place_of(by_number(work.session, first_person(kolb)))  # type: ignore[arg-type]
        log_activity(work, place, kind="meeting", medium="meeting", text="both", direction="out", people=[karl])
    kolb.now += timedelta(days=5)
    assert due(only(kolb.say("touch Karl Weber every 2 weeks"), "followup"))[:10] == "2026-12-02"


def first_person(talk: Talk) -> int:
    return only(talk.say("show #1004"), "person").number


def test_f21_three_responsible_people_and_one_who_is_kept_informed(kolb: Talk) -> None:
    with kolb.store.write(kolb.now) as work:
        add_member(work, "dora", "Dora Diehl", ["dora@firma.example"])
    number = made(kolb, f"{DEAL} friday with ben and clara, cc dora: prepare the visit").number
    assert shown(kolb, number).text == "prepare the visit"
    assert told(kolb, "dora") == ["Anna Adler keeps you informed: prepare the visit"]
    for member in ("ben", "clara"):
        assert kolb.with_user(member).say(f"done {number}").ok
        assert shown(kolb, number).done is False
    assert len(told(kolb, "dora")) == 1
    kolb.say(f"done {number}")
    assert shown(kolb, number).done is True
    assert told(kolb, "dora")[1:] == ["All done: prepare the visit"]


def test_f21_a_part_for_somebody_holds_the_whole_open(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday prepare the visit").number
    part = all_of(kolb.say(f"part {number} for ben: print the plans"), "followup")[0]
    assert told(kolb, "ben") == ["Anna Adler has a task for you and others: print the plans"]
    assert "1 part is still open" in kolb.words(kolb.say(f"done {number}"))
    kolb.with_user("ben").say(f"done {part.number}")
    assert shown(kolb, number).done is True


def test_done_for_all_closes_every_part(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday prepare the visit").number
    part = all_of(kolb.say(f"teilaufgabe {number} für ben: Pläne drucken"), "followup")[0]
    kolb.say(f"done {number} all")
    assert (shown(kolb, number).done, shown(kolb, part.number).done) == (True, True)


def test_f21_names_in_the_text_are_no_partners(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday with ben about the offer").number
    with kolb.store.read() as session:
        assert session.scalars(select(FollowupMember)).all() == []
    assert shown(kolb, number).text == "with ben about the offer"


def test_f22_a_stage_plans_and_takes_back_what_nobody_has_touched(kolb: Talk) -> None:
    kolb.say(f"stage {DEAL} propose")
    planned = all_of(kolb.say(f"show {DEAL}"), "followup")
    assert [due(one)[:10] for one in planned] == ["2026-11-25"]
    kolb.say(f"stage {DEAL} qualify")
    assert all_of(kolb.say(f"show {DEAL}"), "followup") == []
    kolb.say(f"stage {DEAL} propose")
    planned = all_of(kolb.say(f"show {DEAL}"), "followup")
    kolb.say(f"reschedule {planned[0].number} friday 14:00")
    kolb.say(f"stage {DEAL} qualify")
    assert [one.number for one in all_of(kolb.say(f"show {DEAL}"), "followup")] == [planned[0].number]


@pytest.mark.parametrize("change", ["remind 1 hour before", "with ben"])
def test_f22_what_somebody_shares_or_wants_to_be_reminded_of_is_touched(kolb: Talk, change: str) -> None:
    kolb.say(f"stage {DEAL} propose")
    (planned,) = all_of(kolb.say(f"show {DEAL}"), "followup")
    assert kolb.say(f"followup {planned.number} {change}").ok
    kolb.say(f"stage {DEAL} qualify")
    assert [one.number for one in all_of(kolb.say(f"show {DEAL}"), "followup")] == [planned.number]


def test_whoever_leaves_hands_over_his_shares(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday with ben: visit").number
    kolb.with_user("ben").say("touch Sabine Kolb every 2 weeks")
    given = made(kolb, f"{DEAL} monday offer").number
    kolb.say(f"delegate {given} to ben")
    with kolb.store.write(kolb.now) as work:
        leave(work, require_member(work.session, "ben"), require_member(work.session, "clara"))
    with kolb.store.read() as session:
        members = session.scalars(select(FollowupMember.member).where(FollowupMember.followup_number == number)).all()
        assert sorted(members) == ["anna", "clara"]
        assert session.scalars(select(TouchRhythm.owner)).all() == ["clara"]
    assert shown(kolb, given).owner == "clara"


def test_merging_two_people_keeps_one_rhythm_and_undo_both(kolb: Talk) -> None:
    kolb.say("lead Sabine Kolbe, Kolb Regalbau GmbH")
    other = all_of(kolb.say("find Sabine Kolbe"), "person")[0].number
    kolb.say("touch #1004 every 2 weeks")
    kolb.say(f"touch #{other} every 4 weeks")
    before = kolb.rows()
    assert kolb.say(f"merge #{other} into #1004").ok
    with kolb.store.read() as session:
        assert len(session.scalars(select(TouchRhythm)).all()) == 1
        assert len(session.scalars(select(Followup).where(Followup.origin == "touch")).all()) == 1
    kolb.say("undo")
    after = kolb.rows()
    assert {name: after[name] for name in ("followups", "touch_rhythms")} == {
        name: before[name] for name in ("followups", "touch_rhythms")
    }


def test_a_note_may_announce_a_series(kolb: Talk) -> None:
    reply = kolb.say("note Sabine Kolb likes it. Follow up every monday at 9 check stock")
    planned = only(reply, "followup")
    assert (due(planned), planned.text, only(reply, "activity").text) == (
        "2026-11-23 09:00",
        "check stock",
        "likes it.",
    )
    assert len(all_of(kolb.say(f"done {planned.number}"), "followup")) == 2


def test_natural_ways_to_ask_are_understood(kolb: Talk) -> None:
    assert due(all_of(kolb.say("remind me of Sabine Kolb friday 10:00"), "followup")[0]) == "2026-11-20 10:00"
    number = all_of(kolb.say("erinnere mich an Sabine Kolb jeden Freitag 10 Uhr"), "followup")[0].number
    assert "it is yours" in kolb.words(kolb.say(f"warum bekomme ich {number}?"))
    assert kolb.say("kontakt halten mit Sabine Kolb alle 14 Tage").ok


def test_german_words_do_the_same(kolb: Talk) -> None:
    german = Talk(kolb.store, kolb.now, language="de")
    reply = german.say(f"wiedervorlage {DEAL} alle 2 Wochen dienstags 14 Uhr Lager prüfen")
    assert due(all_of(reply, "followup")[0]) == "2026-11-24 14:00"
    number = all_of(reply, "followup")[0].number
    assert due(only(german.say(f"später {number} nächste Woche"), "followup")) == "2026-11-23 14:00"
    assert german.say(f"delegiere {number} an ben").ok


def test_still_open_knows_a_follow_up_by_its_place_and_ones_own_part_of_anothers(kolb: Talk) -> None:
    number = made(kolb, f"{DEAL} friday prepare the visit").number
    kolb.say(f"done {number}")
    assert kolb.say(f"still open follow-up #{number}.").ok
    assert shown(kolb, number).done is False
    ben = kolb.with_user("ben")
    assert "There is no follow-up nothing" in kolb.words(ben.say("still open nothing"))
    assert "Give its number" in kolb.words(ben.say("still open"))
