"""The sample mails of the demo. The dates move with the day it is shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import format_datetime
from importlib.resources import files
from string import Template

from crmbot.shapes import Text, t

_GERMAN_DAYS = ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag")
_GERMAN_MONTHS = (
    "Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August", "September", "Oktober", "November", "Dezember",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class SampleMail:
    """A mail with its envelope; `way` tells the viewer how it comes in."""

    way: Text
    sender: str
    recipient: str
    content: bytes


def sample_mails(now: datetime, addresses: dict[str, str]) -> list[SampleMail]:
    """The mails in the order of the story; `addresses` has the personal capture address of each member by key."""
    team = "crm@regalwerk.example"
    anna, ben = addresses["anna"], addresses["ben"]
    return [
        _mail(
            t("Anna forwards an enquiry to her personal capture address"),
            "forward",
            "anna@regalwerk.example",
            anna,
            now,
        ),
        _mail(
            t("Ben answers a prospect and puts his capture address in Bcc"), "bcc", "ben@regalwerk.example", ben, now
        ),
        _mail(
            t("The form on the website writes to the team's address"), "form", "webform@regalwerk.example", team, now
        ),
        _mail(
            t("The enquirer's mail comes a second time, redirected"),
            "redirect",
            "j.brandt@lagerbau-nord.example",
            team,
            now,
        ),
        _mail(t("An out-of-office reply"), "absence", "m.reed@reed-logistics.example", team, now),
        _mail(t("Somebody writes in Anna's name, without proof"), "forged", "anna@regalwerk.example", team, now),
    ]


def _mail(way: Text, name: str, sender: str, recipient: str, now: datetime) -> SampleMail:
    template = files("crmbot").joinpath(f"demo/mails/{name}.eml").read_text("utf-8")
    text = Template(template).substitute(
        date=format_datetime(now - timedelta(minutes=20)),
        earlier=format_datetime((now - timedelta(hours=2)).replace(second=0)),
        earlier_german=_german(now - timedelta(hours=2)),
        capture=recipient,
    )
    return SampleMail(way, sender, recipient, text.replace("\n", "\r\n").encode())


def _german(moment: datetime) -> str:
    """As Outlook prints it."""
    day, month = _GERMAN_DAYS[moment.weekday()], _GERMAN_MONTHS[moment.month - 1]
    return f"{day}, {moment.day}. {month} {moment.year} {moment:%H:%M}"
