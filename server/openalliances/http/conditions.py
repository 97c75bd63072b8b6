"""Conditions of a request: what to answer a client that knows a version (RFC 9110, section 13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import TypeAlias

from openalliances.http.headers import holds_tag

Header: TypeAlias = Callable[[bytes], str | None]
"""Returns the value of the header of a name in lower case, None without one."""

CONDITIONS = (b"if-match", b"if-unmodified-since", b"if-none-match", b"if-modified-since")
"""The headers of :func:`precondition`, in the order in which they count."""

OK, PARTIAL, NOT_MODIFIED, FAILED, UNSATISFIABLE = 200, 206, 304, 412, 416

_STRONG = re.compile(r'(?:^|[,\s])"([^"]*)"')
_RANGE = re.compile(r"\s*bytes\s*=\s*(?:(\d{1,19})\s*-\s*(\d{0,19})|-\s*(\d{1,19}))\s*\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Validators:
    """What tells one version of a representation from others.

    ``tag`` is a strong ETag without quotation marks; ``modified`` is in seconds since 1970, None
    where it is not said.
    """

    tag: str
    modified: float | None = None

    @property
    def last_modified(self) -> str:
        """Return the value of Last-Modified; empty where it is not said."""
        if self.modified is None:
            return ""
        return format_datetime(datetime.fromtimestamp(int(self.modified), UTC), usegmt=True)


def validators(tag: str, last_modified: str) -> Validators:
    """Return the validators that an answer has in its headers ETag and Last-Modified."""
    modified = _date(last_modified)
    return Validators(tag.strip('"'), None if modified is None else float(modified))


def precondition(header: Header, known: Validators) -> int:
    """Return 200 where GET or HEAD is to be answered, else 304 or 412 (RFC 9110, 13.2.2)."""
    match = header(b"if-match")
    if match is not None:
        fails = not _holds_strongly(match, known.tag)
    else:
        fails = _unchanged_since(header(b"if-unmodified-since"), known) is False
    if fails:
        return FAILED
    none_match = header(b"if-none-match")
    if none_match is not None:
        same = holds_tag(none_match, known.tag)
    else:
        same = _unchanged_since(header(b"if-modified-since"), known) is True
    return NOT_MODIFIED if same else OK


def asked_range(header: Header, known: Validators, size: int) -> tuple[int, int, int]:
    """Return 200, 206 or 416 with the first byte and the number of bytes to send.

    What is not one range of bytes is ignored, as the server may (RFC 9110, section 14.2), and so
    is a range of another version (section 13.1.5): only strong validators say that it is not one.
    """
    found = _RANGE.match(header(b"range") or "")
    if found is None or not _is_this(header(b"if-range"), known):
        return OK, 0, size
    first, last, suffix = found.groups()
    if suffix is not None:
        start, end = max(0, size - int(suffix)), size
    else:
        start, end = int(first), min(int(last) + 1, size) if last else size
        if last and int(last) < start:
            return OK, 0, size
    if start >= end:
        return UNSATISFIABLE, 0, 0
    return PARTIAL, start, end - start


def _holds_strongly(condition: str, tag: str) -> bool:
    return condition.strip() == "*" or tag in _STRONG.findall(condition)


def _is_this(condition: str | None, known: Validators) -> bool:
    if condition is None:
        return True
    given = condition.strip()
    return given == f'"{known.tag}"' or bool(given and given == known.last_modified)


def _unchanged_since(condition: str | None, known: Validators) -> bool | None:
    """Return whether it is as it was at a date; None where the condition says nothing."""
    since = _date(condition)
    if since is None or known.modified is None:
        return None
    return int(known.modified) <= since


def _date(text: str | None) -> int | None:
    """Return an HTTP date (RFC 9110, 5.6.7) in seconds since 1970; None for what is none."""
    if not text:
        return None
    try:
        read = parsedate_to_datetime(text)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None
    return int((read if read.tzinfo else read.replace(tzinfo=UTC)).timestamp())
