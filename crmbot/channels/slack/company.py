"""What answers and notices have in common: how fast they may come into a channel, and who reads them there."""

from __future__ import annotations

from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from crmbot.channels.slack.audience import Audiences
from crmbot.channels.slack.pace import Pace
from crmbot.channels.slack.settings import SlackSettings


class Company:
    """One for a process, so that an answer and a notice do not come into a channel at once, and so that what Slack tells of
    people counts for both.
    """

    def __init__(self, settings: SlackSettings) -> None:
        # What Slack refused for its rate is tried again when it says so; what broke on the way may have arrived, so it is not.
        patience = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
        self.client = AsyncWebClient(
            token=settings.bot_token, base_url=settings.base_url, retry_handlers=list(patience)
        )
        self.pace = Pace(settings.seconds_apart)
        self.audiences = Audiences(self.client)
