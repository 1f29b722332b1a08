"""What a member may not see is for him as if it did not exist; what he may not change he is told so."""

from __future__ import annotations

import pytest

from crmbot.domain.members.members import require_member
from crmbot.domain.members.rights import read_rights
from tests.assistant.talk import Talk, all_of, only


def give(talk: Talk, key: str, rights: str, **values: str) -> Talk:
    """That member with these rights, in a conversation of his own."""
    with talk.store.write(talk.now) as work:
        member = require_member(work.session, key)
        member.rights, member.permissions = read_rights(rights)
        for name, value in values.items():
            setattr(member, name, value)
    return talk.with_user(key)


@pytest.fixture
def company(talk: Talk) -> Talk:
    """Anna has a lead of Sabine Kolb, Clara one of Tom Tiger."""
    talk.say("lead Sabine Kolb, Kolb Regalbau GmbH, s.kolb@kolb.example, +49 711 123456, 20k, needs a blue shelf")
    talk.say("note Sabine Kolb wants oak, follow up friday 10:00 ask about oak")
    talk.with_user("clara").say("lead Tom Tiger, Tiger AG, tom@tiger.example, +49 89 987654, 30k, needs a cage")
    return talk


def numbers(talk: Talk, name: str) -> dict[str, int]:
    """The numbers of what hangs on a person, as its owner sees them."""
    return {record.type: record.number for record in reversed(talk.say(f"show {name}").records)}


HIDDEN = ("Tom Tiger", "Tiger AG", "tom@tiger.example", "+49 89 987654")
NEVER = ("Nora Nix", "Nix AG", "nora@nix.example", "+49 40 445566")


@pytest.mark.parametrize(
    "verb",
    [
        "show",
        "note {} hello",
        "call {} hello",
        "followup {} friday",
        "stage {} propose",
        "assign {} ben",
        "won {}",
        "follow {}",
    ],
)
@pytest.mark.parametrize("place", range(len(HIDDEN)))
def test_a_hidden_record_answers_as_one_that_does_not_exist(company: Talk, verb: str, place: int) -> None:
    """S1.9, J1."""
    ben = give(company, "ben", "own")
    phrase = verb if "{}" in verb else f"{verb} {{}}"
    hidden, never = ben.say(phrase.format(HIDDEN[place])), ben.say(phrase.format(NEVER[place]))
    assert not hidden.ok
    assert ben.words(hidden).replace(HIDDEN[place], NEVER[place]) == ben.words(never)


@pytest.mark.parametrize("kind", ["person", "company", "deal", "activity", "followup"])
def test_the_number_of_a_hidden_record_is_one_that_nobody_has(company: Talk, kind: str) -> None:
    """S1.9."""
    ben = give(company, "ben", "own")
    number = (
        numbers(company, "Sabine Kolb")[kind]
        if kind != "company"
        else only(company.say("show Kolb Regalbau"), "company").number
    )
    for phrase in (
        "show #{}",
        "note #{} hello",
        "done #{}",
        "snooze #{} friday",
        "move #{} #{}",
        "assign #{} ben",
        "lead #{}",
    ):
        hidden, never = (ben.say(phrase.format(n, n)) for n in (number, 99999))
        assert ben.words(hidden).replace(f"{number}", "99999") == ben.words(never)


def test_lists_searches_and_sums_leave_out_what_is_hidden(company: Talk) -> None:
    """S1.9, H1."""
    ben = give(company, "ben", "own")
    assert ben.say("pipeline").totals["count"] == 0
    for text in ("oak", "cage", "Kolb", "tiger.example", "987654", "Sabine"):
        assert ben.say(f"find {text}").records == ()
    assert ben.say("unattended").totals["count"] == 0
    ben.say("lead Uwe Unger, Unger KG, 5k")
    pipeline = ben.say("pipeline")
    assert (pipeline.totals["count"], str(pipeline.totals["amount"])) == (1, "5000.00")


def test_the_team_of_a_manager_is_whom_he_leads(company: Talk) -> None:
    give(company, "clara", "own", manager="ben")
    ben = give(company, "ben", "team")
    assert [deal.owner for deal in ben.say("pipeline").records] == ["clara"]


