"""A context: which names IRIs have, and how the values of a property are written.

Of all that a context can say (JSON-LD 1.1, section 9.15) ours use prefixes, names of types, and
names of properties with ``@type`` and with the containers ``@set`` and ``@language``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from openalliances.rdf.prefixes import PREFIXES

VERSION_KEY = "@version"
_ENDS_OF_NAMESPACES = ":/?#[]@"
"""What a namespace may end with to be a prefix without more words (RFC 3986, gen-delims)."""
_SCHEME = re.compile(r"([^:/?#]+):(?!//)")
_UNSAFE_PREFIX = re.compile(r"@[A-Za-z]+|_|")


@dataclass(frozen=True, slots=True)
class Name:
    """A term of a context that names a property or a type.

    ``type`` is the datatype of values that are plain strings, ``@id`` for IRIs. With
    ``languages`` its texts are a map by language, with ``many`` values are always an array.
    """

    name: str
    iri: str
    type: str = ""
    languages: bool = False
    many: bool = False


class Context:
    """The names of IRIs; a value, made from prefixes and names or read from what is published."""

    def __init__(self, prefixes: Mapping[str, str], names: Iterable[Name] = ()) -> None:
        """Know those *prefixes*, as far as JSON-LD can have them, and *names*."""
        self.prefixes = _usable(prefixes)
        self.names = {name.iri: name for name in names}
        self._spaces = {space: prefix for prefix, space in self.prefixes.items()}
        # Most namespaces end where a last part begins; those of OBO ("…/obo/GO_") do not.
        self._others = sorted((s for s in self._spaces if s[-1] not in "/#"), key=len)[::-1]
        self._short: dict[str, str] = {}

    @cached_property
    def document(self) -> dict[str, Any]:
        """Return what stands for ``@context``: prefixes, then names, in alphabetical order."""
        return self.part({*self.prefixes, *(name.name for name in self.names.values())})

    def part(self, used: Iterable[str]) -> dict[str, Any]:
        """Return the part that says what the terms *used* mean."""
        wanted = set(used)
        named = sorted((n for n in self.names.values() if n.name in wanted), key=lambda n: n.name)
        spoken = [*(n.iri for n in named), *(n.type for n in named)]
        wanted.update(self.shorten(iri).partition(":")[0] for iri in spoken if iri)
        prefixes = {p: _prefix(s) for p, s in sorted(self.prefixes.items()) if p in wanted}
        terms = {name.name: self._definition(name) for name in named}
        return {VERSION_KEY: 1.1, **prefixes, **terms} if prefixes or terms else {}

    def shorten(self, iri: str) -> str:
        """Return ``prefix:name`` where a prefix fits, else *iri* (JSON-LD 1.1, section 4.1.5)."""
        known = self._short.get(iri)
        if known is None:
            known = self._short[iri] = self._shortened(iri)
        return known

    def disguised(self, iri: str) -> str:
        """Return the prefix for which a reader would take the scheme of *iri*, or nothing."""
        found = _SCHEME.match(iri)
        return found[1] if found and found[1] in self.prefixes else ""

    def without(self, prefixes: Iterable[str]) -> Context:
        """Return this context without some *prefixes*, with the names as they are."""
        gone = set(prefixes)
        left = {p: space for p, space in self.prefixes.items() if p not in gone}
        return Context(left, self.names.values())

    def _shortened(self, iri: str) -> str:
        cut = max(iri.rfind("/"), iri.rfind("#")) + 1
        for space in (*(s for s in self._others if iri.startswith(s)), iri[:cut]):
            prefix, rest = self._spaces.get(space), iri[len(space) :]
            if prefix is not None and rest and not rest.startswith("//"):
                return f"{prefix}:{rest}"
        return iri

    def _definition(self, name: Name) -> str | dict[str, Any]:
        iri = self.shorten(name.iri)
        containers = [*(["@language"] if name.languages else []), *(["@set"] if name.many else [])]
        more: dict[str, Any] = {}
        if name.type:
            more["@type"] = name.type if name.type == "@id" else self.shorten(name.type)
        if containers:
            more["@container"] = containers if len(containers) > 1 else containers[0]
        return {"@id": iri, **more} if more else iri


def read_context(document: Mapping[str, Any]) -> Context:
    """Return the context that *document*, as :attr:`Context.document` makes it, describes."""
    plain = {
        key: value["@id"] if isinstance(value, dict) else value
        for key, value in document.items()
        if key != VERSION_KEY
    }
    prefixes = {key: value for key, value in plain.items() if _is_prefix(document[key])}

    def full(short: str) -> str:
        prefix, colon, rest = short.partition(":")
        return prefixes[prefix] + rest if colon and prefix in prefixes else short

    names = [
        _read_name(key, full, value)
        for key, value in document.items()
        if key in plain
        if key not in prefixes
    ]
    return Context(prefixes, names)


def context_of_prefixes(prefixes: Mapping[str, str]) -> Context:
    """Return a context that has prefixes only, as one of a user's files is."""
    return Context(prefixes)


def _read_name(key: str, full: Any, value: Any) -> Name:
    if isinstance(value, str):
        return Name(key, full(value))
    containers = value.get("@container", [])
    type_ = value.get("@type", "")
    return Name(
        key,
        full(value["@id"]),
        type_ if type_ == "@id" else full(type_),
        "@language" in containers,
        "@set" in containers,
    )


def _is_prefix(definition: Any) -> bool:
    if isinstance(definition, dict):
        return definition.get("@prefix") is True
    return isinstance(definition, str) and definition[-1:] in _ENDS_OF_NAMESPACES


def _prefix(space: str) -> str | dict[str, Any]:
    """Return the definition of a prefix (JSON-LD 1.1, section 4.1.5)."""
    return space if space[-1] in _ENDS_OF_NAMESPACES else {"@id": space, "@prefix": True}


def _usable(prefixes: Mapping[str, str]) -> dict[str, str]:
    """Return the prefixes without those that a context cannot have.

    The empty one and what looks like a keyword (sections 4.1.2 and 9.15); and one that is also
    the scheme of a namespace, which a reader would take for the prefix.
    """
    schemes = {found[1] for space in prefixes.values() if (found := _SCHEME.match(space))}
    return {
        prefix: space
        for prefix, space in prefixes.items()
        if space and not _UNSAFE_PREFIX.fullmatch(prefix) and prefix not in schemes
    }


OURS = context_of_prefixes(PREFIXES)
"""The context where nothing else is known: our prefixes."""
