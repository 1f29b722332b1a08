"""The commands around leads, products and offers, in the order of the help."""

from __future__ import annotations

from crmbot.assistant.commands import best, convert, delete, leads, offer, offers, product, qualify, report, stakeholder

ASKING = (leads.COMMAND, best.COMMAND, offers.COMMAND, product.LIST, report.COMMAND)
CHANGING = (
    qualify.COMMAND, convert.COMMAND, offer.COMMAND, product.COMMAND, stakeholder.STAKEHOLDER, stakeholder.COMPETITOR,
)  # fmt: skip
ENDING = (qualify.DISQUALIFY, qualify.REOPEN, delete.COMMAND)
