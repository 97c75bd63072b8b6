"""What a release says of itself in words: its licence, and what a reader of it must know."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.rdf.prefixes import LICENSE
from openalliances.release import Manifest

_NAMES = {
    LICENSE: "CC BY 4.0",
    "http://creativecommons.org/licenses/by/4.0/": "CC BY 4.0",
    "https://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
    "http://creativecommons.org/publicdomain/zero/1.0/": "CC0 1.0",
}


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence as people read it; ``href`` is empty where the data give only words."""

    text: str
    href: str


def licence_of(manifest: Manifest) -> Licence | None:
    """Return the licence of a release; None where the data state none."""
    stated = LICENSE if manifest.kind == "dataset" else manifest.license
    if not stated:
        return None
    address = stated.startswith(("https://", "http://")) and not set(stated) & set(" <>\"'")
    return Licence(_NAMES.get(stated, stated), stated if address else "")
