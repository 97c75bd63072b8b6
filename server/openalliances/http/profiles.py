"""Profiles of a document: how much it says, chosen beside its format.

Content Negotiation by Profile (W3C Working Draft): the header ``Accept-Profile`` (section 6.2),
and ``_profile`` in the query string, which wins (section 6.3). Answers name theirs by
``Content-Profile`` and by a link with the relation ``profile`` (RFC 6906).
"""

from __future__ import annotations

import re
from enum import Enum
from functools import lru_cache

from openalliances.errors import BadRequestError
from openalliances.rdf.prefixes import VOCAB

SCHEME = VOCAB + "document-profile"
"""The concept scheme that says what each profile is."""
ALTERNATES_PROFILE = "http://www.w3.org/ns/dx/connegp/altr"
"""The profile of a list of all representations (Alternates, section 5.2)."""


class Profile(Enum):
    """How much a document says; the value is its token."""

    SOURCED = "sourced"
    """The thing's statements with who says so, its records, its neighbours' names, what leads
    to it."""
    PLAIN = "plain"
    """The thing's own statements, which is what ``DESCRIBE`` says."""
    LABELLED = "labelled"
    """The thing's own statements, and the names of all that they mention."""
    ALTERNATES = "alt"
    """Which representations there are."""

    @property
    def iri(self) -> str:
        """Return the IRI that names it."""
        return ALTERNATES_PROFILE if self is Profile.ALTERNATES else f"{SCHEME}/{self.value}"


DEFAULT = Profile.SOURCED
CONTENT_PROFILES = (Profile.SOURCED, Profile.PLAIN, Profile.LABELLED)
"""The profiles that say something of the thing, the default first."""

_BY_NAME = {name: p for p in Profile for name in (p.value, p.iri)}
_LONGEST = 512
"""Characters of a header that are looked at."""
_MEMBER = re.compile(r'\s*(?:<([^>]*)>|"([^"]*)"|([\w.-]+))\s*(?:;\s*q\s*=\s*([01](?:\.\d*)?))?\s*')


def profile_named(name: str) -> Profile:
    """Return the profile with that token or IRI.

    :raises BadRequestError: if there is none.
    """
    found = _BY_NAME.get(name)
    if found is None:
        raise BadRequestError(
            f"There is no profile {name[:200]!r}.",
            "There is " + ", ".join(p.value for p in Profile) + ".",
        )
    return found


def accepted_profile(header: str | None) -> Profile | None:
    """Return the profile that an Accept-Profile header likes best.

    None for who names none, or only what there is not here: the header is a wish, and its
    answer says which profile it has.
    """
    return _accepted(header[:_LONGEST]) if header else None


@lru_cache(256)
def _accepted(header: str) -> Profile | None:
    wishes = [match for part in header.split(",") if (match := _MEMBER.fullmatch(part))]
    known = [
        (float(match[4] or 1), _BY_NAME[name])
        for match in wishes
        if (name := match[1] or match[2] or match[3] or "") in _BY_NAME
    ]
    wanted = [wish for wish in known if wish[0] > 0]
    return max(wanted, key=lambda wish: wish[0])[1] if wanted else None
