"""Addresses of clients: which of them are one client, and which are let in by their network."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeAlias

Network: TypeAlias = ipaddress.IPv4Network | ipaddress.IPv6Network

_ONE_CLIENT = 64
"""Bits of an IPv6 address that a provider gives to one customer (RFC 6177, section 2)."""


@lru_cache(4096)
def client_of(address: str) -> str:
    """Return what stands for the client at *address*: it, or the /64 that an IPv6 address is in.

    What is no address stands for itself.
    """
    if ":" not in address:
        return address
    try:
        read = ipaddress.IPv6Address(address.partition("%")[0])
    except ValueError:
        return address
    if read.ipv4_mapped is not None:
        return str(read.ipv4_mapped)
    return str(ipaddress.IPv6Network((read, _ONE_CLIENT), strict=False))


def networks_of(text: str) -> tuple[Network, ...]:
    """Return the networks in *text*, with commas between them; an address is one of its own.

    :raises ValueError: if one cannot be read.
    """
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_within(address: str, networks: Iterable[Network]) -> bool:
    """Return whether *address* lies in one of *networks*; what is no address does not."""
    try:
        read = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return False
    if isinstance(read, ipaddress.IPv6Address) and read.ipv4_mapped is not None:
        read = read.ipv4_mapped
    return any(read in network for network in networks)
