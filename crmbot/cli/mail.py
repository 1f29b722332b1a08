"""`deliver`, `parse`, `explain`: single mails by hand or from a mail server's pipe."""

from __future__ import annotations

import logging
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn

import click

from crmbot.cli.context import Here, echo, echo_json, words_of
from crmbot.errors import ConfigFault, MailRefused, SchemaMismatch, StorageAway, file_fault
from crmbot.shapes import RawMail

if TYPE_CHECKING:
    from crmbot.app import App

log = logging.getLogger(__name__)

REFUSED = 65  # EX_DATAERR of sysexits.h: the mail server bounces
TRY_AGAIN = 75  # EX_TEMPFAIL: the mail server keeps the mail and comes again
_PATIENCE = 60.0  # seconds that --wait waits for another process that is at it


@click.command()
@click.argument("file", required=False, type=click.Path(dir_okay=False))
@click.option("--sender", metavar="ADDR", help="Envelope sender; else the mail's own.")
@click.option("--recipient", "recipients", multiple=True, metavar="ADDR", help="Envelope recipient; may be repeated.")
@click.option("--authenticated-as", "submitter", metavar="MEMBER", help="The member who is proven to submit it.")
@click.option("--wait", is_flag=True, help="Return when it is processed, and print why it went where.")
@click.pass_obj
def deliver(
    here: Here, file: str | None, sender: str | None, recipients: tuple[str, ...], submitter: str | None, wait: bool
) -> None:
    """Take one raw message from FILE or standard input. Exit code 0 stored, 65 refused for good, 75 try again later."""
    try:
        content = _content(file)
        inbox_id = _take(here.app, content, sender, recipients, submitter)
    except MailRefused as refused:
        _give_up(REFUSED, refused.reason)
    except (StorageAway, SchemaMismatch, ConfigFault, OSError) as error:
        _give_up(TRY_AGAIN, str(error))
    except Exception as error:  # a mail server would take any other exit for a refusal, and the mail would be lost
        log.exception("a mail could not be taken")
        _give_up(TRY_AGAIN, f"{type(error).__name__}: {error}")
    if wait:
        try:
            _wait_for(here, inbox_id)
        except StorageAway as error:
            echo(f"crmbot: inbox item {inbox_id} is stored and waits: {error}", err=True)


def _content(file: str | None) -> bytes:
    if not file or file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        _give_up(TRY_AGAIN, f"{file}: {file_fault(error)}")


def _give_up(code: int, reason: str) -> NoReturn:
    echo(f"crmbot: {reason}", err=True)
    sys.exit(code)


def _take(app: App, content: bytes, sender: str | None, recipients: tuple[str, ...], submitter: str | None) -> int:
    from crmbot.intake.receive import accepts, receive

    if not app.intake.addresses:
        raise ConfigFault(["capture.addresses: is missing; without it no mail is taken"])
    taken = tuple(recipient for recipient in recipients if accepts(app.store, app.intake, recipient))
    for recipient in recipients:
        if recipient not in taken:
            echo(f"crmbot: {recipient} is no capture address, or was renewed", err=True)
    if recipients and not taken:
        raise MailRefused(550, "none of the recipients is a capture address")
    if submitter is not None and not _is_member(app, submitter):
        raise MailRefused(550, f"there is no member {submitter!r}")
    raw = RawMail(
        content=content, sender=sender if sender is not None else _own_sender(content),
        recipients=taken or _own_recipients(app, content), source="deliver", received_at=app.clock(), submitter=submitter,
    )  # fmt: skip
    return receive(app.store, app.intake, raw)


def _is_member(app: App, submitter: str) -> bool:
    from crmbot.domain.members.members import identify

    with app.store.read() as session:
        return identify(session, submitter) is not None


def _own_sender(content: bytes) -> str:
    from crmbot.intake.receive import read_header_of

    header = read_header_of(content)
    return (header.from_.address if header.from_ else None) or ""


def _own_recipients(app: App, content: bytes) -> tuple[str, ...]:
    """Without an envelope: the capture addresses in To and Cc, else the first configured one."""
    from crmbot.intake.receive import header_recipients

    found = tuple(address for address in header_recipients(content) if app.intake.capture(address))
    return found or app.intake.addresses[:1]


