"""Announcements by rules, grouped, in one thread per deal (rows F7, G13–G16, P20, P21)."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from crmbot import codec
from crmbot.channels.terminal import render_text
from crmbot.delivery.outbox import OutboxWorker, outbox_items
from crmbot.delivery.settings import DeliverySettings
from crmbot.delivery.tick import tick
from crmbot.domain.announcing.announcing import announce
from crmbot.domain.announcing.notifying import CATEGORIES, CHOOSABLE, WAYS, heed_wishes
from crmbot.domain.announcing.rules import AnnouncementRule, Telling, default_rule
from crmbot.domain.deals.deals import open_lead
from crmbot.domain.outbox.outbox import enqueue
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Member, OutboxItem
from crmbot.shapes import Action, Notice, Outcome, Reader, Reply, t
from crmbot.storage.locks import one_at_a_time
from crmbot.storage.store import Store
from tests.assistant.talk import Talk, only
from tests.databases import listened

BIG = AnnouncementRule(("lead", "value"), ("#big-deals",), value_from=Decimal(50_000))
WINS = AnnouncementRule(("won",), ("#wins",))


def telling(*rules: AnnouncementRule, **ways: str) -> Telling:
    return Telling(rules, builtin_process, ways=ways, one_at_a_time=one_at_a_time)


Tell = Callable[..., Talk]


@pytest.fixture
def told(talk: Talk) -> Iterator[Tell]:
    """A talk in a company with rules."""
    yield _begin(talk)
    talk.store.before_commit = ()


@pytest.fixture
def told_both(both: Talk) -> Iterator[Tell]:
    """The same, once on each engine."""
    yield _begin(both)
    both.store.before_commit = ()


def _begin(talk: Talk) -> Tell:
    def begin(*rules: AnnouncementRule, **ways: str) -> Talk:
        how = telling(*rules, **ways)
        talk.store.before_commit = (lambda work: announce(work, how), lambda work: heed_wishes(work, how))
        return talk

    return begin


def items(talk: Talk, recipient: str | None = None, kind: str = "announcement") -> list[OutboxItem]:
    with talk.store.read() as session:
        found = outbox_items(session)
    return [item for item in found if item.kind == kind and recipient in (None, item.recipient)]


def words(item: OutboxItem) -> str:
    return render_text(codec.load(item.content), Reader("en", "Europe/Berlin", "EUR"), width=400)


class Far:
    """A far end that keeps what arrives, with the time it did."""

    looks_first = True

    def __init__(self) -> None:
        self.arrived: list[Notice] = []
        self.outcomes: list[Outcome] = []

    def address(self, member: Member) -> str | None:
        return member.key

    def send(self, notice: Notice) -> Outcome:
        self.arrived.append(notice)
        place = len(self.arrived)
        return self.outcomes.pop(0) if self.outcomes else Outcome(sent=True, reference=f"C1/{place}.0")


def deliver(store: Store, far: Far, at: datetime) -> None:
    OutboxWorker(store, DeliverySettings(language="en"), {"slack": far}, lambda: at, lambda: at).deliver()


def lead(talk: Talk, text: str, at: timedelta = timedelta()) -> int:
    """A lead said so long after the story's begin, without the minute that a request usually takes."""
    return only(talk.say(text), "deal").number


def test_g14_deals_over_a_value_go_to_one_channel_and_wins_to_another(told_both: Tell) -> None:
    talk = told_both(BIG, WINS)
    small = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    assert items(talk) == []
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 60k")
    (big,) = items(talk)
    assert big.recipient == "#big-deals"
    assert "New enquiry" in words(big)
    assert "€60,000" in words(big)
    talk.say(f"won #{small}")
    assert [item.recipient for item in items(talk)] == ["#big-deals", "#wins"]
    assert "Won: " in words(items(talk, "#wins")[0])


def test_g14_an_amount_that_comes_over_the_value_is_news_once(told: Tell) -> None:
    talk = told(BIG)
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"set #{number} amount 55000")
    talk.say(f"set #{number} amount 56000")
    (item,) = items(talk)
    assert "is worth €55,000 now" in words(item)


