"""Makes the pictures of the README from the running product: the demo in a terminal, and messages as Slack shows them.

    python scripts/pictures.py                       both
    python scripts/pictures.py session               docs/pictures/session.svg, from `crmbot demo --script`
    python scripts/pictures.py slack                 docs/pictures/slack.png, from Block Kit; needs Chromium

Look at them before you commit them.
"""

from __future__ import annotations

import html
import io
import os
import re
import shutil
import subprocess
import sys
import tempfile
import textwrap
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from rich.console import Console
from rich.terminal_theme import TerminalTheme
from rich.text import Text

from crmbot import codec
from crmbot.app import App
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.config import load_settings
from crmbot.delivery.outbox import outbox_items
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import add_member
from crmbot.intake.receive import receive
from crmbot.shapes import ChatMessage, RawMail, Reply

DOCS = Path(__file__).resolve().parent.parent / "docs"
PICTURES = DOCS / "pictures"
_WIDTH = 100  # characters
_THEME = TerminalTheme(
    (24, 28, 36), (221, 226, 233),
    [(24, 28, 36), (240, 113, 120), (126, 202, 156), (232, 190, 108), (110, 170, 255), (199, 146, 234), (110, 205, 220), (221, 226, 233)],
)  # fmt: skip
_PROMPT = re.compile(r"^\w+ › ")
_TOKEN = re.compile(r"\+[bcdfghjkmnpqrstvwxz]{16}@")
# How a piece of the story begins, and how many of its lines are shown; the rest gives way to "…".
_TELLING = (
    ("== Mail comes in", 7),
    ("== What became of it", 13),
    ("anna › /crm show", 9),
    ("anna › /crm call", 8),
    ("anna › /crm pipeline owner", 9),
    ("== Half past eight", 1),
    ("-- digest to anna", 7),
)


def session() -> str:
    """The telling parts of the demo as SVG, the secret parts of addresses masked."""
    console = Console(record=True, width=_WIDTH, file=io.StringIO(), force_terminal=True)
    console.print(Text("$ make demo ARGS=--script", style="bold"))
    for line in _telling(_demo().split("\n")):
        console.print(_styled(line))
    svg = console.export_svg(title="crmbot", theme=_THEME)
    svg = re.sub(r"@font-face \{.*?\}\s*", "", svg, flags=re.DOTALL)  # nothing is fetched from elsewhere
    return re.sub(r"font-family: Fira Code, ?monospace", "font-family: ui-monospace, Menlo, Consolas, monospace", svg)


def _demo() -> str:
    command = [sys.executable, "-m", "crmbot", "demo", "--script"]
    environ = {**os.environ, "LANG": "en_US.UTF-8", "LC_ALL": "en_US.UTF-8", "PYTHONIOENCODING": "utf-8"}
    done = subprocess.run(command, env=environ, capture_output=True, text=True, check=True, encoding="utf-8")  # noqa: S603
    return _TOKEN.sub("+…@", done.stdout)


def _telling(lines: list[str]) -> Iterator[str]:
    for begin, most in _TELLING:
        start = next(place for place, line in enumerate(lines) if line.startswith(begin))
        following = (
            place for place in range(start + 1, len(lines)) if lines[place].startswith(("==", "--", "anna ›", "ben ›"))
        )
        piece = "\n".join(lines[start : next(following, len(lines))]).strip().split("\n")
        yield ""
        for line in piece[:most]:
            yield from _fitting(line)
        if len(piece) > most > 1:
            yield "…"


def _fitting(line: str) -> list[str]:
    """A line in as many as it needs, all with its indent."""
    indent = " " * (len(line) - len(line.lstrip()))
    return textwrap.wrap(line, _WIDTH, subsequent_indent=indent, drop_whitespace=False) or [""]


def _styled(line: str) -> Text:
    if line.startswith("=="):
        return Text(line, style="bold cyan")
    if _PROMPT.match(line):
        return Text(line, style="bold yellow")
    text = Text(line)
    text.highlight_regex(r"^  (done|duplicate)\b", "green")
    text.highlight_regex(r"^  held\b", "red")
    text.highlight_regex(r"#\d{4}\b", "blue")
    text.highlight_regex(r"^(→|--|…).*$", "dim" if line.startswith("…") else "magenta")
    return text


def slack() -> bytes:
    """A receipt, a logged call and a digest as a PNG."""
    chromium = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if chromium is None:
        raise SystemExit("Chromium is needed for this picture")
    with tempfile.TemporaryDirectory() as folder:
        page, picture = Path(folder, "page.html"), Path(folder, "slack.png")
        page.write_text(_page(list(_messages(Path(folder, "crmbot.db")))), "utf-8")
        subprocess.run(  # noqa: S603
            [
                chromium, "--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run",
                "--hide-scrollbars", "--force-device-scale-factor=1.3", f"--user-data-dir={folder}/profile",
                "--window-size=760,760", f"--screenshot={picture}", page.as_uri(),
            ],
            check=True, capture_output=True,
        )  # fmt: skip
        return picture.read_bytes()