def test_the_team_is_the_department(company: Talk) -> None:
    give(company, "anna", "member", department="sales")
    ben = give(company, "ben", "team", department="sales")
    assert [deal.owner for deal in ben.say("pipeline").records] == ["anna"]


def test_what_may_be_read_but_not_changed_is_refused_with_the_reason(company: Talk) -> None:
    """J1."""
    ben = give(company, "ben", "read:all,write:own")
    before = ben.rows()
    assert ben.say("show Sabine Kolb").ok
    for request in (
        "note Sabine Kolb hello",
        "stage Sabine Kolb propose",
        "assign Sabine Kolb ben",
        "won Tom Tiger",
        "set Sabine Kolb amount 5",
    ):
        reply = ben.say(request)
        assert "you may change your own records only" in ben.words(reply), ben.words(reply)
    assert ben.rows() == before


def test_the_refusal_is_in_the_readers_language(company: Talk) -> None:
    ben = give(company, "ben", "read", language="de")
    assert not ben.say("notiz Sabine Kolb Hallo").ok


def test_his_own_records_a_member_of_small_rights_sees_and_changes(company: Talk) -> None:
    ben = give(company, "ben", "own")
    deal = only(ben.say("lead Uwe Unger, Unger KG, uwe@unger.example, 5k"), "deal")
    for request in (
        "note Uwe Unger hello",
        f"stage #{deal.number} propose",
        f"set #{deal.number} amount 7000",
        "followup Uwe Unger friday",
        "call Unger KG 5min short",
        "undo",
    ):
        reply = ben.say(request)
        assert reply.ok, (request, ben.words(reply))
    assert ben.say("show Unger KG").ok


def test_who_hands_his_record_over_can_take_that_back(company: Talk) -> None:
    ben = give(company, "ben", "own")
    deal = only(ben.say("lead Uwe Unger, Unger KG, 5k"), "deal")
    handed = ben.say(f"assign #{deal.number} anna")
    assert handed.ok
    assert not ben.say(f"show #{deal.number}").ok
    undone = ben.say(handed.actions[-1].command)
    assert undone.ok, ben.words(undone)
    assert ben.say(f"show #{deal.number}").ok


def test_a_button_of_an_old_message_refuses_once_the_right_is_gone(company: Talk) -> None:
    """G11."""
    ben = company.with_user("ben")
    undo = ben.say("note Sabine Kolb from Ben").actions[-1].command
    ben = give(company, "ben", "own")
    gone, never = ben.say(undo), ben.say("undo 99999")
    assert not gone.ok
    assert ben.words(gone).replace(undo.split()[-1], "99999") == ben.words(never)


def test_somebody_elses_change_can_only_be_undone_with_the_right(company: Talk) -> None:
    undo = company.say("note Sabine Kolb secret").actions[-1].command
    assert not give(company, "ben", "read:all,write:own").say(undo).ok
    assert give(company, "ben", "member").say(undo).ok


def test_a_collaborator_reads_that_record_and_no_other(company: Talk) -> None:
    """B12."""
    deal = numbers(company, "Sabine Kolb")["deal"]
    ben = give(company, "ben", "none")
    assert not ben.say(f"show #{deal}").ok
    assert company.say(f"share #{deal} with Ben").ok
    card = ben.say(f"show #{deal}")
    assert card.ok
    assert {record.type for record in card.records} <= {"deal", "followup", "activity"}
    assert [deal.number for deal in ben.say("pipeline").records] == [deal]
    assert ben.say("find oak").ok
    assert not ben.say("show Tom Tiger").ok
    assert not ben.say(f"note #{deal} hello").ok
    assert company.say(f"unshare #{deal} ben").ok
    assert not ben.say(f"show #{deal}").ok


def test_who_is_let_in_is_told(company: Talk) -> None:
    from sqlalchemy import select

    from crmbot.domain.records import OutboxItem

    company.say(f"share #{numbers(company, 'Sabine Kolb')['deal']} with ben and clara")
    with company.store.read() as session:
        told = session.scalars(select(OutboxItem.recipient).where(OutboxItem.key.startswith("share:"))).all()
    assert sorted(told) == ["ben", "clara"]


