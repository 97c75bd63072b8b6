"""A selection to keep: one ZIP with the rows, their codebook, sources, query, and how to cite it.

The same selection of the same release is the same file, byte for byte: entries stand in a fixed
order and have no time of their own.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_FIRST_DAY = (1980, 1, 1, 0, 0, 0)
"""The time of all entries, which is the first that the format knows."""
_UNIX = 3
_READABLE = 0o644 << 16


def zipped(files: Mapping[str, bytes]) -> bytes:
    """Return a ZIP with *files*, by their paths, in their order."""
    taken = io.BytesIO()
    with zipfile.ZipFile(taken, "w", zipfile.ZIP_DEFLATED) as archive:
        for path, content in files.items():
            entry = zipfile.ZipInfo(path, _FIRST_DAY)
            entry.create_system, entry.external_attr = _UNIX, _READABLE
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, content)
    return taken.getvalue()
