"""Choose a representation: RFC 9110, section 12.5.1, without any HTTP library."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from functools import lru_cache

from openalliances.errors import NotAcceptableError
from openalliances.rdf.formats import Format

# RFC 9110, 5.6.2 (token), 5.6.4 (quoted-string), 8.3.1 (media type), 12.4.2 (weight).
_WORD = r"[!#$%&'*+.^_`|~0-9A-Za-z-]+"
_QUOTED = r'"(?:[^"\\]|\\.)*+"'
# A quotation mark without a partner takes the rest of the header with it.
_MEMBER = re.compile(r'(?:"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[^,"])+', re.DOTALL)
_RANGE = re.compile(rf"\s*({_WORD})(?:/({_WORD}))?\s*(?=;|$)")
_PARAMETER = re.compile(rf"\s*;\s*(?:({_WORD})\s*=\s*({_WORD}|{_QUOTED})\s*)?(?=;|$)", re.DOTALL)
_LONGEST_KEPT = 512
"""Characters of a header whose outcome is kept."""
_WEIGHT = re.compile(r"[0-9]+(?:\.[0-9]*)?|\.[0-9]+")


@dataclass(frozen=True, slots=True)
class MediaRange:
    """One member of an Accept header; ``*`` stands for any type or subtype.

    Names are in lower case. ``parameters`` are (name, value) pairs in the
    order of the header, without the weight ``q``, which is from 0 to 1.
    """

    type: str
    subtype: str
    parameters: tuple[tuple[str, str], ...] = ()
    q: float = 1.0

    @property
    def media_type(self) -> str:
        """Return ``type/subtype``."""
        return f"{self.type}/{self.subtype}"


def parse_accept(header: str | None) -> tuple[MediaRange, ...]:
    """Return the members of an Accept header, in their order.

    Members that cannot be read are left out. Two old habits of clients are
    read although the grammar has no place for them: ``*`` for ``*/*`` and
    weights like ``.2`` (Java sends ``*; q=.2``).
    """
    members = (_media_range(match[0]) for match in _MEMBER.finditer(header or ""))
    return tuple(member for member in members if member is not None)


def negotiate(header: str | None, offers: Sequence[Format]) -> Format:
    """Return the offer that *header* likes best; the first offer wins a tie.

    A header that is absent, empty or without a member that can be read takes
    the first offer: RFC 9110 lets a server disregard such a field, and a 406
    would help nobody. What we offer is each format's ``content_type``.

    The weight of an offer is that of the most specific range: our media type
    with the parameters that we send, our media type alone, ``type/*``, ``*/*``.
    Between the second and the third we go beyond the RFC: whoever asks for an
    alias of a format, or for our media type with parameters that we do not
    send (a profile of JSON-LD), gets the format; whoever refuses those has
    said nothing about what we offer.

    :raises NotAcceptableError: if every offer is refused; its hint lists them.
    """
    if header is None or len(header) > _LONGEST_KEPT:
        return _negotiate(header, offers)
    return _negotiate_once(header, tuple(offers))


def _negotiate(header: str | None, offers: Sequence[Format]) -> Format:
    ranges = parse_accept(header)
    if not ranges:
        return offers[0]
    types = frozenset(offer.media_type for offer in offers)
    best = max(offers, key=lambda offer: _quality(ranges, offer, types))
    if _quality(ranges, best, types) <= 0:
        raise NotAcceptableError(
            "None of the media types of the Accept header can be had here.",
            "There is " + ", ".join(offer.media_type for offer in offers) + ".",
        )
    return best


# A client sends the same header with each request.
_negotiate_once = lru_cache(256)(_negotiate)


def parameter(header: str | None, offer: Format, name: str) -> str:
    """Return the parameter *name* with which *header* likes *offer* best; empty without one."""
    given = [
        (media_range.q, value)
        for media_range in parse_accept(header)
        if media_range.media_type in (offer.media_type, *offer.aliases)
        for key, value in media_range.parameters
        if key == name
    ]
    return max(given, key=lambda wish: wish[0], default=(0.0, ""))[1]


def _quality(ranges: Sequence[MediaRange], offer: Format, types: Set[str]) -> float:
    """Return the weight of the most specific ranges that cover *offer*, 0 without any.

    *types* are the media types of all offers: what one of them is, no other is by an alias.
    """
    for qualities in _by_specificity(ranges, offer, types):
        if qualities:
            return max(qualities)
    return 0.0


def _by_specificity(
    ranges: Sequence[MediaRange], offer: Format, types: Set[str]
) -> Iterator[list[float]]:
    """Yield the weights that apply to *offer*, the most specific first."""
    (sent,) = parse_accept(offer.content_type)
    own = [r for r in ranges if r.media_type == offer.media_type]
    yield [r.q for r in own if r.parameters and _covers(r, sent)]
    yield [r.q for r in own if not r.parameters]
    aliases = frozenset(offer.aliases) - types
    near = own + [r for r in ranges if r.media_type in aliases]
    yield [r.q for r in near if r.q > 0]
    for wildcard in (f"{sent.type}/*", "*/*"):
        alike = [r for r in ranges if r.media_type == wildcard]
        yield [r.q for r in alike if r.q > 0 or _covers(r, sent)]


def _covers(media_range: MediaRange, sent: MediaRange) -> bool:
    """Say whether each parameter of the range is one that we send."""
    given = {(name, value.lower()) for name, value in media_range.parameters}
    return given <= set(sent.parameters)


def _media_range(member: str) -> MediaRange | None:
    """Return one member as a range, or None if it cannot be read."""
    head = _RANGE.match(member)
    if not head or not (head[2] or head[1] == "*"):
        return None
    parameters = _parameters(member[head.end() :])
    if parameters is None or (head[1] == "*" and head[2] not in (None, "*")):
        return None
    q = _weight(parameters)
    if q is None:
        return None
    others = tuple((name, value) for name, value in parameters if name != "q")
    return MediaRange(head[1].lower(), (head[2] or "*").lower(), others, q)


def _parameters(text: str) -> list[tuple[str, str]] | None:
    """Return the parameters, names in lower case, or None if they cannot be read."""
    parameters: list[tuple[str, str]] = []
    place = 0
    while place < len(text):
        match = _PARAMETER.match(text, place)
        if not match:
            return None
        if match[1]:
            parameters.append((match[1].lower(), _unquoted(match[2])))
        place = match.end()
    return parameters


def _unquoted(value: str) -> str:
    return re.sub(r"\\(.)", r"\1", value[1:-1], flags=re.DOTALL) if value[0] == '"' else value


def _weight(parameters: list[tuple[str, str]]) -> float | None:
    """Return the weight, 1 where none is given, or None if it is no number from 0 to 1."""
    given = [value for name, value in parameters if name == "q"]
    if not given:
        return 1.0
    if len(given) > 1 or not _WEIGHT.fullmatch(given[0]):
        return None
    q = float(given[0])
    return q if q <= 1 else None
