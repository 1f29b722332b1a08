"""The tool that keeps the translated words in step with the code."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from scripts import catalogue

SOURCE = """
from crmbot.shapes import t, tn
A = t("Good day {name}", name="x")
B = tn("{n} deal", "{n} deals", 3)
C = unrelated("not for translators")
D = t(f"not {1} literal")
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    folder = tmp_path / "crmbot"
    folder.mkdir()
    (folder / "words.py").write_text(SOURCE)
    return folder


def translated(tmp_path: Path, package: Path, one: str, forms: tuple[str, str]) -> list[str]:
    """The faults of a catalogue with these words."""
    po, template = tmp_path / "crmbot.po", catalogue.collect(package)
    catalogue.update(template, po, "de")
    filled = catalogue.load(po, "de")
    filled["Good day {name}"].string = one
    filled["{n} deal"].string = forms
    catalogue.save(filled, po)
    return catalogue.faults(template, po, "de")


def test_messages_are_the_literal_arguments_of_t_and_tn(package):
    assert [m.id for m in catalogue.collect(package) if m.id] == ["Good day {name}", ("{n} deal", "{n} deals")]


def _literals(package: Path) -> Iterator[str]:
    """The first argument of every `t` and `tn`, wherever it stands."""
    for file in package.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"t", "tn"}:
                (first, *_) = node.args
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def test_no_message_stands_where_it_is_not_found():
    """Within an f-string for example."""
    package = Path(catalogue.__file__).parent.parent / "crmbot"
    collected = {m.id if isinstance(m.id, str) else m.id[0] for m in catalogue.collect(package)}
    assert set(_literals(package)) - collected == set()


def test_a_full_catalogue_has_no_fault(tmp_path, package):
    assert translated(tmp_path, package, "Guten Tag {name}", ("{n} Vorgang", "{n} Vorgänge")) == []


def test_what_is_not_translated_is_named(tmp_path, package):
    assert translated(tmp_path, package, "", ("{n} Vorgang", "")) == [
        "de: not translated: 'Good day {name}'",
        "de: not translated: ('{n} deal', '{n} deals')",
    ]


def test_a_misspelt_placeholder_is_named(tmp_path, package):
    assert translated(tmp_path, package, "Guten Tag {Name}", ("ein Vorgang", "{n} Vorgänge")) == [
        "de: other placeholders: 'Good day {name}'"
    ]


def test_a_catalogue_that_was_not_compiled_is_named(tmp_path, package):
    translated(tmp_path, package, "Guten Tag {name}", ("{n} Vorgang", "{n} Vorgänge"))
    (tmp_path / "crmbot.mo").unlink()
    template = catalogue.collect(package)
    assert catalogue.faults(template, tmp_path / "crmbot.po", "de") == ["de: crmbot.mo is not compiled from crmbot.po"]


def test_words_that_are_gone_from_the_code_are_dropped(tmp_path, package):
    translated(tmp_path, package, "Guten Tag {name}", ("{n} Vorgang", "{n} Vorgänge"))
    (package / "words.py").write_text('A = t("Hello")')
    catalogue.update(catalogue.collect(package), tmp_path / "crmbot.po", "de")
    assert "Guten Tag" not in (tmp_path / "crmbot.po").read_text()


def test_every_translation_of_ours_names_what_its_source_names():
    for po in catalogue.PACKAGE.glob("locale/*/LC_MESSAGES/crmbot.po"):
        language = po.parents[1].name
        lines = catalogue.faults(catalogue.load(po, language), po, language)
        assert [line for line in lines if "not translated" not in line] == []
