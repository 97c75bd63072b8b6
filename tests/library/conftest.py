"""The sample release, as it lies on the disk, and the app over it."""

from ..sample import app, client, engine, release, settings

__all__ = ["app", "client", "engine", "release", "settings"]
