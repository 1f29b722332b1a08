"""The chat grammar: a line of chat as verb, arguments and filters (contracts: chat grammar).

This is the door to its rooms: verbs in `request_verbs`, filters in `request_filters`, stretches of days in `request_periods`,
the line that makes a lead in `request_lead`, follow-ups inside notes in `request_followup`, single arguments in
`request_parts`. Everything is pure; the words of the team come in as a `Vocabulary`. Where a name of several words ends
is not settled here but by whoever can look it up.
"""

from __future__ import annotations

from crmbot.parsing.chat.filters import Filters, read_filters
from crmbot.parsing.chat.followup import FollowupPhrase, find_followup_phrase
from crmbot.parsing.chat.lead import LeadWords, read_lead
from crmbot.parsing.chat.parts import absurd_duration, read_duration, split_reference
from crmbot.parsing.chat.verbs import Request, Verb, Vocabulary, read_request

__all__ = [
    "Filters",
    "FollowupPhrase",
    "LeadWords",
    "Request",
    "Verb",
    "Vocabulary",
    "absurd_duration",
    "find_followup_phrase",
    "read_duration",
    "read_filters",
    "read_lead",
    "read_request",
    "split_reference",
]
