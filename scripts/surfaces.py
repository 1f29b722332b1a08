"""Makes the pictures of Slack's surfaces from the running product: what people see, so that one can look at it.

    python scripts/surfaces.py [name …]        docs/pictures/NAME.png: receipt, card, list, dialog, digest, home, chart

They need Chromium, Node and once `npm install` in scripts/slack_page. Look at them before you commit them.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from base64 import b64encode
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from crmbot import codec
from crmbot.app import App
from crmbot.channels.slack.blocks import reply_to_blocks
from crmbot.channels.slack.dialogs import view_of
from crmbot.channels.slack.home import home_view
from crmbot.channels.slack.source import Source
from crmbot.config import load_settings
from crmbot.delivery.outbox import outbox_items
from crmbot.delivery.tick import tick
from crmbot.domain.members.members import add_member
from crmbot.intake.receive import receive
from crmbot.shapes import Answer, ChatMessage, RawMail, Reply
from crmbot.texts import render

DOCS = Path(__file__).resolve().parent.parent / "docs"
_PAGE = Path(__file__).resolve().parent / "slack_page"
_WIDTH = 720
_TALLEST = 4000
_CARD_AMOUNT = 48_000  # of the deal whose card is shown

# Who says what when: a week of a small sales team.
_TALK = (
    (16, 9, "anna", "lead Nora Neu, Neubau Hallen GmbH, n.neu@neubau-hallen.example, +49 711 4455660, 48k"),
    (16, 10, "anna", "lead Ole Tamm, Tamm Logistik AG, tamm@tamm-logistik.example, 125k"),
    (16, 11, "ben", "lead Ida Kurz, Kurz & Söhne KG, ida.kurz@kurz-soehne.example, 9.5k"),
    (16, 14, "anna", "lead Paul Reiter, Reiter Spedition OHG, p.reiter@reiter.example, 31k"),
    (
        17,
        9,
        "anna",
        "call Neu 12min wants three levels, decides with her brother; follow up friday 10:00 send the offer",
    ),
    (17, 10, "anna", "stage Neu develop"),
    (17, 11, "anna", "stage Tamm propose"),
    (17, 15, "anna", "note Tamm the old racks have to go first, asks for a date in January"),
    (18, 9, "anna", "followup Tamm friday 9:00 ask whether the board has decided"),
    (18, 16, "anna", "followup Reiter thursday 15:00 call back about the ramp"),
)


@dataclass(frozen=True, slots=True)
class Shown:
    """One thing as Slack shows it: the frame around the blocks, and the words on it."""

    frame: str
    blocks: list[dict[str, Any]]
    when: datetime
    words: Mapping[str, str]

    def json(self) -> dict[str, Any]:
        """For the page."""
        return {"frame": self.frame, "blocks": self.blocks, "when": self.when.isoformat(), **self.words}


class Office:
    """A small company with a few days of history, and what its people are shown."""

    def __init__(self, database: Path) -> None:
        self.app = App(load_settings(None, _environ(database)), lambda: _at(18, 9, 41))
        with self.app.store.write(_at(16, 8)) as work:
            add_member(work, "anna", "Anna Berg", ["anna@firma.example"])
            add_member(work, "ben", "Ben Muster", ["ben@firma.example"])
        for day, hour, who, words in _TALK:
            answer = self.say(words, _at(day, hour), who)
            if not answer.reply.ok or answer.reply.kind == "choice":
                raise SystemExit(f"{words}: {render(answer.reply.title, answer.reader)}")

    def say(self, words: str, at: datetime, who: str = "anna") -> Answer:
        """What the assistant answers."""
        return self.app.assistant.answer(ChatMessage(words, who, "slack", f"slack:D{who}", at))

    def receipt(self) -> Shown:
        """What the owner is told of a mail that was filed."""
        content = (DOCS / "examples/enquiry.eml").read_bytes()
        raw = RawMail(
            content, "anna@firma.example", ("crm@firma.example",), "deliver", _at(18, 9, 41), submitter="anna"
        )
        self.app.inbox_worker.handle(receive(self.app.store, self.app.intake, raw), _at(18, 9, 41))
        with self.app.store.read() as session:
            return _message(self.app, codec.load(outbox_items(session)[-1].content), _at(18, 9, 41))

    def card(self) -> Shown:
        """A deal."""
        deal = next(one for one in self.say("pipeline", _at(18, 11)).reply.records if one.amount == _CARD_AMOUNT)
        return _message(self.app, self.say(f"show #{deal.number}", _at(18, 11)).reply, _at(18, 11))

    def list(self) -> Shown:
        """The pipeline, asked for in a channel."""
        return _message(self.app, self.say("pipeline", _at(18, 11)).reply, _at(18, 11), share="pipeline")

    def chart(self) -> Shown:
        """A chart, as the picture that is uploaded and the figures that stand with it."""
        shown = _message(self.app, (reply := self.say("chart pipeline", _at(18, 11)).reply), _at(18, 11))
        if reply.picture is None:
            raise SystemExit("there is no picture: charts need matplotlib")
        address = f"data:{reply.picture.content_type};base64,{b64encode(reply.picture.content).decode()}"
        image = {"type": "image", "image_url": address, "alt_text": render(reply.picture.alt, self.app.reader)}
        return Shown("message", [image, *shown.blocks], _at(18, 11), {})

    def dialog(self) -> Shown:
        """What a call is logged with."""
        answer = self.say("call Neu", _at(18, 11, 5))
        if answer.reply.form is None:
            raise SystemExit("there is no dialog for calls")
        view = view_of(answer.reply.form, answer.reader, Source("U1", "slack:D1"))
        if view is None:
            raise SystemExit("the dialog for calls cannot be shown")
        words = {name: view[name]["text"] for name in ("title", "submit", "close")}
        return Shown("modal", view["blocks"], _at(18, 11, 5), words)

    def digest(self) -> Shown:
        """What Friday begins with."""
        at = _at(20, 8, 30)
        (due,) = [
            one for one in tick(self.app.store, self.app.delivery, self.app.process, at) if one.recipient == "anna"
        ]
        return _message(self.app, due.content, at)

    def home(self) -> Shown:
        """Anna's Home on Friday."""
        at = _at(20, 9)
        return Shown("home", home_view(self.say("home", at))["blocks"], at, {})


