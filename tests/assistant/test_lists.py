from __future__ import annotations

from datetime import timedelta

import pytest

from crmbot.shapes import Reply
from tests.assistant.talk import Talk, only


@pytest.fixture
def office(both: Talk) -> Talk:
    """Sabine Kolb has bought and asks again; Tom Tiger asks; Nora Nord delivers to us."""
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 123456, 20k")
    both.say("won Sabine Kolb")
    both.say("lead Sabine Kolb, 5k")
    both.say("lead Tom Tiger, Tiger Logistik AG, tom@tiger.example, 7k")
    both.say("role Nora Nord supplier")
    both.say("person Nora Nord, Nordstahl GmbH")
    both.say("role Nora Nord supplier")
    both.say("set industry of Tiger Logistik AG to Logistics")
    both.say("set industry of Kolb Regalbau GmbH to Metal")
    both.say("set employees of Tiger Logistik AG to 120")
    both.say("set age group of Tom Tiger to 35-44")
    both.say("tag Tom Tiger vip")
    return both


def names(reply: Reply) -> list[str]:
    assert reply.ok, reply
    assert reply.totals["count"] == len(reply.records)
    return sorted(record.name for record in reply.records)


_LISTS = {
    "list customers": ["Sabine Kolb"], "liste Kunden": ["Sabine Kolb"], "kunden": ["Sabine Kolb"],
    "customers": ["Sabine Kolb"], "list contacts role:lead": ["Sabine Kolb", "Tom Tiger"],
    "list contacts role:kunde": ["Sabine Kolb"], "list suppliers": ["Nora Nord"], "lieferanten": ["Nora Nord"],
    "list contacts tag:vip": ["Tom Tiger"], "liste Kontakte Schlagwort:VIP": ["Tom Tiger"],
    "list companies industry:logistics": ["Tiger Logistik AG"], "list contacts industry:Logistics": ["Tiger Logistik AG"],
    "list people industry:logistics": ["Tom Tiger"], "liste Personen Branche:Logistics": ["Tom Tiger"],
    "list companies employees>100": ["Tiger Logistik AG"], "list companies Mitarbeiter:100-200": ["Tiger Logistik AG"],
    "list companies employees<50": [], "list contacts age group:35-44": ["Tom Tiger"],
    "list contacts Altersgruppe:35-44 tag:vip": ["Tom Tiger"], "list contacts age group:25-34": [],
    "list people company:Kolb": ["Sabine Kolb"], "list people mail:tiger.example": ["Tom Tiger"],
    "list companies Kolb": ["Kolb Regalbau GmbH"], "list people name:tig": ["Tom Tiger"],
    "list companies industry:leer": ["Nordstahl GmbH"], "list companies industry:*": ["Kolb Regalbau GmbH", "Tiger Logistik AG"],
    "firmen": ["Kolb Regalbau GmbH", "Nordstahl GmbH", "Tiger Logistik AG"], "list people stage:qualify": ["Sabine Kolb", "Tom Tiger"],
}  # fmt: skip


def test_s2_7_contacts_are_listed_by_role_tag_and_any_field(office):
    assert {request: names(office.say(request)) for request in _LISTS} == _LISTS


def test_s0_4_a_customer_who_asks_again_is_in_both_lists_and_counted_once(office):
    everybody = office.say("list people")
    assert names(everybody) == ["Nora Nord", "Sabine Kolb", "Tom Tiger"]
    sabine = next(record for record in office.say("list customers").records)
    assert {"customer", "lead"} <= set(sabine.roles)


def test_s0_4_a_role_can_be_searched_for(office):
    assert names(office.say("find role:lead")) == ["Sabine Kolb", "Tom Tiger"]
    assert names(office.say("suche Rolle:Kunde")) == ["Sabine Kolb"]


