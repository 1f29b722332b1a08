"""Replies as JSON and back: nothing is lost, defaults are left out."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from decimal import Decimal

from crmbot import codec
from crmbot.shapes import Action, Form, FormField, Moment, Money, Option, Picture, Record, Reply, Row, Section, t, tn

REPLY = Reply(
    "list",
    t("Hello {name}", name="Anna"),
    lines=(tn("{n} deal", "{n} deals", 2), Money(Decimal("1.50")), date(2026, 11, 20)),
    sections=(Section(None, (Row(t("Today"), Moment(datetime(2026, 11, 20, tzinfo=UTC)), (Action(t("Done"), "done #1"),)),)),),
    records=(Record("deal", 1, "Halle", roles=("lead",)),),
    totals={"count": 2, "open": False},
    form=Form(t("Call"), t("Save"), "call", (FormField("who", t("Who"), options=(Option("1", "Anna"),)),)),
    picture=Picture(b"\x89PNG", "a.png", t("A picture")),
)  # fmt: skip


def test_what_is_written_is_read_again() -> None:
    assert codec.load(json.loads(json.dumps(codec.dump(REPLY)))) == REPLY


def test_defaults_are_left_out() -> None:
    assert codec.dump(Reply("done", t("Done"))) == {
        "@": "Reply", "kind": "done", "title": {"@": "Text", "message": "Done"},
    }  # fmt: skip
