"""The one table of response headers, and the validators: both doors take them from here."""

from __future__ import annotations

import re

PAGE_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'self'; "
    "connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
"""Of pages: nothing from elsewhere, nothing inline, no framing (CSP Level 3)."""

PREVIEW_POLICY = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; form-action 'none'; "
    "base-uri 'none'; frame-ancestors *"
)
"""Of what is made to be shown in frames of others: no scripts, no forms."""

DATA_POLICY = "default-src 'none'; frame-ancestors 'none'"
"""Of data: nothing at all is loaded from there."""

EXPOSED = (
    "Accept-Query, Accept-Ranges, Allow, Content-Location, Content-Profile, Content-Range, ETag, "
    "Last-Modified, Link, Query-Hint, "
    "Query-Id, Repr-Digest, Result-Count, Retry-After, WWW-Authenticate"
)
"""Headers that scripts of other sites may read (Fetch, section 3.3.2)."""

FRESH = "public, max-age=300"
"""Cache-Control: how long an answer may be used without asking again, as releases change."""
NOT_KEPT = "no-store"
"""Cache-Control of what nobody may keep."""

ASKED = (
    "Accept, Accept-Language, Accept-Profile, Authorization, Content-Type, If-Match, "
    "If-Modified-Since, If-None-Match, If-Range, If-Unmodified-Since, Prefer, Query-Id, Range"
)
"""Headers that scripts of other sites may send (Fetch, section 3.3.2): whatever is read here."""

COMMON = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "strict-origin-when-cross-origin"),
    ("Access-Control-Allow-Origin", "*"),
    ("Access-Control-Expose-Headers", EXPOSED),
)
"""What every answer has, errors among them: safety, and CORS for everybody."""

COMMON_OF_PAGES = (*COMMON, ("Content-Security-Policy", PAGE_POLICY))
"""What every answer has that a browser may show as a page."""
COMMON_OF_DATA = (*COMMON, ("Content-Security-Policy", DATA_POLICY))
"""What every answer in a machine's format has."""

_TAG = re.compile(r'(?:W/)?"([^"]*)"')


def preflight_headers(allow: str) -> tuple[tuple[str, str], ...]:
    """Return what an answer to OPTIONS has beside the rest (Fetch, section 3.2.2)."""
    return (
        ("Access-Control-Allow-Methods", allow),
        ("Access-Control-Allow-Headers", ASKED),
        ("Access-Control-Max-Age", "86400"),
    )


def holds_tag(if_none_match: str | None, tag: str) -> bool:
    """Return whether the client has what *tag* names (RFC 9110, section 13.1.2)."""
    if not if_none_match:
        return False
    return if_none_match.strip() == "*" or tag in _TAG.findall(if_none_match)
