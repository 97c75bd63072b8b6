"""The sample release, the engine, the app over it, and a client of the real server."""

from ..sample import app, client, door, engine, own_files, release, settings

__all__ = ["app", "client", "door", "engine", "own_files", "release", "settings"]
