"""Mail out: whether the server lets us in."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.app import App
from crmbot.doctor.finding import Finding, error, ok


def mail_out(app: App) -> Iterator[Finding]:
    """Connects, encrypts, logs in; sends nothing."""
    mail = app.settings.mail
    if not mail.url:
        return
    from crmbot.channels.mailer.mailer import Mailer, MailerSettings

    outcome = Mailer(MailerSettings(mail.url, mail.sender), app.clock).check()
    if outcome.sent:
        yield ok("mail.url", "the server lets us in")
    else:
        yield error("mail.url", str(outcome.error), "correct mail.url; what is for mail waits until then")
