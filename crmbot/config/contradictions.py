"""Settings that are right each for itself but not together."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from crmbot.config.sections import Settings, Slack

if TYPE_CHECKING:
    from crmbot.domain.people.contact_fields import ContactField


def contradictions(settings: Settings, wrong: Collection[str]) -> list[str]:
    """One line for each, besides those that a setting has part in that is `wrong` already."""
    return [line for names, line in _found(settings) if not _touch(names, wrong)]


def _touch(names: tuple[str, ...], wrong: Collection[str]) -> bool:
    return any(name in wrong or name.partition(".")[0] in wrong for name in names)


def _found(settings: Settings) -> Iterator[tuple[tuple[str, ...], str]]:
    """The settings that have part in it, and what is wrong with them."""
    certificate, key = "smtp.tls_certificate", "smtp.tls_key"
    if bool(settings.smtp.tls_certificate) != bool(settings.smtp.tls_key):
        yield (certificate, key), f"{certificate}: needs {key}, and the other way round"
    if settings.smtp.require_starttls and not settings.smtp.tls_certificate:
        yield ("smtp.require_starttls", certificate), f"smtp.require_starttls: needs {certificate} and {key}"
    if settings.mail.url and not settings.mail.sender:
        yield ("mail.url", "mail.from"), "mail.from: is missing; it is needed with mail.url"
    for line in _of_slack(settings.slack):
        yield ("slack.bot_token", "slack.app_token", "slack.signing_secret"), line
    for place, rule in enumerate(settings.announcements):
        if not rule.to and not settings.slack.announce_channel:
            mend = f"announcements.{place}.to: is missing; write #channel, a member's key, owner or manager"
            yield ("announcements", "slack.announce_channel"), mend
    for line in _of_fields(settings):
        yield ("fields",), line


def _of_slack(slack: Slack) -> Iterator[str]:
    """Slack needs the bot's token and one way in; the two tokens are easily interchanged."""
    bot, app = slack.bot_token.get_secret_value(), slack.app_token.get_secret_value()
    ways = app or slack.signing_secret.get_secret_value()
    if bot and not ways:
        yield "slack.app_token: give it for Socket Mode, or slack.signing_secret for HTTP"
    if ways and not bot:
        yield "slack.bot_token: is missing; without it there is no Slack, whatever else is given for it"
    if bot.startswith("xapp-"):
        yield "slack.bot_token: that is the app-level token, for slack.app_token; this one begins with xoxb-"
    if app.startswith("xoxb-"):
        yield "slack.app_token: that is the bot's token, for slack.bot_token; this one begins with xapp-"


def own_fields(settings: Settings) -> tuple[ContactField, ...]:
    """The fields that the installation declares."""
    from crmbot.domain.people.contact_fields import Choice, custom_field

    return tuple(
        custom_field(
            own.record, own.key, own.name, own.kind,
            [Choice(choice.key, choice.name or {"en": choice.key}) for choice in own.choices], personal=own.personal,
            seen_by=tuple(own.seen_by),
        )
        for own in settings.fields
    )  # fmt: skip


def _of_fields(settings: Settings) -> list[str]:
    if not settings.fields:
        return []
    from crmbot.domain.people.contact_fields import faults_of

    return faults_of(own_fields(settings))
