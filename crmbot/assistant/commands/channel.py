"""`channel`: a channel of the chat for a deal, made, linked or left."""

from __future__ import annotations

from crmbot.assistant.asking import Asking
from crmbot.assistant.references import named_deal
from crmbot.assistant.registry import Command
from crmbot.assistant.rows.rows import called
from crmbot.domain.announcing.record_channels import channel_of, is_pending, leave_channel, link_channel, make_channel
from crmbot.domain.deals.views import deal_view
from crmbot.domain.members.access import require
from crmbot.domain.records import Deal, RecordChannel
from crmbot.errors import RequestFault
from crmbot.parsing.chat.telling_words import read_channel_wish
from crmbot.shapes import Action, Field, Reply, Text, Verbatim, t


def handle(ask: Asking) -> Reply:
    """Make the deal's channel, link one that is there, or leave it; asked for twice it is still one."""
    deal, rest = named_deal(ask)
    require(ask.session, ask.access, "write", deal)
    wish = read_channel_wish(rest)
    if wish is None:
        raise RequestFault(
            t("Write channel #{number}, channel #{number} link #name or channel #{number} off.", number=deal.number)
        )
    standing = channel_of(ask.session, deal.number)
    if wish.do == "off":
        return _left(ask, deal, standing)
    if standing is not None:
        return _there(ask, deal, standing)
    if wish.do == "link":
        channel = link_channel(ask.work, deal, wish.name, _card(ask, deal))
        title = t(
            "I look whether only colleagues are in {channel}, then it belongs to {deal}.", **_names(deal, channel)
        )
        return _reply(ask, deal, title, t("If it cannot be, I tell you why."))
    channel = make_channel(ask.work, deal, _card(ask, deal), private=ask.settings.private_channels)
    title = t("{deal} gets its channel: {channel}.", **_names(deal, channel))
    who = t("Its owner, its followers and whom it is shared with are invited. News of the deal stand there.")
    return _reply(ask, deal, title, who)


def _card(ask: Asking, deal: Deal) -> Reply:
    """What is pinned in the channel: whose it is, and nothing that will be out of date tomorrow."""
    values = (
        (t("Company"), deal.company.name if deal.company is not None else None),
        (t("Person"), deal.person.name if deal.person is not None else None),
    )
    fields = tuple(Field(label, Verbatim(value)) for label, value in values if value is not None)
    number = deal.number
    actions = (
        Action(t("How it stands"), f"show #{number}", "primary"),
        Action(t("History"), f"history #{number}"),
        Action(t("Unlink the channel"), f"channel #{number} off"),
    )
    title = t("#{number} {name}", number=number, name=Verbatim(deal.name))
    line = t("This channel belongs to the deal: its news stand here.")
    records = (deal_view(deal, ask.process),)
    return Reply("card", title, lines=(line,), fields=fields, records=records, actions=actions)


def _there(ask: Asking, deal: Deal, channel: RecordChannel) -> Reply:
    if is_pending(channel):
        return _reply(ask, deal, t("{channel} is just being made for {deal}.", **_names(deal, channel)))
    return _reply(ask, deal, t("{deal} has its channel already: {channel}.", **_names(deal, channel)))


def _left(ask: Asking, deal: Deal, channel: RecordChannel | None) -> Reply:
    if channel is None:
        return Reply("done", t("{deal} has no channel.", deal=called(deal)), records=(deal_view(deal, ask.process),))
    title = t("{channel} no longer belongs to {deal}. The channel itself stays.", **_names(deal, channel))
    leave_channel(ask.work, channel)
    return Reply("done", title, records=(deal_view(deal, ask.process),))


def _names(deal: Deal, channel: RecordChannel) -> dict[str, Text | Verbatim]:
    return {"deal": called(deal), "channel": Verbatim(f"#{channel.name}")}


def _reply(ask: Asking, deal: Deal, title: Text, *lines: Text) -> Reply:
    off = Action(t("Unlink the channel"), f"channel #{deal.number} off")
    return Reply("done", title, lines=lines, records=(deal_view(deal, ask.process),), actions=(off,))


COMMAND = Command(
    key="channel",
    topic="deals",
    names={"en": ("channel", "make channel", "deal channel"), "de": ("kanal", "kanal anlegen", "vorgangskanal")},
    usage=t("channel RECORD [link #CHANNEL|off]"),
    summary=t("a channel of the chat for a deal, where its news stand; or link one that is there"),
    examples={"en": ("channel #1042", "channel #1042 off"), "de": ("kanal #1042", "kanal #1042 aus")},
    writes=True,
    handler=handle,
)
