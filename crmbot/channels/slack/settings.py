"""What the Slack channel has to know. The secrets never show in a `repr`."""

from __future__ import annotations

from dataclasses import dataclass, field

from crmbot.channels.slack.shown import TABLE, Shown
from crmbot.shapes import Reader

SLACK_API = "https://slack.com/api/"


@dataclass(frozen=True, slots=True)
class SlackSettings:
    """`app_token` is needed for Socket Mode, `signing_secret` for HTTP; `fallback` for whom to write before a person is known.

    Links below `public_url` are those of records, `shown` says who sees what in a preview. The files of one message hold at most
    `max_bytes` together.
    """

    bot_token: str = field(repr=False)
    app_token: str = field(default="", repr=False)
    signing_secret: str = field(default="", repr=False)
    api_url: str = SLACK_API
    command: str = "/crm"
    fallback: Reader = field(default_factory=Reader)
    public_url: str = ""
    max_bytes: int = 26_214_400
    shown: Shown = field(default_factory=lambda: TABLE)

    @property
    def seconds_apart(self) -> float:
        """Between two messages into one channel, as Slack asks; another server in its place does not."""
        return 1.0 if self.api_url == SLACK_API else 0.0

    @property
    def base_url(self) -> str:
        """The address of the Web API, with the slash at its end that slack_sdk expects."""
        return self.api_url.rstrip("/") + "/"
