"""The story the demo tells: a morning of a small sales team, on an embedded database, with the real mail port."""

from __future__ import annotations

import os
import smtplib
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from datetime import time as time_of_day
from functools import partial
from pathlib import Path
from types import MappingProxyType
from zoneinfo import ZoneInfo

import click

from crmbot.app import App
from crmbot.channels.console import run_console
from crmbot.channels.terminal import render_text
from crmbot.config import load_settings
from crmbot.delivery.tick import tick
from crmbot.demo.mails import sample_mails
from crmbot.domain.members.members import add_member, all_members
from crmbot.errors import CrmbotError
from crmbot.intake.inbox import inbox_items
from crmbot.intake.reasons import load_reason
from crmbot.shapes import Answer, ChatMessage, Text, t
from crmbot.texts import render

_SETTINGS = """\
[capture]
addresses = ["crm@regalwerk.example"]
domains = ["regalwerk.example"]
[smtp]
listen = "127.0.0.1:0"
[http]
listen = ""
[locale]
language = "{language}"
[log]
level = "warning"
"""
_TEAM = (("anna", "Anna Berg"), ("ben", "Ben Kurz"))
_PATIENCE = 30.0  # seconds for the server to start and for the mails to be handled
_WIDTH = 100
_REQUESTS = {
    "en": (
        ("anna", "pipeline"),
        ("anna", "show brandt"),
        ("anna", "note brandt The new hall has a load limit of 5 t per square metre"),
        ("anna", "call brandt 12min reached her, wants three levels; follow up friday 10:00 send the offer"),
        ("ben", "followup reed in 2 weeks visit the site in Leeds"),
        ("anna", "stage lagerbau offer"),
        ("anna", "undo"),
        ("anna", "pipeline owner:me >10k"),
    ),
    "de": (
        ("anna", "pipeline"),
        ("anna", "zeige brandt"),
        ("anna", "notiz brandt Die neue Halle trägt nur 5 t pro Quadratmeter"),
        ("anna", "anruf brandt 12min erreicht, will drei Ebenen; wiedervorlage freitag 10:00 Angebot senden"),
        ("ben", "wiedervorlage reed in 2 wochen Baustelle in Leeds besichtigen"),
        ("anna", "phase lagerbau angebot"),
        ("anna", "rückgängig"),
        ("anna", "pipeline owner:me >10k"),
    ),
}  # fmt: skip


def tell(*, script: bool) -> None:
    """Tell the story; without `script` the terminal chat follows. Everything lives in a folder that goes with it."""
    with tempfile.TemporaryDirectory(prefix="crmbot-demo-") as folder:
        language = "de" if os.environ.get("LC_ALL", os.environ.get("LANG", "")).startswith("de") else "en"
        file = Path(folder) / "crmbot.toml"
        file.write_text(_SETTINGS.format(language=language), "utf-8")
        environ = {"CRMBOT_DATABASE__URL": f"sqlite:///{folder}/crmbot.db"}
        app = App(load_settings(str(file), environ))
        try:
            _Story(app, language, file, environ).tell(script=script)
        finally:
            app.close()


