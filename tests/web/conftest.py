"""The sample release, the engine and the app over it."""

from ..sample import app, client, engine, own_files, release, settings

__all__ = ["app", "client", "engine", "own_files", "release", "settings"]
