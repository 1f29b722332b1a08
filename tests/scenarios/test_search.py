"""Nothing vanishes in the depths of the database: search, lists, reports (rows S0.4, S0.5, S1.1, S1.6, S2.7, S2.10, B2, B7, B9, B10)."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import insert

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.people.contact_fields import custom_field, with_own
from crmbot.domain.process import builtin_process
from crmbot.domain.records import Person, RecordNumber
from crmbot.domain.search.names import person_key
from crmbot.storage.reindex import reindex
from tests.assistant.talk import Talk, only


def found(talk: Talk, words: str) -> list[str]:
    """What a search finds, by name."""
    reply = talk.say(f"find {words}")
    assert reply.ok
    return [record.name for record in reply.records]


@pytest.mark.parametrize(
    "words",
    ["Kol", "olb", "s.kolb", "kolb.example", "0711 123456", "+49 711 12345", "(0711) 123-456", "711123", "Regalbau", "regal",
     "Palettenregale", "gal blau", "Kolp", "Sabhine", "Sabine Colb", "KOLB", "Kolb Regalbau AG"],
)  # fmt: skip
def test_s1_6_any_part_of_what_is_known_returns_the_contact_or_what_was_said(kolb: Talk, words: str) -> None:
    kolb.say("note Sabine Kolb wants the Palettenregale in blau")
    assert found(kolb, words)


def test_s1_6_a_search_for_a_number_is_that_record(kolb: Talk) -> None:
    deal = only(kolb.say("pipeline"), "deal")
    assert found(kolb, f"#{deal.number}") == [deal.name]
    assert found(kolb, str(deal.number)) == [deal.name]


def test_s1_6_undone_records_are_not_found_any_more(both: Talk) -> None:
    both.say("lead Quirin Quast, Quast GmbH, 5k")
    assert found(both, "Quast")
    both.say("undo")
    assert found(both, "Quast") == []
    assert not both.say("note Quast called").ok


def test_b2_a_second_mail_and_phone_find_the_person_too(kolb: Talk) -> None:
    kolb.say("add mail sabine@privat.example to Sabine Kolb")
    kolb.say("add phone 0170 7654321 to Sabine Kolb")
    assert "Sabine Kolb" in found(kolb, "sabine@privat.example")
    assert "Sabine Kolb" in found(kolb, "0170/7654")


def test_b10_a_phone_is_found_however_it_is_written(kolb: Talk) -> None:
    for words in ("0711123456", "+49711123456", "0049 711 123456", "0711/12 34 56", "+49 (0)711 123456"):
        assert "Sabine Kolb" in found(kolb, words)


def test_b9_a_field_of_ones_own_is_found_and_listed(kolb: Talk) -> None:
    club = custom_field("person", "football_club", {"en": "football club", "de": "Fußballverein"}, "text")
    own = with_own([club])
    kolb.assistant = Assistant(kolb.store, builtin_process, replace(AssistantSettings(language="en"), fields=own))
    assert kolb.say("set football club of Sabine Kolb to Rot-Weiß").ok
    assert "Sabine Kolb" in found(kolb, "rot weiss")
    assert [record.name for record in kolb.say("list people football club:Rot-Weiß").records] == ["Sabine Kolb"]


def test_b7_a_private_tag_is_found_and_listed_by_its_owner_alone(kolb: Talk) -> None:
    kolb.say("tag Sabine Kolb schwierig privat")
    ben = kolb.with_user("ben")
    assert [record.name for record in kolb.say("list contacts tag:schwierig").records] == ["Sabine Kolb"]
    assert ben.say("list contacts tag:schwierig").totals["count"] == 0
    assert found(ben, "schwierig") == []


def test_s1_9_a_search_shows_only_what_the_reader_may_see(both: Talk) -> None:
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 5k")
    both.say("note Sabine Kolb likes Eichenholz")
    ben = both.with_user("ben")
    ben.say("lead Bernd Kolb, Kolb Tiefbau GmbH, 5k")
    with both.store.write(both.now) as work:
        require_member(work.session, "ben").rights = "own"
    assert sorted(found(ben, "Kolb")) == ["Bernd Kolb", "Kolb Tiefbau GmbH", "Kolb Tiefbau GmbH"]
    assert found(ben, "Eichenholz") == []
    assert ben.say("list people").totals["count"] == 1
    assert ben.say("report roles").totals["count"] == 1
    assert ben.say("neglected 0").totals["deals"] <= 1


def test_s1_1_the_report_by_source_counts_what_each_brought(both: Talk) -> None:
    for name, source in (("Tom Tiger", "Messe"), ("Eva Ring", "trade fair"), ("Nora Nord", "Homepage")):
        both.say(f"lead {name}, 5k, source {source}")
    groups = {group["key"]: group["count"] for group in both.say("pipeline by source").totals["groups"]}
    assert groups == {"fair": 2, "website": 1}
    assert both.say("pipeline source:Messe").totals["count"] == 2


def test_s0_15_a_converted_lead_stays_in_the_list_of_leads(kolb: Talk) -> None:
    kolb.say("qualify Sabine Kolb")
    assert kolb.say("list leads converted").totals["count"] == 1


def test_s2_10_the_best_are_listed_with_their_chance(both: Talk) -> None:
    for n in range(12):
        both.say(f"lead Firma{n} Person{n}, {n + 1}k")
    assert len(both.say("best 10").records) == 10
    assert both.say("pipeline sort:chance").records[0].probability is not None


def test_s2_5_everything_over_time_is_one_list_that_kind_and_period_narrow(kolb: Talk) -> None:
    kolb.say("call Sabine Kolb spoke about colours")
    kolb.now += timedelta(days=40)
    kolb.say("note Sabine Kolb is on holiday")
    assert "colours" in kolb.words(kolb.say("history Sabine Kolb calls"))
    assert "colours" not in kolb.words(kolb.say("history Sabine Kolb this week"))


def test_names_in_any_command_are_found_among_many(both: Talk) -> None:
    with both.store.engine.execution_options(crmbot_write=True).begin() as connection:
        people = [(50_000 + n, f"Mia Muster{n:05d}") for n in range(3_000)]
        connection.execute(insert(RecordNumber), [{"number": number, "type": "person"} for number, _ in people])
        connection.execute(
            insert(Person),
            [{"number": n, "name": name, "name_key": person_key(name), "created_at": both.now} for n, name in people],
        )
    reindex(both.store.engine)
    reply = both.say("note Muster02711 likes the colour")
    assert reply.ok
    assert "Mia Muster02711" in both.words(reply)
    assert both.say("note Mia likes the colour").kind == "choice"