class _Story:
    def __init__(self, app: App, language: str, file: Path, environ: dict[str, str]) -> None:
        self._app = app
        self._language = language
        self._file = file
        self._environ = environ

    def tell(self, *, script: bool) -> None:
        self._heading(t("A sample team on an embedded database"))
        addresses = self._team()
        with self._serving() as port:
            self._heading(t("Mail comes in by SMTP on port {port}", port=str(port)))
            self._send_mails(port, addresses)
            self._heading(t("What became of it, and why"))
            self._show_inbox()
            self._heading(t("The team asks and tells, as it would on Slack"))
            for member, text in _REQUESTS[self._language]:
                self._ask(member, text)
            self._heading(t("Half past eight on the next working day: the digest"))
            self._digest()
            if not script:
                self._chat()
        if script:
            self._heading(t("That was the demo. Chat with it yourself: make demo"))

    def _team(self) -> dict[str, str]:
        with self._app.store.write(self._app.clock(), channel="cli", action="member") as work:
            for key, name in _TEAM:
                add_member(work, key, name, [f"{key}@regalwerk.example"])
        with self._app.store.read() as session:
            addresses = {member.key: self._app.capture_address(member) or "" for member in all_members(session)}
        for key, name in _TEAM:
            self._line(t("{name} forwards mail to {address}", name=name, address=addresses[key]))
        return addresses

    @contextmanager
    def _serving(self) -> Iterator[int]:
        """A real `crmbot serve` beside us; yields its SMTP port."""
        command = [sys.executable, "-m", "crmbot", "--config", str(self._file), "serve", "--only", "smtp,worker"]
        server = subprocess.Popen(command, env={**os.environ, **self._environ}, stdout=subprocess.PIPE, text=True)  # noqa: S603
        try:
            yield _port_of(server)
        finally:
            server.terminate()
            server.wait(timeout=20)

    def _send_mails(self, port: int, addresses: dict[str, str]) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            for mail in sample_mails(datetime.now(self._zone), addresses):
                smtp.sendmail(mail.sender, [mail.recipient], mail.content)
                self._line(t("250 {way}", way=mail.way))
        deadline = time.monotonic() + _PATIENCE
        while self._waiting() and time.monotonic() < deadline:
            time.sleep(0.1)

    def _waiting(self) -> bool:
        with self._app.store.read() as session:
            return bool(inbox_items(session, state="received"))

    def _show_inbox(self) -> None:
        with self._app.store.read() as session:
            items = inbox_items(session)
        for item in items:
            deal = f"#{item.deal_number}" if item.deal_number else ""
            reason = render(load_reason(item.reason), self._app.reader)
            click.echo(f"  {item.state:<10} {deal:<6} {item.subject or ''}\n{'':20}{reason}")

    def _ask(self, member: str, text: str) -> None:
        click.secho(f"\n{member} › /crm {text}", bold=True)
        answer = self._answer(member, text)
        click.echo(render_text(answer.reply, answer.reader, width=_WIDTH))

    def _answer(self, member: str, text: str, values: Mapping[str, str] = MappingProxyType({})) -> Answer:
        message = ChatMessage(text, member, "console", f"demo:{member}", self._app.clock(), values=values)
        return self._app.assistant.answer(message)

    def _digest(self) -> None:
        moment = self._next_morning()
        app = App(self._app.settings, lambda: moment)
        tick(app.store, app.delivery, app.process, moment)
        app.outbox_worker(click.echo, lambda _coroutine: None).deliver()
        app.close()

    def _next_morning(self) -> datetime:
        day = datetime.now(self._zone).date() + timedelta(days=1)
        while not self._app.delivery.calendar.works_on(day):
            day += timedelta(days=1)
        return datetime.combine(day, time_of_day(8, 30), self._zone)

    def _chat(self) -> None:
        from crmbot.assistant.commands import REGISTRY

        self._heading(t("Your turn, as Anna: try “help”, “today” or “show moser”; Ctrl-D leaves"))
        verbs = [name for command in REGISTRY for name in command.all_names()]
        run_console(partial(self._answer, "anna"), verbs, "anna")

    @property
    def _zone(self) -> ZoneInfo:
        return ZoneInfo(self._app.settings.locale.timezone)

    def _heading(self, text: Text) -> None:
        click.secho(f"\n== {render(text, self._app.reader)} ==", bold=True)

    def _line(self, text: Text) -> None:
        click.echo(f"  {render(text, self._app.reader)}")


def _port_of(server: subprocess.Popen[str]) -> int:
    """Read the lines in which the server tells where it listens, until it is ready."""
    port = 0
    for line in server.stdout or ():
        if line.startswith("listening smtp "):
            port = int(line.rpartition(":")[2])
        if line.strip() == "ready":
            return port
    raise CrmbotError("crmbot serve did not start; its messages stand above")
