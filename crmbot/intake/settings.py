"""What intake has to know of the configuration."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crmbot.domain.catalogue.sales_settings import USUAL, SalesSettings
from crmbot.parsing.directives import CaptureAddress, split_capture_address
from crmbot.parsing.kinds.learned_forms import LearnedForm


@dataclass(frozen=True, slots=True)
class IntakeSettings:
    """Addresses and domains are lower-case. `default_owner` is a member key, empty for the first member."""

    addresses: tuple[str, ...] = ()
    domains: tuple[str, ...] = ()
    default_owner: str = ""
    never_log: tuple[str, ...] = ()
    max_bytes: int = 26_214_400
    trusted_authserv_ids: tuple[str, ...] = ()
    trusted_peers: tuple[str, ...] = ()  # addresses or networks of our own mail servers, besides this machine
    require_proof: bool = True
    trusted_sealers: tuple[str, ...] = ()  # domains whose ARC seals count
    internal_mailboxes: tuple[str, ...] = ()  # of our own Microsoft 365 tenant, as `RawMail.mailbox` names them
    region: str = "DE"
    currency: str = "EUR"
    timezone: str = "Europe/Berlin"
    command: str = "/crm"
    sales: SalesSettings = USUAL
    forms: tuple[LearnedForm, ...] = ()  # templates of form mails

    def capture(self, recipient: str) -> CaptureAddress | None:
        """The parts of a capture address; None for any other address."""
        return split_capture_address(recipient, self.addresses)

    def never_logs(self, address: str | None) -> bool:
        """Whether an address or its domain is on the never-log list."""
        if not address:
            return False
        domain = address.rpartition("@")[2]
        return _listed(address, self.never_log) or any(_covers(entry, domain) for entry in self.never_log)


def _listed(address: str, entries: Collection[str]) -> bool:
    return address.lower() in {entry.lower() for entry in entries}


def _covers(entry: str, domain: str) -> bool:
    wanted = entry.lower().lstrip("@")
    return "@" not in wanted and (domain == wanted or domain.endswith("." + wanted))