def test_an_amount_in_another_currency_is_compared_with_no_rules_value(
    told: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    talk = told(BIG, AnnouncementRule(("lead",), ("#all",)))
    number = lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 60000 USD")
    assert [item.recipient for item in items(talk)] == ["#all"]
    assert f"announcements to #big-deals: #{number} is in USD, the rule in EUR" in caplog.messages


def test_a_currency_is_no_matter_where_a_rule_does_not_fit_anyway(told: Tell, caplog: pytest.LogCaptureFixture) -> None:
    others = AnnouncementRule(("lead",), ("#ben",), value_from=Decimal(1), owners=("ben",))
    region = AnnouncementRule(("lead",), ("#north",), value_from=Decimal(1), postcodes=("2",))
    lead(told(others, region), "lead Sabine Kolb, Kolb Regalbau GmbH, 60000 USD")
    assert not [message for message in caplog.messages if message.startswith("announcements to")]


def test_however_many_rules_there_are_a_record_is_looked_up_once(told: Tell) -> None:
    def statements(rules: int) -> int:
        talk = told(*(
            AnnouncementRule(("lead",), (f"#never{one}",), postcodes=("99",), departments=("sales",))
            for one in range(rules)
        ))  # fmt: skip
        _department(talk, "anna", "sales")
        with listened(talk.store) as seen:
            lead(talk, f"lead Tom Tiger{rules}, Tiger {rules} GmbH, 5k")
        return len(seen)

    once = statements(1)
    assert statements(9) <= once


@pytest.mark.parametrize(
    ("criteria", "heard"),
    [
        ({"owners": ("anna",)}, True), ({"owners": ("ben",)}, False),
        ({"sources": ("fair",)}, True), ({"sources": ("website",)}, False),
        ({"processes": ("sales",)}, True), ({"processes": ("insurance",)}, False),
        ({"stages": ("new",)}, True), ({"stages": ("won",)}, False),
        ({"departments": ("sales",)}, True), ({"departments": ("service",)}, False),
        ({"value_to": Decimal(30_000)}, True), ({"value_to": Decimal(10_000)}, False),
    ],
)  # fmt: skip
def test_g14_each_condition_of_a_rule_is_asked(told: Tell, criteria: dict[str, Any], heard: bool) -> None:
    talk = told(AnnouncementRule(("lead",), ("#news",), **criteria))
    _department(talk, "anna", "sales")
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k, source fair")
    assert bool(items(talk)) is heard


def _department(talk: Talk, key: str, department: str, **more: Any) -> None:
    from crmbot.domain.members.members import member_by_key

    with talk.store.write(talk.now) as work:
        member = member_by_key(work.session, key)
        assert member is not None
        member.department = department
        for name, value in more.items():
            setattr(member, name, value)


def test_g14_a_rule_for_a_region_looks_where_the_customer_is(told_both: Tell) -> None:
    talk = told_both(AnnouncementRule(("won",), ("#south",), postcodes=("70-72",), countries=("DE",)))
    number = lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    talk.say("set Kolb Regalbau GmbH address Hauptstr. 1, 71101 Schönaich, Germany")
    other = lead(talk, "lead Tom Tiger, Tiger GmbH, 20k")
    talk.say("set Tiger GmbH address Hafenweg 2, 20457 Hamburg, Germany")
    talk.say(f"won #{number}")
    talk.say(f"won #{other}")
    (item,) = items(talk)
    assert "Kolb" in words(item)
    assert "Tiger" not in words(item)


def test_without_rules_one_channel_hears_of_new_enquiries_and_wins(told: Tell) -> None:
    talk = told(default_rule("#sales"))
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"offer #{number} 5k")
    talk.say(f"won #{number}")
    said = "\n".join(words(item) for item in items(talk, "#sales"))
    assert "New enquiry" in said
    assert "Won" in said
    assert "Offer made" not in said


def test_g15_five_events_in_half_a_minute_are_one_message_with_five_lines(told_both: Tell) -> None:
    talk, far = told_both(default_rule("#sales")), Far()
    begin = talk.now
    for place in range(5):
        talk.now = begin + timedelta(seconds=6 * place - 60)
        lead(talk, f"lead Kunde{place} Muster, Muster{place} GmbH, {place + 1}k")
    (item,) = items(talk)
    deliver(talk.store, far, begin + timedelta(seconds=59))
    assert far.arrived == []
    deliver(talk.store, far, begin + timedelta(seconds=60))
    (notice,) = far.arrived
    assert len(notice.content.sections[0].rows) == 5
    assert all(f"Muster{place} GmbH" in words(item) for place in range(5))


