from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from crmbot.domain.deals.deals import lose, move_to_stage, open_lead, win
from crmbot.domain.history.history import Place, log_activity
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal, Person
from tests.assistant.talk import Talk


def test_d3_the_forecast_weighs_amounts_and_goes_by_month(both: Talk):
    with both.store.write(both.now) as work:
        process = builtin_process()
        for name, amount, chance, close in (
            ("A", 3800, 90, (2026, 12, 1)),
            ("B", 22500, 20, (2026, 12, 30)),
            ("C", 100, 50, None),
        ):
            deal = open_lead(work, process, name=name, owner="anna", amount=Decimal(amount))
            deal.probability = chance
            deal.expected_close = both.now.date().replace(*close) if close else None
    reply = both.say("report forecast")
    months = {group["key"]: (group["count"], group["amount"], group["weighted"]) for group in reply.totals["groups"]}
    assert months == {"2026-12": (2, Decimal(26300), Decimal(7920)), None: (1, Decimal(100), Decimal(50))}
    assert "€7,920" in both.words(reply)
    assert both.say("bericht Prognose Dezember").totals["weighted"] == Decimal(7920)


@pytest.fixture
def hundred(both: Talk) -> Talk:
    """100 leads: 40 were qualified, 10 of them won, 5 lost after that; 20 lost unqualified. Every fourth from a fair."""
    process = builtin_process()
    with both.store.write(both.now) as work:
        for n in range(100):
            source = "fair" if n % 4 == 0 else "website"
            owner = "anna" if n < 60 else "ben"
            deal = open_lead(work, process, name=f"Deal {n}", owner=owner, amount=Decimal(1000), source=source)
            if n < 40:
                move_to_stage(work, process, deal, process.stages[1])
            if n < 20:
                move_to_stage(work, process, deal, process.stages[2])
            if n < 10:
                win(work, deal, process)
            if 10 <= n < 15:
                lose(work, deal, process, "price")
            if n >= 80:
                lose(work, deal, process, "no answer")
                deal.disqualified = True
    return both


def test_h3_the_funnel_has_the_rates_of_the_fixture(hundred):
    reply = hundred.say("report funnel")
    totals = reply.totals
    assert (totals["leads"], totals["qualified"], totals["won"], totals["lost"]) == (100, 40, 10, 25)
    assert (totals["qualified_rate"], totals["won_rate"]) == (Decimal("40.0"), Decimal("25.0"))
    words = hundred.words(reply)
    assert "40 % of the leads" in words
    assert "25 % of the qualified" in words
    reached = {one["stage"]: one["reached"] for one in totals["stages"]}
    assert (reached["qualify"], reached["develop"], reached["offer"], reached["order"]) == (100, 40, 20, 10)
    assert hundred.say("bericht Trichter owner:ben").totals["leads"] == 40
    assert hundred.say("report funnel source:fair").totals["leads"] == 25


def test_h1_owners_and_sales_equal_a_hand_count(hundred):
    owners = {one["owner"]: one for one in hundred.say("report owners").totals["owners"]}
    assert (owners["anna"]["opened"], owners["anna"]["open"], owners["anna"]["won"], owners["anna"]["lost"]) == (
        60,
        45,
        10,
        5,
    )
    assert owners["anna"]["win_rate"] == Decimal("66.7")
    assert owners["ben"]["won_amounts"] == {}
    assert hundred.say("report sales").totals["months"] == [
        {"month": "2026-11", "count": 10, "currency": "EUR", "amount": Decimal(10000)}
    ]
    assert hundred.say("bericht Umsatz letzten Monat").totals["count"] == 0


def test_h1_the_pipeline_by_stage_and_by_source_equals_a_hand_count(hundred):
    stages = {group["key"]: group["count"] for group in hundred.say("report pipeline").totals["groups"]}
    assert stages == {"qualify": 40, "develop": 20, "offer": 5}
    sources = {group["key"]: group["count"] for group in hundred.say("report pipeline by source").totals["groups"]}
    assert sum(sources.values()) == 65
    assert hundred.say("report sources").totals["count"] == 100


