"""Ordinary mails that only sound like those of mail systems, absent people and lists, all invented."""

from __future__ import annotations

from typing import NamedTuple


class Ordinary(NamedTuple):
    """A mail that a person or a shop wrote, which only sounds like one of a mail system."""

    id: str
    sender: str
    subject: str
    text: str
    fields: str = ""


PERSON = "Rita Sommer <rita@sommer-bau.example>"
# fmt: off
ORDINARY = (
    Ordinary(
        "goods",
        PERSON,
        "Undeliverable goods",
        "Hi Ben,\n\nthe carrier returned two pallets as undeliverable. What shall we do?\n\nRita",
    ),
    Ordinary(
        "goods-german",
        PERSON,
        "Unzustellbare Ware",
        "Hallo Ben,\n\ndie Spedition meldet zwei Paletten als unzustellbar. Was nun?\n\nRita",
    ),
    Ordinary(
        "delivery-problem",
        PERSON,
        "Delivery problem with order 77",
        "Dear Ben,\n\norder 77 could not be delivered because the gate was closed. Please call.\n",
    ),
    Ordinary(
        "delivery-delayed",
        PERSON,
        "Delivery delay for order 550",
        "We were told 550 shelves come a week late. Is that right?\n",
    ),
    Ordinary(
        "delivery-failed",
        PERSON,
        "Delivery failed again",
        "The driver came at 5.30 and nobody was there. 550 units are still with him.\n",
    ),
    Ordinary(
        "returned",
        PERSON,
        "Returned mail",
        "Our letter to you came back, the street is unknown to the post. Which is the right address?\n",
    ),
    Ordinary(
        "zustellung",
        PERSON,
        "Zustellung nicht möglich am Freitag",
        "Hallo Herr Kraft,\n\nam Freitag ist bei uns Inventur, bitte erst Montag liefern.\n",
    ),
    Ordinary("rejected", PERSON, "Rejected: colour of the shelves", "We do not like the grey, please offer blue.\n"),
    Ordinary("warning", PERSON, "Warning: message from our lawyer", "Please read the enclosed letter.\n"),
    Ordinary("bounced-cheque", PERSON, "Bounced payment", "Our bank says the payment has bounced, we send it again.\n"),
    Ordinary(
        "absence",
        PERSON,
        "Abwesenheit von Herrn Lang",
        "Hallo Ben,\n\nwer vertritt Herrn Lang während seiner Abwesenheit? Wir brauchen das Angebot bis Freitag.\n\nRita",
    ),
    Ordinary(
        "holiday",
        PERSON,
        "Urlaub in der 30. KW",
        "Guten Tag,\n\nwir haben in der 30. KW Betriebsurlaub. Bitte liefern Sie davor.\n",
    ),
    Ordinary(
        "on-holiday",
        PERSON,
        "On holiday next week - quote needed before",
        "Hi,\n\nI am on holiday next week, so please send the quote by Friday.\n",
    ),
    Ordinary("away", PERSON, "Away team shirts", "Hello,\n\nwe need forty shirts for the away team.\n"),
    Ordinary("vacation", PERSON, "Vacation rental shelves", "We furnish vacation homes and need 30 shelves.\n"),
    Ordinary(
        "receipt",
        PERSON,
        "Empfangsbestätigung benötigt",
        "Guten Tag,\n\nkönnen Sie mir den Empfang der Lieferung vom 3.11. schriftlich bestätigen?\n",
    ),
    Ordinary(
        "confirmation",
        PERSON,
        "Eingangsbestätigung fehlt",
        "Hallo,\n\nich habe noch keine Bestätigung meiner Bestellung bekommen.\n",
    ),
    Ordinary(
        "elternzeit",
        PERSON,
        "Elternzeit: Übergabe der Projekte",
        "Hallo Ben,\n\nab Januar bin ich in Elternzeit. Mein Kollege Uwe Lang übernimmt das Regalprojekt.\n\nRita",
    ),
    Ordinary(
        "postmaster-person",
        "Paul Postmaster <paul.postmaster@kunde.example>",
        "Anfrage",
        "Guten Tag, ich brauche sechs Regale.\n",
    ),
    Ordinary(
        "admin-person",
        "Admin Müller <admin@mueller-bau.example>",
        "Angebot",
        "Bitte senden Sie uns ein Angebot über 550 Regalböden.\n",
    ),
    Ordinary(
        "system-company",
        "System Regale GmbH <info@systemregale.example>",
        "Mail system for your warehouse",
        "We offer tube mail systems. Call 550 12 34.\n",
    ),
    Ordinary(
        "answer-to-bounce",
        PERSON,
        "Re: Undeliverable: Angebot",
        "Hi Ben,\n\nmy mailbox was full, please send the offer again.\n",
        "In-Reply-To: <b1@regalwerk.example>\n",
    ),
    Ordinary(
        "answer-to-absence",
        PERSON,
        "AW: Abwesenheit",
        "Danke, dann sprechen wir am Montag.\n",
        "In-Reply-To: <b2@regalwerk.example>\n",
    ),
    Ordinary(
        "suppressed", PERSON, "Anfrage", "Guten Tag,\n\nwir brauchen zwölf Regale.\n", "X-Auto-Response-Suppress: All\n"
    ),
    Ordinary(
        "relay",
        PERSON,
        "Relay 5.1.1 for the lift",
        "The relay 5.1.1 in the shelf lift is broken, please send another. Article 550-112.\n",
    ),
    Ordinary(
        "out-of-office-plan",
        PERSON,
        "Office move",
        "We will be out of the old office by March and need shelves for the new one.\n",
    ),
    Ordinary(
        "mailbox-maker",
        PERSON,
        "Mailbox full of flyers",
        "Your flyer was the only one we liked in a mailbox full of paper. Send a price list please.\n",
    ),
    Ordinary(
        "order",
        "Shop <bestellung@laden.example>",
        "Bestellbestätigung 4711",
        "Vielen Dank für Ihre Bestellung. Wir liefern am 3.12.\n",
    ),
    Ordinary(
        "high-priority",
        PERSON,
        "Failure notice for shelf lift 3",
        "Lift 3 failed at 9:12. Error code 550 user panel. Please send a technician.\n",
    ),
    Ordinary("order-noreply", "Shop <noreply@laden.example>", "Bestellbestätigung 4711", "Vielen Dank für Ihre Bestellung. Wir liefern am 3.12.\n"),
    Ordinary("invoice-noreply", "Billing <no-reply@cloud.example>", "Invoice 2026-11", "Your invoice is attached.\n"),
    Ordinary("list-footer-quoted", PERSON, "Ihr Rundbrief", "Hallo Ben,\n\nin Ihrem Rundbrief stand das Regal X20. Was kostet es? Vom Newsletter bitte abmelden.\n\nRita\n"),
    Ordinary("unsubscribe-request", PERSON, "Unsubscribe", "Please unsubscribe me from the newsletter, and call me about the shelves.\n"),
    Ordinary("suppressed-and-travelling", PERSON, "Anfrage", "Guten Tag,\n\nwir brauchen zwölf Regale bis März.\n", "X-Auto-Response-Suppress: DR, RN, NRN, OOF, AutoReply\n"),
    Ordinary("vacation-home", PERSON, "Abwesend am Liefertag", "Guten Tag, am Liefertag ist niemand da. Können Sie den Termin verschieben?\n"),
    Ordinary("calendar-word", PERSON, "Einladung zum Termin", "Hallo Ben, passt Dienstag um zehn bei uns in der Halle?\n"),
    Ordinary("report-word", PERSON, "Delivery report", "Please send the delivery report of the pallets, nothing could not be delivered so far, could it?\n"),
    Ordinary("returned-goods", PERSON, "Returned to sender?", "Two parcels were returned to sender. Has the address changed?\n"),
    Ordinary("mail-failed", PERSON, "Mail failed yesterday", "My mail of yesterday was not delivered, our server was down. Here it is again: we need 12 shelves.\n"),
)
