"""The commands around products, offers and the worth of a deal, in the order of the help."""

from __future__ import annotations

from crmbot.assistant.commands import offer, offers, product

ASKING = (offers.COMMAND, product.LIST)
CHANGING = (offer.COMMAND, product.COMMAND)
