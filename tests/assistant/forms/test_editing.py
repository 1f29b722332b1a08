from __future__ import annotations

import pytest

from crmbot.assistant.settings import AssistantSettings
from crmbot.domain.members.members import require_member
from crmbot.domain.people.contact_fields import Choice, custom_field, with_own
from tests.assistant.forms.asked import field, keys, wrong
from tests.assistant.talk import only


def test_edit_asks_for_the_fields_of_a_deal_with_what_stands_there(kolb):
    asked = kolb.say("edit #1006")
    assert {"name", "amount", "expected_close", "need", "priority"} <= set(keys(asked))
    assert field(asked, "amount").initial == "20000"


def test_only_what_was_changed_is_written(both):
    both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k")
    asked = both.say("edit #1006")
    same = {one.key: one.initial or "" for one in asked.form.fields}
    assert "Nothing was changed" in both.words(both.say(asked.form.command, **same))
    done = both.say(asked.form.command, **{**same, "amount": "25k", "expected_close": "2026-12-18"})
    assert [str(one.label.args["words"].words["en"]) for one in done.fields[1:]] == ["Amount", "Close"]


def test_an_emptied_field_is_emptied(kolb):
    kolb.say("set #1006 need shelves for a hall")
    assert kolb.say("edit #1006 need", need="").ok
    assert field(kolb.say("edit #1006 need"), "need").initial is None


def test_g4_an_empty_required_field_is_told_beside_it_and_the_rest_is_kept(kolb):
    before = kolb.rows()
    again = kolb.say("edit #1006", name="", amount="30k", need="oak")
    assert wrong(again) == ["name"]
    assert (field(again, "amount").initial, field(again, "need").initial) == ("30k", "oak")
    assert kolb.rows() == before


@pytest.mark.parametrize(
    ("key", "bad"),
    [("amount", "lots"), ("expected_close", "some day"), ("probability", "120"), ("priority", "9"), ("budget", "x")],
)
def test_a_bad_value_of_a_deal_is_told_beside_it(kolb, key, bad):
    assert wrong(kolb.say("edit #1006", **{key: bad})) == [key]


@pytest.mark.parametrize(
    ("key", "bad"), [("email", "at home"), ("phone", "at home"), ("birthday", "2030-01-01"), ("website", "here")]
)
def test_a_bad_value_of_a_person_is_told_beside_it(kolb, key, bad):
    assert wrong(kolb.say("edit #1004", **{key: bad})) == [key]


def test_a_mail_address_of_somebody_else_is_told_beside_it(kolb):
    kolb.say("person Eva Lang, Lang Holz GmbH, eva@lang.example")
    assert wrong(kolb.say("edit #1004", email="eva@lang.example")) == ["email"]


def test_a_person_is_edited_with_address_company_and_choices(kolb):
    done = kolb.say(
        "edit #1004", department="Purchasing", phone="+49 711 999999", company="Lang Holz GmbH", language="German",
        address="Am Markt 5, 70173 Stuttgart",
    )  # fmt: skip
    assert done.ok
    person = only(kolb.say("show #1004"), "person")
    assert (person.company, person.department) == ("Lang Holz GmbH", "Purchasing")
    assert (person.phones or ())[:1] == ("+49711999999",)
    assert "German" in kolb.words(kolb.say("show #1004"))


def test_a_company_is_edited(kolb):
    assert kolb.say("edit #1005", industry="Timber", employees="12", business="b2b").ok
    assert wrong(kolb.say("edit #1005", employees="a dozen", domain="gmail.com")) == ["domain", "employees"]


def test_a_mother_that_nobody_knows_yet_is_made_with_other_changes(kolb):
    assert kolb.say("edit #1005", parent="Holz Gruppe AG", phone="+49 711 777777", industry="Timber").ok
    assert only(kolb.say("show #1005"), "company").parent == "Holz Gruppe AG"


