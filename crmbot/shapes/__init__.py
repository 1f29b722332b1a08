"""The values that cross rooms: mail in, chat in, replies and notices out.

All of them are frozen. Nothing here is in a language yet: words are `Text` (a key in English with its
arguments) until `texts.render` makes them for a reader whose language and zone are known.
Times are aware `datetime`s, money is `Money`, phones are E.164, languages BCP 47, members are named by key.
"""

from __future__ import annotations

from crmbot.shapes.form import Form, FormField, Option
from crmbot.shapes.incoming import ChatFile, ChatMessage, RawMail
from crmbot.shapes.outgoing import Answer, Notice, Outcome, Reader
from crmbot.shapes.record import Record
from crmbot.shapes.reply import Action, Column, Field, Picture, Reply, Row, Section, Table
from crmbot.shapes.words import Moment, Money, Text, Value, Verbatim, Worded, t, tn

__all__ = [
    "Action",
    "Answer",
    "ChatFile",
    "ChatMessage",
    "Column",
    "Field",
    "Form",
    "FormField",
    "Moment",
    "Money",
    "Notice",
    "Option",
    "Outcome",
    "Picture",
    "RawMail",
    "Reader",
    "Record",
    "Reply",
    "Row",
    "Section",
    "Table",
    "Text",
    "Value",
    "Verbatim",
    "Worded",
    "t",
    "tn",
]
