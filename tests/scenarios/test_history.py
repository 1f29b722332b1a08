"""The history (rows S1.10, S2.4, S2.5, S2.13, S2.16, S3.11, S4.3, S4.4, S4.5, E1, E2, E4, E5, E7)."""

from __future__ import annotations

from datetime import timedelta

from crmbot.shapes import Record, Reply
from tests.assistant.talk import Talk, all_of, only


def _entry(reply: Reply) -> Record:
    return only(reply, "activity")


def test_s4_3_each_entry_tells_who_by_which_medium_why_and_what(kolb: Talk) -> None:
    kolb.say("call Sabine Kolb incoming 12min wants the brochure, reason: fair leaflet, touchpoint: Messe Köln")
    words = kolb.words(kolb.say("history Sabine Kolb calls"))
    for told in (
        "wants the brochure",
        "Call",
        "incoming",
        "12 min",
        "reason: fair leaflet",
        "Messe Köln",
        "Anna Adler",
    ):
        assert told in words
    entry = all_of(kolb.say("history Sabine Kolb calls"), "activity")[0]
    assert (entry.reason, entry.touchpoint, entry.direction, entry.medium) == (
        "fair leaflet",
        "Messe Köln",
        "in",
        "phone",
    )


def test_s1_10_and_e1_the_history_is_in_order_newest_or_oldest_first_and_by_kind(kolb: Talk) -> None:
    for text in (
        "note #1 first",
        "call Sabine Kolb second",
        "meeting Sabine Kolb 1h third",
        "letter Sabine Kolb fourth",
    ):
        kolb.say(text.replace("#1", "Sabine Kolb"))
    newest = [entry.text for entry in all_of(kolb.say("history Sabine Kolb"), "activity")]
    assert newest[:4] == ["fourth", "third", "second", "first"]
    oldest = [entry.text for entry in all_of(kolb.say("history Sabine Kolb oldest first"), "activity")]
    assert oldest == newest[::-1]
    assert [e.kind for e in all_of(kolb.say("verlauf Sabine Kolb Anrufe und Treffen"), "activity")] == [
        "meeting",
        "call",
    ]


def test_s2_5_the_history_is_cut_by_time_and_turned_page_by_page(kolb: Talk) -> None:
    for number in range(20):
        kolb.say(f"note Sabine Kolb entry {number}")
        kolb.now += timedelta(days=2)
    recent = kolb.say("history Sabine Kolb last 7 days")
    assert recent.totals["count"] == 3
    first = kolb.say("history Sabine Kolb notes")
    assert (first.totals["count"], first.totals["pages"]) == (20, 2)
    (more,) = [command for command in kolb.commands(first) if "page 2" in command]
    assert len(all_of(kolb.say(more), "activity")) == 5


def test_s2_16_wishes_complaints_and_changes_are_kinds_and_open_complaints_are_listed(kolb: Talk) -> None:
    kolb.say("wish Sabine Kolb shelves in oak")
    kolb.say("observation Sabine Kolb opens a second warehouse")
    complaint = _entry(kolb.say("reklamation Sabine Kolb zwei Böden sind zerbrochen"))
    listed = kolb.say("complaints")
    assert listed.totals["count"] == 1
    assert [entry.number for entry in listed.records] == [complaint.number]
    assert "Anna Adler" in kolb.words(listed)
    assert kolb.say(f"resolve #{complaint.number} new boards sent").ok
    assert kolb.say("complaints").totals["count"] == 0
    assert not kolb.say(f"resolve #{complaint.number}").ok
    assert "new boards sent" in kolb.words(kolb.say("history Sabine Kolb notes"))


def test_s2_13_an_agreement_is_a_kind_of_its_own_and_found(kolb: Talk) -> None:
    kolb.say("vereinbarung Sabine Kolb 2% Skonto bei Vorkasse")
    assert [e.text for e in all_of(kolb.say("history Sabine Kolb agreements"), "activity")] == [
        "2% Skonto bei Vorkasse"
    ]
    assert "Skonto" in kolb.words(kolb.say("find Skonto"))


def test_s4_5_a_post_keeps_its_network_and_link(kolb: Talk) -> None:
    kolb.say("post Sabine Kolb praises us, network: LinkedIn https://social.example/p/1")
    entry = all_of(kolb.say("history Sabine Kolb posts"), "activity")[0]
    assert entry.link == "https://social.example/p/1"
    assert "LinkedIn" in kolb.words(kolb.say("history Sabine Kolb posts"))


def test_s4_4_a_note_shows_author_and_time_and_stays_as_typed(kolb: Talk) -> None:
    kolb.with_user("ben").say("note Sabine Kolb prefers calls in the morning, reason: shift work")
    words = kolb.words(kolb.say("history Sabine Kolb"))
    assert "prefers calls in the morning, reason: shift work" in words
    assert "Ben" in words


def test_e4_a_mentioned_colleague_is_told_once_with_the_way_to_the_record(kolb: Talk) -> None:
    reply = kolb.say("note Sabine Kolb @ben please send the drawing")
    assert "is told" in kolb.words(reply)
    assert kolb.rows()["outbox"] == 1


def test_e5_a_pinned_entry_stands_on_top_of_the_card(kolb: Talk) -> None:
    pinned = _entry(kolb.say("note Sabine Kolb key account"))
    for number in range(7):
        kolb.say(f"note Sabine Kolb entry {number}")
    assert kolb.say(f"pin #{pinned.number}").ok
    assert all_of(kolb.say("show Sabine Kolb"), "activity")[0].number == pinned.number
    assert kolb.say(f"unpin #{pinned.number}").ok
    assert pinned.number not in [e.number for e in all_of(kolb.say("show Sabine Kolb"), "activity")]


def test_e7_the_recap_has_the_last_talk_open_points_and_next_steps(kolb: Talk) -> None:
    kolb.say("call Sabine Kolb wants an offer, follow up on Friday send it")
    kolb.say("complaint Sabine Kolb wrong invoice")
    words = kolb.words(kolb.say("recap Sabine Kolb"))
    for told in ("Last contact 0 days ago", "wants an offer", "wrong invoice", "send it", "Last talk", "Open points"):
        assert told in words


def test_every_logged_kind_can_be_undone(kolb: Talk) -> None:
    before = kolb.rows()
    kolb.say("meeting Sabine Kolb 1h showed the samples")
    assert kolb.say("undo").ok
    after = kolb.rows()
    assert after["activities"] == before["activities"]
