"""The name service: whether it answers, and whether mail to the capture addresses would come to us."""

from __future__ import annotations

from collections.abc import Iterator

from crmbot.app import App
from crmbot.channels.dns import NameService
from crmbot.doctor.finding import Finding, error, ok, warning
from crmbot.errors import NameServiceAway

_RESERVED = (
    "example",
    "test",
    "invalid",
    "localhost",
    "local",
    "internal",
)  # RFC 2606, RFC 6762, and ICANN's for private use


def name_findings(app: App) -> Iterator[Finding]:
    """One line for each domain of the capture addresses."""
    service = NameService(app.settings.capture.nameservers)
    domains = dict.fromkeys(address.rpartition("@")[2] for address in app.settings.capture.addresses)
    for domain in domains:
        if not app.settings.capture.nameservers and domain.rpartition(".")[2] in _RESERVED:
            yield ok("dns", f"{domain} is a name for private use: its mail is routed by your own server")
            continue
        try:
            yield _domain(app, service, domain)
        except NameServiceAway as away:
            mend = (
                "correct /etc/resolv.conf or capture.nameservers; meanwhile senders cannot be checked and mail is held"
            )
            yield error("dns", f"the name service does not answer: {away}", mend)
            return


def _domain(app: App, service: NameService, domain: str) -> Finding:
    """Mail goes to the MX, without one to the address of the domain itself (RFC 5321, 5.1)."""
    if app.settings.imap:
        return ok("dns", f"mail is read from mailboxes, wherever that of {domain} goes")
    exchanges = service.lookup(domain, "MX")
    if exchanges == ("",) or not (exchanges or service.lookup(domain, "A") or service.lookup(domain, "AAAA")):
        mend = f"set an MX record for {domain}, or let your mail server relay {domain} to smtp.listen"
        return warning("dns", f"no mail can reach {domain}: it has neither MX nor address", mend)
    return ok(
        "dns", f"mail for {domain} goes to {', '.join(exchanges[:3]) or domain}: that server has to hand it to us"
    )
