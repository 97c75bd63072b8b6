"""The head of a request, counted while it arrives, so that none is ever held that is too large.

RFC 9110, section 5.4 leaves the limits to the server; the answers are 414 (section 15.5.15)
and 431 (RFC 6585, section 5). Trailers (RFC 9112, section 7.1.2) count like fields.
"""

from __future__ import annotations

from openalliances.errors import HeadTooLargeError, TargetTooLongError
from openalliances.settings import Settings

LISTS = frozenset(
    (
        *(b"accept", b"accept-charset", b"accept-encoding", b"accept-language", b"cache-control"),
        *(b"accept-profile", b"link"),
        *(b"connection", b"expect", b"forwarded", b"if-match", b"if-none-match", b"keep-alive"),
        *(b"pragma", b"prefer", b"range", b"te", b"trailer", b"transfer-encoding", b"upgrade"),
        *(b"via", b"x-forwarded-for", b"x-forwarded-host", b"x-forwarded-proto"),
        *(b"access-control-request-headers", b"content-encoding", b"content-type", b"host"),
    )
)
"""Fields whose values are read member by member; several of a name are one list (RFC 9110, 5.3)."""

_LINE = 4
"""Bytes of a line beside name and value: colon, blank, end."""


class HeadCount:
    """What has come of one head. Each method raises when a limit is passed.

    :raises TargetTooLongError: if the target alone fills the head.
    :raises HeadTooLargeError: if the fields do, or a list is too long, or they are too many.
    """

    __slots__ = ("_fields", "_lists", "_most", "_most_fields", "_most_list", "_size", "_unseen")

    def __init__(self, settings: Settings) -> None:
        self._most = settings.head_size
        self._most_fields = settings.head_fields
        self._most_list = settings.list_size
        self.begin()

    def begin(self) -> None:
        """Begin the next head."""
        self._size = self._fields = self._unseen = 0
        self._lists: dict[bytes, int] = {}

    def target(self, size: int) -> None:
        """Count *size* bytes of the target."""
        self._size += size
        if self._size > self._most:
            raise TargetTooLongError(
                f"The address of the request has more than {self._most} bytes.",
                "Send a long query in the body of a POST request.",
            )

    def field(self, name: bytes, value: bytes) -> None:
        """Count a whole field; *name* is in lower case."""
        self._unseen = 0
        self._fields += 1
        self._size += len(name) + len(value) + _LINE
        if self._fields > self._most_fields:
            raise HeadTooLargeError(
                f"The request has more than {self._most_fields} header fields.", "Send fewer."
            )
        if self._size > self._most:
            raise self._too_large()
        if name in LISTS:
            length = self._lists[name] = self._lists.get(name, -2) + len(value) + 2
            if length > self._most_list:
                raise HeadTooLargeError(
                    f"The header {name.decode('latin-1').title()} has more than "
                    f"{self._most_list} bytes.",
                    "Name only what you want.",
                )

    def unseen(self, size: int) -> None:
        """Count *size* bytes in which no line has ended."""
        self._unseen += size
        if self._unseen > self._most:
            raise self._too_large()

    def _too_large(self) -> HeadTooLargeError:
        return HeadTooLargeError(
            f"The head of the request has more than {self._most} bytes.",
            "Send fewer or shorter header fields.",
        )


def end_of_some(data: bytes | bytearray, start: int, most: int) -> int:
    """Return where at most two requests that begin at *start* end, or *most* if that is before.

    What looks like the end of a head within a body does no harm: it is only a place to stop.
    """
    end = start
    for _ in range(2):
        found = data.find(b"\r\n\r\n", end, most)
        if found < 0:
            return most
        end = found + 4
    return end