def _message(app: App, reply: Reply, at: datetime, share: str | None = None) -> Shown:
    return Shown("message", reply_to_blocks(reply, app.reader, share=share), at, {})


def _environ(database: Path) -> Mapping[str, str]:
    return {
        "CRMBOT_DATABASE__URL": f"sqlite:///{database}", "CRMBOT_CAPTURE__ADDRESSES": "crm@firma.example",
        "CRMBOT_CAPTURE__DOMAINS": "firma.example", "CRMBOT_LOCALE__LANGUAGE": os.environ.get("PICTURES_LANGUAGE", "en"),
    }  # fmt: skip


def _at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 11, day, hour, minute, tzinfo=ZoneInfo("Europe/Berlin"))


def surfaces(office: Office) -> Iterator[tuple[str, Shown]]:
    """Each surface with its name, in an order in which none disturbs the others."""
    yield "card", office.card()
    yield "list", office.list()
    yield "chart", office.chart()
    yield "dialog", office.dialog()
    yield "receipt", office.receipt()
    yield "digest", office.digest()
    yield "home", office.home()


def picture(shown: Shown, folder: Path) -> bytes:
    """A PNG of one surface, as tall as it is."""
    chromium, node = (shutil.which(program) for program in ("chromium", "node"))
    if chromium is None or node is None:
        raise SystemExit("Chromium and Node are needed for these pictures")
    page = subprocess.run(  # noqa: S603
        [node, "page.mjs"], cwd=_PAGE, input=json.dumps([shown.json()]), check=True, capture_output=True,
        text=True, encoding="utf-8", env={**os.environ, "TZ": "Europe/Berlin"},
    ).stdout  # fmt: skip
    written = folder / "page.html"
    written.write_text(page, "utf-8")
    return _photographed(chromium, written)


def _photographed(chromium: str, page: Path) -> bytes:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        tab = browser.new_page(viewport={"width": _WIDTH, "height": 100}, device_scale_factor=1)
        tab.goto(page.as_uri())
        taken = tab.screenshot(full_page=True, clip={"x": 0, "y": 0, "width": _WIDTH, "height": _height(tab)})
        browser.close()
    return taken


def _height(tab: Any) -> float:
    return min(float(tab.evaluate("document.documentElement.scrollHeight")), _TALLEST)


def main() -> int:
    """Runs as the module says."""
    target = Path(os.environ.get("PICTURES_FOLDER", DOCS / "pictures"))
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        office = Office(folder / "crmbot.db")
        for surface, shown in surfaces(office):
            if sys.argv[1:] and surface not in sys.argv[1:]:
                continue
            (target / f"{surface}.png").write_bytes(picture(shown, folder))
        office.app.close()
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
