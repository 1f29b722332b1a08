"""Presets and single rights, as an administrator writes them."""

from __future__ import annotations

import pytest

from crmbot.domain.members.rights import PRESETS, RIGHTS, SCOPES, Access, read_rights, rights_of, spelled
from crmbot.errors import RequestFault


@pytest.mark.parametrize("preset", PRESETS)
def test_a_preset_is_kept_by_its_name(preset: str) -> None:
    assert read_rights(preset.upper()) == (preset, None)
    assert spelled(preset, None) == preset
    assert set(rights_of(preset, None)) == set(RIGHTS)


def test_single_rights_give_nothing_that_is_not_named() -> None:
    rights = rights_of(*read_rights("read:all, write=own,export:none"))
    assert rights == {"read": "all", "write": "own", "delete": "none", "export": "none", "admin": "none"}


def test_single_rights_change_a_preset() -> None:
    assert rights_of(*read_rights("member,export:none,delete:own"))["export"] == "none"
    assert rights_of(*read_rights("member,delete:own"))["write"] == "all"


def test_german_words_mean_the_same() -> None:
    assert read_rights("lesen:alle,schreiben:eigene,löschen:keine") == read_rights("read:all,write:own,delete:none")


@pytest.mark.parametrize("text", ["read:all,write:own,export:none", "member,export:none", "admin"])
def test_rights_are_spelled_as_they_are_read(text: str) -> None:
    assert spelled(*read_rights(text)) == text


@pytest.mark.parametrize("text", ["", ",", "boss", "read:some", "fly:all", "read:all,boss"])
def test_what_is_no_right_is_refused(text: str) -> None:
    with pytest.raises(RequestFault):
        read_rights(text)


def test_rights_that_nobody_knows_any_more_give_nothing() -> None:
    assert set(rights_of("emperor", {"read": "galaxy", "fly": "all"}).values()) == {"none"}


def test_a_member_reaches_his_own_records_whatever_his_team() -> None:
    access = Access("anna", read="team", write="own", delete="none", team=frozenset({"ben"}))
    assert [access.keys(right) for right in ("read", "write", "delete", "export")] == [
        {"anna", "ben"}, {"anna"}, frozenset(), None,
    ]  # fmt: skip


def test_crmbot_itself_may_do_everything() -> None:
    assert all(Access().keys(right) is None and Access().may(right) for right in RIGHTS)
    assert {Access().scope(right) for right in RIGHTS} <= set(SCOPES)
