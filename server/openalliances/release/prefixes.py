"""The prefixes of a release, for whoever knows its folder and needs nothing else of it."""

from __future__ import annotations

import json
from pathlib import Path

from openalliances.release import MANIFEST


def declared_prefixes(folder: Path) -> dict[str, str]:
    """Return the prefixes that the files of the release in *folder* declare.

    There are none where there is no manifest: a store may stand alone.
    """
    try:
        found = json.loads((folder / MANIFEST).read_text(encoding="utf-8"))["prefixes"]
        return {str(prefix): str(namespace) for prefix, namespace in found.items()}
    except (OSError, ValueError, LookupError, TypeError, AttributeError, RecursionError):
        return {}