def _messages(database: Path) -> Iterator[tuple[str, str, str]]:
    """Who wrote what when, as HTML; all of it made by the product from docs/examples/enquiry.eml."""
    app = App(load_settings(None, _environ(database)), lambda: _at(18, 9, 41))
    with app.store.write(app.clock()) as work:
        add_member(work, "anna", "Anna Berg", ["anna@firma.example"])
    content = (DOCS / "examples/enquiry.eml").read_bytes()
    raw = RawMail(content, "anna@firma.example", ("crm@firma.example",), "deliver", app.clock(), submitter="anna")
    app.inbox_worker.handle(receive(app.store, app.intake, raw), app.clock())
    with app.store.read() as store:
        yield "crmbot", "09:41", _html(app, codec.load(outbox_items(store)[0].content))
    said = "call brandt 12min wants three levels; follow up friday 10:00 send the offer"
    yield "Anna Berg", "11:05", f"<p>{said}</p>"
    answer = app.assistant.answer(ChatMessage(said, "anna", "slack", "D1", _at(18, 11, 5)))
    yield "crmbot", "11:05", _html(app, answer.reply)
    for due in tick(app.store, app.delivery, app.process, _at(20, 8, 30)):
        yield "crmbot", "Fri 08:30", _html(app, due.content)
    app.close()


def _environ(database: Path) -> Mapping[str, str]:
    return {
        "CRMBOT_DATABASE__URL": f"sqlite:///{database}", "CRMBOT_CAPTURE__ADDRESSES": "crm@firma.example",
        "CRMBOT_CAPTURE__DOMAINS": "firma.example", "CRMBOT_LOCALE__LANGUAGE": "en",
    }  # fmt: skip


def _at(day: int, hour: int, minute: int) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def _html(app: App, reply: Reply) -> str:
    return "".join(_block(block) for block in reply_to_blocks(reply, app.reader))


def _block(block: Mapping[str, Any]) -> str:
    """The kinds of blocks that occur here, roughly as Slack shows them."""
    if block["type"] == "actions":
        return "<div class=actions>" + "".join(_button(button) for button in block["elements"]) + "</div>"
    if block["type"] == "context":
        return "".join(f"<p class=context>{_text(element)}</p>" for element in block["elements"])
    if "fields" in block:
        return "<div class=fields>" + "".join(f"<p>{_text(field)}</p>" for field in block["fields"]) + "</div>"
    return f"<p>{_text(block['text'])}</p>"


def _button(button: Mapping[str, Any]) -> str:
    if "placeholder" in button:
        return f"<span class='button'>{html.escape(button['placeholder']['text'])} ▾</span>"
    return f"<span class='button {button.get('style', '')}'>{html.escape(button['text']['text'])}</span>"


def _text(text: Mapping[str, Any]) -> str:
    words = text["text"] if text["type"] == "mrkdwn" else html.escape(text["text"])
    return re.sub(r"\*([^*\n]+)\*", r"<b>\1</b>", words).replace("\n", "<br>")


def _page(messages: list[tuple[str, str, str]]) -> str:
    rows = "".join(
        f"<div class=message><div class='face {'bot' if who == 'crmbot' else ''}'>{'c' if who == 'crmbot' else 'AB'}</div><div class=body>"
        f"<div><b>{who}</b>{' <span class=app>APP</span>' if who == 'crmbot' else ''} <span class=time>{when}</span></div>{body}</div></div>"
        for who, when, body in messages
    )
    return f"<!doctype html><meta charset=utf-8><style>{_STYLE}</style>{rows}"


_STYLE = """
body { margin: 0; padding: 14px 20px; background: #fff; color: #1d1c1d; font: 15px/1.46 Lato, 'Helvetica Neue', Arial, sans-serif }
.message { display: flex; gap: 10px; padding: 8px 0 }
.face { width: 36px; height: 36px; border-radius: 5px; background: #4a7f5f; color: #fff; font-weight: 700; text-align: center; line-height: 36px; flex: none }
.face.bot { background: #1f5fa8 }
.body { flex: 1 }
.app { background: #e8e8e8; color: #616061; font-size: 10px; font-weight: 700; padding: 1px 3px; border-radius: 2px; vertical-align: 1px }
.time { color: #616061; font-size: 12px }
p { margin: 4px 0 }
.context { color: #616061; font-size: 13px }
.fields { display: grid; grid-template-columns: 1fr 1fr; gap: 4px 16px }
.actions { margin: 8px 0 2px; display: flex; gap: 8px; flex-wrap: wrap }
.button { border: 1px solid #b5b4b5; border-radius: 4px; padding: 4px 11px; font-size: 13px; font-weight: 700 }
.primary { background: #007a5a; border-color: #007a5a; color: #fff }
.danger { color: #e01e5a; border-color: #e01e5a }
"""


def main() -> int:
    """Runs as the module says."""
    wanted = sys.argv[1:] or ["session", "slack"]
    if "session" in wanted:
        (PICTURES / "session.svg").write_text(session(), "utf-8")
    if "slack" in wanted:
        (PICTURES / "slack.png").write_bytes(slack())
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
