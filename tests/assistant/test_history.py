"""What a card shows of the history."""

from __future__ import annotations

from sqlalchemy import select

from crmbot.domain.history.history import log_activity, place_of
from crmbot.domain.records import Deal
from tests.assistant.talk import Talk, all_of, only


def _mail_passed_on(talk: Talk) -> None:
    talk.say("lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example")
    with talk.store.write(talk.now, channel="mail", action="mail") as work:
        deal = work.session.scalars(select(Deal)).one()
        log_activity(
            work, place_of(deal), kind="mail", medium="mail", direction="in", author="anna", subject="Enquiry",
            text="We need shelves.", note="Sounds urgent.",
        )  # fmt: skip


def test_a_mail_that_was_passed_on_shows_the_forwarders_words_and_name(talk: Talk) -> None:
    _mail_passed_on(talk)
    card = talk.say("show Eva Lang")
    words = talk.words(card)
    assert "“Sounds urgent.”" in words
    assert "passed on by Anna Adler" in words
    assert [entry.note for entry in all_of(card, "activity") if entry.kind == "mail"] == ["Sounds urgent."]


def test_a_number_with_a_zero_in_front_is_a_phone_and_no_place(talk: Talk) -> None:
    talk.say("lead Eva Lang, Lang Holz GmbH, eva@lang-holz.example, 0711 5553322")
    talk.say("pipeline")
    assert talk.say("show 07115553322").records[0].name == "Eva Lang"
    refused = talk.say("show 0711")
    assert "place" not in talk.words(refused)


def test_the_log_of_a_deal_in_francs_says_francs(kolb: Talk) -> None:
    number = only(kolb.say("show #1006"), "deal").number
    kolb.say(f"set #{number} amount 12000 CHF")
    kolb.say(f"set #{number} amount 15000 CHF")
    words = kolb.words(kolb.say(f"changes #{number} amount"))
    assert "Amount CHF 12,000 → CHF 15,000" in words.replace("CHF1", "CHF 1")


def _undone_from(talk: Talk, card: str) -> list[str]:
    return [command for command in talk.commands(talk.say(card)) if command.startswith("undo")]


def test_a_card_offers_to_undo_only_what_nothing_newer_builds_on(kolb: Talk) -> None:
    (made,) = _undone_from(kolb, "show Sabine Kolb")
    kolb.say("note Sabine Kolb wants oak")
    assert _undone_from(kolb, "show Sabine Kolb") == []
    assert kolb.say("undo").ok
    assert _undone_from(kolb, "show Sabine Kolb") == [made]
    kolb.say("stage #1006 develop")
    (moved,) = _undone_from(kolb, "show #1006")
    kolb.say("note Sabine Kolb wants oak")
    assert _undone_from(kolb, "show #1006") == [moved]
    assert kolb.say(moved).ok
