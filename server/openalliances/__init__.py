"""OpenAlliances: linked open data about alliances and peace missions, and its publisher."""

from __future__ import annotations

from openalliances.version import __version__

__all__ = ["__version__"]
