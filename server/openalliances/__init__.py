"""OpenAlliances: linked open data about alliances and peace missions, and its publisher."""

from __future__ import annotations

__version__ = "0.1.0"
