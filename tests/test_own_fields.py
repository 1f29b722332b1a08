"""Fields of the installation's own, as the configuration declares them."""

from __future__ import annotations

from pathlib import Path

import pytest

from crmbot.app import App
from crmbot.config import Settings, load_settings
from crmbot.config_template import template
from crmbot.errors import ConfigFault

_GOOD = """
[[fields]]
key = "floor_space"
record = "company"
name = { en = "Floor space", de = "Hallenfläche" }
kind = "number"

[[fields]]
key = "level"
record = "person"
name = "Level"
kind = "choice"
choices = ["gold", { key = "tin", name = { en = "Tin", de = "Blech" } }]
personal = true
"""


def _load(tmp_path: Path, text: str) -> Settings:
    file = tmp_path / "crmbot.toml"
    file.write_text(text, "utf-8")
    return load_settings(str(file), {})


def test_declared_fields_stand_among_the_built_in_ones(tmp_path: Path) -> None:
    fields = App(_load(tmp_path, _GOOD)).fields
    space, level = fields.get("company", "floor_space"), fields.get("person", "level")
    assert space is not None
    assert level is not None
    assert (space.kind, space.custom, fields.named("hallenfläche")) == ("number", True, (space,))
    assert (level.choice("Blech"), level.choice("GOLD"), level.choice("lead")) == ("tin", "gold", None)
    assert level in fields.personal("person")
    assert fields.get("person", "birthday") is not None


def test_fields_come_from_the_environment_too(tmp_path: Path) -> None:
    (tmp_path / "crmbot.toml").write_text("")
    environ = {
        "CRMBOT_FIELDS__0__KEY": "colour",
        "CRMBOT_FIELDS__0__RECORD": "deal",
        "CRMBOT_FIELDS__0__NAME": "Colour",
    }
    assert load_settings(str(tmp_path / "crmbot.toml"), environ).fields[0].name == {"en": "Colour"}


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        ('key = "Alter Wert"\nrecord = "person"\nname = "x"', "fields.0.key"),
        ('key = "size"\nrecord = "house"\nname = "x"', "fields.0.record"),
        ('key = "size"\nrecord = "person"', "fields.0.name: is missing"),
        ('key = "size"\nrecord = "person"\nname = "Size"\nkind = "colour"', "fields.0.kind"),
        ('key = "size"\nrecord = "person"\nname = "Size"\nkind = "choice"', "a choice needs choices"),
        ('key = "size"\nrecord = "person"\nname = "Geburtstag"', "'geburtstag' already names the field 'birthday'"),
        ('key = "size"\nrecord = "person"\nname = "Size"\ncolour = "red"', "fields.0.colour: there is no such setting"),
    ],
)
def test_what_is_wrong_stops_the_start_with_a_line(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ConfigFault) as raised:
        _load(tmp_path, f"[[fields]]\n{text}\n")
    assert any(fault in line for line in raised.value.faults)


def test_two_fields_of_one_key_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ConfigFault, match="stands twice"):
        _load(tmp_path, _GOOD + _GOOD)


def test_the_written_settings_file_shows_how_a_field_is_declared() -> None:
    written = template("", "")
    assert "# [[fields]]" in written
    assert '# kind = "text"' in written
