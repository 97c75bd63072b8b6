"""Find the lines where a Turtle text says something about a thing.

A parser keeps triples and forgets places. This reader keeps places and forgets
most of the grammar (https://www.w3.org/TR/turtle/, section 6): it never fails,
and stops where it cannot read on. It is for showing a problem where it stands,
never for reading data.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from urllib.parse import urljoin

_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"

# The terminals of section 6.5, with their names there.
_CHARS_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_CHARS = _CHARS_BASE + "_0-9\u00b7\u0300-\u036f\u203f-\u2040-"
_PLX = r"%[0-9A-Fa-f]{2}|\\[-_~.!$&'()*+,;=/?#@%]"
# The bound keeps a.a.a.… from being tried as a prefix from every letter to the end.
_PN_PREFIX = rf"[{_CHARS_BASE}](?:[{_CHARS}]|\.+(?=[{_CHARS}])){{0,99}}+"
_PN_LOCAL = rf"(?:[{_CHARS_BASE}_0-9:]|{_PLX})(?:[{_CHARS}:]|{_PLX}|\.+(?=[{_CHARS}:]|{_PLX}))*+"
_NAME = rf"(?:{_PN_PREFIX})?:(?:{_PN_LOCAL})?"
_IRI = r"<[^\x00-\x20<>\"{}|^`]*>"
_GAP = r"(?:[ \t\r\n]|\#[^\r\n]*)*+"

_TOKEN = re.compile(
    rf"""
      (?P<directive> (?: @?(?i:prefix)(?=[ \t\r\n#]){_GAP}(?P<prefix>(?:{_PN_PREFIX})?):
                         {_GAP}(?P<namespace>{_IRI})
                       | @?(?i:base){_GAP}(?P<base>{_IRI}) )
                     (?:{_GAP}\.)? )
    | (?P<string> (?: \"\"\"(?P<long>(?:[^"\\]|\\.|"(?!""))*+)\"\"\"
                    | '''(?P<long1>(?:[^'\\]|\\.|'(?!''))*+)'''
                    | "(?P<short>(?:[^"\\\r\n]|\\.)*+)"
                    | '(?P<short1>(?:[^'\\\r\n]|\\.)*+)' )
                  (?: @[A-Za-z]+(?:-[A-Za-z0-9]+)*+ | {_GAP}\^\^{_GAP}(?:{_IRI}|{_NAME}) )? )
    | (?P<iri> {_IRI})
    | (?P<blank> _:[{_CHARS_BASE}_0-9](?:[{_CHARS}]|\.+(?=[{_CHARS}]))*+)
    | (?P<name> {_NAME})
    | (?P<word> (?:a|true|false)(?![{_CHARS}]))
    | (?P<number> [+-]?(?:[0-9]+\.?[0-9]*[eE][+-]?[0-9]+ | [0-9]*\.[0-9]+(?:[eE][+-]?[0-9]+)?
                         | [0-9]+))
    | (?P<open> [\[(])
    | (?P<close> [\])])
    | (?P<mark> [;,.])
    """,
    re.VERBOSE | re.DOTALL,
)
_SKIP = re.compile(_GAP)
_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(.))", re.DOTALL)
_NAMED_ESCAPES = {"t": "\t", "b": "\b", "n": "\n", "r": "\r", "f": "\f"}
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")


@dataclass(frozen=True, slots=True)
class Positions:
    """Lines, counted from 1, of what a Turtle text says; the first place counts."""

    subjects: dict[str, int] = field(default_factory=dict)
    predicates: dict[tuple[str, str], int] = field(default_factory=dict)
    objects: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def subject(self, iri: str) -> int | None:
        """Return the line where the first block about *iri* begins, or None."""
        return self.subjects.get(str(iri))

    def statement(self, subject: str, predicate: str, term: str | None = None) -> int | None:
        """Return the line of a statement, or None if there is no such predicate.

        *term* is the IRI or the lexical form of the object; where it is not
        given or not found, the line is that of the predicate. What stands in
        brackets counts as an object of the statement around them.
        """
        pair = (str(subject), str(predicate))
        place = None if term is None else self.objects.get((*pair, str(term)))
        return place or self.predicates.get(pair)

    def cell(self, subject: str, predicate: str, term: str | None = None) -> tuple[int, int] | None:
        """Return the line of a statement as above, and 0 for its column, which is not known."""
        line = self.statement(subject, predicate, term)
        return (line, 0) if line else None


def locate(text: str) -> Positions:
    """Return the places of all statements up to the first thing that is not Turtle."""
    reader = _Reader()
    for match, line in _tokens(text):
        if not reader.take(match, line):
            break
    return reader.positions


def comments(text: str) -> list[int]:
    """Return the lines on which a comment stands, up to the first thing that is not Turtle."""
    found, place = [], 0
    while True:
        end = _skip(text, place)
        first = text.count("\n", 0, place) + 1
        gap = text[place:end].split("\n")
        found += [first + number for number, line in enumerate(gap) if "#" in line]
        match = _TOKEN.match(text, end)
        if match is None:
            return found
        place = match.end()


def _tokens(text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the tokens and their lines, without blanks and comments."""
    place, line, counted = 0, 1, 0
    while match := _TOKEN.match(text, _skip(text, place)):
        line += text.count("\n", counted, match.start())
        counted = match.start()
        yield match, line
        place = match.end()


