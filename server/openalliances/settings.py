"""Every setting and limit, in one table.

A setting is a field of :class:`Settings`; its default, its unit and its help
sentence stand beside it. It is read from ``OPENALLIANCES_<NAME>`` in the
environment, and the command line may override it.
"""

from __future__ import annotations

import math
import os
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from openalliances.errors import SettingError

PREFIX = "OPENALLIANCES_"
_KINDS = {int: "a whole number", float: "a number", str: "a text"}


def _setting(default: Any, help_text: str, unit: str = "", *, secret: bool = False) -> Any:
    return field(default=default, metadata={"help": help_text, "unit": unit}, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that the operator may choose; see the help of each."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.")
    base: str = _setting(
        "", "IRI base of the things served here; empty takes the base of the release."
    )
    public_url: str = _setting(
        "", "URL under which the world reaches this server; empty means that links are relative."
    )
    cache_dir: str = _setting(
        "", "Folder for releases that serve builds; empty takes the user's cache folder."
    )
    engine: str = _setting(
        "", "URL of a SPARQL 1.1 store that answers the queries; empty means this machine."
    )
    engine_user: str = _setting("", "User name for that store; empty asks without one.")
    engine_password: str = _setting(
        "", "Password for that store; set it in the environment.", secret=True
    )
    engine_default_graph: str = _setting(
        "auto",
        "What that store takes for the default graph: union (of all graphs), stored (then all "
        "graphs are named with each query), or auto (asked at the start).",
    )
    threads: int = _setting(32, "Requests that are answered at the same time.")
    query_workers: int = _setting(4, "Processes that evaluate queries.")
    query_queue: int = _setting(
        16, "Queries that may wait for a worker before others are turned away with 503."
    )
    query_timeout: float = _setting(
        30.0, "Time after which a query is stopped; a client may ask for less.", "seconds"
    )
    query_memory: int = _setting(2048, "Address space that one query worker may use.", "megabytes")
    query_length: int = _setting(100_000, "Longest query that is read.", "characters")
    body_size: int = _setting(1_000_000, "Largest request body that is read.", "bytes")
    buffer_size: int = _setting(
        2_000_000,
        "Part of a result that is held in memory; the rest waits in a temporary file.",
        "bytes",
    )
    result_size: int = _setting(
        1_000_000_000, "Largest result that is sent; whoever wants more takes a dump.", "bytes"
    )
    page_rows: int = _setting(500, "Rows of a result that a page shows.", "rows")
    default_graph: str = _setting(
        "union", "What a query sees without FROM: union (all graphs) or stored."
    )

    def __post_init__(self) -> None:
        """Refuse what cannot work, with the reason."""
        if self.default_graph not in ("union", "stored"):
            raise SettingError(f'default_graph is "{self.default_graph}".', "Use union or stored.")
        if self.engine_default_graph not in ("auto", "union", "stored"):
            raise SettingError(
                f'engine_default_graph is "{self.engine_default_graph}".',
                "Use auto, union or stored.",
            )
        for name in ("threads", "query_workers", "query_timeout", "query_memory", "buffer_size"):
            if not 0 < getattr(self, name) < math.inf:
                raise SettingError(f"{name} is {getattr(self, name)}.", "Use a number above 0.")
        if not 0 <= self.port < 2**16:
            raise SettingError(f"port is {self.port}.", "Use a number from 0 to 65535.")
        if self.query_queue < 0:
            raise SettingError(f"query_queue is {self.query_queue}.", "Use 0 or more.")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Return the settings: defaults, then ``OPENALLIANCES_…``, then what is *given*.

        A *given* value of ``None`` means: not given.

        :raises SettingError: if a value is not of the setting's type.
        """
        env = os.environ if environ is None else environ
        values = {
            f.name: _read(f.name, type(f.default), env[PREFIX + f.name.upper()])
            for f in fields(cls)
            if PREFIX + f.name.upper() in env
        }
        values.update({name: value for name, value in given.items() if value is not None})
        return replace(cls(), **values)

    def cache_folder(self) -> Path:
        """Return the folder for releases: the setting, or the user's cache folder (XDG)."""
        if self.cache_dir:
            return Path(self.cache_dir).expanduser()
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(home) / "openalliances"


def describe_settings() -> list[tuple[str, str, str, str]]:
    """Return (name, default, unit, help) of each setting, in the order of the table."""
    return [
        (f.name, str(f.default), f.metadata["unit"], f.metadata["help"]) for f in fields(Settings)
    ]


def _read(name: str, kind: type, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise SettingError(
            f'{PREFIX}{name.upper()} is "{text}".', f"It takes {_KINDS[kind]}."
        ) from None
