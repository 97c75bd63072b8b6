"""The version of the program and of the data, which are released together.

Modules below the library read it here. ``data/catalog.ttl``, ``CITATION.cff`` and the changelog
have it too, which a test compares.
"""

__version__ = "2026.11.1"