def test_g15_what_happens_while_a_message_is_sent_goes_into_the_next(told_both: Tell) -> None:
    talk, far = told_both(default_rule("#sales")), Far()
    lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    at = talk.now + timedelta(minutes=1)
    far.outcomes = [Outcome(sent=False, error="ratelimited", retry=True, retry_after=30)]
    deliver(talk.store, far, at)
    talk.now = at - timedelta(minutes=1)
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    deliver(talk.store, far, at + timedelta(seconds=30))
    deliver(talk.store, far, at + timedelta(seconds=60))
    assert [len(items(talk)), [item.state for item in items(talk)]] == [2, ["sent", "sent"]]
    texts = [words(item) for item in items(talk)]
    assert ["Tiger" in texts[0], "Kolb" in texts[0], "Tiger" in texts[1], "Kolb" in texts[1]] == [
        True,
        False,
        False,
        True,
    ]


def test_g15_a_message_that_is_full_is_followed_by_another(told: Tell) -> None:
    talk, far = told(default_rule("#sales")), Far()
    for place in range(23):
        talk.now -= timedelta(seconds=59)
        lead(talk, f"lead Kunde{place} Muster, Muster{place} GmbH")
    deliver(talk.store, far, talk.now + timedelta(minutes=2))
    assert [len(notice.content.sections[0].rows) for notice in far.arrived] == [20, 3]


def test_g15_a_rule_that_does_not_group_sends_each_at_once(told: Tell) -> None:
    talk, far = told(AnnouncementRule(("lead",), ("#now",), group="off")), Far()
    lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    deliver(talk.store, far, talk.now)
    assert len(far.arrived) == 2


def test_g15_a_rule_for_the_day_waits_for_the_hour_of_the_digest(told: Tell) -> None:
    talk, far = told(AnnouncementRule(("lead",), ("#daily",), group="day")), Far()
    lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.now += timedelta(hours=3)
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    deliver(talk.store, far, talk.now + timedelta(hours=3))
    assert far.arrived == []
    deliver(talk.store, far, talk.now + timedelta(days=1))
    (notice,) = far.arrived
    assert len(notice.content.sections[0].rows) == 2


def test_g16_later_events_of_a_deal_answer_in_the_thread_of_the_first(told_both: Tell) -> None:
    talk, far = told_both(AnnouncementRule(("lead", "stage", "offer", "won"), ("#sales",))), Far()
    kolb = lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    deliver(talk.store, far, talk.now + timedelta(minutes=1))
    talk.now += timedelta(hours=1)
    talk.say(f"offer #{kolb} 20k")
    tiger = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    deliver(talk.store, far, talk.now + timedelta(minutes=1))
    talk.now += timedelta(hours=1)
    talk.say(f"won #{tiger}")
    talk.say(f"won #{kolb}")
    deliver(talk.store, far, talk.now + timedelta(minutes=1))
    sent = [(n.thread, {record.number for record in n.content.records}) for n in far.arrived]
    assert sent == [(None, {kolb}), ("C1/1.0", {kolb}), (None, {tiger}), ("C1/3.0", {tiger}), ("C1/1.0", {kolb})]


def test_g16_an_answer_never_overtakes_the_message_that_it_answers(told_both: Tell) -> None:
    talk, far = told_both(AnnouncementRule(("lead", "won"), ("#sales",), group="off")), Far()
    kolb = lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    talk.say(f"won #{kolb}")
    far.outcomes = [Outcome(sent=False, error="ratelimited", retry=True, retry_after=60)]
    deliver(talk.store, far, talk.now)
    assert len(far.arrived) == 1
    deliver(talk.store, far, talk.now + timedelta(minutes=2))
    assert [notice.thread for notice in far.arrived] == [None, None, "C1/2.0"]