def test_s0_5_the_list_of_leads_marks_who_is_a_customer_elsewhere(office):
    reply = office.say("list leads")
    assert reply.totals["count"] == 2
    assert "Sabine Kolb (existing customer)" in office.words(reply)
    assert "Tom Tiger (existing customer)" not in office.words(reply)


def test_a_list_of_deals_is_the_pipeline(office):
    assert office.say("list deals >6k").totals["count"] == 1
    assert office.say("list owner:me").totals["count"] == 2


def test_s2_7_a_segment_is_as_of_now(office):
    saved = office.say("segment save Logistiker people industry:logistics")
    assert saved.ok
    assert names(office.say("segment Logistiker")) == ["Tom Tiger"]
    office.say("set industry of Kolb Regalbau GmbH to logistics")
    assert names(office.say("segment logistiker")) == ["Sabine Kolb", "Tom Tiger"]
    assert "Logistiker" in office.words(office.say("segments"))


def test_a_segment_can_have_a_name_of_several_words(office):
    assert office.say('segment save "Key accounts" customers').ok
    assert office.say("segment speichern Große Firmen: Firmen Mitarbeiter>100").ok
    assert names(office.say("segment key accounts")) == ["Sabine Kolb"]
    assert names(office.say("segment große firmen")) == ["Tiger Logistik AG"]


def test_a_segment_that_means_nothing_is_not_saved(office):
    assert not office.say("segment save Unsinn contacts xyz:abc").ok
    assert not office.say("segment Unsinn").ok


def test_a_segment_is_deleted_and_brought_back(office):
    office.say("segment save VIPs contacts tag:vip")
    assert office.say("segment delete VIPs").ok
    assert not office.say("segment VIPs").ok
    office.say("undo")
    assert names(office.say("segment VIPs")) == ["Tom Tiger"]


def test_a_misspelt_filter_is_named_with_the_right_one(office):
    reply = office.say("list contacts industri:logistics")
    assert not reply.ok
    assert "list contacts industry:logistics" in office.commands(reply)


def test_long_lists_have_pages(both):
    for n in range(23):
        both.say(f"person Karl{n} Kessler{n}")
    first, second = both.say("list people"), both.say("list people page 2")
    assert (len(first.records), len(second.records), first.totals["count"]) == (20, 3, 23)
    assert both.commands(first) == ["list people page 2"]
    assert both.commands(second) == ["list people page 1"]


def _numbers(reply: Reply) -> list[int]:
    return [record.number for record in reply.records]


def test_what_is_found_has_pages_and_each_record_stands_on_one_of_them(talk: Talk) -> None:
    for number in range(30):
        talk.say(f"person Nora Neumann{number}, Neubau Nord {number} GmbH")
    first = talk.say("find neu")
    assert "The best 20 matches for “neu”" in talk.words(first)
    assert talk.commands(first)[0] == "find neu page 2"
    pages = [first, *(talk.say(f"find neu page {page}") for page in (2, 3))]
    assert "Matches 21 to 40 for “neu”" in talk.words(pages[1])
    assert talk.commands(pages[2])[0] == "find neu page 2"
    every = [number for page in pages for number in _numbers(page)]
    assert len(every) == len(set(every)) == 60
    assert _numbers(talk.say("find neu page 9")) == _numbers(pages[2])


def test_words_about_pages_can_be_looked_for(kolb: Talk) -> None:
    kolb.say("note #1006 see page 3 of the catalogue")
    assert len(kolb.say("find page 3").records) == 1


@pytest.mark.parametrize(
    "command", ["complaints", "learned", "priority", "contacts", "history Sabine Kolb last 30 days"]
)
def test_every_long_list_turns_its_pages(kolb: Talk, command: str) -> None:
    for number in range(22):
        kolb.say(f"complaint Sabine Kolb board {number} is broken")
        kolb.say(f"never log @spam{number}.example")
        kolb.say(f"lead Nora Neu{number}, 5k")
    first = kolb.say(command)
    assert "page 1 of 2" in kolb.words(first)
    turn = next(one for one in kolb.commands(first) if one.endswith("page 2"))
    second = kolb.say(turn)
    assert second.ok, kolb.words(second)
    assert "page 2 of 2" in kolb.words(second)
    assert not set(_shown(first)) & set(_shown(second))
    assert _shown(kolb.say(f"{command} page 9")) == _shown(second)


