from __future__ import annotations

import pytest

from tests.assistant.talk import Talk, all_of, only


@pytest.mark.parametrize(
    "ref",
    [
        "#1004", "1004", "s.kolb@kolb.example", "S.KOLB@Kolb.Example", "<s.kolb@kolb.example>", "+49711123456",
        "+49 711 123456", "0711/12 34 56", "0049 711 123456", "Sabine Kolb", "sabine kolb", "SABINE  KOLB", "Sabine",
    ],
)  # fmt: skip
def test_a_person_is_named_by_number_address_phone_or_name(kolb, ref):
    assert kolb.say(f"show {ref}").records[0].number == 1004


@pytest.mark.parametrize("name", ["Kolb Regalbau GmbH", "kolb regalbau", "Kolb Regalbau AG", "Regalbau"])
def test_a_company_is_named_without_its_legal_form(kolb, name):
    assert kolb.say(f"zeige {name}").records[0].number == 1005


def test_umlauts_are_forgiven(talk):
    talk.say("lead Jörg Weiß, Müller & Söhne GmbH")
    assert talk.say("show joerg weiss").records[0].name == "Jörg Weiß"
    assert talk.say("show Mueller & Soehne").records[0].name == "Müller & Söhne GmbH"


def test_the_last_answer_is_named_by_place(kolb):
    kolb.say("lead Tom Tiger")
    assert [one.number for one in kolb.say("pipeline").records] == [1006, 1008]
    assert kolb.say("show 2").records[0].number == 1008
    assert kolb.say("note 1 by place").ok


def test_places_belong_to_one_conversation_of_one_member(kolb):
    kolb.say("pipeline")
    assert "none yet" in kolb.words(kolb.say("show 1", conversation="other"))
    assert "none yet" in kolb.words(kolb.with_user("ben").say("show 1"))
    assert kolb.say("show 1").ok


def test_a_place_beyond_the_last_answer_is_refused(kolb):
    kolb.say("pipeline")
    assert "1 place," in kolb.words(kolb.say("show 7"))


def test_the_number_of_an_activity_or_followup_stands_for_what_it_is_about(kolb):
    note = only(kolb.say("note #1006 foo"), "activity").number
    followup = only(kolb.say("followup #1006 friday"), "followup").number
    assert kolb.say(f"show {note}").records[0].number == 1006
    assert kolb.say(f"show {followup}").records[0].number == 1006


@pytest.mark.parametrize("number", ["#9999", "9999", "#0", "#99999999999999999999", "#1001", "1002"])
def test_a_number_that_is_nobody_is_not_found(kolb, number):
    reply = kolb.say(f"show {number}")
    assert (reply.ok, reply.kind) == (False, "error")


def test_several_matches_give_a_choice_that_names_person_and_company(both):
    both.say("lead Julia Brandt, Nordlicht GmbH")
    both.say("lead Julia Brandt, Seestern AG")
    before = both.rows()
    reply = both.say("note Julia Brandt hat angerufen")
    assert (reply.kind, reply.ok) == ("choice", True)
    assert both.commands(reply) == ["note #1004 hat angerufen", "note #1007 hat angerufen"]
    assert "Julia Brandt, Nordlicht GmbH (#1004)" in both.words(reply)
    assert both.rows() == before


def test_a_choice_is_answered_by_place_too(kolb):
    kolb.say("lead Max Kolb, Anders GmbH")
    kolb.say("show Kolb")
    assert kolb.say("show 1").records[0].name in {"Max Kolb", "Sabine Kolb"}


def test_a_person_and_company_of_one_deal_are_no_choice_for_a_note(kolb):
    assert only(kolb.say("note Kolb wants shelves"), "deal").number == 1006


def test_whole_words_of_a_name_go_before_parts(talk):
    talk.say("lead Eva Ring")
    talk.say("lead Otto Springer")
    assert talk.say("show Ring").records[0].name == "Eva Ring"
    assert talk.say("show Spring").records[0].name == "Otto Springer"


def test_short_words_of_the_sentence_are_no_part_of_a_name(talk):
    talk.say("lead Hanna Hattinger")
    assert only(talk.say("note Hanna hat Zeit"), "activity").text == "hat Zeit"


@pytest.mark.parametrize("typed", ["Julia Schneider wants shelves", "julia brandl wants shelves"])
def test_a_first_name_with_another_surname_is_asked_about(talk, typed):
    talk.say("lead Julia Brandt")
    reply = talk.say(f"note {typed}")
    assert reply.kind == "choice"
    assert reply.records[0].name == "Julia Brandt"


def test_a_company_is_named_by_its_first_word_whatever_follows(talk):
    talk.say("lead Nordlicht Solar GmbH")
    assert only(talk.say("notiz Nordlicht Angebot geschickt"), "activity").text == "Angebot geschickt"
    assert talk.say("notiz Nordlicht Sollar braucht mehr").kind == "choice"