def test_what_is_undone_or_imported_is_not_announced(told: Tell) -> None:
    talk = told(default_rule("#sales"))
    kolb = lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 20k")
    talk.say(f"won #{kolb}")
    talk.say("undo")
    with talk.store.write(talk.now, channel="import", action="import") as work:
        open_lead(work, builtin_process(), name="Altbestand", owner="anna")
    (item,) = items(talk)
    assert len(codec.load(item.content).sections[0].rows) == 2


CELLS = [(category, way) for category in CHOOSABLE for way in WAYS]


@pytest.mark.parametrize(("category", "way"), CELLS)
@pytest.mark.parametrize("by", ["the member", "the team"])
def test_g13_each_cell_of_the_matrix_is_heeded(told: Tell, category: str, way: str, by: str) -> None:
    rules = (AnnouncementRule(("won",), ("ben",), group="off"),)
    talk, far = told(*rules, **({category: way} if by == "the team" else {})), Far()
    if by == "the member":
        talk.with_user("ben").say(f"notify {category} {way}")
    kind = next(kind for kind, one in CATEGORIES.items() if one == category)
    if category == "announcements":
        talk.say(f"won #{lead(talk, 'lead Tom Tiger, Tiger GmbH, 5k')}")
    else:
        _queue(talk, kind)
    deliver(talk.store, far, talk.now)
    assert len([notice for notice in far.arrived if notice.recipient == "ben"]) == (way == "direct")
    deliver(talk.store, far, talk.now + timedelta(days=1))
    assert len([notice for notice in far.arrived if notice.recipient == "ben"]) == (way != "off")


def _queue(talk: Talk, kind: str, key: str = "k", *, ok: bool = True) -> None:
    content = Reply("done", t("Filed"), lines=(t("Why"),), actions=(Action(t("Show"), "show #1"),), ok=ok)
    with talk.store.write(talk.now) as work:
        enqueue(work, key=key, kind=kind, recipient="ben", content=content)


@pytest.mark.parametrize("kind", ["reminder", "digest", "question", "handover"])
def test_g13_what_a_person_answers_for_comes_whatever_he_chose(told: Tell, kind: str) -> None:
    talk, far = told(), Far()
    talk.with_user("ben").say("notify all off")
    _queue(talk, kind)
    _queue(talk, "receipt", "failed", ok=False)
    deliver(talk.store, far, talk.now)
    assert [notice.kind for notice in far.arrived] == [kind, "receipt"]


@pytest.mark.parametrize("what", ["reminders", "questions", "handovers"])
def test_g13_what_cannot_be_switched_off_says_so(told: Tell, what: str) -> None:
    reply = told().say(f"notify {what} off")
    assert not reply.ok
    assert "always comes at once" in render_text(reply, Reader("en"))


def test_g13_the_matrix_is_a_table_and_each_button_changes_a_cell(told: Tell) -> None:
    talk = told().with_user("ben")
    reply = talk.say("benachrichtigungen")
    assert reply.table is not None
    for action in reply.actions:
        assert talk.say(action.command).ok
    assert talk.say("notify receipts off").totals["receipts"] == "off"
    assert talk.say("notify receipts default").totals["receipts"] == "direct"
    assert not talk.say("notify blue").ok


def test_g13_what_is_collected_comes_as_one_message_at_the_hour_of_the_digest(told_both: Tell) -> None:
    talk, far = told_both(), Far()
    talk.with_user("ben").say("notify all digest")
    for place, kind in enumerate(("receipt", "news", "mention")):
        _queue(talk, kind, str(place))
    deliver(talk.store, far, talk.now + timedelta(days=1))
    (notice,) = far.arrived
    assert (notice.kind, len(notice.content.sections[0].rows)) == ("collected", 3)


@pytest.mark.parametrize(
    ("to", "heard"), [("owner", "ben"), ("manager", "clara"), ("clara", "clara"), ("anna", None), ("nobody", None)]
)
def test_g14_persons_hear_in_a_direct_message_but_for_who_did_it(told: Tell, to: str, heard: str | None) -> None:
    talk = told(AnnouncementRule(("won",), (to,)))
    _department(talk, "ben", "sales", manager="clara")
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"assign #{number} ben")
    talk.say(f"won #{number}")
    assert [item.recipient for item in items(talk)] == ([heard] if heard else [])