def test_h2_what_was_lost_goes_by_reason(hundred):
    assert hundred.say("report lost").totals["count"] == 25


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ('reason:"too expensive"', 2), ("Grund: „zu teuer“", 2), ("grund:budget", 1), ("reason:competitor", 0),
        ("reason:price owner:ben", 0), (">25k", 1), ("reason:price >25k", 1),
    ],
)  # fmt: skip
def test_h2_what_was_lost_is_narrowed_by_reason_and_by_any_filter(talk: Talk, words: str, count: int) -> None:
    for place, reason in enumerate(("too expensive", "no budget", "zu teuer"), 1):
        talk.say(f"lead Eva Lang{place}, Lang{place} GmbH, {place}0k")
        talk.say(f"lost Eva Lang{place} {reason}")
    reply = talk.say(f"report lost {words}")
    assert (reply.totals["count"], len(reply.records)) == (count, count)
    assert reply.understood is not None


@pytest.mark.parametrize("report", ["lost", "sources"])
def test_a_report_that_cannot_be_narrowed_so_says_it_instead_of_counting_all(hundred: Talk, report: str) -> None:
    refused = hundred.say(f"report {report} nonsense")
    assert not refused.ok
    assert "nonsense" in hundred.words(refused)


def test_leads_by_source_are_narrowed_by_any_filter(hundred: Talk) -> None:
    assert hundred.say("report sources stage:develop").totals["count"] == 20


def test_h4_calls_mails_and_answer_times_of_each_member(kolb):
    now = kolb.now
    with kolb.store.write(now) as work:
        person = work.session.scalars(select(Person)).one()
        place = Place(None, person, person.company)

        def said(hours: int, kind: str, direction: str, author: str | None) -> None:
            log_activity(
                work,
                place,
                kind=kind,
                medium=kind,
                direction=direction,
                text="x",
                author=author,
                at=now + timedelta(hours=hours),
            )

        said(0, "mail", "in", "anna")
        said(1, "mail", "in", "anna")  # asks again: still the same question
        said(4, "mail", "out", "ben")
        said(10, "mail", "in", "anna")
        said(12, "call", "out", "anna")
        said(20, "mail", "in", None)
        said(26, "mail", "out", "anna")
        said(30, "note", "internal", "ben")
    reply = kolb.say("report activity")
    members = {one["member"]: one for one in reply.totals["members"]}
    anna, ben = members["anna"], members["ben"]
    assert (anna["calls"], anna["mails"], anna["mails_in"], anna["mails_out"], anna["answers"]) == (1, 4, 3, 1, 2)
    assert anna["median_answer_minutes"] == 4 * 60
    assert (ben["mails_out"], ben["notes"], ben["median_answer_minutes"]) == (1, 1, 4 * 60)
    assert reply.totals["median_answer_minutes"] == 4 * 60
    assert "4 hours" in kolb.words(reply)
    assert kolb.say("bericht Aktivitäten letzten Monat").totals["count"] == 0


def test_f24_overdue_follow_ups_are_grouped_by_person(kolb):
    kolb.say("followup Sabine Kolb tomorrow call")
    kolb.say("followup Sabine Kolb tomorrow write")
    kolb.with_user("ben").say("followup Sabine Kolb tomorrow visit")
    kolb.say("followup Sabine Kolb in 30 days later")
    kolb.now += timedelta(days=3)
    reply = kolb.say("report overdue")
    assert reply.totals["owners"] == [{"owner": "anna", "count": 2}, {"owner": "ben", "count": 1}]
    assert (reply.totals["count"], len(reply.records), len(reply.sections)) == (3, 3, 2)


