"""A real crmbot on a database of its own: its commands within the test, and processes where it takes a process."""

from __future__ import annotations

import json
import logging
import os
import signal
import smtplib
import subprocess
import sys
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, chdir, contextmanager
from dataclasses import dataclass, field
from io import BytesIO, TextIOWrapper
from tempfile import TemporaryFile
from typing import Any
from unittest import mock

from crmbot.cli.main import main

_SETTINGS = {
    "CRMBOT_CAPTURE__ADDRESSES": "crm@firma.example",
    "CRMBOT_CAPTURE__DOMAINS": "firma.example",
    "CRMBOT_SMTP__LISTEN": "127.0.0.1:0",
    "CRMBOT_HTTP__LISTEN": "127.0.0.1:0",
    "CRMBOT_LOCALE__LANGUAGE": "en",
    "CRMBOT_LOG__FORMAT": "text",
}
_ALONE = threading.Lock()  # the surroundings of a command belong to the whole process
PATIENCE = 75.0  # seconds; only a hang takes as long, however busy the machine is


@dataclass
class Served:
    """A serving process and where it listens; when it has ended, what it wrote to standard error."""

    process: subprocess.Popen[str]
    ports: dict[str, int] = field(default_factory=dict)
    err: str = ""

    def send(
        self, content: bytes, recipient: str = "crm@firma.example", sender: str = "someone@elsewhere.example"
    ) -> None:
        """Hand one mail over by SMTP; returns after the 250."""
        with smtplib.SMTP("127.0.0.1", self.ports["smtp"], timeout=PATIENCE) as smtp:
            smtp.sendmail(sender, [recipient], content)

    def kill(self) -> None:
        """kill -9."""
        self.process.kill()
        self.process.wait(PATIENCE)


@dataclass
class Crmbot:
    """Commands on one database."""

    url: str
    folder: str
    settings: Mapping[str, str] = field(default_factory=dict)

    @property
    def environ(self) -> dict[str, str]:
        clean = {name: value for name, value in os.environ.items() if not name.startswith("CRMBOT_")}
        return {**clean, **_SETTINGS, "CRMBOT_DATABASE__URL": self.url, **self.settings}

    def run(self, *arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[str]:
        """One command to its end, within this process."""
        return run_here(arguments, self.environ, self.folder, stdin)

    def start(self, *arguments: str, stdin: bytes | None = None) -> subprocess.CompletedProcess[str]:
        """As `run`, in a process of its own."""
        command = [sys.executable, "-W", "error", "-m", "crmbot", *arguments]
        done = subprocess.run(
            command, env=self.environ, cwd=self.folder, input=stdin, capture_output=True, timeout=PATIENCE, check=False
        )
        out, err = done.stdout.decode(), done.stderr.decode()
        assert "Traceback" not in err, err
        return subprocess.CompletedProcess(command, done.returncode, out, err)

    def json(self, *arguments: str) -> Any:
        """What a command with --json prints."""
        return json.loads(self.run(*arguments, "--json").stdout)

    def add_member(self, key: str = "anna", name: str = "Anna Adler") -> str:
        """A member; the personal capture address."""
        assert self.run("member", "add", key, "--name", name, "--email", f"{key}@firma.example").returncode == 0
        return str(next(entry["capture_address"] for entry in self.json("member", "list") if entry["key"] == key))

    @contextmanager
    def serving(self, *arguments: str) -> Iterator[Served]:
        """`crmbot serve`, ready; ended by SIGTERM unless the test ended it."""
        command = [sys.executable, "-m", "crmbot", "serve", *arguments]
        process = subprocess.Popen(
            command, env=self.environ, cwd=self.folder, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        served = Served(process)
        try:
            _read_until_ready(served)
            yield served
        finally:
            if process.poll() is None:
                process.send_signal(signal.SIGTERM)
            _, served.err = process.communicate(timeout=PATIENCE)

    def until(self, state: str, count: int) -> None:
        """Wait until so many mails of the inbox are in that state."""
        deadline = time.monotonic() + PATIENCE
        while len(self.json("inbox", "list", "--state", state)) < count:
            assert time.monotonic() < deadline, self.run("inbox", "list").stdout
            time.sleep(0.1)


def run_here(
    arguments: Sequence[str], environ: Mapping[str, str], folder: str, stdin: bytes = b""
) -> subprocess.CompletedProcess[str]:
    """One command to its end, within this process: starting one takes ten times as long as most commands."""
    command = ["crmbot", *arguments]
    with _ALONE, ExitStack() as stack:
        for surrounding in (mock.patch.dict(os.environ, environ, clear=True), chdir(folder), _own_logging()):
            stack.enter_context(surrounding)
        stack.enter_context(mock.patch.multiple(sys, argv=command, stdin=TextIOWrapper(BytesIO(stdin), "utf-8")))
        out, err = (stack.enter_context(_written(name)) for name in ("stdout", "stderr"))
        done = subprocess.CompletedProcess(command, _exit_code(), "", "")
        done.stdout, done.stderr = _content(out), _content(err)
    assert "Traceback" not in done.stderr, done.stderr
    return done


def _exit_code() -> int:
    try:
        main()
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


@contextmanager
def _written(name: str) -> Iterator[TextIOWrapper]:
    """A real file in the place of an output of the process: commands write to its descriptor too."""
    with TextIOWrapper(TemporaryFile(), "utf-8") as file, mock.patch.object(sys, name, file):
        yield file


def _content(file: TextIOWrapper) -> str:
    file.flush()
    file.seek(0)
    return file.read()


@contextmanager
def _own_logging() -> Iterator[None]:
    """A command sets up logging for its process; the test keeps what it had."""
    root = logging.getLogger()
    levels = {log: log.level for log in _loggers()}
    level, root.handlers, handlers = root.level, [], root.handlers
    try:
        yield
    finally:
        root.handlers = handlers
        root.setLevel(level)
        for log in _loggers():
            log.setLevel(levels.get(log, logging.NOTSET))  # also of those that the command was the first to ask for


def _loggers() -> list[logging.Logger]:
    return [log for log in logging.Logger.manager.loggerDict.values() if isinstance(log, logging.Logger)]


def _read_until_ready(served: Served) -> None:
    for line in served.process.stdout or ():
        words = line.split()
        if words[:1] == ["listening"]:
            served.ports[words[1]] = int(words[2].rpartition(":")[2])
        if words == ["ready"]:
            return
    raise AssertionError(served.process.communicate()[1])