def test_own_fields_of_the_installation_are_asked_for(kolb):
    own = [
        custom_field("person", "shoe", {"en": "Shoe size", "de": "Schuhgröße"}, "number"),
        custom_field("person", "vip", {"en": "VIP"}, "flag"),
        custom_field("person", "pet", {"en": "Pet"}, "choice", [Choice("cat", {"en": "cat", "de": "Katze"})]),
    ]
    kolb.assistant._settings = AssistantSettings(language="en", fields=with_own(own))
    assert wrong(kolb.say("edit #1004", shoe="big", vip="perhaps", pet="dragon")) == ["pet", "shoe", "vip"]
    assert kolb.say("edit #1004", shoe="42", vip="yes", pet="cat").ok
    asked = kolb.say("edit #1004 shoe, vip, pet")
    assert [one.initial for one in asked.form.fields] == ["42", "yes", "cat"]


def test_set_without_a_value_asks_for_it(kolb):
    asked = kolb.say("set #1006 amount")
    assert keys(asked) == ["amount"]
    assert only(kolb.say(asked.form.command, amount="7k"), "deal").amount == 7000
    assert keys(kolb.say("set #1006 owner")) == ["owner"]
    assert keys(kolb.say("set #1006 stage")) == ["stage"]
    assert "amount" in keys(kolb.say("set #1006"))


def test_a_field_nobody_knows_is_said_so(kolb):
    assert not kolb.say("edit #1006 moonlight").ok


def test_who_may_only_read_gets_no_form(kolb):
    with kolb.store.write(kolb.now) as work:
        require_member(work.session, "ben").rights = "read"
    assert kolb.with_user("ben").say("edit #1006").form is None


def test_a_lead_is_made_by_a_form(both):
    asked = both.say("lead")
    assert keys(asked)[:4] == ["name", "company", "email", "phone"]
    done = both.say(
        asked.form.command, name="Sabine Kolb", company="Kolb Regalbau GmbH", email="s.kolb@kolb.example",
        amount="12.5k", source="fair", text="needs shelves",
    )  # fmt: skip
    deal = only(done, "deal")
    assert (deal.person, deal.company, deal.source) == ("Sabine Kolb", "Kolb Regalbau GmbH", "fair")
    assert deal.amount == 12500


def test_what_is_wrong_with_a_new_lead_stands_beside_it(talk):
    before = talk.rows()
    assert wrong(talk.say("lead", email="at home", phone="x", amount="much")) == ["amount", "email", "phone"]
    assert wrong(talk.say("lead", text="somebody called")) == ["name"]
    assert talk.rows() == before


def test_a_contact_is_made_by_a_form_with_all_its_fields(talk):
    asked = talk.say("person")
    assert "birthday" in keys(asked)
    done = talk.say(
        "person", name="Max Moor", company="Moor AG", email="max@moor.example", department="Service", language="de"
    )
    person = only(done, "person")
    assert (person.company, person.department) == ("Moor AG", "Service")
    assert wrong(talk.say("person", birthday="2030-01-01", name="Eva")) == ["birthday"]


def test_a_company_is_made_by_a_form(talk):
    done = talk.say("company", name="Moor AG", industry="Timber", website="https://moor.example")
    assert only(done, "company").name == "Moor AG"
    assert wrong(talk.say("company", name="", industry="Timber")) == ["name"]


def test_merging_asks_with_whom_and_which_values_are_kept(kolb):
    kolb.say("person Eva Lang, Lang Holz GmbH, eva@lang.example, department Service")
    kolb.say("set #1004 department Purchasing")
    number = only(kolb.say("show Eva Lang"), "person").number
    asked = kolb.say(f"merge #{number}")
    assert keys(asked)[-1] == "into"
    second = kolb.say(asked.form.command, into="Sabine Kolb")
    assert {"name", "company", "department"} <= set(keys(second))
    assert field(second, "department").initial == "kept"
    done = kolb.say(second.form.command, name="kept", company="kept", department="other")
    assert only(done, "person").name == "Sabine Kolb"
    assert only(kolb.say("show #1004"), "person").department == "Service"


def test_whom_it_cannot_be_merged_with_is_told_beside_the_question(kolb):
    assert wrong(kolb.say("merge #1004", into="#1005")) == ["into"]
    assert wrong(kolb.say("merge #1004", into="Walter Zunder")) == ["into"]
    assert wrong(kolb.say("merge #1004", into="")) == ["into"]
    assert wrong(kolb.say("merge #1004", into="#1004")) == ["into"]
