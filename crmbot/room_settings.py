"""The settings as each room takes them. Rooms know no settings file: what they have to know is handed to them as values."""

from __future__ import annotations

from datetime import time
from typing import TYPE_CHECKING

from crmbot.domain.calendar.schedule import TeamSchedule
from crmbot.domain.calendar.workdays import WorkCalendar
from crmbot.domain.catalogue.sales_settings import AssignmentRule, SalesSettings
from crmbot.domain.process import ProcessSettings

if TYPE_CHECKING:
    from crmbot.channels.slack.settings import SlackSettings
    from crmbot.channels.slack.shown import Shown
    from crmbot.config import Settings
    from crmbot.config.announcing import Announcement
    from crmbot.config.sections import Assignment
    from crmbot.delivery.settings import DeliverySettings
    from crmbot.domain.announcing.rules import AnnouncementRule
    from crmbot.domain.catalogue.activity_kinds import ActivityKinds
    from crmbot.intake.settings import IntakeSettings
    from crmbot.shapes import Reader

DEFAULT_TIME = time(9)  # of a follow-up without an hour


def team_schedule(settings: Settings) -> TeamSchedule:
    """When people work who have set nothing of their own."""
    reminders = settings.reminders
    free, extra = frozenset(reminders.free_days), frozenset(reminders.extra_days)
    calendar = WorkCalendar(tuple(reminders.working_days), reminders.holidays, free, extra)
    begin, end = map(time.fromisoformat, reminders.working_hours.split("-"))
    return TeamSchedule(settings.locale.timezone, calendar, (begin, end), reminders.digest_time, DEFAULT_TIME)


def process_settings(settings: Settings, team: TeamSchedule) -> ProcessSettings:
    """What the processes have to know of the installation."""
    locale, process = settings.locale, settings.process
    return ProcessSettings(
        locale.language, locale.timezone, team.calendar, DEFAULT_TIME, process.owners, process.project_file
    )


def sales_settings(settings: Settings) -> SalesSettings:
    """Further sources, limits of discounts, and who gets new leads."""
    sales = settings.sales
    rules = tuple(_assignment(rule) for rule in settings.assignment)
    return SalesSettings(
        tuple(sales.sources), sales.discount_limit, sales.offer_days, rules, settings.capture.default_owner
    )


def _assignment(rule: Assignment) -> AssignmentRule:
    return AssignmentRule(
        rule.name, tuple(rule.sources), tuple(rule.postcodes), tuple(rule.countries), tuple(rule.languages),
        rule.value_from, rule.value_to, tuple(rule.came_by), tuple(rule.members), rule.department or None, rule.how,
        rule.capacity,
    )  # fmt: skip


def intake_settings(settings: Settings, sales: SalesSettings) -> IntakeSettings:
    """What intake has to know."""
    from crmbot.intake.settings import IntakeSettings
    from crmbot.parsing.kinds.learned_forms import learned_forms

    capture, locale = settings.capture, settings.locale
    return IntakeSettings(
        addresses=tuple(capture.addresses), domains=tuple(capture.domains), default_owner=capture.default_owner,
        never_log=tuple(capture.never_log), max_bytes=capture.max_bytes,
        trusted_authserv_ids=tuple(capture.trusted_authserv_ids), trusted_peers=tuple(capture.trusted_peers),
        require_proof=capture.require_proof, trusted_sealers=tuple(capture.trusted_sealers),
        internal_mailboxes=_internal_mailboxes(settings), region=locale.region, currency=locale.currency,
        timezone=locale.timezone, command=settings.slack.command, sales=sales,
        forms=learned_forms(form.model_dump() for form in settings.forms),
    )  # fmt: skip


def _internal_mailboxes(settings: Settings) -> tuple[str, ...]:
    """Mailboxes of our own Microsoft 365 tenant."""
    from crmbot.channels.imap.login import mailbox_label

    return tuple(mailbox_label(one.url) for one in settings.imap if one.microsoft365)


def delivery_settings(settings: Settings, team: TeamSchedule, kinds: ActivityKinds) -> DeliverySettings:
    """What delivery has to know."""
    from crmbot.delivery.settings import DeliverySettings

    reminders, locale = settings.reminders, settings.locale
    return DeliverySettings(
        team.digest_time, team.calendar, locale.language, locale.timezone, locale.currency,
        reminders.escalate_after_days, tuple(kinds.open_keys()), locale.terms, team.hours, reminders.nag_hours,
        settings.capture.default_owner,
    )  # fmt: skip


def announcement_rules(settings: Settings) -> tuple[AnnouncementRule, ...]:
    """Who hears of what: the rules that were set, else the usual one where a channel is named."""
    from crmbot.domain.announcing.rules import default_rule

    usual = "#" + settings.slack.announce_channel.lstrip("#")
    rules = tuple(_announcement(rule, usual) for rule in settings.announcements)
    return rules or ((default_rule(usual),) if len(usual) > 1 else ())


def _announcement(rule: Announcement, usual: str) -> AnnouncementRule:
    from crmbot.domain.announcing.rules import AnnouncementRule

    return AnnouncementRule(
        tuple(rule.event), tuple(rule.to) or (usual,), rule.value_from, rule.value_to, tuple(rule.postcode),
        tuple(rule.country), tuple(rule.owner), tuple(rule.department), tuple(rule.source), tuple(rule.process),
        tuple(rule.stage), rule.group,
    )  # fmt: skip


def slack_settings(settings: Settings, reader: Reader) -> SlackSettings | None:
    """The Slack app's settings; None without a token."""
    from crmbot.channels.slack.settings import SlackSettings

    slack = settings.slack
    token = slack.bot_token.get_secret_value()
    if not token:
        return None
    return SlackSettings(
        token, slack.app_token.get_secret_value(), slack.signing_secret.get_secret_value(), slack.api_url,
        slack.command, reader, settings.http.public_url, settings.capture.max_bytes, shown_fields(settings),
    )  # fmt: skip


def shown_fields(settings: Settings) -> Shown:
    """Who sees which field of a record in previews."""
    from crmbot.channels.slack.shown import TABLE

    return {**TABLE, **settings.slack.shown}


def previewed_fields(settings: Settings) -> frozenset[str]:
    """The fields that at least one audience may see in previews."""
    return frozenset(key for key, seen in shown_fields(settings).items() if seen != "nobody")
