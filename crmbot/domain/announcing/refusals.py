"""Why the chat refuses what is to be done with a channel, and the mend, in words. Slack's own word stays in the log and the outbox."""

from __future__ import annotations

from crmbot.shapes import Text, Verbatim, t

# Slack's words that mean the same: https://docs.slack.dev/reference/methods/conversations.create
_SAME = {
    "no_permission": "missing_scope",
    "not_allowed_token_type": "missing_scope",
    "user_is_restricted": "restricted_action",
    "restricted_action_read_only_channel": "restricted_action",
    "restricted_action_thread_only_channel": "restricted_action",
    "ekm_access_denied": "restricted_action",
    "method_deprecated": "unknown_method",
    "method_not_supported_for_channel_type": "unknown_method",
    "feature_not_enabled": "unknown_method",
}


def refusal_words(reason: str, name: str) -> Text:
    """`reason` is one of our own or Slack's word, with more behind a colon; `name` is that of the channel."""
    code = reason.partition(":")[0]
    channel = Verbatim(f"#{name}")
    known = {
        "guests": t("there are guests in {channel}", channel=channel),
        "shared": t("{channel} is shared with another organisation", channel=channel),
        "unknown": t("I cannot see who reads {channel}", channel=channel),
        "channel_not_found": t(
            "I find no {channel}. If it is private, write /invite @crmbot in it first", channel=channel
        ),
        "not_in_channel": t("I am not in {channel}: write /invite @crmbot in it first", channel=channel),
        "name_taken": t(
            "there is a channel called {channel} already. Rename that one, or link it to the deal", channel=channel
        ),
        "is_archived": t("{channel} is archived. Unarchive it in Slack, or take another channel", channel=channel),
        "missing_scope": t(
            "I lack a permission in Slack. An administrator has to install the app anew with its current manifest"
        ),
        "restricted_action": t(
            "your workspace does not let me do that. An administrator of Slack can allow apps to manage channels"
        ),
        "unknown_method": t("this workspace offers no such channels. Make one yourself, invite me and link it"),
    }
    unknown = t("Slack refuses it, and what it says means nothing to me. An administrator finds it in crmbot's log")
    return known.get(_SAME.get(code, code)) or unknown
