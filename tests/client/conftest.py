"""The sample in a store, with the real engine over it."""

from ..things.conftest import engine

__all__ = ["engine"]
