"""The host that a request is for: exactly one, well formed, and one of those served here."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from openalliances.errors import BadRequestError, MisdirectedError, RequestError

_HOST = re.compile(
    r"(?:(?P<name>(?:[a-z0-9._~!$&'()*+,;=-]|%[0-9a-f]{2})+)|"
    r"(?P<ip>\[(?:[0-9a-f:.]+|v[0-9a-f]+\.[a-z0-9._~!$&'()*+,;=:-]+)\]))(?::(?P<port>[0-9]*))?",
    re.IGNORECASE,
)
"""``uri-host [ ":" port ]`` (RFC 9110, section 7.2, with RFC 3986, section 3.2.2)."""
_HIGHEST_PORT = 65535


def host_fault(
    values: Sequence[str], allowed: Collection[str] = (), *, is_old: bool = False
) -> RequestError | None:
    """Return what is wrong with the Host headers of a request, None if nothing is.

    RFC 9112, section 3.2 wants exactly one; HTTP/1.0 (*is_old*) may have none. *allowed* are
    names in lower case, each with its port if only that one is served; none allows all.
    """
    if len(values) > 1 or not (values or is_old):
        return BadRequestError(
            f"The request has {'more than one' if values else 'no'} Host header.",
            "Send exactly one (RFC 9112, section 3.2).",
        )
    found = _HOST.fullmatch(values[0].strip()) if values else None
    if values and (found is None or int(found["port"] or 0) > _HIGHEST_PORT):
        return BadRequestError("The Host header is no host.", "Send a name or an address.")
    if not allowed:
        return None
    host = (found["name"] or found["ip"]).lower().rstrip(".") if found else ""
    if host in allowed or (found and f"{host}:{found['port']}" in allowed):
        return None
    return MisdirectedError(
        "This server does not answer for the host of the request.", "Ask the host that is meant."
    )
