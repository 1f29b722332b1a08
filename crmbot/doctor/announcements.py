"""The rules of announcements: whether what they name is there, and whether the bot reaches the channels."""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator

from sqlalchemy import select
from sqlalchemy.orm import Session

from crmbot.app import App
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.domain.announcing.rules import MANAGER, OWNER, AnnouncementRule
from crmbot.domain.members.members import all_members
from crmbot.domain.outbox.outbox import is_channel
from crmbot.domain.records import Deal
from crmbot.folding import fold


def announcement_rules(app: App) -> Iterator[Finding]:
    """Members, departments, processes and stages that rules name."""
    rules = app.telling.rules
    with app.store.read() as session:
        team = all_members(session, active_only=True)
        yield from _amounts(session, rules, app.telling.currency)
    members = {fold(one.key) for one in team}
    departments = {fold(one.department) for one in team if one.department}
    stages = {fold(word) for one in app.process.stages for word in (one.key, one.short_key, *one.names.values())}
    processes = {fold(line.key) for line in app.process.all}
    aliases = {fold(word) for one in app.process.stages for word in one.aliases}
    for place, rule in enumerate(rules):
        people = [name for name in rule.to if not is_channel(name) and name.lower() not in (OWNER, MANAGER)]
        yield from _unknown(
            place, "to", people, members, "is no member", "write #channel, a member's key, owner or manager"
        )
        yield from _unknown(place, "owner", rule.owners, members, "is no member", "write the key of a member")
        yield from _unknown(place, "department", rule.departments, departments, "has nobody", _DEPARTMENT)
        yield from _unknown(
            place, "process", rule.processes, processes, "is no process", "crmbot process list names them"
        )
        yield from _unknown(
            place, "stage", rule.stages, stages | aliases, "is no stage", "crmbot process list names them"
        )
    if rules:
        count = f"{len(rules)} rule{'s' if len(rules) > 1 else ''}"
        yield ok("announcements", f"{count}, to {', '.join(_recipients(rules))}")


def _amounts(session: Session, rules: Iterable[AnnouncementRule], currency: str) -> Iterator[Finding]:
    """Whether the amounts of rules can be compared with those of all open deals."""
    other = select(Deal.currency).where(Deal.state == "open", Deal.amount.is_not(None), Deal.currency != currency)
    if any(rule.asks_for_value for rule in rules) and (found := session.scalars(other.distinct()).all()):
        mend = "let a rule without value_from and value_to announce such deals"
        yield warning(
            "announcements",
            f"amounts in {', '.join(sorted(found))} are compared with no rule's, which are in {currency}",
            mend,
        )


_DEPARTMENT = "write a department that a member has: crmbot member list"


def _unknown(
    place: int, name: str, words: tuple[str, ...] | list[str], known: set[str], what: str, mend: str
) -> Iterator[Finding]:
    for word in words:
        if fold(word) not in known:
            yield error(f"announcements.{place}.{name}", f"{word} {what}: the rule never fits", mend)


def _recipients(rules: tuple[AnnouncementRule, ...]) -> list[str]:
    return list(dict.fromkeys(name for rule in rules for name in rule.to))


def announcement_channels(app: App) -> Iterator[Finding]:
    """Whether the bot reaches each channel that is announced in."""
    channels = [name for name in _recipients(app.telling.rules) if is_channel(name)]
    settings = app.slack_settings
    if not channels:
        return
    if settings is None:
        if app.first_channel == "mail":
            yield warning("announcements", "there is no Slack: nothing reaches a channel", "set slack.bot_token")
        return
    from crmbot.channels.slack.channel_check import memberships

    for channel, membership in asyncio.run(memberships(settings, channels)).items():
        if membership == "in":
            yield ok("announcements", f"the bot is in {channel}")
        elif membership == "public":
            yield ok("announcements", f"{channel} is public: the bot posts there without being in it")
        elif membership == "out":
            mend = f"write /invite @crmbot in {channel}, or give the app the scope chat:write.public"
            yield error("announcements", f"the bot is not in {channel}", mend)
        elif membership == "unchecked":
            mend = "see what is said of slack.bot_token and slack scopes, then run crmbot doctor again"
            yield warning("announcements", f"could not be checked whether the bot reaches {channel}", mend)
        else:
            mend = f"if it is private, write /invite @crmbot in {channel}; else name another one"
            yield error("announcements", f"there is no {channel}, or it is private and the bot not in it", mend)
