"""Whether a host is this machine, or one of ours: what goes there needs no encryption, what comes from there no limits."""

from __future__ import annotations

from collections.abc import Iterable
from ipaddress import ip_address, ip_network


def is_loopback(host: str) -> bool:
    """Whether `host` is this machine: a loopback address or the name `localhost`."""
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:
        return host == "localhost"


def in_networks(host: str, networks: Iterable[str]) -> bool:
    """Whether `host` is an address within one of `networks` (`192.0.2.0/24`, a bare address for itself alone)."""
    try:
        address = ip_address(host.strip("[]").removeprefix("IPv6:").partition("%")[0])
    except ValueError:
        return False
    plain = getattr(address, "ipv4_mapped", None) or address
    return any(plain in ip_network(network, strict=False) for network in networks)
