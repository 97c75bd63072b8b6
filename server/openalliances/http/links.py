"""Typed links: of a Link header (RFC 8288), and of a link set as JSON (RFC 9264)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote


@dataclass(frozen=True, slots=True)
class Link:
    """A link to *target*; what *media_type* and *profile* that has is said where it is known.

    All are ASCII: IRIs are given as URIs.
    """

    target: str
    relation: str
    media_type: str = ""
    profile: str = ""

    @property
    def attributes(self) -> dict[str, str]:
        """Return the target attributes (RFC 8288, section 3.4.1)."""
        given = {"type": self.media_type, "profile": self.profile}
        return {name: value for name, value in given.items() if value}

    def as_header(self) -> str:
        """Return the value of a Link header."""
        more = "".join(f'; {name}="{value}"' for name, value in self.attributes.items())
        return f'<{self.target}>; rel="{self.relation}"{more}'


def as_uri(iri: str) -> str:
    """Return *iri* in ASCII (RFC 3987, section 3.1); what is encoded already stays as it is."""
    return quote(iri, safe="%/:?#[]@!$&'()*+,;=-._~")


def linkset_json(links: Mapping[str, Sequence[Link]]) -> bytes:
    """Return the links of each context, by its address, as a link set (RFC 9264, section 4.2)."""
    contexts = [_context(anchor, found) for anchor, found in links.items()]
    return json.dumps({"linkset": contexts}, ensure_ascii=False, indent=2).encode() + b"\n"


def _context(anchor: str, links: Iterable[Link]) -> dict[str, Any]:
    by_relation: dict[str, list[dict[str, str]]] = {}
    for link in links:
        target = {"href": link.target, **link.attributes}
        by_relation.setdefault(link.relation, []).append(target)
    return {"anchor": anchor, **by_relation}
