from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import select

from crmbot.domain.deals.deals import move_to_stage, open_lead
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Deal
from tests.assistant.talk import Talk


@pytest.fixture
def deals(talk: Talk) -> Talk:
    """See `add_deals`."""
    return add_deals(talk)


def add_deals(talk: Talk) -> Talk:
    """25 deals of 1,000 to 25,000 euros: the even ones are Ben's, every fifth stands at the offer."""
    process = builtin_process()
    with talk.store.write(talk.now) as work:
        for n in range(1, 26):
            owner = "anna" if n % 2 else "ben"
            deal = open_lead(work, process, name=f"Deal {n}", owner=owner, amount=Decimal(1000 * n), source="fair")
            if n % 5 == 0:
                move_to_stage(work, process, deal, process.stages[2])
    return talk


def test_without_filters_every_open_deal_is_counted_and_twenty_are_shown(deals):
    reply = deals.say("pipeline")
    assert len(reply.records) == 20
    assert (reply.totals["count"], reply.totals["amount"]) == (25, Decimal(325000))
    assert reply.totals["weighted"] == Decimal(250000) / 10 + Decimal(75000) / 2
    assert reply.table is not None
    assert len(reply.table.rows) == 20


def test_both_engines_count_and_sum_alike(both):
    add_deals(both)
    for filters, count, amount in (("", 25, 325), ("owner:me >10k idle:0", 8, 144), ("stage:offer", 5, 75)):
        totals = both.say(f"pipeline {filters}").totals
        assert (totals["count"], totals["amount"]) == (count, Decimal(1000 * amount))


def test_the_next_page_is_one_action_away_and_totals_stay(deals):
    first = deals.say("pipeline owner:anna >1k")
    assert deals.commands(deals.say("pipeline"))[0] == "pipeline page 2"
    second = deals.say("pipeline page 2")
    assert len(second.records) == 5
    assert second.totals["count"] == 25
    assert deals.commands(second) == ["pipeline page 1"]
    assert first.ok


def test_a_page_beyond_the_last_is_the_last(deals):
    assert len(deals.say("pipeline page 99").records) == 5


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ("owner:me", 13), ("owner:ben", 12), ("owner:Ben", 12), ("meine", 13), ("stage:offer", 5), ("phase:angebot", 5),
        (">10k", 16), ("<5k", 5), ("über 10k", 16), ("owner:me stage:offer >10k", 2), ("role:prospect", 5), ("role:lead", 20),
        ("source:fair", 25), ("idle:14", 0), ("closing this month", 0), ("meine Angebote über 10k", 2), ("Deal 25", 1),
    ],
)  # fmt: skip
def test_filters_narrow_the_list(deals, filters, count):
    reply = deals.say(f"pipeline {filters}")
    assert reply.ok
    assert reply.totals["count"] == count


def test_the_filter_is_said_back(deals):
    words = deals.words(deals.say("pipeline owner:me stage:offer >10k"))
    assert "owner Anna Adler, stage “Propose”, from €10,000" in words


def test_lost_and_won_deals_are_not_in_the_pipeline(deals):
    deals.say("pipeline >25k")
    deals.say("lost 1 too expensive")
    assert deals.say("pipeline").totals["count"] == 24


@pytest.mark.parametrize(
    ("filters", "right"),
    [
        ("owner:bern", "pipeline owner:ben"),
        ("stge:offer", "pipeline stage:offer"),
        ("ofer >10k", "pipeline offer >10k"),
    ],
)
def test_a_filter_that_means_nothing_is_named_with_the_nearest_right_one(deals, filters, right):
    reply = deals.say(f"pipeline {filters}")
    assert not reply.ok
    assert filters.split()[0] in deals.words(reply)
    assert right in deals.commands(reply)
    assert deals.say(right).ok


def test_words_that_are_nothing_at_all_are_refused(deals):
    assert not deals.say("pipeline banana").ok


def test_amounts_in_two_currencies_are_summed_apart(talk):
    talk.say("lead Tom Tiger, 5k")
    talk.say("lead Eva Ring, CHF 7000")
    reply = talk.say("pipeline")
    assert reply.totals["by_currency"]["CHF"]["amount"] == Decimal(7000)
    assert "CHF" in talk.words(reply)


def test_the_empty_pipeline_says_so(talk):
    assert talk.words(talk.say("pipeline")) == "No deal fits."


@pytest.mark.parametrize("words", ["by owner", "nach Besitzer", "group:owner", "grouped by owner"])
def test_h1_the_pipeline_is_added_up_by_owner(deals, words):
    reply = deals.say(f"pipeline {words}")
    groups = {group["key"]: (group["count"], group["amount"]) for group in reply.totals["groups"]}
    assert groups == {"anna": (13, Decimal(169000)), "ben": (12, Decimal(156000))}
    assert (reply.totals["count"], reply.totals["amount"]) == (25, Decimal(325000))
    assert reply.table is not None
    assert len(reply.table.rows) == 2


