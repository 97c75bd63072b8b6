"""rdflib's global state, put back: owlrl and pySHACL change it while they run."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import rdflib
from rdflib.term import _toPythonMapping


@contextmanager
def rdflib_state_kept() -> Iterator[None]:
    """Put back, after the block, whether literals are normalised and how they are read."""
    normalize, mapping = rdflib.NORMALIZE_LITERALS, dict(_toPythonMapping)
    try:
        yield
    finally:
        rdflib.NORMALIZE_LITERALS = normalize
        _toPythonMapping.clear()
        _toPythonMapping.update(mapping)
