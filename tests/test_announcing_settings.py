"""Rules of announcements in the settings: read in their short forms, and every fault named with its place."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from crmbot.app import App
from crmbot.config import load_settings
from crmbot.errors import ConfigFault

GOOD = """
[slack]
announce_channel = "sales"
[[announcements]]
event = "lead"
to = "#big-deals"
value_from = 50000
[[announcements]]
event = ["won", "lost"]
postcode = "7, 80-82"
country = ["DE"]
owner = "anna"
group = "day"
[notifications]
news = "digest"
[channels]
private = false
"""


def test_one_or_several_stand_where_several_may(tmp_path: Path) -> None:
    (tmp_path / "crmbot.toml").write_text(GOOD)
    app = App(load_settings(str(tmp_path / "crmbot.toml"), {}))
    first, second = app.telling.rules
    assert (first.events, first.to, first.value_from, first.group) == (("lead",), ("#big-deals",), Decimal(50000), "1m")
    assert (second.to, second.postcodes, second.owners, second.group) == (("#sales",), ("7", "80-82"), ("anna",), "day")
    assert (app.telling.ways["news"], app.telling.ways["receipts"]) == ("digest", "direct")
    assert app.settings.channels.private is False


def test_without_rules_the_one_channel_hears_of_new_enquiries_and_wins(tmp_path: Path) -> None:
    (tmp_path / "crmbot.toml").write_text('[slack]\nannounce_channel = "#sales"\n')
    (rule,) = App(load_settings(str(tmp_path / "crmbot.toml"), {})).telling.rules
    assert (rule.events, rule.to) == (("lead", "won"), ("#sales",))
    assert App(load_settings(None, {"CRMBOT_CONFIG": ""})).telling.rules == ()


def test_rules_stand_in_the_environment_too() -> None:
    settings = load_settings(
        None, {"CRMBOT_ANNOUNCEMENTS__0__EVENT": "won,lost", "CRMBOT_ANNOUNCEMENTS__0__TO": "#a,#b"}
    )
    assert (settings.announcements[0].event, settings.announcements[0].to) == (["won", "lost"], ["#a", "#b"])


@pytest.mark.parametrize(
    ("rule", "fault"),
    [
        ('event = "wonn"\nto = "#a"', "announcements.0.event.0: Input should be"),
        ('to = "#a"', "announcements.0.event: is missing"),
        ('event = "won"', "announcements.0.to: is missing"),
        ('event = "won"\nto = "# a b"', "announcements.0.to: '# a b' cannot be a channel"),
        ('event = "won"\nto = "@anna!"', "announcements.0.to: '@anna!' is no recipient"),
        ('event = "won"\nto = "#a"\ngroup = "2h"', "announcements.0.group: Input should be '1m', 'day' or 'off'"),
        ('event = "won"\nto = "#a"\ncountry = "Germany"', "announcements.0.country: 'Germany' is no country"),
        ('event = "won"\nto = "#a"\npostcode = "7-8-9"', "announcements.0.postcode: '7-8-9' is no beginning"),
        (
            'event = "won"\nto = "#a"\nvalue_from = 9\nvalue_to = 1',
            "announcements.0: value_from is larger than value_to",
        ),
        ('event = "won"\nto = "#a"\nregion = "BY"', "announcements.0.region: there is no such setting"),
    ],
)
def test_each_fault_is_named_with_its_place(tmp_path: Path, rule: str, fault: str) -> None:
    (tmp_path / "crmbot.toml").write_text(f"[[announcements]]\n{rule}\n")
    with pytest.raises(ConfigFault) as raised:
        load_settings(str(tmp_path / "crmbot.toml"), {})
    assert [line for line in raised.value.faults if line.startswith(fault)] != [], raised.value.faults