def test_a_protected_contact_is_seen_by_its_owner_and_collaborators_only(company: Talk) -> None:
    """A74."""
    held = numbers(company, "Sabine Kolb")
    assert company.say("protect Sabine Kolb").ok
    for rights in ("member", "manager", "admin"):
        ben = give(company, "ben", rights)
        for request in (
            "show Sabine Kolb",
            f"show #{held['deal']}",
            f"show #{held['person']}",
            "show s.kolb@kolb.example",
            "show +49 711 123456",
            "unprotect Sabine Kolb",
        ):
            assert not ben.say(request).ok
        assert ben.say("find oak").records == ()
        assert [deal.owner for deal in ben.say("pipeline").records] == ["clara"]
        firm = ben.say("show Kolb Regalbau")
        assert "Sabine" not in ben.words(firm)
    assert company.say("show Sabine Kolb").ok
    company.say("share Sabine Kolb with ben")
    assert ben.say("show Sabine Kolb").ok
    assert all_of(ben.say("find oak"), "activity")


def test_unprotected_it_is_everybodys_again(company: Talk) -> None:
    company.say("protect Sabine Kolb")
    company.say("unprotect Sabine Kolb")
    assert company.with_user("ben").say("show Sabine Kolb").ok


def test_protecting_can_be_undone(company: Talk) -> None:
    company.say("protect Kolb Regalbau")
    assert not company.with_user("ben").say("show Sabine Kolb").ok
    company.say("undo")
    assert company.with_user("ben").say("show Sabine Kolb").ok


def test_an_unseen_contact_is_matched_and_handed_to_its_owner(company: Talk) -> None:
    """A37, P29."""
    ben = give(company, "ben", "own")
    before = company.rows()
    reply = ben.say("lead Sabine Kolb, s.kolb@kolb.example, 15k, wants a table")
    after = company.rows()
    assert reply.ok
    assert (after["persons"], after["companies"]) == (before["persons"], before["companies"])
    assert "Anna Adler" in ben.words(reply)
    assert reply.records == ()
    assert not any(word in ben.words(reply) for word in ("Kolb", "#", "shelf"))
    assert company.say("find table").records
    assert ben.say("find table").records == ()


def test_whoami_says_the_rights_in_words(company: Talk) -> None:
    """J1."""
    words = company.words(give(company, "ben", "read:all,write:team,export:none").say("whoami"))
    for line in (
        "read: all records",
        "change: the records of your team",
        "delete: nothing",
        "export: nothing",
        "administer: no",
    ):
        assert line in words


def test_followers_are_told_of_notes_and_steps_by_others(company: Talk) -> None:
    """B8."""
    from sqlalchemy import select

    from crmbot.domain.records import OutboxItem

    def news() -> list[str]:
        with company.store.read() as session:
            return list(session.scalars(select(OutboxItem.recipient).where(OutboxItem.kind == "news")))

    deal, ben = numbers(company, "Sabine Kolb")["deal"], company.with_user("ben")
    assert ben.say(f"follow #{deal}").ok
    company.say(f"note #{deal} she called")
    assert news() == ["ben"]
    company.say(f"stage #{deal} propose")
    assert news() == ["ben", "ben"]
    ben.say(f"note #{deal} mine own")
    assert news() == ["ben", "ben"]
    ben.say(f"unfollow #{deal}")
    company.say(f"note #{deal} again")
    assert news() == ["ben", "ben"]


def test_who_may_only_read_can_follow(company: Talk) -> None:
    assert give(company, "ben", "read").say("follow Sabine Kolb").ok


def test_of_a_private_entry_only_that_there_was_contact_is_kept(company: Talk) -> None:
    """N18."""
    for request in (
        "note Sabine Kolb private she is expecting",
        "call Sabine Kolb 12min #private she is expecting",
        "anruf Sabine Kolb privat: she is expecting",
    ):
        reply = company.say(request)
        assert reply.ok
        assert "expecting" not in company.words(reply)
    assert company.say("find expecting").records == ()
    card = company.words(company.say("show Sabine Kolb"))
    assert "expecting" not in card
    with company.store.engine.connect() as connection:
        dump = connection.connection.driver_connection
        assert dump is not None
        assert not any("expecting" in line for line in dump.iterdump())
