"""What Slack gives in pages (https://docs.slack.dev/apis/web-api/pagination)."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from typing import Any

from slack_sdk.web.async_slack_response import AsyncSlackResponse


async def pages(
    method: Callable[..., Awaitable[AsyncSlackResponse]], most: int, *, whole: bool = False, **asked: Any
) -> AsyncIterator[AsyncSlackResponse]:
    """The pages of `method`, at most so many; where the `whole` is needed and they are not all, TimeoutError at the end.

    Raises what the Web API raises.
    """
    cursor = None
    for _ in range(most):
        page = await method(**asked, cursor=cursor)
        yield page
        cursor = (page.get("response_metadata") or {}).get("next_cursor") or None
        if cursor is None:
            return
    if whole:
        raise TimeoutError(f"more than {most} pages")
