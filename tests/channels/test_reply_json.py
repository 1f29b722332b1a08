"""Replies as JSON for programs."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from crmbot.channels.reply_json import plain, reply_to_json
from crmbot.shapes import (
    Action,
    Form,
    FormField,
    Moment,
    Money,
    Option,
    Reader,
    Record,
    Reply,
    Row,
    Section,
    Verbatim,
    t,
)

GERMAN = Reader("de", "Europe/Berlin")
AT = datetime(2026, 11, 27, 9, 0, tzinfo=UTC)


def test_the_object_has_the_names_of_the_contract():
    reply = Reply("card", t("Paper"), understood=t("a card"))
    assert reply_to_json(reply, GERMAN, [{"type": "divider"}]) == {
        "ok": True,
        "text": "Paper\nVerstanden: a card",
        "blocks": [{"type": "divider"}],
        "reply": {
            "kind": "card",
            "title": "Paper",
            "understood": "a card",
            "records": [],
            "totals": {},
            "actions": [],
            "error": None,
        },
    }


def test_a_refusal_is_not_ok_and_carries_its_words_as_error():
    shown = reply_to_json(Reply("error", t("No such deal"), ok=False), GERMAN, [])
    assert (shown["ok"], shown["reply"]["error"]) == (False, "No such deal")


def test_a_record_has_the_fields_it_knows():
    record = Record(
        "deal",
        1042,
        "Regale",
        budget=Money(Decimal("20000.00")),
        amount=Decimal("1E+3"),
        expected_close=date(2026, 12, 1),
        due=AT,
        done=False,
        roles=("lead", "customer"),
    )
    (shown,) = reply_to_json(Reply("card", t("Paper"), records=(record,)), GERMAN, [])["reply"]["records"]
    assert shown == {
        "type": "deal",
        "number": 1042,
        "name": "Regale",
        "budget": {"amount": "20000.00", "currency": "EUR"},
        "amount": "1000",
        "expected_close": "2026-12-01",
        "due": "2026-11-27T10:00:00.000+01:00",
        "done": False,
        "roles": ["lead", "customer"],
    }


def test_actions_of_rows_come_before_those_of_the_reply():
    rows = (Row(Verbatim("x"), actions=(Action(t("Done"), "done 3"),)),)
    reply = Reply("list", t("List"), sections=(Section(None, rows),), actions=(Action(t("More"), "page 2"),))
    assert [a["command"] for a in reply_to_json(reply, GERMAN, [])["reply"]["actions"]] == ["done 3", "page 2"]


def test_totals_of_any_depth_become_json():
    totals = {"sum": Money(Decimal(5)), "by": [{"stage": t("Lead"), "at": Moment(AT), "name": Verbatim("\x00A")}]}
    assert plain(totals, GERMAN) == {
        "sum": {"amount": "5", "currency": "EUR"},
        "by": [{"stage": "Lead", "at": "2026-11-27T10:00:00.000+01:00", "name": "A"}],
    }


def test_a_number_without_end_does_not_fill_the_memory():
    assert len(json.dumps(plain(Decimal("1E+999999"), GERMAN))) < 20


def test_a_form_is_shown_with_its_questions_and_what_is_wrong():
    choice = FormField("kind", t("Kind"), "choice", options=(Option("a", Verbatim("Apple")),), initial="a")
    form = Form(
        t("Call"), t("Log"), "call #1", (FormField("text", t("Text"), required=True), choice), typed=t("call #1 TEXT")
    )
    reply = reply_to_json(Reply("error", t("?"), ok=False, form=form, errors={"text": t("missing")}), GERMAN, [])[
        "reply"
    ]
    assert reply["errors"] == {"text": "missing"}
    assert (reply["form"]["command"], reply["form"]["typed"]) == ("call #1", "call #1 TEXT")
    assert reply["form"]["fields"][1]["options"] == [{"value": "a", "label": "Apple"}]