@pytest.mark.parametrize(
    ("words", "keys"),
    [
        ("by stage", ["qualify", "offer"]), ("nach Phase", ["qualify", "offer"]), ("by source", ["fair"]),
        ("by role", ["lead", "prospect"]), ("by month", [None]), ("by process", ["sales"]), ("by owner >24k", ["anna", "ben"]),
        ("by company", [None]), ("by currency", ["EUR"]), ("by grade stage:offer", [None]),
    ],
)  # fmt: skip
def test_the_pipeline_is_added_up_by_many_things(deals, words, keys):
    reply = deals.say(f"pipeline {words}")
    assert reply.ok
    assert sorted(str(group["key"]) for group in reply.totals["groups"]) == sorted(map(str, keys))
    assert sum(group["count"] for group in reply.totals["groups"]) == reply.totals["count"]


def test_lists_are_sorted_as_asked_for(deals):
    assert deals.say("pipeline sort:amount").records[0].amount == Decimal(25000)
    assert deals.say("pipeline sortiert nach Alter").ok
    deals.say("pipeline")
    deals.say("priority 3 3")
    assert deals.say("pipeline by priority").records[0].name == deals.say("pipeline priority:3").records[0].name
    assert deals.say("pipeline priority:3").totals["count"] == 1
    assert deals.say("pipeline prio >= 0").totals["count"] == 25


def test_tags_of_the_deal_its_person_or_its_company_narrow_the_list(kolb):
    kolb.say("lead Tom Tiger, Tiger AG, tom@tiger.example, 5k")
    assert kolb.say("pipeline tag:vip").totals["count"] == 0
    kolb.say("tag Sabine Kolb vip")
    reply = kolb.say("pipeline tag:VIP")
    assert (reply.ok, reply.totals["count"]) == (True, 1)
    assert "tagged" in kolb.words(reply)
    assert kolb.say("pipeline mit Tag vip").totals["count"] == 1


def test_a_private_tag_narrows_for_its_owner_alone(kolb):
    kolb.say("tag Sabine Kolb geheim privat")
    assert kolb.say("pipeline tag:geheim").totals["count"] == 1
    assert kolb.with_user("ben").say("pipeline tag:geheim").totals["count"] == 0


def test_won_lost_and_all_deals_can_be_listed(deals):
    deals.say("pipeline >24k")
    deals.say("won 1")
    assert deals.say("pipeline won").totals["count"] == 1
    assert deals.say("pipeline state:closed").totals["count"] == 1
    assert deals.say("pipeline state:all").totals["count"] == 25
    assert deals.say("pipeline").totals["count"] == 24


def test_deals_of_a_company_are_found_by_its_name(kolb):
    assert kolb.say("pipeline company:Kolb").totals["count"] == 1
    assert kolb.say("pipeline firma:Regalbau").totals["count"] == 1


@pytest.mark.parametrize(
    ("words", "count"),
    [
        ("Quelle Messe", 25), ("source fair", 25), ("owner ben", 12), ("Besitzer Anna", 13), ("Phase Angebot", 5), ("role lead", 20),
        ("Betrag über 20000", 6), ("heiß", 0), ("grade kalt", 25), ("source fair by owner", 25),
    ],
)  # fmt: skip
def test_filters_need_no_colon(deals, words, count):
    with deals.store.write(deals.now) as work:
        for deal in work.session.scalars(select(Deal)):
            deal.grade = "cold"
    reply = deals.say(f"pipeline {words}")
    assert reply.ok
    assert reply.totals["count"] == count


@pytest.mark.parametrize("words", ["zeige meine Pipeline", "show me my pipeline", "zeige mir die Pipeline owner:me"])
def test_a_list_may_be_asked_for_with_show(deals, words):
    assert deals.say(words).totals["count"] == 13


def test_the_bot_shows_to_whom_it_is_told(kolb):
    assert kolb.say("show me Sabine Kolb").kind == "card"
    assert kolb.say("zeige mir bitte Sabine Kolb").kind == "card"


@pytest.mark.parametrize(
    "request_",
    ["pipeline source:website", "pipeline source:Homepage", "which leads from the website have no next step?"],
)
def test_a_source_from_which_no_deal_has_come_yet_is_understood(deals, request_):
    reply = deals.say(request_)
    assert (reply.ok, reply.records) == (True, ())
    assert not deals.say("pipeline source:gibberish").ok
