"""Bounces as many mail systems write them, all invented."""

from __future__ import annotations

from typing import NamedTuple


class Bounced(NamedTuple):
    """A bounce: what it looks like, and what it says."""

    id: str
    sender: str
    subject: str
    text: str
    recipient: str = "weg@kunde.example"
    permanent: bool | None = True
    fields: str = ""  # further header lines
    report: str = ""  # a message/delivery-status part


def _dsn(action: str = "failed", status: str = "5.1.1", code: str = "550 5.1.1 User unknown") -> str:
    return (
        "Reporting-MTA: dns; mx.regalwerk.example\nArrival-Date: Tue, 17 Nov 2026 09:12:00 +0100\n\n"
        f"Final-Recipient: rfc822; weg@kunde.example\nAction: {action}\nStatus: {status}\nDiagnostic-Code: smtp; {code}\n"
    )


BOUNCES = (
    Bounced(
        "postfix",
        "MAILER-DAEMON@mx.regalwerk.example (Mail Delivery System)",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host mx.regalwerk.example.\n\nI'm sorry to have to inform you that your message could not\nbe delivered to one or more recipients.\n\n"
        "<weg@kunde.example>: host mx.kunde.example[192.0.2.1] said: 550 5.1.1\n    <weg@kunde.example>: Recipient address rejected (in reply to RCPT TO command)\n",
        report=_dsn(),
    ),
    Bounced(
        "postfix-delayed",
        "Mail Delivery System <MAILER-DAEMON@mx.regalwerk.example>",
        "Delayed Mail (still being retried)",
        "####################################################################\n# THIS IS A WARNING ONLY.  YOU DO NOT NEED TO RESEND YOUR MESSAGE. #\n"
        "<weg@kunde.example>: connect to mx.kunde.example[192.0.2.1]:25: Connection timed out\n",
        permanent=False,
        report=_dsn("delayed", "4.4.1", "451 4.4.1 timed out"),
    ),
    Bounced(
        "exim",
        "Mail Delivery System <Mailer-Daemon@exim.regalwerk.example>",
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
        "The following address(es) failed:\n\n  weg@kunde.example\n    host mx.kunde.example [192.0.2.1]\n    SMTP error from remote mail server after RCPT TO:<weg@kunde.example>:\n    550 5.1.1 No such user\n",
        fields="X-Failed-Recipients: weg@kunde.example\nAuto-Submitted: auto-replied\n",
    ),
    Bounced(
        "exim-warning",
        "Mail Delivery System <Mailer-Daemon@exim.regalwerk.example>",
        "Warning: message 1xYz12-0001Ab-3C delayed 24 hours",
        "This message was created automatically by mail delivery software.\nA message that you sent has not yet been delivered to one or more of its\nrecipients after more than 24 hours on the queue.\n\n"
        "The address to which the message has not yet been delivered is:\n\n  weg@kunde.example\n    Delay reason: Connection refused\n",
        permanent=False,
        fields="Auto-Submitted: auto-replied\n",
    ),
    Bounced(
        "qmail",
        "MAILER-DAEMON@qmail.regalwerk.example",
        "failure notice",
        "Hi. This is the qmail-send program at qmail.regalwerk.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
        "<weg@kunde.example>:\n192.0.2.1 does not like recipient.\nRemote host said: 550 5.1.1 unknown user\nGiving up on 192.0.2.1.\n\n--- Below this line is a copy of the message.\n",
    ),
    Bounced(
        "sendmail",
        "Mail Delivery Subsystem <MAILER-DAEMON@sm.regalwerk.example>",
        "Returned mail: see transcript for details",
        "The original message was received at Tue, 17 Nov 2026 09:12:00 +0100\nfrom localhost [127.0.0.1]\n\n   ----- The following addresses had permanent fatal errors -----\n<weg@kunde.example>\n"
        "    (reason: 550 5.1.1 User unknown)\n\n   ----- Transcript of session follows -----\n... while talking to mx.kunde.example.:\n>>> DATA\n<<< 550 5.1.1 User unknown\n",
    ),
    Bounced(
        "sendmail-warning",
        "Mail Delivery Subsystem <MAILER-DAEMON@sm.regalwerk.example>",
        "Warning: could not send message for past 4 hours",
        "    **********************************************\n    **      THIS IS A WARNING MESSAGE ONLY      **\n    **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **\n\n"
        "   ----- Transcript of session follows -----\n<weg@kunde.example>... Deferred: Connection timed out with mx.kunde.example.\nWarning: message still undelivered after 4 hours\nWill keep trying until message is 5 days old\n",
        permanent=False,
    ),
    Bounced(
        "exchange-365",
        "Microsoft Outlook <MicrosoftExchange329e71ec88ae4615bbc36ab6ce41109e@regalwerk.example>",
        "Unzustellbar: Angebot Regale",
        "Fehler bei der Nachrichtenzustellung an folgende Empfänger oder Gruppen:\n\nweg@kunde.example<mailto:weg@kunde.example>\nDie eingegebene E-Mail-Adresse konnte nicht gefunden werden.\n\n"
        "Diagnoseinformationen für Administratoren:\nRemote Server returned '550 5.1.1 RESOLVER.ADR.RecipNotFound; not found'\n",
        report=_dsn(),
    ),
    Bounced(
        "exchange-365-text-only",
        "postmaster@regalwerk.example",
        "Undeliverable: Angebot Regale",
        "Your message to weg@kunde.example couldn't be delivered.\n\nweg wasn't found at kunde.example.\n\nRemote Server returned '550 5.1.10 RESOLVER.ADR.RecipientNotFound; Recipient not found by SMTP address lookup'\n",
    ),
    Bounced(
        "exchange-2003",
        "System Administrator <postmaster@regalwerk.example>",
        "Undeliverable: Angebot",
        "Your message\n\n  To:      weg@kunde.example\n  Subject: Angebot\n  Sent:    Tue, 17 Nov 2026 09:12:00 +0100\n\ndid not reach the following recipient(s):\n\nweg@kunde.example on Tue, 17 Nov 2026 09:12:05 +0100\n"
        "    The e-mail account does not exist at the organization this message was sent to.\n    <mail.regalwerk.example #5.1.1>\n",
    ),
    Bounced(
        "exchange-2003-german",
        "Systemadministrator <postmaster@regalwerk.example>",
        "Unzustellbar: Angebot",
        "Ihre Nachricht hat einige oder alle Empfänger nicht erreicht.\n\n      Betreff:  Angebot\n      Gesendet am:  17.11.2026 09:12\n\nFolgende Empfänger konnten nicht erreicht werden:\n\n"
        "      weg@kunde.example am 17.11.2026 09:12\n            Das E-Mail-Konto existiert nicht in der Organisation.\n            <mail.regalwerk.example #5.1.1>\n",
    ),
    Bounced(
        "iis",
        "postmaster@iis.regalwerk.example",
        "Delivery Status Notification (Failure)",
        "This is an automatically generated Delivery Status Notification.\n\nDelivery to the following recipients failed.\n\n       weg@kunde.example\n",
        report=_dsn(),
    ),
    Bounced(
        "gmail",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Failure)",
        "** Address not found **\n\nYour message wasn't delivered to weg@kunde.example because the address couldn't be found, or is unable to receive mail.\n\nThe response from the remote server was:\n550 5.1.1 The email account that you tried to reach does not exist.\n",
        fields="X-Failed-Recipients: weg@kunde.example\n",
        report=_dsn(),
    ),
    Bounced(
        "gmail-delay",
        "Mail Delivery Subsystem <mailer-daemon@googlemail.com>",
        "Delivery Status Notification (Delay)",
        "** Delivery incomplete **\n\nThere was a temporary problem delivering your message to weg@kunde.example. Gmail will retry for 47 more hours. You'll be notified if the delivery fails permanently.\n",
        permanent=False,
        report=_dsn("delayed", "4.4.1", "451 timed out"),
    ),
    Bounced(
        "yahoo",
        "MAILER-DAEMON@yahoo.com",
        "Failure Notice",
        "Sorry, we were unable to deliver your message to the following address.\n\n<weg@kunde.example>:\n554: 5.7.1 <weg@kunde.example>: Relay access denied\n\n--- Below this line is a copy of the message.\n",
    ),
    Bounced(
        "gmx",
        '"GMX Mailer Daemon" <mailer-daemon@gmx.de>',
        "Mail delivery failed: returning message to sender",
        "This message was created automatically by mail delivery software.\n\nA message that you sent could not be delivered to\none or more of its recipients. This is a permanent error.\n\n"
        "The following address failed:\n\n    weg@kunde.example:\n        SMTP error from remote server for RCPT TO command, host: mx.kunde.example (192.0.2.1) reason: 550 5.1.1 unknown\n",
    ),
    Bounced(
        "web-de",
        '"WEB.DE Mailer Daemon" <mailer-daemon@web.de>',
        "Mail delivery failed: returning message to sender",
        "Diese Nachricht wurde automatisch von unserer Mailsoftware erstellt.\n\nIhre E-Mail konnte nicht an einen oder mehrere Empfänger zugestellt werden.\n\nFolgende Adresse konnte nicht erreicht werden:\n\nweg@kunde.example:\n550 Requested action not taken: mailbox unavailable\n",
    ),
    Bounced(
        "t-online",
        "Mail Delivery System <MAILER-DAEMON@mailout05.t-online.de>",
        "Undelivered Mail Returned to Sender / Nachricht konnte nicht zugestellt werden",
        "|------------------------- Nachricht unzustellbar -----------------------|\nIhre Nachricht konnte nicht zugestellt werden.\n\nweg@kunde.example\nSMTP;550 5.1.1 user unknown\n",
    ),
    Bounced(
        "strato",
        "mailer-daemon@smtpin.rzone.de",
        "Mail konnte nicht zugestellt werden",
        "Die Zustellung Ihrer E-Mail an weg@kunde.example ist endgültig fehlgeschlagen.\nGrund: 550 5.1.1 unknown recipient\n",
    ),
    Bounced(
        "zimbra",
        "Mail Delivery System <MAILER-DAEMON@zimbra.regalwerk.example>",
        "Undelivered Mail Returned to Sender",
        "This is the mail system at host zimbra.regalwerk.example.\n\n<weg@kunde.example>: user unknown\n",
        report=_dsn(),
    ),
    Bounced(
        "notes",
        "Ben Kraft <ben@regalwerk.example>",
        "DELIVERY FAILURE: User weg (weg@kunde.example) not listed in Domino Directory",
        "Your message\n\n  Subject: Angebot\n\nwas not delivered to:\n\n  weg@kunde.example\n\nbecause:\n\n  User weg (weg@kunde.example) not listed in Domino Directory\n",
        fields="X-Mailer: Lotus Domino\n",
        report=_dsn(),
    ),
    Bounced(
        "notes-german",
        "postmaster@kunde.example",
        "Zustellungsfehler: weg@kunde.example ist nicht im Verzeichnis aufgeführt",
        "Ihr Dokument:  Angebot\nkonnte nicht zugestellt werden an:  weg@kunde.example\nda:  Benutzer weg nicht im Domino-Verzeichnis aufgeführt\n",
    ),
    Bounced(
        "ses",
        "MAILER-DAEMON@eu-central-1.amazonses.com",
        "Delivery Status Notification (Failure)",
        "An error occurred while trying to deliver the mail to the following recipients:\nweg@kunde.example\n",
        report=_dsn(),
    ),
    Bounced(
        "mailgun",
        "Mail Delivery System <mailer-daemon@mg.regalwerk.example>",
        "Undelivered mail: Angebot",
        "Your message could not be delivered.\n\nweg@kunde.example\n\nServer response: 550 5.1.1 no mailbox by that name is currently available\n",
    ),
    Bounced(
        "opensmtpd",
        "Mailer Daemon <MAILER-DAEMON@bsd.regalwerk.example>",
        "Delivery status notification: error",
        "    Hi!\n\n    This is the MAILER-DAEMON, please DO NOT REPLY to this email.\n\n    An error has occurred while attempting to deliver a message for\n    the following list of recipients:\n\nweg@kunde.example: 550 5.1.1 Invalid recipient\n",
    ),
    Bounced(
        "courier",
        '"Courier mail server at regalwerk.example" <@>',
        "NOTICE: mail delivery status.",
        "This is a delivery status notification from mail.regalwerk.example,\nrunning the Courier mail server, version 1.3.\n\nThe original message was received on Tue, 17 Nov 2026 09:12:00 +0100\n\nUNDELIVERABLE MAIL\n\n"
        "Your message to the following recipients cannot be delivered:\n\n<weg@kunde.example>:\n    mx.kunde.example [192.0.2.1]:\n >>> RCPT TO:<weg@kunde.example>\n <<< 550 User unknown.\n",
    ),
    Bounced(
        "mailenable",
        "Postmaster <POSTMASTER@me.regalwerk.example>",
        "Message Delivery Failure",
        "MailEnable: Message could not be delivered to some recipients.\nThe following recipient(s) could not be reached:\n\n\tRecipient: [SMTP:weg@kunde.example]\n\tReason: Remote SMTP Server Returned: 550 5.1.1 no such user\n",
    ),
    Bounced(
        "hmailserver",
        "mailer-daemon@hm.regalwerk.example",
        "Message undeliverable: Angebot",
        "Your message did not reach some or all of the intended recipients.\n\n   Sent: Tue, 17 Nov 2026 09:12:00 +0100\n   Subject: Angebot\n\nThe following recipient(s) could not be reached:\n\nweg@kunde.example\n   Error Type: SMTP\n   Remote server replied: 550 Unknown user\n",
    ),
    Bounced(
        "x400",
        "X400 Gateway <postmaster@x400.regalwerk.example>",
        "Delivery Report (failure) for weg@kunde.example",
        "This report relates to your message: Subject: Angebot\n\nYour message was not delivered to\n   weg@kunde.example\nfor the following reason:\n   Recipient's Mailbox unknown\n   Unable to transfer (1), unrecognised O/R name (0)\n",
    ),
    Bounced(
        "groupwise",
        "Mailer-Daemon@gw.regalwerk.example",
        "Message status - undeliverable",
        "The message that you sent was undeliverable to the following:\n\tweg@kunde.example (user not found)\n",
    ),
    Bounced(
        "mdaemon",
        "MDaemon at regalwerk.example <MDaemon@regalwerk.example>",
        "Permanent Delivery Failure",
        "The attached message had PERMANENT fatal delivery errors.\n\nFailed address: weg@kunde.example\n\n--- Session Transcript ---\n550 5.1.1 unknown user\n",
    ),
    Bounced(
        "kerio",
        "Mail Delivery Subsystem <postmaster@kerio.regalwerk.example>",
        "Delivery status: failed",
        "Your message could not be delivered to the following recipients:\n\n<weg@kunde.example>\nRemote SMTP error: 550 no such user\n",
    ),
    Bounced(
        "james",
        "postmaster@james.regalwerk.example",
        "Error delivering your message",
        "Hi. This is the James mail server at james.regalwerk.example.\nI'm afraid I wasn't able to deliver your message to the following addresses.\nThis is a permanent error; I've given up.\n\nFailed recipient(s):\nweg@kunde.example\n\nError message:\n550 5.1.1 user unknown\n",
    ),
    Bounced(
        "icloud",
        "Internet Mail Delivery <postmaster@mac.com>",
        "Delivery Notification: Delivery has failed",
        "This report relates to a message you sent with the following header fields:\n\n  Subject: Angebot\n\nYour message cannot be delivered to the following recipients:\n\n  Recipient address: weg@kunde.example\n  Reason: Remote SMTP server has rejected address\n  Diagnostic code: smtp;550 5.1.1 unknown\n",
    ),
    Bounced(
        "mail-ru",
        "mailer-daemon@corp.mail.ru",
        "Mail failure.",
        "Это письмо создано автоматически сервером Mail.Ru, отвечать на него не нужно.\n\nК сожалению, Ваше письмо не может быть доставлено одному или нескольким получателям:\n\n**********************\n\nweg@kunde.example\nuser not found\n",
        permanent=None,
    ),
    Bounced(
        "qq",
        "PostMaster@qq.com",
        "系统退信/Returned mail",
        "抱歉，您的邮件被退回来了……\n\n收件人 weg@kunde.example\n退信原因 host mx.kunde.example said: 550 5.1.1 User unknown\n",
    ),
    Bounced(
        "orange",
        "Mail Delivery System <MAILER-DAEMON@orange.fr>",
        "Non remis : Angebot",
        "Votre message n'a pas pu être remis à : weg@kunde.example\n550 5.1.1 Adresse inconnue\n",
    ),
    Bounced(
        "libero",
        "Mail Delivery System <mailer-daemon@libero.it>",
        "Mancato recapito: Angebot",
        "Il messaggio non è stato recapitato a: weg@kunde.example\n550 5.1.1 utente sconosciuto\n",
    ),
    Bounced(
        "barracuda",
        "Barracuda <no-reply@gateway.kunde.example>",
        "Undelivered: message rejected",
        "Your message to weg@kunde.example was rejected by the recipient's mail system.\nReason: 550 5.7.1 message rejected as spam\n",
        fields="Return-Path: <>\n",
    ),
    Bounced(
        "full-mailbox",
        "Mail Delivery System <MAILER-DAEMON@mx.kunde.example>",
        "Undelivered Mail Returned to Sender",
        "<weg@kunde.example>: host mx.kunde.example said: 452 4.2.2 mailbox full\n",
        permanent=False,
        report=_dsn("failed", "4.2.2", "452 4.2.2 mailbox full"),
    ),
)
