"""Nothing stays unattended (rows S1.4, S3.2, S3.9, D4, F24, N10)."""

from __future__ import annotations

from datetime import datetime, timedelta

from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import member_by_key
from crmbot.domain.process import builtin_process
from crmbot.shapes import Reader
from tests.assistant.talk import Talk, all_of, only

MONDAY = timedelta(days=5)  # from the Wednesday on which these stories begin


def _digest_of(talk: Talk, key: str, at: datetime) -> str | None:
    from crmbot.channels.terminal import render_text

    dues = tick(talk.store, DeliverySettings(language="en"), builtin_process(), at, dry_run=True)
    found = [due for due in dues if due.recipient == key and due.kind == "digest"]
    return render_text(found[0].content, Reader("en", "Europe/Berlin", "EUR"), width=400) if found else None


def _led_by(talk: Talk, key: str, manager: str) -> None:
    with talk.store.write(talk.now) as work:
        member = member_by_key(work.session, key)
        assert member is not None
        member.manager = manager


def _bare(talk: Talk, number: int) -> None:
    """Whatever the process planned by itself is done."""
    for followup in all_of(talk.say(f"show #{number}"), "followup"):
        talk.say(f"done #{followup.number}")


def test_s3_9_leads_orders_and_complaints_without_a_next_step_are_counted_and_named(both: Talk) -> None:
    lead = only(both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k"), "deal")
    order = only(both.say("lead Tom Tiger, 5k"), "deal")
    both.say(f"won #{order.number}")
    _bare(both, order.number)
    complaint = only(both.say("complaint Tom Tiger wrong colour"), "activity")
    found = both.say("unattended")
    assert {record.number for record in found.records} >= {order.number, complaint.number}
    both.say(f"followup #{lead.number} friday call")
    assert lead.number not in {record.number for record in both.say("unattended").records}
    both.say(f"followup #{order.number} friday delivery")
    both.say(f"resolve #{complaint.number}")
    assert both.say("unattended").totals["count"] == 0


def test_s3_9_what_belongs_to_somebody_who_left_is_unattended_whatever_is_planned(both: Talk) -> None:
    lead = only(both.with_user("ben").say("lead Sabine Kolb, 20k"), "deal")
    both.with_user("ben").say(f"followup #{lead.number} friday call")
    assert lead.number not in {r.number for r in both.say("unattended").records}
    with both.store.write(both.now) as work:
        ben = member_by_key(work.session, "ben")
        assert ben is not None
        ben.active = False
    assert lead.number in {r.number for r in both.say("unattended").records}


def test_n10_the_owner_and_then_the_manager_see_what_lies_with_its_age(both: Talk) -> None:
    _led_by(both, "ben", "anna")
    lead = only(both.with_user("ben").say("lead Sabine Kolb, 20k"), "deal")
    both.with_user("ben").say(f"stage #{lead.number} develop")
    _bare(both.with_user("ben"), lead.number)
    morning = both.now.replace(hour=9, minute=0)
    assert "untouched" not in (_digest_of(both, "ben", morning + timedelta(days=1)) or "")
    assert "untouched for 5 days" in (_digest_of(both, "ben", morning + MONDAY) or "")
    managers = _digest_of(both, "anna", morning + MONDAY) or ""
    assert "In your team: without a next step" in managers
    assert "Ben Bauer, untouched for 5 days" in managers


def test_f24_the_manager_sees_what_is_overdue_in_the_team_by_person(both: Talk) -> None:
    _led_by(both, "ben", "anna")
    lead = only(both.with_user("ben").say("lead Sabine Kolb, 20k"), "deal")
    both.with_user("ben").say(f"followup #{lead.number} tomorrow call her back")
    morning = both.now.replace(hour=9, minute=0)
    managers = _digest_of(both, "anna", morning + MONDAY)
    assert managers is not None
    assert "In your team: overdue" in managers
    assert "call her back" in managers


def test_s3_2_no_lead_is_ever_without_an_owner(both: Talk) -> None:
    lead = only(both.say("lead Sabine Kolb, 20k"), "deal")
    assert lead.owner == "anna"


def test_unattended_of_one_member_is_asked_for_by_name(both: Talk) -> None:
    both.with_user("ben").say("lead Sabine Kolb, 20k")
    mine, bens = both.say("unbearbeitet meine"), both.say("unattended ben")
    assert (mine.totals["deals"], bens.totals["deals"]) == (0, 1)


def test_s1_4_a_new_enquiry_without_a_next_step_gets_one_that_arrives_in_the_digest(both: Talk) -> None:
    lead = only(both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k"), "deal")
    morning = both.now.replace(hour=9, minute=0) + timedelta(days=1)
    assert "Get in touch" in (_digest_of(both, "anna", morning) or "")
    assert not all_of(both.say(f"show #{lead.number}"), "followup")  # a dry run plans nothing
    dues = tick(both.store, DeliverySettings(language="en"), builtin_process(), morning)
    assert [(due.kind, due.recipient, due.items) for due in dues] == [("digest", "anna", 1)]
    both.now = morning
    planned = only(both.say(f"show #{lead.number}"), "followup")
    assert planned.text == "Get in touch"
    assert both.say("unattended").totals["count"] == 0


def test_an_enquiry_with_a_next_step_gets_no_second_one(both: Talk) -> None:
    lead = only(both.say("lead Sabine Kolb, 20k"), "deal")
    both.say(f"followup #{lead.number} in 2 weeks call")
    morning = both.now.replace(hour=9, minute=0) + timedelta(days=1)
    assert tick(both.store, DeliverySettings(language="en"), builtin_process(), morning) == []
