"""Pictures of replies: uploaded where only the asker sees them, or before all where he shares them."""

from __future__ import annotations

import logging
from dataclasses import replace

from crmbot.channels.slack.conversation import is_direct
from crmbot.channels.slack.desk import Desk
from crmbot.channels.slack.faults import AWAY
from crmbot.channels.slack.source import Source
from crmbot.shapes import Answer, Reply, t
from crmbot.texts import render

_log = logging.getLogger(__name__)


async def illustrated(desk: Desk, source: Source, answer: Answer, *, public: bool = False) -> Answer:
    """Uploads the picture of `answer`, if it has one; the answer says where it is when it is elsewhere.

    A picture cannot be shown to one person of a channel, so it goes into his direct message. The figures stand in the
    answer too: without the picture nothing is missing, and so a failure is only a line in the log.
    """
    if answer.reply.picture is None:
        return answer
    here = public or is_direct(source.channel)
    try:
        channel = source.channel if here else await desk.direct(source.user)
        await _upload(desk, channel, source.thread_ts if here else "", answer)
    except (*AWAY, KeyError, ValueError) as fault:
        _log.warning("A picture was not uploaded: %s", str(fault)[:300])
        return answer
    return answer if here else Answer(_told(answer.reply), answer.reader)


async def _upload(desk: Desk, channel: str, thread_ts: str, answer: Answer) -> None:
    """By files.getUploadURLExternal and files.completeUploadExternal (https://docs.slack.dev/messaging/working-with-files)."""
    picture = answer.reply.picture
    assert picture is not None
    await desk.pace.turn(channel)
    await desk.client.files_upload_v2(
        channel=channel, content=picture.content, filename=picture.filename, thread_ts=thread_ts or None,
        title=render(answer.reply.title, answer.reader)[:200], alt_txt=render(picture.alt, answer.reader)[:1000],
        request_file_info=False,
    )  # fmt: skip


def _told(reply: Reply) -> Reply:
    return replace(reply, lines=(*reply.lines, t("The picture is in your direct messages with me.")))
