"""What is in a release of a user's files, as values: classes, vocabularies, ontologies, counted.

The build counts once (:mod:`openalliances.builder.user_release.survey`), and home, browse and
``/.well-known/void`` show it without asking the store.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from openalliances.errors import ReleaseDamagedError

CONTENTS = "contents.json"
"""Name of the file below the release's ``indexes`` folder."""


@dataclass(frozen=True, slots=True)
class Counted:
    """A class, a property or a scheme with its number of things, statements or concepts.

    ``label`` is empty where the data give none. ``named`` counts the things that have an IRI.
    """

    iri: str
    label: str
    language: str
    number: int
    named: int = 0


@dataclass(frozen=True, slots=True)
class Contents:
    """The counts of a release, the largest first.

    ``more_classes`` and ``more_properties`` are the numbers of those that are not listed,
    ``untyped`` that of named things without a class. ``dataset`` is the IRI of what gave the
    release its title, empty if nothing did.
    """

    dataset: str
    classes: tuple[Counted, ...]
    properties: tuple[Counted, ...]
    schemes: tuple[Counted, ...]
    more_classes: int = 0
    more_properties: int = 0
    untyped: int = 0


NOTHING = Contents("", (), (), ())
"""What nothing was counted of."""


def write_contents(folder: Path, contents: Contents) -> None:
    """Write *contents* into the ``indexes`` folder of a release."""
    text = json.dumps(asdict(contents), ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    (folder / CONTENTS).write_text(text + "\n", encoding="utf-8", newline="\n")


def read_contents(folder: Path) -> Contents | None:
    """Return the counts in *folder*, or None if the release has none (our own set).

    :raises ReleaseDamagedError: if the file is not what the build writes.
    """
    path = folder / CONTENTS
    if not path.is_file():
        return None
    try:
        raw: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        for name in ("classes", "properties", "schemes"):
            raw[name] = tuple(Counted(**entry) for entry in raw[name])
        return Contents(**raw)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise ReleaseDamagedError(
            f"{path} cannot be read ({error}).",
            "Delete the folder of the release and load the files again.",
        ) from None
