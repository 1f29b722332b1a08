"""The right hour, once, as members see it (rows F5, F6, F13, F24, F28)."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial

import pytest

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.channels.terminal import render_text
from crmbot.delivery.preview import preview
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import require_member
from crmbot.domain.process import builtin_process
from crmbot.domain.records import OutboxItem
from crmbot.shapes import Reader
from tests.assistant.talk import Talk, all_of, only

SETTINGS = DeliverySettings(language="en")


@pytest.fixture
def boss(both: Talk) -> Talk:
    """Anna leads Ben and Clara."""
    with both.store.write(both.now) as work:
        for key in ("ben", "clara"):
            require_member(work.session, key).manager = "anna"
    both.assistant = Assistant(
        both.store, builtin_process, AssistantSettings(language="en", digest_of=partial(preview, SETTINGS))
    )
    return both


def morning(talk: Talk, days: int) -> datetime:
    return talk.now.replace(hour=8, minute=30, second=0, microsecond=0) + timedelta(days=days)


def digest_of(talk: Talk, key: str, at: datetime) -> str:
    found = [due for due in tick(talk.store, SETTINGS, builtin_process(), at, dry_run=True) if due.recipient == key]
    return render_text(found[0].content, Reader("en", "Europe/Berlin", "EUR"), width=400) if found else ""


def plan(talk: Talk, when: str, text: str) -> int:
    lead = only(talk.say(f"lead {text.title()} Kolb, 20k"), "deal")
    return all_of(talk.say(f"followup #{lead.number} {when} {text}"), "followup")[0].number


def test_f13_after_two_days_the_manager_is_told_and_no_more_once_it_is_acknowledged(boss: Talk) -> None:
    ben = boss.with_user("ben")
    number = plan(ben, "tomorrow", "call back")
    assert "call back" not in digest_of(boss, "anna", morning(boss, 2))
    assert "call back" in digest_of(boss, "anna", morning(boss, 5))
    assert f"ok #{number}" in str(tick(boss.store, SETTINGS, builtin_process(), morning(boss, 5), dry_run=True))
    ben.now = morning(boss, 5)
    assert ben.say(f"ok #{number}").ok
    assert "In your team: overdue" not in digest_of(boss, "anna", morning(boss, 6))
    ben.now = morning(boss, 6)
    ben.say(f"snooze #{number} tomorrow")
    assert "In your team: overdue" in digest_of(boss, "anna", morning(boss, 12))


def test_f6_the_numbers_of_the_team_equal_the_three_lists(boss: Talk) -> None:
    ben, clara = boss.with_user("ben"), boss.with_user("clara")
    done = plan(ben, "tomorrow", "first")
    for talk, when, text in (
        (ben, "tomorrow", "second"),
        (ben, "in 3 weeks", "third"),
        (clara, "in 3 weeks", "fourth"),
    ):
        plan(talk, when, text)
    ben.say(f"done #{done}")
    boss.now = morning(boss, 5)
    dues = tick(boss.store, SETTINGS, builtin_process(), boss.now)  # plans a next step for the first one
    members = {one["member"]: one for one in boss.say("team").totals["members"]}
    for key in ("ben", "clara"):
        for which in ("done", "open", "overdue"):
            assert members[key][which] == boss.say(f"team {key} {which}").totals["count"], (key, which)
    assert members["ben"] == {"member": "ben", "done": 1, "open": 3, "overdue": 1}
    found = next(render_text(due.content, boss.reader, width=400) for due in dues if due.recipient == "anna")
    assert "Ben Bauer: 1 done in 7 days, 3 open, 1 overdue" in found
    assert "Clara Cordes: 0 done in 7 days, 1 open, 0 overdue" in found


def test_f24_what_is_overdue_is_grouped_by_person(boss: Talk) -> None:
    for talk, text in ((boss, "one"), (boss, "two"), (boss.with_user("ben"), "three")):
        plan(talk, "tomorrow", text)
    boss.now = morning(boss, 5)
    report = boss.say("report overdue")
    assert report.totals["count"] == 3
    assert report.totals["owners"] == [{"owner": "anna", "count": 2}, {"owner": "ben", "count": 1}]


def test_f28_the_preview_is_the_digest_that_comes(boss: Talk) -> None:
    plan(boss, "tomorrow", "ring her")
    shown = boss.say("digest tomorrow")
    assert "ring her" in boss.words(shown)
    (due,) = [one for one in tick(boss.store, SETTINGS, builtin_process(), morning(boss, 1)) if one.recipient == "anna"]
    assert due.content.sections == shown.sections
    assert boss.words(boss.with_user("ben").say("vorschau")) != ""


def test_f28_a_test_message_comes_and_is_no_digest(boss: Talk) -> None:
    assert boss.say("digest").ok
    with boss.store.read() as session:
        (item,) = session.query(OutboxItem).all()
    assert (item.kind, item.recipient, item.state) == ("test", "anna", "waiting")


def test_a_digest_is_switched_off_and_on_by_either_command(talk: Talk) -> None:
    talk.say("settings digest 07:15")
    for off, on in (("settings digest off", "notify digest direct"), ("notify digest off", "settings digest 07:15")):
        assert talk.say(off).ok
        assert talk.say("notify").totals["digest"] == "off"
        assert talk.say(on).ok
        assert talk.say("notify").totals["digest"] == "digest"


def test_no_holidays_stay_none_when_the_form_is_saved(talk: Talk) -> None:
    talk.say("settings holidays none")
    form = talk.say("settings ?").form
    assert form is not None
    kept = {field.key: field.initial for field in form.fields if field.initial}
    assert kept["holidays"] == "none"