def _skip(text: str, place: int) -> int:
    match = _SKIP.match(text, place)
    return match.end() if match else place


@dataclass(slots=True)
class _Reader:
    """What has been read so far: the names in force and the place in a statement.

    ``subject`` is empty where it has no name; ``depth`` counts open brackets.
    """

    positions: Positions = field(default_factory=Positions)
    namespaces: dict[str, str] = field(default_factory=dict)
    base: str = ""
    depth: int = 0
    subject: str | None = None
    predicate: str | None = None

    def take(self, token: re.Match[str], line: int) -> bool:
        """Take one token; False means that it cannot stand here."""
        match token.lastgroup:
            case "directive":
                self.declare(token)
            case "open":
                self.depth += 1
            case "close":
                self.close()
            case "mark":
                self.mark(token[0])
            case _:
                term = self.term(token)
                if term is None:
                    return False
                self.place(term, line)
        return self.depth >= 0

    def declare(self, token: re.Match[str]) -> None:
        """Take a prefix or a base (2.4)."""
        if token["base"]:
            self.base = self.resolved(token["base"])
        else:
            self.namespaces[token["prefix"]] = self.resolved(token["namespace"])

    def close(self) -> None:
        """Leave a bracket; one that stands where a subject belongs has no name."""
        self.depth -= 1
        if self.depth == 0 and self.subject is None:
            self.subject = ""

    def mark(self, mark: str) -> None:
        """Go on after ``.`` or ``;``; after ``,`` the predicate stays."""
        if self.depth or mark == ",":
            return
        self.predicate = None
        if mark == ".":
            self.subject = None

    def place(self, term: str, line: int) -> None:
        """Note a term as what it is here: subject, predicate or object."""
        if self.depth or self.predicate is not None:
            if self.subject and self.predicate is not None:
                self.positions.objects.setdefault((self.subject, self.predicate, term), line)
        elif self.subject is None:
            self.subject = term
            self.positions.subjects.setdefault(term, line)
        else:
            self.predicate = term
            if self.subject:
                self.positions.predicates.setdefault((self.subject, term), line)

    def term(self, token: re.Match[str]) -> str | None:
        """Return the IRI or the lexical form of a term; None if its prefix is unknown."""
        text = token[0]
        match token.lastgroup:
            case "iri":
                return self.resolved(text)
            case "name":
                prefix, _, name = text.partition(":")
                namespace = self.namespaces.get(prefix)
                return None if namespace is None else namespace + _unescaped(name)
            case "string":
                parts = (token[name] for name in ("long", "long1", "short", "short1"))
                return _unescaped(next(part for part in parts if part is not None))
        return _TYPE if text == "a" else text

    def resolved(self, iri: str) -> str:
        """Return the IRI in angle brackets, made absolute (6.3)."""
        iri = _unescaped(iri[1:-1])
        if _ABSOLUTE.match(iri):
            return iri
        try:
            joined = urljoin(self.base, iri)
        except ValueError:
            return iri
        # urljoin drops an empty fragment, which a namespace like <#> lives on.
        return joined + "#" if iri.endswith("#") and not joined.endswith("#") else joined


def _unescaped(text: str) -> str:
    """Return *text* without its escapes (6.4)."""
    return _ESCAPE.sub(_character, text) if "\\" in text else text


def _character(escape: re.Match[str]) -> str:
    if escape[3]:
        return _NAMED_ESCAPES.get(escape[3], escape[3])
    code = int(escape[1] or escape[2], 16)
    return chr(code) if code <= 0x10FFFF else escape[0]