@pytest.mark.parametrize(
    ("command", "further"),
    [("leads", ""), ("offers", "offer #{number} 5k"), ("stale", ""), ("neglected 30", ""), ("unattended", "")],
)
def test_past_the_last_page_of_deals_the_last_page_is_shown(talk: Talk, command: str, further: str) -> None:
    for number in range(22):
        deal = only(talk.say(f"lead Nora Neu{number}, 5k"), "deal")
        if further:
            talk.say(further.format(number=deal.number))
    talk.now += timedelta(days=60)
    second = talk.say(f"{command} page 2")
    assert "page 2 of 2" in talk.words(second)
    assert _shown(second)
    assert _shown(talk.say(f"{command} page 9")) == _shown(second)


@pytest.mark.parametrize(
    ("words", "found"),
    [("tag:messe", 1), ("tag:hall", 0), (">10k", 1), (">30k", 0), ("closing:december", 1), ("closing:january", 0)],
)
def test_leads_know_the_filters_of_the_pipeline(kolb: Talk, words: str, found: int) -> None:
    kolb.say("tag #1006 messe")
    kolb.say("set #1006 expected_close 18 December")
    shown = kolb.say(f"leads {words}")
    assert shown.ok, kolb.words(shown)
    assert len(shown.records) == found
    assert shown.understood is not None


@pytest.mark.parametrize(
    ("command", "word"),
    [
        ("offers tag:messe", "tag:messe"),
        ("offers closing:december", "closing:december"),
        ("offers stage:won", "stage:won"),
        ("leads stage:won", "stage:won"),
        ("leads sort:amount", "sort:amount"),
    ],
)
def test_a_filter_that_a_list_does_not_know_is_named(kolb: Talk, command: str, word: str) -> None:
    refused = kolb.say(command)
    assert not refused.ok
    assert word in kolb.words(refused)


def _shown(reply: Reply) -> list[object]:
    rows = [repr(row.text) for section in reply.sections for row in section.rows]
    return [*rows] or [row[0] for row in (reply.table.rows if reply.table else ())]


@pytest.mark.parametrize("words", ["ben", "owner:ben", "of Ben", "Ben's", "von ben", "Betreuer: Ben Bauer", "bens"])
@pytest.mark.parametrize("verb", ["stale", "unattended", "complaints"])
def test_whose_list_is_wanted_is_said_as_people_say_it(kolb: Talk, verb: str, words: str) -> None:
    ben = kolb.with_user("ben")
    ben.say("lead Tom Tiger, 5k")
    ben.say("complaint Tom Tiger two boards broken")
    kolb.say("complaint Sabine Kolb two boards broken")
    kolb.now += timedelta(days=60)
    shown = kolb.say(f"{verb} {words}")
    assert shown.ok, kolb.words(shown)
    assert {one.owner for one in shown.records if one.type == "deal"} <= {"ben"}
    assert shown.totals["count"] == (2 if verb == "unattended" else 1)
    assert "Ben" in kolb.words(shown)


@pytest.mark.parametrize("verb", ["stale", "unattended", "complaints"])
def test_whose_list_nobody_knows_is_refused(kolb: Talk, verb: str) -> None:
    assert not kolb.say(f"{verb} owner:nobody").ok


@pytest.mark.parametrize("verb", ["pipeline", "leads all", "offers", "list contacts"])
def test_owners_have_their_names_in_every_table(kolb: Talk, verb: str) -> None:
    kolb.say("offer #1006 5k")
    assert "Anna Adler" in kolb.words(kolb.say(verb))