def _wait_for(here: Here, inbox_id: int) -> None:
    """Process it here unless somebody else does; then print the explanation."""
    from crmbot.intake.inbox import inbox_item
    from crmbot.intake.reasons import load_reason

    app, words = here.app, words_of(here)
    deadline = time.monotonic() + _PATIENCE
    while True:
        app.inbox_worker.handle(inbox_id, app.clock())
        with app.store.read() as session:
            item = inbox_item(session, inbox_id)
        if item.state != "received" or time.monotonic() > deadline:
            break
        time.sleep(0.2)
    deal = f", deal #{item.deal_number}" if item.deal_number else ""
    echo(f"inbox item {item.id}: {item.state}{deal}: {words(load_reason(item.reason))}")
    for rule, answer, reason in item.verdicts or ():
        echo(f"  {rule}: {answer}: {words(load_reason(reason))}")


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.pass_obj
def parse(here: Here, files: tuple[str, ...], as_json: bool) -> None:
    """Show what the parser understands of the mails in FILES. Needs no database."""
    from crmbot.parsing.kinds.learned_forms import learned_forms
    from crmbot.parsing.mail import parse_mail
    from crmbot.parsing.output import to_json

    capture, locale = here.settings.capture, here.settings.locale
    forms = learned_forms(form.model_dump() for form in here.settings.forms)
    failed = False
    for file in files:
        try:
            raw = Path(file).read_bytes()
        except OSError as error:
            failed = True
            _show({"file": file, "error": error.strerror or str(error)}, as_json)
            continue
        parsed = parse_mail(
            raw,
            own_domains=capture.domains,
            capture_addresses=capture.addresses,
            region=locale.region,
            currency=locale.currency,
            forms=forms,
        )
        _show(to_json(parsed, file=file), as_json)
    sys.exit(1 if failed else 0)


def _show(value: dict[str, Any], as_json: bool) -> None:
    if as_json:
        echo_json(value)
        return
    if "error" in value:
        echo(f"{value['file']}: {value['error']}", err=True)
        return
    for name, held in value.items():
        if held not in (None, [], {}, ""):
            echo(f"{name:>14}: {_indented(held)}")
    click.echo()


def _indented(value: Any) -> str:
    import json

    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=2)
    return text.replace("\n", "\n" + " " * 16)


@click.command()
@click.argument("files", nargs=-1, required=True, type=click.Path())
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line.")
@click.option("--recipient", "recipients", multiple=True, metavar="ADDR", help="Envelope recipient; else To and Cc.")
@click.option("--authenticated-as", "submitter", metavar="MEMBER", help="The member who is proven to submit it.")
@click.pass_obj
def explain(
    here: Here, files: tuple[str, ...], as_json: bool, recipients: tuple[str, ...], submitter: str | None
) -> None:
    """Run the whole intake dry on FILES: facts, verdicts, reasons, what would be written."""
    from crmbot.intake.explain import explain as explain_mail
    from crmbot.intake.explain import explanation_json
    from crmbot.intake.receive import header_recipients

    app, words, failed = here.app, words_of(here), False
    if submitter is not None and not _is_member(app, submitter):
        raise click.ClickException(f"there is no member {submitter!r}")
    for file in files:
        try:
            content = Path(file).read_bytes()
        except OSError as error:
            failed = True
            _show({"file": file, "error": error.strerror or str(error)}, as_json)
            continue
        raw = RawMail(
            content, "", recipients or header_recipients(content), "deliver", app.clock(), submitter=submitter
        )
        value = explanation_json(
            explain_mail(app.store, app.intake, app.process, raw, app.lookup), file=file, words=words
        )
        echo_json(value) if as_json else _show_explanation(value)
    sys.exit(1 if failed else 0)


def _show_explanation(value: dict[str, Any]) -> None:
    decision = value["decision"]
    echo(f"{value['file']}: {decision['action']}: {decision['reason']}")
    for verdict in value["verdicts"]:
        echo(f"  {verdict['rule']}: {verdict['answer']}: {verdict['reason']}")
    for row in value["would_write"]:
        what = row.get("values") or {row.get("field"): row.get("new")}
        echo(f"  would {row['op']} {row['record']}: {', '.join(f'{k}={v}' for k, v in what.items())[:200]}")
