"""Where the shipped ontology, data and shapes live.

``force-include`` of hatchling is not applied to editable installs, hence the
two cases.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).parent
_CHECKOUT = _PACKAGE.parents[1]


def bundle() -> Path:
    """Return the folder that holds ``ontology``, ``data`` and ``shapes``.

    In an installed wheel that is ``openalliances/bundle``; in a source
    checkout it is the top of the repository.
    """
    installed = _PACKAGE / "bundle"
    return installed if installed.is_dir() else _CHECKOUT


def changelog() -> str:
    """Return the log of changes (Keep a Changelog); empty where it was not installed."""
    path = bundle() / "CHANGELOG.md"
    return path.read_text(encoding="utf-8") if path.is_file() else ""
