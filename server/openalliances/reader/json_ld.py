"""JSON-LD: looked through before it is parsed, with contexts of the web in their places.

The tokens are those of RFC 8259. Whatever is not JSON is left for the parser to tell.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.reader.contexts import Contexts

_TOKEN = re.compile(rb'"(?:[^"\\]|\\.)*+"|[\[\]{}:,]|[^\s"\[\]{}:,]+', re.DOTALL)
_KEYS = (b'"@context"', b'"@import"')


@dataclass(slots=True)
class _Look:
    """How far it is: what is open, what is to be replaced, what the last key was."""

    path: str
    text: bytes
    most_deep: int
    most_long: int
    contexts: Contexts
    open: list[bytes] = field(default_factory=list)
    key: bytes = b""
    inside: int = 0
    """The depth of the list of contexts that it is in, 0 if it is in none."""
    edits: list[tuple[int, int, bytes]] = field(default_factory=list)

    def take(self, token: bytes, start: int) -> None:
        """Take one token."""
        if token in (b"{", b"["):
            self.open.append(token)
            if len(self.open) > self.most_deep:
                raise self.error(
                    start,
                    f"Objects lie within each other here more than {self.most_deep} deep.",
                    "Give each thing an @id, and say what is said of it at the top.",
                )
            if token == b"[" and self.key == b'"@context"':
                self.inside = len(self.open)
            self.key = b""
        elif token in (b"}", b"]"):
            if len(self.open) == self.inside:
                self.inside = 0
            if self.open:
                self.open.pop()
            self.key = b""
        elif token == b",":
            self.key = b""
        elif token[:1] == b'"':
            self.string(token, start)

    def string(self, token: bytes, start: int) -> None:
        """Take a text: a key, the name of a context, or a value."""
        if len(token) > self.most_long:
            raise self.error(
                start,
                f"A text here has more than {self.most_long:,} bytes.",
                "Keep such a text in a file of its own, and its address here.",
            )
        if self.key == b'"@context"' or (self.inside and self.inside == len(self.open)):
            self.replace(token, start)
        elif self.key == b'"@import"':
            iri = self.iri(token)
            raise self.error(
                start,
                f"It imports the JSON-LD context <{iri}>, and nothing is fetched.",
                "Write what is in that context into the file.",
            )
        elif not self.key:
            self.key = token if token in _KEYS else b"-"

    def replace(self, token: bytes, start: int) -> None:
        """Put a context in the place of its name."""
        line, column = place_of(self.text, start)
        found = self.contexts.text(self.iri(token), line, column)
        if self.inside and found.startswith("["):
            found = found[1:-1]
        self.edits.append((start, start + len(token), found.encode()))

    def iri(self, token: bytes) -> str:
        """Return the text that a token stands for."""
        try:
            return str(json.loads(token))
        except ValueError:
            return token[1:-1].decode(errors="replace")

    def error(self, start: int, message: str, hint: str) -> SourceError:
        """Return an error at that place."""
        line, column = place_of(self.text, start)
        return SourceError(self.path, message, hint, line=line, column=column)


def with_contexts(
    text: bytes, path: str, most_deep: int, most_long: int, contexts: Contexts
) -> bytes:
    """Return *text* with each context that is named by its IRI written out; lines stay.

    :raises SourceError: with line and column, if a context is not known, or something is
        too deep or too long.
    """
    look = _Look(path, text, most_deep, most_long, contexts)
    for match in _TOKEN.finditer(text):
        look.take(match[0], match.start())
    parts: list[bytes] = []
    done = 0
    for start, end, found in look.edits:
        parts += (text[done:start], found)
        done = end
    return b"".join((*parts, text[done:]))


def tokens(text: bytes) -> Iterator[tuple[bytes, int]]:
    """Yield *text* in pieces that end with a token, each with where its token begins."""
    done = 0
    for match in _TOKEN.finditer(text):
        yield text[done : match.end()], match.start()
        done = match.end()
    yield text[done:], done


def place_of(text: bytes, start: int) -> tuple[int, int]:
    """Return the line and the column of a byte of *text*."""
    line = text.count(b"\n", 0, start) + 1
    begin = text.rfind(b"\n", 0, start) + 1
    return line, len(text[begin:start].decode(errors="replace")) + 1


def found_in(text: bytes, quad: ox.Quad) -> tuple[int, int]:
    """Return the place in *text* of the first term of a statement that stands there."""
    for term in (quad.object, quad.subject, quad.predicate, quad.graph_name):
        value = getattr(term, "value", "")
        for wanted in (value, value.rpartition("/")[2], value.rpartition("#")[2]):
            start = text.find(f'"{wanted}"'.encode()) if wanted else -1
            if start >= 0:
                return place_of(text, start)
    return 0, 0
