"""Change sets: merge, duplicates, undo (rows A34, A35, B6, J5, P29 in part)."""

from __future__ import annotations

from sqlalchemy import select

from crmbot.domain.records import Activity, Deal, Person, PersonEmail
from crmbot.shapes import Reply
from tests.assistant.talk import Talk, all_of, only


def _two_of_her(talk: Talk) -> tuple[int, int]:
    """Sabine Kolb twice: once at work, once with her private address, each with a deal and entries."""
    one = only(talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, 20k"), "person")
    two = only(talk.say("lead Bine Kolb, bine@privat.example, 0170 1234567, 3k"), "person")
    talk.say(f"note #{one.number} likes oak")
    talk.say(f"call #{two.number} 5min wants a shelf at home")
    talk.say(f"followup #{two.number} friday send pictures")
    return one.number, two.number


def _state(talk: Talk) -> dict[str, list[tuple[object, ...]]]:
    with talk.store.read() as session:
        return {
            "emails": sorted((row.email, row.person_number) for row in session.scalars(select(PersonEmail))),
            "deals": sorted((deal.number, deal.person_number) for deal in session.scalars(select(Deal))),
            "entries": sorted((entry.number, entry.person_number) for entry in session.scalars(select(Activity))),
            "people": sorted((person.number, person.name) for person in session.scalars(select(Person))),
        }  # fmt: skip


def test_b6_all_of_the_one_sits_on_the_other_after_a_merge(both: Talk) -> None:
    one, two = _two_of_her(both)
    before = _state(both)
    merged = both.say(f"merge #{two} into #{one}")
    assert merged.ok, both.words(merged)
    after = _state(both)
    assert {owner for _, owner in after["emails"]} == {one}
    assert {owner for _, owner in after["deals"]} == {one}
    assert len(after["entries"]) == len(before["entries"])
    assert {owner for _, owner in after["entries"]} == {one}
    card = both.say(f"show #{one}")
    assert set(only(card, "person").emails or ()) == {"s.kolb@kolb.example", "bine@privat.example"}
    assert "send pictures" in both.words(card)


def test_a_merged_number_leads_to_the_kept_record(both: Talk) -> None:
    one, two = _two_of_her(both)
    both.say(f"merge #{two} into #{one}")
    assert both.say(f"show #{two}").records[0].number == one


def test_the_companies_of_both_are_told_by_their_names(both: Talk) -> None:
    one = only(both.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example"), "person").number
    two = only(both.say("lead Bine Kolb, Kolb Handel KG, b.kolb@handel.example"), "person").number
    merged = both.words(both.say(f"merge #{two} into #{one}"))
    assert "Company: Kolb Regalbau GmbH" in merged
    assert "the other one: Kolb Handel KG" in merged


def test_undo_makes_two_of_them_again_also_later_and_by_somebody_else(both: Talk) -> None:
    one, two = _two_of_her(both)
    before = _state(both)
    merged = both.say(f"zusammenführen #{two} in #{one}")
    (undo,) = [command for command in both.commands(merged) if command.startswith("undo")]
    ben = both.with_user("ben")
    ben.now = both.now
    ben.say("note Kolb Regalbau GmbH something else in between")
    taken_back = ben.say(undo)
    assert taken_back.ok, both.words(taken_back)
    after = _state(both)
    for part in ("emails", "deals", "people"):
        assert after[part] == before[part]
    assert both.say(f"show #{two}").records[0].number == two


def test_b6_the_choice_field_by_field_is_honoured(both: Talk) -> None:
    one, two = _two_of_her(both)
    both.say(f"set #{one} job title Buyer")
    both.say(f"set #{two} job title Head of purchasing")
    kept = both.say(f"merge #{two} into #{one}")
    assert only(kept, "person").job_title == "Buyer"
    (offered,) = [a.command for s in kept.sections for row in s.rows for a in row.actions if "title" in a.command]
    assert both.say(offered).ok
    assert only(both.say(f"show #{one}"), "person").job_title == "Head of purchasing"


def test_b6_a_field_can_be_taken_at_once(both: Talk) -> None:
    one, two = _two_of_her(both)
    both.say(f"set #{one} job title Buyer")
    both.say(f"set #{two} job title Head of purchasing")
    assert only(both.say(f"merge #{two} into #{one} taking job title"), "person").job_title == "Head of purchasing"


def test_two_deals_become_one_and_no_entry_is_lost(both: Talk) -> None:
    first = only(both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k"), "deal")
    second = only(both.say("lead Tom Tiger, Kolb Regalbau GmbH, 5k"), "deal")
    both.say(f"note #{first.number} one")
    both.say(f"note #{second.number} two")
    merged = both.say(f"merge #{second.number} into #{first.number}")
    assert merged.ok, both.words(merged)
    assert {entry.text for entry in all_of(both.say(f"history #{first.number}"), "activity")} >= {"one", "two"}


def test_of_two_joined_by_and_the_one_that_was_there_first_is_kept(both: Talk) -> None:
    one, two = _two_of_her(both)
    assert only(both.say(f"merge #{one} and #{two}"), "person").number == one


def test_two_kinds_or_one_record_twice_are_refused(both: Talk) -> None:
    one, _ = _two_of_her(both)
    company = only(both.say("show Kolb Regalbau GmbH"), "company").number
    for refused in (f"merge #{one} into #{one}", f"merge #{one} into #{company}", "merge", f"merge #{one}"):
        assert not both.say(refused).ok, refused


def test_names_are_understood_and_namesakes_asked_for(both: Talk) -> None:
    _two_of_her(both)
    assert both.say("merge Bine Kolb into Sabine Kolb").ok
    both.say("lead Tom Tiger, tom@a.example")
    both.say("lead Tom Tiger, tom@b.example")
    asked = both.say("merge Tom Tiger into Sabine Kolb")
    assert asked.kind == "choice"


def _pairs(reply: Reply) -> list[str]:
    return [action.command for section in reply.sections for row in section.rows for action in row.actions]


def test_a34_similar_people_are_found_by_phone_and_by_name_with_a_merge_button(both: Talk) -> None:
    one = only(both.say("lead Sabine Kolb, s.kolb@kolb.example, 0711 5553322"), "person").number
    with both.store.write(both.now, actor="anna", action="test") as work:
        from crmbot.domain.people.contacts import ContactFacts, add_person

        two = add_person(work, ContactFacts(name="S. Kolb", phones=(("+497115553322", "work"),))).number
        three = add_person(work, ContactFacts(name="Sabine Kolb", email="sabine@privat.example")).number
    found = _pairs(both.say("duplicates"))
    assert f"merge #{three} into #{one}" in found
    assert both.say(f"merge #{three} into #{one}").ok
    assert f"merge #{three} into #{one}" not in _pairs(both.say("dubletten"))
    assert two


def test_j5_every_write_leaves_who_when_how_old_and_new(both: Talk) -> None:
    deal = only(both.say("lead Sabine Kolb, Kolb Regalbau GmbH, 20k"), "deal").number
    both.say(f"set #{deal} amount 25k")
    both.with_user("ben").say(f"stage #{deal} develop")
    words = both.words(both.say(f"changes #{deal}"))
    for told in ("€20,000 → €25,000", "Qualify → Develop", "Ben", "Anna Adler", "command line", "made"):
        assert told in words
    amounts = both.say(f"changes #{deal} amount")
    assert "€20,000 → €25,000" in both.words(amounts)
    assert "Develop" not in both.words(amounts)


def test_j5_ones_own_changes_are_listed_and_taken_back_from_there(both: Talk) -> None:
    deal = only(both.say("lead Sabine Kolb, 20k"), "deal").number
    both.say(f"set #{deal} amount 25k")
    listed = both.say("changes")
    (newest, *_) = _pairs(listed)
    assert both.say(newest).ok
    assert only(both.say(f"show #{deal}"), "deal").amount == 20000
    assert "undone by change" in both.words(both.say(f"changes #{deal}"))


def test_a_bulk_change_is_shown_first_and_undone_as_one(both: Talk) -> None:
    for name in ("Sabine Kolb", "Tom Tiger", "Eva Lang"):
        both.with_user("ben").say(f"lead {name}, 5k")
    kept = only(both.say("lead Julia Brandt, 5k"), "deal")
    shown = both.say("bulk owner:ben set owner clara")
    assert shown.totals["count"] == 3
    assert both.say("pipeline owner:clara").totals["count"] == 0
    (command,) = [command for command in both.commands(shown) if command.startswith("bulk yes")]
    done = both.say(command)
    assert done.ok, both.words(done)
    assert both.say("pipeline owner:clara").totals["count"] == 3
    assert only(both.say(f"show #{kept.number}"), "deal").owner == "anna"
    both.say("undo")
    assert both.say("pipeline owner:ben").totals["count"] == 3


def test_a_bulk_change_sets_any_value_and_refuses_what_it_does_not_know(both: Talk) -> None:
    both.say("lead Sabine Kolb, 5k")
    both.say("lead Tom Tiger, 50k")
    both.say("massenänderung ja >10k setze Priorität 3")
    assert both.say("pipeline priority:3").totals["count"] == 1
    for refused in (
        "bulk",
        "bulk owner:me",
        "bulk owner:me set",
        "bulk owner:me set stage offer",
        "bulk set owner ben",
    ):
        assert not both.say(refused).ok, refused
