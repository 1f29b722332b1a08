"""Linking the whole team with the people of its Slack workspace, at the start of the server and by `crmbot slack link`."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from crmbot.app import App
from crmbot.domain.announcing.linking import Matched, match_people, welcome
from crmbot.domain.followups.chat_zones import adopt_zones, would_adopt
from crmbot.errors import ConfigFault, StorageAway

if TYPE_CHECKING:
    from crmbot.channels.slack.linking import Person

_log = logging.getLogger(__name__)


def link_all(app: App, *, welcome: bool = False) -> Matched:
    """Ask Slack for its people and link the members whose address one of them has. Raises ConfigFault where Slack is not set
    up or refuses, StorageAway.
    """
    from crmbot.channels.slack.linking import NoPeople, people_of

    settings = app.slack_settings
    if settings is None:
        raise ConfigFault(["there is no Slack to ask: set slack.bot_token"])
    try:
        people = asyncio.run(people_of(settings))
    except NoPeople as fault:
        raise ConfigFault([f"Slack does not tell who its people are ({fault}); see crmbot doctor"]) from fault
    return link_people(app, people, channel="cli", greet=welcome)


def link_people(app: App, people: dict[str, Person], *, channel: str, greet: bool = False) -> Matched:
    """Link the members whose address stands in `people`; who has no zone of his own has the one of his clock there.

    `channel` is where the change came from, for the log.
    """
    with app.store.write(app.clock(), channel=channel, action="link") as work:
        matched = match_people(work, {address: person.id for address, person in people.items()})
        adopt_zones(
            work.session, app.team_schedule, {person.id: person.zone for person in people.values() if person.zone}
        )
        for member in matched.linked if greet else ():
            welcome(work, member)
    return matched


async def take_zone(app: App, user: str, zone: str) -> None:
    """`user`'s clock in Slack shows `zone` from now on. What goes wrong is a line in the log: it is seen at the next start."""

    def adopt() -> None:
        with app.store.read() as session:
            if not would_adopt(session, {user: zone}):
                return  # Slack tells of every change of a status
        with app.store.write(app.clock(), channel="slack", action="zone") as work:
            adopt_zones(work.session, app.team_schedule, {user: zone})

    try:
        await asyncio.to_thread(adopt)
    except StorageAway as fault:
        _log.warning("the zone of %s was not taken from Slack: %s", user, str(fault)[:300])


async def link_at_start(app: App) -> None:
    """The same beside a starting server. What goes wrong is a line in the log: people are known by their address anyway."""
    from crmbot.channels.slack.linking import NoPeople, people_of

    settings = app.slack_settings
    if settings is None:
        return
    try:
        people = await people_of(settings)
        matched = await asyncio.to_thread(link_people, app, people, channel="slack")
    except (NoPeople, StorageAway) as fault:
        _log.warning("the team was not matched with Slack's people: %s", str(fault)[:300])
        return
    if matched.linked:
        _log.info("linked with Slack: %s", ", ".join(member.key for member in matched.linked))
    for member in matched.missing:
        _log.warning("nobody in Slack has an address of %s: crmbot member link %s", member.key, member.key)