def test_s0_4_a_customer_with_a_new_lead_counts_in_both_roles_and_once_in_all(kolb):
    kolb.say("won Sabine Kolb")
    kolb.say("lead Sabine Kolb, 5k")
    kolb.say("lead Tom Tiger, 5k")
    totals = kolb.say("report roles").totals
    assert (totals["count"], totals["roles"]["lead"], totals["roles"]["customer"]) == (2, 2, 1)


def test_s2_3_contacts_are_counted_by_a_field(kolb):
    kolb.say("lead Tom Tiger, Tiger AG, 5k")
    kolb.say("set industry of Kolb Regalbau GmbH to metal")
    totals = kolb.say("report contacts by industry").totals
    assert totals["values"] == [{"value": "metal", "count": 1}, {"value": None, "count": 1}]
    assert kolb.say("bericht Firmen nach Branche").totals == totals


def test_b4_the_report_on_a_group_sums_its_daughters(kolb):
    kolb.say("lead Tom Tiger, Tiger AG, 5k")
    kolb.say("set mother of Tiger AG to Kolb Regalbau GmbH")
    totals = kolb.say("report group Kolb Regalbau GmbH").totals
    assert (totals["open"], totals["open_amounts"]) == (2, {"EUR": Decimal(25000)})
    assert [one["name"] for one in totals["companies"]] == ["Kolb Regalbau GmbH", "Tiger AG"]
    assert kolb.say("bericht Konzern Tiger AG").totals["open_amounts"] == {"EUR": Decimal(5000)}


def test_h5_exactly_those_without_activity_are_neglected(both):
    both.say("lead Old Oskar, Alt AG, 5k")
    both.now += timedelta(days=14)
    both.say("lead New Nina, Neu AG, 5k")
    reply = both.say("neglected 14")
    assert [record.name for record in reply.records] == ["Alt AG"]
    assert reply.totals == {"count": 1, "deals": 1, "contacts": 0}
    both.say("call Old Oskar spoke to him")
    assert both.say("vernachlässigt 14").totals["count"] == 0
    both.say("lost Old Oskar price")
    both.now += timedelta(days=15)
    names = [record.name for record in both.say("neglected 14").records]
    assert sorted(names) == ["Neu AG", "Old Oskar"]


def test_a_report_nobody_knows_offers_those_there_are(both):
    reply = both.say("report weather")
    assert not reply.ok
    assert "report funnel" in both.commands(reply)
    assert not both.say("report funnel banana").ok


def test_reports_are_kept_to_what_the_reader_may_see(hundred):
    with hundred.store.write(hundred.now) as work:
        from crmbot.domain.members.members import require_member

        require_member(work.session, "ben").rights = "own"
    ben = hundred.with_user("ben")
    assert ben.say("report funnel").totals["leads"] == 40
    assert ben.say("pipeline").totals["count"] == 20
    assert {group["key"] for group in ben.say("pipeline by owner").totals["groups"]} == {"ben"}
    with hundred.store.read() as session:
        own = session.scalars(select(Deal).where(Deal.owner == "ben", Deal.state == "open")).all()
    assert ben.say("report pipeline").totals["amount"] == sum(deal.amount for deal in own)


@pytest.mark.parametrize("words", ["report pipeline", "report forecast", "report pipeline by source"])
def test_a_report_of_no_deal_says_so(talk, words):
    assert "No deal fits." in talk.words(talk.say(words))


@pytest.mark.parametrize("words", ["neglected abc", "vernachlässigt 14 Tage blau"])
def test_h5_words_that_are_neither_days_nor_an_owner_are_named(talk, words):
    reply = talk.say(words)
    assert (reply.ok, words.split()[-1] in talk.words(reply)) == (False, True)


@pytest.mark.parametrize(
    "words", ["neglected 2 weeks ben", "no contact since 14 days owner:ben", "ohne Kontakt seit 14 Tagen von Ben"]
)
def test_h5_days_and_owner_are_read_in_plain_words(talk, words):
    reply = talk.say(words)
    assert (reply.ok, reply.totals.get("count")) == (True, 0), talk.words(reply)
    assert "14" in talk.words(reply)
