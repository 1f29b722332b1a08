"""Contacts and the card (rows S0.1, S0.8, S1.5, S1.7, S1.13, S1.14, S2.1, S2.2, S2.3, S2.20, S3.14, S4.2, S4.16, B1, B2, B4, B5, B7, B9, B10)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from crmbot.assistant.assistant import Assistant
from crmbot.assistant.settings import AssistantSettings
from crmbot.channels.slack.blocks import MOST_BLOCKS, reply_to_blocks
from crmbot.domain.people.contact_fields import Choice, custom_field, with_own
from crmbot.domain.process import builtin_process
from tests.assistant.talk import Talk, all_of, only
from tests.intake.office import Office
from tests.mails import mail, outlook_forward, raw


@pytest.fixture
def julia(talk: Talk) -> Talk:
    """Julia Brandt (#1004) of Nordlicht GmbH (#1005) with a lead of Anna's (#1006)."""
    talk.say(
        "lead Julia Brandt, Nordlicht GmbH, julia@nordlicht.example, +49 711 12345, 12k, source fair, needs a shelf"
    )
    return talk


def _card(talk: Talk, who: str = "Julia Brandt") -> str:
    return talk.words(talk.say(f"show {who}"))


# Roles, deals, navigation


def test_s0_1_the_card_lists_every_role_with_since_when_and_by_whom(julia: Talk) -> None:
    julia.say("offer #1006 12k")
    julia.with_user("ben").say("won #1006")
    julia.now += timedelta(days=3)
    julia.say("lead #1004, 5k, second hall")
    words = _card(julia)
    assert "Customer since Wed 18 Nov 2026, by Ben Bauer (#1006)" in words
    assert "Lead since Sat 21 Nov 2026, by Anna Adler" in words
    card = julia.say("show Julia Brandt").records[0]
    assert card.roles == ("customer", "lead")


def test_s0_8_a_card_leads_to_the_other_deals_of_the_contact_each_with_its_own_history(julia: Talk) -> None:
    second = only(julia.say("lead #1004, 5k, second hall"), "deal").number
    julia.say(f"note #{second} wants it in green")
    julia.say("note #1006 wants it in red")
    first_card = julia.say("show #1006")
    ways = [action.command for part in first_card.sections for row in part.rows for action in row.actions]
    way = next(command for command in ways if command == f"show #{second}")
    other = julia.say(way)
    assert "in green" in julia.words(other)
    assert "in red" not in julia.words(other)
    assert {"show #1004", "show #1005"} <= set(julia.commands(other))


def test_s1_5_linked_deals_show_each_other(julia: Talk) -> None:
    second = only(julia.say("lead Ohnesorg KG, 5k"), "deal").number
    assert julia.say(f"link #1006 with #{second} as follow-up order").ok
    assert f"(#{second})\n  follow-up order" in _card(julia, "#1006")
    assert "(#1006)" in _card(julia, f"#{second}")
    assert not julia.say(f"verknüpfe #{second} mit #1006 als follow-up order").ok
    assert julia.say(f"trenne #1006 von #{second}").ok
    assert f"#{second}" not in _card(julia, "#1006")


def test_s1_5_a_note_can_be_linked_to_a_deal(julia: Talk) -> None:
    note = only(julia.say("note Julia Brandt drawings are at the architect's"), "activity").number
    second = only(julia.say("lead Ohnesorg KG, 5k"), "deal").number
    assert julia.say(f"link #{second} #{note}").ok
    assert "drawings are at the architect's" in _card(julia, f"#{second}")


def test_s1_14_a_deal_shows_name_number_revenue_close_chance_and_status(julia: Talk) -> None:
    julia.say(
        "setze #1006 Name: Halle 2; Umsatz: 22.500 €; Abschluss: 27. November; Wahrscheinlichkeit: 60; Priorität: hoch"
    )
    words = _card(julia, "#1006")
    for told in ("#1006 Halle 2: Qualify", "€22,500", "Fri 27 Nov 2026", "60 %", "★★★"):
        assert told in words
    second, third = (only(julia.say(f"lead Firma {n} GmbH"), "deal").number for n in (1, 2))
    assert 1006 < second < third


# Contact data


def test_s1_7_and_s4_2_an_enquiry_by_mail_fills_the_card(office: Office) -> None:
    office.send(raw(outlook_forward(), office.personal("anna"), submitter="anna"))
    talk = Talk(office.store, office.activities()[0].at)
    words = _card(talk)
    for told in (
        "Job title: Leiterin Einkauf", "j.brandt@lagerbau-nord.example", "+49403344120", "Lagerbau Nord GmbH",
        "Address:   Hafenstraße 12, 20457 Hamburg", "Source:    Mail", "40 Palettenregale", "Bitte anlegen, sie hat es eilig.",
    ):  # fmt: skip
        assert told in words
    deal = only(talk.say("show Julia Brandt"), "deal")
    assert deal.budget is not None
    assert (deal.source, str(deal.budget.amount)) == ("email", "20000.00")
    assert "Budget:      €20,000" in _card(talk, f"#{deal.number}")
    assert "Hafenstraße 12, 20457 Hamburg" in _card(talk, "Lagerbau Nord")


def test_s1_13_and_b1_a_company_shows_its_contact_persons_with_department_and_function(julia: Talk) -> None:
    julia.say("set Julia Brandt department Sales, function: Head of sales")
    julia.say("person Max Moor, Nordlicht GmbH, max@nordlicht.example, 0171 5551234, department Service")
    julia.say("kontakt Ina Ott, Nordlicht GmbH, ina@nordlicht.example, Abteilung Buchhaltung, Funktion Leiterin")
    card = julia.say("show Nordlicht")
    words = julia.words(card)
    for told in (
        "Sales, Head of sales, julia@nordlicht.example",
        "Service, max@nordlicht.example, +491715551234",
        "Buchhaltung, Leiterin",
    ):
        assert told in words
    people = {person.name: person.department for person in all_of(card, "person")}
    assert people == {"Julia Brandt": "Sales", "Max Moor": "Service", "Ina Ott": "Buchhaltung"}


def test_s1_13_an_offer_goes_to_the_person_of_the_sales_department(julia: Talk) -> None:
    julia.say("set Julia Brandt department Service")
    julia.say("person Vera Kauf, Nordlicht GmbH, vera@nordlicht.example, department Sales")
    offer = only(julia.say("offer #1006 12k"), "offer")
    assert offer.person == "Vera Kauf"


def test_s1_13_without_departments_an_offer_goes_to_the_person_of_the_deal(julia: Talk) -> None:
    julia.say("person Vera Kauf, Nordlicht GmbH, vera@nordlicht.example")
    assert only(julia.say("offer #1006 12k"), "offer").person == "Julia Brandt"


def test_b2_a_second_mail_and_phone_find_the_person_and_one_is_primary(julia: Talk) -> None:
    julia.say("add Julia Brandt mail Brandt@Privat.example")
    julia.say("add phone 0171/555 12 34 to Julia Brandt")
    for who in ("brandt@privat.example", "+49 171 5551234", "0171 5551234", "julia@nordlicht.example"):
        assert julia.say(f"show {who}").records[0].number == 1004
    julia.say("bevorzuge Julia Brandt brandt@privat.example")
    card = julia.say("show Julia Brandt").records[0]
    assert card.emails == ("brandt@privat.example", "julia@nordlicht.example")
    assert card.phones == ("+4971112345", "+491715551234")
    julia.say("remove Julia Brandt mail brandt@privat.example")
    assert julia.say("show Julia Brandt").records[0].emails == ("julia@nordlicht.example",)
    julia.say("undo")
    assert julia.say("show Julia Brandt").records[0].emails == ("brandt@privat.example", "julia@nordlicht.example")


def test_b2_several_postal_addresses_each_with_its_purpose(julia: Talk) -> None:
    julia.say("set Nordlicht address Hauptstr. 5, 70173 Stuttgart")
    julia.say("add Nordlicht Rechnungsadresse Am Markt 7, 10115 Berlin")
    julia.say("ergänze Nordlicht Lieferadresse Hafen 1, D-20457 Hamburg")
    assert (
        "Hauptstr. 5, 70173 Stuttgart, Am Markt 7, 10115 Berlin (for invoices), Hafen 1, D-20457 Hamburg (for deliveries)"
        in _card(julia, "Nordlicht")
    )
    julia.say("remove Nordlicht address Berlin")
    assert julia.say("show Nordlicht").records[0].addresses == (
        "Hauptstr. 5, 70173 Stuttgart",
        "Hafen 1, D-20457 Hamburg",
    )


def test_an_address_of_somebody_else_is_refused_and_merging_offered(julia: Talk) -> None:
    other = only(julia.say("person Tom Ohne, tom@ohne.example"), "person").number
    refused = julia.say("add Julia Brandt mail tom@ohne.example")
    assert not refused.ok
    assert julia.commands(refused) == [f"merge #1004 into #{other}"]


@pytest.mark.parametrize("typed", ["0711/9876543", "+49 711 9876543", "0049 (711) 987 65 43", "0711-987 6543"])
def test_b10_phones_are_one_number_however_they_are_written(julia: Talk, typed: str) -> None:
    julia.say("set Julia Brandt phone 0711 9876543")
    assert julia.say(f"show {typed}").records[0].number == 1004
    assert julia.say("show Julia Brandt").records[0].phones == ("+497119876543", "+4971112345")


def test_b10_an_address_is_kept_as_written_and_in_parts(julia: Talk) -> None:
    from crmbot.domain.records import PostalAddress

    julia.say("set Julia Brandt address Hauptstr. 5, D-70173 Stuttgart")
    with julia.store.read() as session:
        (row,) = session.query(PostalAddress).all()
    assert (row.street, row.postcode, row.city, row.country) == ("Hauptstr. 5", "70173", "Stuttgart", "DE")


def test_s2_2_sales_relevant_data_of_persons_in_either_language(julia: Talk) -> None:
    julia.say("setze Julia Brandt Altersgruppe 35-44")
    julia.say(
        "setze Julia Brandt Einkommensgruppe: hoch; Einkaufsverhalten: preisbewusst; Bildungsstand: Studium; Risikoeinstellung: vorsichtig"
    )
    card = julia.say("show Julia Brandt").records[0]
    assert card.fields is not None
    assert {
        "age_group": "35-44", "income_group": "high", "buying_behaviour": "price", "education": "degree", "risk_attitude": "averse",
    }.items() <= card.fields.items()  # fmt: skip
    german = julia.say("zeige Julia Brandt")
    talk = Talk(julia.store, julia.now, language="de")
    assert "Einkommensgruppe: hoch" in " ".join(talk.words(german).split())
    assert "Income group: high" in " ".join(julia.words(german).split())


def test_s2_3_data_of_companies(julia: Talk) -> None:
    julia.say("set Nordlicht industry Maschinenbau")
    julia.say("ändere die Mitarbeiterzahl von Nordlicht auf 1.200")
    julia.say("setze Nordlicht Ausrichtung B2B")
    card = julia.say("show Nordlicht").records[0]
    assert card.fields == {"industry": "Maschinenbau", "employees": 1200, "business": "b2b"}
    for told in ("Industry:  Maschinenbau", "Employees: 1200", "Business:  B2B"):
        assert told in _card(julia, "Nordlicht")


@pytest.mark.parametrize(
    "request_",
    [
        "set Julia Brandt department Purchasing",
        "set Julia Brandt department to Purchasing",
        "set Julia Brandt department: Purchasing",
        "set Julia Brandt department = Purchasing",
        "set Julia Brandt's department to Purchasing",
        "set the department of Julia Brandt to Purchasing",
        "change department for #1004 to Purchasing",
        "#1004 set department Purchasing",
        "setze Julia Brandt Abteilung Purchasing",
        "setze bei Julia Brandt die Abteilung auf Purchasing",
        "ändere die Abteilung von Julia Brandt auf Purchasing",
        "add Julia Brandt department Purchasing",
        "set #1006 department Purchasing",
        "set julia@nordlicht.example department Purchasing",
        "change department Julia Brandt: Purchasing",
        "ändere Abteilung Julia Brandt Purchasing",
        "setze Julia Brandt als Abteilung Purchasing",
    ],
)
def test_a_field_is_set_in_many_natural_ways(julia: Talk, request_: str) -> None:
    assert julia.say(request_).ok
    assert julia.say("show Julia Brandt").records[0].department == "Purchasing"


@pytest.mark.parametrize("words", ["none", "leer", "-", "löschen"])
def test_a_field_is_emptied(julia: Talk, words: str) -> None:
    julia.say("set Julia Brandt department Purchasing")
    assert julia.say(f"set Julia Brandt department {words}").ok
    assert julia.say("show Julia Brandt").records[0].department is None


@pytest.mark.parametrize(
    "wrong",
    [
        "set Julia Brandt birthday 12.3.2031",
        "set Julia Brandt birthday yesterday's fish",
        "set Julia Brandt mail julia",
        "set Julia Brandt phone twelve",
        "set Nordlicht employees many",
        "set Nordlicht business b2x",
        "set Julia Brandt",
        "set Julia Brandt department",
        "set Julia Brandt shoe 44",
        "set #1006 name none",
        "set Nordlicht mother Nordlicht",
        "set Nordlicht domain gmail.com",
        "remove Julia Brandt phone 0711 999",
    ],
)
def test_what_is_no_value_is_said_and_nothing_changes(julia: Talk, wrong: str) -> None:
    before = julia.rows()
    assert not julia.say(wrong).ok
    assert julia.rows() == before


def test_two_values_of_one_record_are_undone_each_for_itself(julia: Talk) -> None:
    first = [a.command for a in julia.say("set Julia Brandt department Purchasing").actions][-1]
    julia.say("set Julia Brandt function Head")
    assert julia.say(first).ok
    card = julia.say("show Julia Brandt").records[0]
    assert (card.department, card.function) == (None, "Head")


# Groups, tags, protection


def test_b4_a_mother_company_shows_her_daughters_and_sums_them(julia: Talk) -> None:
    julia.say("company Nordlicht Süd GmbH")
    julia.say("set Nordlicht Süd mother Nordlicht GmbH")
    julia.say("lead Nordlicht Süd GmbH, 30k")
    words = _card(julia, "Nordlicht GmbH")
    assert "With its daughters: €42,000 open, €0 won" in words
    assert "Nordlicht Süd GmbH\n  daughter" in words
    assert "Mother company: Nordlicht GmbH (#1005)" in _card(julia, "Nordlicht Süd GmbH")
    refused = julia.say("set Nordlicht GmbH mother Nordlicht Süd GmbH")
    assert not refused.ok


def test_b7_a_private_tag_is_seen_by_its_owner_alone(julia: Talk) -> None:
    julia.say("tag Julia Brandt private difficult")
    julia.say("tag Julia Brandt fair 2026, regular")
    assert "difficult (only for you), fair 2026, regular" in _card(julia)
    ben = julia.with_user("ben")
    assert "difficult" not in _card(ben)
    assert "fair 2026, regular" in _card(ben)
    assert not ben.say("untag Julia Brandt difficult").ok
    assert julia.say("entmarkiere Julia Brandt regular").ok
    assert "regular" not in _card(julia)


def test_b7_the_same_word_twice_is_one_tag(julia: Talk) -> None:
    julia.say("tag Julia Brandt Stammkunde")
    julia.say("markiere Julia Brandt stammkunde")
    assert julia.say("show Julia Brandt").records[0].tags == ("Stammkunde",)


# Relations over time


def test_b5_the_card_says_when_there_was_contact_last_and_by_whom_and_what_comes_next(julia: Talk) -> None:
    julia.say("call Julia Brandt wants an offer")
    julia.now += timedelta(days=12)
    julia.say("followup Julia Brandt in 3 days send the drawings")
    words = _card(julia.with_user("ben"))
    assert "Last contact 12 days ago, by Anna Adler (Call)" in words
    assert "Next: Thu 3 Dec 2026, send the drawings, Anna Adler" in words
    julia.say("call Julia Brandt says hello")
    assert "Last contact today, by Anna Adler" in _card(julia)


def test_s3_14_a_new_mail_changes_the_card_at_once(office: Office) -> None:
    office.send(raw(mail()))
    talk = Talk(office.store, office.activities()[0].at + timedelta(days=5))
    assert "Last contact 5 days ago, Mail from the customer" in _card(talk)
    later = mail(
        body="Die Maße liegen bei.\n", date="Mon, 23 Nov 2026 09:00:00 +0100", message_id="<m2@lagerbau-nord.example>"
    )
    office.send(raw(later, at=talk.now))
    assert "Last contact today, Mail from the customer" in _card(talk)
    assert "Die Maße liegen bei." in _card(talk)


def test_s4_16_one_card_answers_everything_and_fits_one_message(julia: Talk) -> None:
    julia.say(
        "set Julia Brandt age group 35-44; income group: high; birthday: 12.3.1985; address: Hauptstr. 5, 70173 Stuttgart"
    )
    julia.say("call Julia Brandt reached")
    julia.say("followup #1006 tomorrow drawings")
    for number in range(12):
        julia.say(f"lead #1004, {number + 1}k, hall {number}")
        julia.say(f"followup #1004 in {number + 1} days step {number}")
        julia.say(
            f"person Gast {number} Muster, Nordlicht GmbH, g{number}@nordlicht.example, department {'Sales ' * 15}"
        )
        julia.say(f"note #1006 {'a long note ' * 60}{number}")
    for who in ("Julia Brandt", "#1006", "Nordlicht"):
        card = julia.say(f"show {who}")
        blocks = reply_to_blocks(card, julia.reader)
        assert len(blocks) <= MOST_BLOCKS
        assert all(len(block["text"]["text"]) <= 3000 for block in blocks if "text" in block)
        shown = str(blocks)
        for told in ("Recommended", "Open follow-ups", "Latest", "Last contact"):
            assert told in shown
        places = [shown.index(told) for told in ("Recommended", "Open follow-ups", "Last contact", "Latest")]
        assert places == sorted(places)


def test_s4_16_the_recommendation_comes_first_and_the_bar_has_a_flag(julia: Talk) -> None:
    words = _card(julia, "#1006").split("\n\n")
    assert words[1].startswith("Recommended")
    assert words[2].startswith("⚑ Qualify › Develop")
    assert words[3].startswith("Role:")


# Sources of values


def test_each_value_tells_where_it_was_read(office: Office) -> None:
    office.send(raw(mail()))
    talk = Talk(office.store, office.activities()[0].at)
    talk.say("set Julia Brandt department Einkauf")
    words = talk.words(talk.say("sources Julia Brandt"))
    line = next(line for line in words.split("\n") if line.startswith("Job title"))
    assert "from the signature of the mail of Wed 18 Nov 2026" in line
    assert "from the header of the mail of Wed 18 Nov 2026" in next(
        w for w in words.split("\n") if w.startswith("Mail")
    )
    assert "entered by Anna Adler" in next(w for w in words.split("\n") if w.startswith("Department"))


def _signed(office: Office, job: str, day: int) -> None:
    body = f"Hallo,\n\nnoch eine Frage dazu.\n\nMit freundlichen Grüßen\nJulia Brandt\n{job}\n\nLagerbau Nord GmbH\nHafenstraße 12, 20457 Hamburg\n"
    content = mail(body=body, date=f"Fri, {day} Nov 2026 09:00:00 +0100", message_id=f"<m{day}@lagerbau-nord.example>")
    office.send(raw(content, at=office.activities()[0].created_at + timedelta(days=day - 18)))


def test_a_hand_entered_value_is_never_replaced_silently_but_the_other_one_offered(office: Office) -> None:
    office.send(raw(mail()))
    talk = Talk(office.store, office.activities()[0].at + timedelta(days=5))
    talk.say("set Julia Brandt job title Buyer")
    _signed(office, "Geschäftsführerin", 20)
    card = talk.say("show Julia Brandt")
    assert card.records[0].job_title == "Buyer"
    assert "The signature of Fri 20 Nov 2026 says otherwise: Job title Geschäftsführerin" in talk.words(card)
    take, keep = (
        action.command
        for section in card.sections
        for row in section.rows
        for action in row.actions
        if "job_title" in action.command
    )
    assert talk.say(take).ok
    after = talk.say("show Julia Brandt")
    assert after.records[0].job_title == "Geschäftsführerin"
    assert "says otherwise" not in talk.words(after)
    assert not talk.say(keep).ok


def test_what_was_declined_is_not_offered_again(office: Office) -> None:
    office.send(raw(mail()))
    talk = Talk(office.store, office.activities()[0].at + timedelta(days=5))
    talk.say("set Julia Brandt job title Buyer")
    _signed(office, "Geschäftsführerin", 20)
    assert talk.say("keep Julia Brandt job title").ok
    _signed(office, "Geschäftsführerin", 27)
    assert "says otherwise" not in _card(talk)


# Own fields


@pytest.fixture
def own(julia: Talk) -> Talk:
    """A team that declared fields of its own."""
    fields = with_own(
        [
            custom_field("company", "floor_space", {"en": "Floor space", "de": "Hallenfläche"}, "number"),
            custom_field("person", "member_since", {"en": "Member since", "de": "Mitglied seit"}, "date", personal=True),
            custom_field(
                "company", "level", {"en": "Level", "de": "Stufe"}, "choice",
                [Choice("gold", {"en": "Gold", "de": "Gold"}), Choice("tin", {"en": "Tin", "de": "Blech"})],
            ),
            custom_field("deal", "visited", {"en": "Visited", "de": "Besucht"}, "flag"),
        ]
    )  # fmt: skip
    julia.assistant = Assistant(julia.store, builtin_process, AssistantSettings(language="en", fields=fields))
    return julia


def test_b9_a_field_that_the_administrator_added_is_set_and_shown(own: Talk) -> None:
    own.say("set Nordlicht floor space 1,200")
    own.say("setze Nordlicht Stufe Blech")
    own.say("set Julia Brandt member since 1 May 2020")
    own.say("setze #1006 besucht ja")
    assert own.say("show Nordlicht").records[0].fields == {"floor_space": 1200, "level": "tin"}
    assert "Floor space: 1200" in _card(own, "Nordlicht")
    assert "Member since: Fri 1 May 2020" in _card(own)
    assert "Visited:     yes" in _card(own, "#1006")
    refused = own.say("set Nordlicht level platinum")
    assert "Gold, Tin" in own.words(refused)
    assert own.say("set Nordlicht floor space none").ok
    assert own.say("show Nordlicht").records[0].fields == {"level": "tin"}


def test_two_own_fields_are_undone_each_for_itself(own: Talk) -> None:
    first = [a.command for a in own.say("set Nordlicht floor space 1200").actions][-1]
    own.say("set Nordlicht level gold")
    assert own.say(first).ok
    assert own.say("show Nordlicht").records[0].fields == {"level": "gold"}


def test_s2_20_master_data_are_logged_apart_from_the_history(julia: Talk) -> None:
    before = len(all_of(julia.say("history Julia Brandt"), "activity"))
    julia.say("set Julia Brandt department Purchasing")
    assert len(all_of(julia.say("history Julia Brandt"), "activity")) == before
    assert "Purchasing" in julia.words(julia.say("changes Julia Brandt"))


def test_a_person_at_a_company_is_completed_and_not_doubled(julia: Talk) -> None:
    before = julia.rows()
    reply = julia.say("person Julia Brandt, Nordlicht GmbH, Abteilung Einkauf")
    assert "is known already" in julia.words(reply)
    after = julia.rows()
    assert (after["persons"], after["companies"], after["deals"]) == (
        before["persons"],
        before["companies"],
        before["deals"],
    )
    assert julia.say("show Julia Brandt").records[0].department == "Einkauf"


def test_a_company_is_made_with_all_that_is_known_of_it(julia: Talk) -> None:
    julia.say(
        "firma Blau & Söhne KG, info@blau.example, 0711 333444, www.blau.example, Branche Handel, Adresse Am Markt 1, 10115 Berlin"
    )
    card = julia.say("show Blau & Söhne").records[0]
    assert (card.emails, card.phones, card.website) == (("info@blau.example",), ("+49711333444",), "www.blau.example")
    assert (card.addresses, card.fields) == (("Am Markt 1, 10115 Berlin",), {"industry": "Handel"})


def test_a_person_is_made_with_title_position_and_company(julia: Talk) -> None:
    julia.say("kontakt Frau Dr. Eva Klar bei Nordlicht GmbH, 0711 444555, Einkaufsleiterin")
    card = julia.say("show Eva Klar").records[0]
    assert (card.name, card.company, card.job_title) == ("Eva Klar", "Nordlicht GmbH", "Einkaufsleiterin")
    assert card.fields == {"title": "Dr.", "given_name": "Eva", "family_name": "Klar"}


def test_von_belongs_to_the_name_unless_a_company_follows(julia: Talk) -> None:
    julia.say("person Karl von Stein, Stein GmbH, k@stein.example")
    julia.say("person Lea van Dyck von Seehof, lea@seehof.example")
    julia.say("person Max Moor von Seehof Holz GmbH, max@moor.example")
    karl, lea, max_ = (
        julia.say(f"show {mail}").records[0] for mail in ("k@stein.example", "lea@seehof.example", "max@moor.example")
    )
    assert (karl.name, karl.company, karl.job_title) == ("Karl von Stein", "Stein GmbH", None)
    assert lea.name == "Lea van Dyck von Seehof"
    assert (max_.name, max_.company) == ("Max Moor", "Seehof Holz GmbH")


def test_the_old_address_goes_with_the_button_below_the_new_one(julia: Talk) -> None:
    julia.say("set Nordlicht address Am Markt 1, 10115 Berlin")
    reply = julia.say("set Nordlicht address Am Markt 2, 10115 Berlin")
    assert julia.say(julia.commands(reply)[0]).ok
    assert julia.say("show Nordlicht").records[0].addresses == ("Am Markt 2, 10115 Berlin",)


def test_the_same_card_in_german(julia: Talk) -> None:
    german = Talk(julia.store, julia.now, language="de")
    card = german.say("zeige Julia Brandt")
    assert card.ok
    assert "Nordlicht GmbH" in german.words(card)


def test_an_address_of_somebody_unseen_is_neither_taken_nor_told_of(julia: Talk) -> None:
    julia.say("person Tom Geheim, Geheim KG, tom@geheim.example")
    julia.say("protect Tom Geheim")
    ben = julia.with_user("ben")
    refused = ben.say("add Julia Brandt mail tom@geheim.example")
    assert not refused.ok
    assert "Tom" not in ben.words(refused)
    assert "merge" not in str(ben.commands(refused))
