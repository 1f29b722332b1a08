"""The chat in the terminal, with keys as a person presses them."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from crmbot.channels import console
from crmbot.channels.console import run_console
from crmbot.shapes import Answer, Form, FormField, Option, Reader, Reply, t

READER = Reader("en", "Europe/Berlin")
CTRL_C, CTRL_D, EMPTIED = "\x03", "\x04", "\x15"  # Ctrl-U takes away what stands there
FIELDS = (
    FormField("text", t("Text"), required=True),
    FormField(
        "stage", t("Stage"), "choice", initial="offer", options=(Option("new", t("New")), Option("offer", t("Offer")))
    ),
    FormField("day", t("Day"), "date", initial="2026-11-20"),
)


class Far:
    """What the console talks to: `log` opens a form, an answer `bad` is refused, everything else is done."""

    def __init__(self) -> None:
        self.heard: list[tuple[str, dict[str, str]]] = []
        self.forgets = False  # its form does not come back with what was entered

    def __call__(self, text: str, values: Mapping[str, str]) -> Answer:
        self.heard.append((text, dict(values)))
        if text == "log" and (not values or values["text"] == "bad"):
            errors = {"text": t("That is no text.")} if values else {}
            form = Form(t("Log"), t("Log"), "log", FIELDS).begun_with({} if self.forgets else values)
            return Answer(Reply("choice", t("Log"), ok=not errors, form=form, errors=errors), READER)
        return Answer(Reply("done", t("Done.")), READER)


@pytest.fixture
def far(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Far:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)
    monkeypatch.setattr(console, "_HISTORY", tmp_path / "history")
    return Far()


def typed(far: Far, keys: str, capsys: pytest.CaptureFixture[str]) -> str:
    with create_pipe_input() as keyboard, create_app_session(input=keyboard, output=DummyOutput()):
        keyboard.send_text(keys)
        run_console(far, ["log"], "anna")
    return capsys.readouterr().out


def test_a_form_is_asked_one_question_after_the_other(far: Far, capsys: pytest.CaptureFixture[str]) -> None:
    shown = typed(far, f"log\rwants oak\r\r\rother\r{CTRL_D}", capsys)
    assert far.heard == [
        ("log", {}),
        ("log", {"text": "wants oak", "stage": "offer", "day": "2026-11-20"}),
        ("other", {}),
    ]
    assert (
        shown.index("? Text (required)") < shown.index("? Stage") < shown.index("    2  Offer") < shown.index("? Day")
    )
    assert shown.count("Done.") == 2


@pytest.mark.parametrize(
    ("said", "meant"),
    [("1", "new"), ("new", "new"), ("OFFER", "offer"), ("later", "later"), ("0000012", "0000012"), ("", "")],
)
def test_options_go_by_number_and_name_and_a_value_can_be_emptied(
    far: Far, capsys: pytest.CaptureFixture[str], said: str, meant: str
) -> None:
    typed(far, f"log\rx\r{EMPTIED}{said}\r{EMPTIED}\r{CTRL_D}", capsys)
    assert far.heard[1][1] == {"text": "x", "stage": meant, "day": ""}


def test_what_is_required_is_asked_until_it_is_there(far: Far, capsys: pytest.CaptureFixture[str]) -> None:
    shown = typed(far, f"log\r\r\rthere\r\r\r{CTRL_D}", capsys)
    assert shown.count("✗ Please fill this in.") == 2
    assert far.heard[1][1]["text"] == "there"


@pytest.mark.parametrize("forgets", [False, True])
def test_only_what_is_wrong_is_asked_again_with_what_is_wrong(
    far: Far, capsys: pytest.CaptureFixture[str], forgets: bool
) -> None:
    far.forgets = forgets
    shown = typed(far, f"log\rbad\r1{EMPTIED}1\r\r{EMPTIED}good\r{CTRL_D}", capsys)
    assert shown.count("✗ That is no text.") == 1
    assert shown.count("? Day") == 1
    assert far.heard[2:] == [("log", {"text": "good", "stage": "new", "day": "2026-11-20"})]


@pytest.mark.parametrize("leave", ["cancel\r", "abbrechen\r", CTRL_C, CTRL_D])
def test_a_form_can_be_left_and_the_chat_goes_on(far: Far, capsys: pytest.CaptureFixture[str], leave: str) -> None:
    shown = typed(far, f"log\rx\r{EMPTIED}{leave}other\r{CTRL_D}", capsys)
    assert "The form is closed, nothing was written." in shown
    assert far.heard == [("log", {}), ("other", {})]


def test_what_is_piped_in_gets_the_form_as_text(
    far: Far, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    import io

    monkeypatch.setattr(sys, "stdin", io.StringIO("log\nother\n"))
    run_console(far, ["log"], "anna")
    assert far.heard == [("log", {}), ("other", {})]
    assert "? Text (required)" in capsys.readouterr().out
