"""Who belongs to us: the addresses and domains that are never the customer."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

from crmbot.parsing.parsed import Address


@dataclass(frozen=True, slots=True)
class Team:
    """The team's own domains and addresses and the capture addresses, all in lower case."""

    domains: frozenset[str] = frozenset()
    addresses: frozenset[str] = frozenset()
    captures: frozenset[str] = frozenset()

    @property
    def known(self) -> bool:
        """Whether anything is known about who is ours; `crmbot parse` also runs without a configuration."""
        return bool(self.domains or self.addresses)

    def owns_domain(self, domain: str) -> bool:
        """Whether a domain, or one above it, is ours."""
        labels = domain.lower().strip(".").split(".")
        # A host name has at most 127 labels; more is an attack, not a domain.
        return any(".".join(labels[start:]) in self.domains for start in range(min(len(labels), 127)))

    def owns(self, address: Address | None) -> bool:
        """Whether a mailbox is a member's, of an own domain, or the capture address."""
        return address is not None and self.owns_mailbox(address.address)

    def owns_mailbox(self, mailbox: str | None) -> bool:
        """Like `owns`, for a bare address; None is nobody's."""
        if not mailbox:
            return False
        mailbox = mailbox.lower()
        return mailbox in self.addresses or self.captures_mailbox(mailbox) or self.owns_domain(domain_of(mailbox))

    def captures_mailbox(self, mailbox: str | None) -> bool:
        """Whether a bare address is a capture address, with or without sub-address (RFC 5233)."""
        return bool(mailbox) and without_subaddress(str(mailbox)) in self.captures

    def and_domain(self, domain: str) -> Team:
        """The same team with one more domain."""
        return Team(self.domains | {domain}, self.addresses, self.captures) if domain else self


def make_team(
    own_domains: Collection[str] = (), own_addresses: Collection[str] = (), capture_addresses: Collection[str] = ()
) -> Team:
    """The team from what is configured, cleaned of case, blanks and a leading `@`."""
    return Team(
        frozenset(domain.strip().lower().lstrip("@") for domain in own_domains if domain.strip()),
        frozenset(address.strip().lower() for address in own_addresses if address.strip()),
        frozenset(without_subaddress(address.strip()) for address in capture_addresses if address.strip()),
    )


def domain_of(mailbox: str | None) -> str:
    """What stands after the last `@`, in lower case; empty without one."""
    return mailbox.rpartition("@")[2].lower() if mailbox and "@" in mailbox else ""


def without_subaddress(mailbox: str) -> str:
    """`crm+3d@firma.example` without `+3d` (RFC 5233), in lower case."""
    local, at, domain = mailbox.lower().rpartition("@")
    return f"{local.partition('+')[0]}{at}{domain}" if at else mailbox.lower()