@pytest.mark.parametrize(
    "name", ["Frau Brandt", "Herrn Julia Brandt", "Frau Dr. Brandt", "Ms Brandt", "Brandt, Julia:"]
)
def test_forms_of_address_are_no_part_of_a_name(talk, name):
    talk.say("lead Julia Brandt, Nordlicht GmbH")
    assert only(talk.say(f"note {name} möchte Muster"), "activity").text == "möchte Muster"


def test_a_company_called_like_a_form_of_address_is_found(talk):
    talk.say("lead Frau Holle GmbH")
    assert only(talk.say("note Frau Holle schüttelt Betten"), "activity").text == "schüttelt Betten"


def test_show_says_whom_it_took_when_words_are_left(kolb):
    assert "Sabine Kolb (#1004)" in kolb.words(kolb.say("show Sabine Kolb please"))


def test_a_surname_alone_may_be_followed_by_anything(talk):
    talk.say("lead Julia Brandt")
    assert only(talk.say("notiz Brandt Angebot geschickt"), "activity").text == "Angebot geschickt"


def test_the_longest_name_wins(talk):
    talk.say("lead Nordlicht GmbH")
    talk.say("lead Nordlicht Regale GmbH")
    reply = talk.say("note Nordlicht Regale GmbH liefert spät")
    assert only(reply, "activity").text == "liefert spät"
    assert only(reply, "deal").company == "Nordlicht Regale GmbH"


@pytest.mark.parametrize("typed", ["Sabnie Klob", "Sabine Kolp", "Sabiene Kolb", "Sabine Kob"])
def test_a_misspelt_name_is_offered_and_nothing_is_written(kolb, typed):
    before = kolb.rows()
    reply = kolb.say(f"note {typed} ruft an")
    assert reply.kind == "choice"
    assert "note #1004 ruft an" in kolb.commands(reply)
    assert kolb.rows() == before


def test_a_bare_number_mail_or_exact_name_shows_it(kolb):
    for text in ("1004", "#1006", "Sabine Kolb", "s.kolb@kolb.example", "Kolb Regalbau GmbH"):
        assert kolb.say(text).kind == "card"


def test_a_card_has_the_record_first_then_deals_followups_and_latest_activities(kolb):
    kolb.say("lead Sabine Kolb, 5k, second hall")
    kolb.say("followup #1006 friday")
    for n in range(7):
        kolb.say(f"note #1006 number {n}")
    reply = kolb.say("show Sabine Kolb")
    assert [one.type for one in reply.records] == ["person", "deal", "deal", "followup", *["activity"] * 5]
    assert all_of(reply, "activity")[0].text == "number 6"
    assert reply.sections[0].rows[0].actions[0].command.startswith("done #")


def test_a_card_of_a_deal_says_stage_amount_owner_and_whose_it_is(kolb):
    words = kolb.words(kolb.say("show #1006"))
    for part in ("Qualify", "€20,000", "Anna Adler", "Sabine Kolb (#1004)", "Kolb Regalbau GmbH (#1005)", "10 %"):
        assert part in words


def test_find_looks_in_names_addresses_phones_and_notes(kolb):
    kolb.say("note #1006 needs hall shelves")
    assert all_of(kolb.say("find kolb.example"), "person")
    assert all_of(kolb.say("suche 123456"), "person")
    assert all_of(kolb.say("find hall shelves"), "activity")
    assert all_of(kolb.say("find regalbau"), "company")


def test_find_of_a_misspelt_name_shows_what_is_near(kolb):
    assert 1004 in [one.number for one in kolb.say("find klob").records]


def test_find_nothing_says_so(kolb):
    assert kolb.say("find zebra").records == ()
    assert not kolb.say("find").ok


@pytest.mark.parametrize(
    "words",
    [
        "call with Sabine Kolb 5min all fine", "anruf bei Kolb nicht erreicht", "anruf mit Sabine Kolb 5min alles gut",
        "note to Sabine Kolb: likes oak", "notiz für #1004 mag Eiche",
        "meeting with Sabine Kolb 1h samples", "termin bei Sabine Kolb morgen 10 Uhr", "offer for Sabine Kolb 5k",
    ],
)  # fmt: skip
def test_a_name_may_have_its_preposition(kolb: Talk, words: str) -> None:
    kolb.say("person Tom Tiger, Anders & Co KG")
    reply = kolb.say(words)
    assert reply.kind == "done", kolb.words(reply)
    assert "Kolb" in kolb.words(reply)
    assert "Tiger" not in kolb.words(reply)


def test_a_preposition_that_is_part_of_a_name_stays(kolb: Talk) -> None:
    kolb.say("lead Mit Sicherheit GmbH, 5k")
    assert "Mit Sicherheit GmbH" in kolb.words(kolb.say("note Mit Sicherheit GmbH wants an alarm"))
