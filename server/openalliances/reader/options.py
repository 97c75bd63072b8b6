"""How files are to be read, and what came of it: plain values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any
from urllib.parse import quote, urlsplit

from openalliances.errors import SettingError
from openalliances.rdf.prefixes import BASE
from openalliances.release import LeftOut
from openalliances.settings import Settings

NEUTRAL_BASE = BASE + "file/"
"""What relative IRIs are resolved against if nobody has said: with the name of the file behind it.

Never a folder of this machine: that would publish where the files lie, and mean something else
on the next one.
"""

_DEFAULTS = Settings()


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How files are read.

    ``base`` is the IRI that relative IRIs are resolved against where a file declares none
    (empty: a neutral one). ``format`` names the format of all files (empty: by name and
    content). With ``lenient``, statements with a bad IRI or language tag are left out and
    counted, and lines of N-Triples and N-Quads that cannot be read. With ``absolute``, there
    is no neutral base: a relative IRI is a fault unless a base is given or declared.
    ``contexts`` are JSON-LD contexts by their IRI, as files. The rest are limits: see
    :mod:`..settings`.
    """

    base: str = ""
    format: str = ""
    lenient: bool = False
    absolute: bool = False
    contexts: tuple[tuple[str, str], ...] = ()
    memory: int = _DEFAULTS.file_memory
    time: float = _DEFAULTS.file_time
    depth: int = _DEFAULTS.file_depth
    literal: int = _DEFAULTS.file_literal
    size: int = _DEFAULTS.file_size

    def __post_init__(self) -> None:
        """Refuse a base that is not the address of something on the web.

        :raises SettingError: if it is none.
        """
        parts = urlsplit(self.base)
        if self.base and (parts.scheme not in ("http", "https") or not parts.netloc):
            raise SettingError(
                f'The base "{self.base}" is no address on the web.',
                "Give one that begins with http:// or https://, such as https://example.org/data/.",
            )

    @classmethod
    def from_settings(cls, settings: Settings, **given: Any) -> ReadOptions:
        """Return the options with the limits of *settings* and what is *given*."""
        limits = {
            name: getattr(settings, f"file_{name}")
            for name in ("memory", "time", "depth", "literal", "size")
        }
        return cls(**{"base": settings.base, **limits, **given})

    def base_of(self, name: str) -> str | None:
        """Return the base for the file called *name*, None if it is to have none."""
        return self.base or (None if self.absolute else NEUTRAL_BASE + quote(name, safe=""))

    def key(self) -> str:
        """Return what of the options changes what is read, as one text."""
        return f"{self.base} {self.format} {self.lenient} {self.contexts}"

    def as_json(self) -> dict[str, Any]:
        """Return the options as plain values."""
        return asdict(self)

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> ReadOptions:
        """Return the options as :meth:`as_json` gave them."""
        contexts = tuple((iri, path) for iri, path in values["contexts"])
        return cls(**{**values, "contexts": contexts})


@dataclass(frozen=True, slots=True)
class FileRead:
    """A file that was read: its path, format, statements, prefixes, and what was left out.

    ``left_out`` is None if nothing was. ``notices`` are sentences on what else was noticed.
    """

    path: str
    format: str = ""
    statements: int = 0
    prefixes: Mapping[str, str] = field(default_factory=dict)
    left_out: LeftOut | None = None
    notices: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, values: Mapping[str, Any]) -> FileRead:
        """Return what :func:`dataclasses.asdict` has made of one."""
        left = values["left_out"]
        return cls(
            **{
                **values,
                "left_out": left and LeftOut(**{**left, "reasons": tuple(left["reasons"])}),
                "notices": tuple(values["notices"]),
            }
        )


@dataclass(frozen=True, slots=True)
class Reading:
    """All files that were read, in their order."""

    files: tuple[FileRead, ...]

    @property
    def statements(self) -> int:
        """Return how many statements were read."""
        return sum(file.statements for file in self.files)

    @property
    def prefixes(self) -> dict[str, str]:
        """Return the prefixes that the files declare; the first one counts."""
        found: dict[str, str] = {}
        for file in self.files:
            for prefix, namespace in file.prefixes.items():
                found.setdefault(prefix, namespace)
        return found

    @property
    def left_out(self) -> tuple[LeftOut, ...]:
        """Return what was left out, file by file."""
        return tuple(file.left_out for file in self.files if file.left_out)

    @property
    def notices(self) -> tuple[str, ...]:
        """Return what else was noticed, file by file."""
        return tuple(notice for file in self.files for notice in file.notices)