def test_g11_who_may_not_see_a_deal_hears_nothing_of_it_in_a_direct_message(told_both: Tell) -> None:
    talk = told_both(AnnouncementRule(("won",), ("ben", "clara")))
    _department(talk, "ben", "sales", permissions={"read": "own"}, rights="custom")
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"won #{number}")
    assert [item.recipient for item in items(talk)] == ["clara"]


def test_a_deal_of_a_protected_contact_is_announced_in_no_channel(told: Tell) -> None:
    talk = told(default_rule("#sales"))
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    before = words(items(talk)[0])
    assert talk.say("protect Tom Tiger").ok
    talk.say(f"won #{number}")
    assert words(items(talk)[0]) == before


def test_f7_the_owner_of_this_morning_gets_it_not_the_one_of_yesterday_and_no_channel(told: Tell) -> None:
    talk, far = told(), Far()
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say(f"followup #{number} tomorrow 10:00 call back")
    talk.now += timedelta(hours=6)
    talk.say(f"assign #{number} ben")
    morning = (talk.now + timedelta(days=1)).replace(hour=11)
    tick(talk.store, DeliverySettings(language="en"), builtin_process(), morning)
    deliver(talk.store, far, morning)
    told_of = [n.recipient for n in far.arrived if n.kind in ("digest", "reminder") and "call back" in _shown(n)]
    assert set(told_of) == {"ben"}
    assert not any(notice.recipient.startswith("#") for notice in far.arrived)


def _shown(notice: Notice) -> str:
    return render_text(notice.content, Reader("en", "Europe/Berlin", "EUR"), width=400)


def test_p21_a_complaint_is_told_with_its_words_in_charge_and_below_the_deal(told: Tell) -> None:
    talk, far = told(AnnouncementRule(("lead", "complaint"), ("#service",), group="off")), Far()
    number = lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    deliver(talk.store, far, talk.now)
    talk.say(f"log complaint #{number} shelf is crooked")
    deliver(talk.store, far, talk.now)
    assert [notice.thread for notice in far.arrived] == [None, "C1/1.0"]
    assert "shelf is crooked" in _shown(far.arrived[1])


def test_g19_a_channel_that_is_not_reached_is_told_to_the_administrators_once(told_both: Tell) -> None:
    talk, far = told_both(AnnouncementRule(("lead",), ("#geheim",), group="off")), Far()
    _department(talk, "clara", "sales", rights="admin")
    for name in ("Tom Tiger", "Sabine Kolb"):
        lead(talk, f"lead {name}")
        far.outcomes = [Outcome(sent=False, error="not_in_channel: write /invite @crmbot in the channel")]
        deliver(talk.store, far, talk.now)
    assert [item.state for item in items(talk)] == ["failed", "failed"]
    (hint,) = items(talk, kind="question")
    assert hint.recipient == "clara"
    assert "/invite @crmbot" in words(hint)


@pytest.mark.parametrize("taken_back", ["undo", "protect Sabine Kolb"])
def test_what_was_taken_back_or_hidden_before_it_was_sent_is_not_announced(told_both: Tell, taken_back: str) -> None:
    talk, far = told_both(default_rule("#sales")), Far()
    lead(talk, "lead Tom Tiger, Tiger GmbH, 5k")
    talk.say("won Tom Tiger")
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 60k")
    assert talk.say(taken_back).ok
    deliver(talk.store, far, talk.now + timedelta(hours=1))
    told = " ".join(
        render_text(notice.content, Reader("en", "Europe/Berlin", "EUR"), width=400) for notice in far.arrived
    )
    assert "Tiger" in told
    assert "Kolb" not in told


def test_where_nothing_is_left_to_be_announced_nothing_is_sent(told: Tell) -> None:
    talk, far = told(default_rule("#sales")), Far()
    lead(talk, "lead Sabine Kolb, Kolb Regalbau GmbH, 60k")
    assert talk.say("undo").ok
    deliver(talk.store, far, talk.now + timedelta(hours=1))
    assert far.arrived == []
    assert [(item.state, item.error) for item in items(talk)] == [
        ("failed", "it was taken back, or must not be told any more")
    ]
