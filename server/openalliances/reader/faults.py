"""Faults of a file: where, what, how to mend it; all of a kind in one go.

A *lexical* fault is one of a single term, an IRI or a language tag: the statement around it
can be left out and the rest still means what it says. Any other fault ends the reading,
except in N-Triples and N-Quads, where each line is a statement of its own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace

from openalliances.errors import SourceError, SourceFaultsError
from openalliances.rdf.prefixes import PREFIXES

MOST_SHOWN = 20
"""So many faults of a file are told; the others are counted."""
MOST_COUNTED = 10_000
"""After so many faults a file is not read on."""

_HINT_END = "A quotation mark, a bracket or the full stop of a statement is missing."
_HINT_NEAR = "Look there and just before: often a ; or a . is missing, or a , stands for a ; there."
_OR_LENIENT = "Or leave out such statements with --lenient."
_NAMED = {" ": "a blank", "\t": "a tab", "\n": "a line break", "\r": "a line break"}
_FORBIDDEN = re.compile(r'[\x00-\x20<>"{}|\\^`]')
"""What no IRI holds (RFC 3987, 2.2; the terminal IRIREF of Turtle)."""
_BAD_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_SHOWN = 300


@dataclass(frozen=True, slots=True)
class Fault:
    """Something that cannot be read; ``line`` and ``column`` count from 1, 0 is unknown."""

    line: int
    column: int
    message: str
    hint: str = ""
    lexical: bool = False

    def sentence(self) -> str:
        """Return the fault in one line, with its place."""
        place = ":".join(str(part) for part in (self.line, self.column) if part)
        said = f"{place}: {self.message}" if place else self.message
        return f"{said} {self.hint}".strip()


@dataclass(slots=True)
class Faults:
    """The first faults of a file, and how many there are."""

    first: list[Fault] = field(default_factory=list)
    count: int = 0

    def add(self, fault: Fault) -> None:
        """Count a fault, and keep it if it is one of the first."""
        self.count += 1
        if len(self.first) < MOST_SHOWN:
            self.first.append(fault)

    @property
    def enough(self) -> bool:
        """Return whether there is no use in looking for more."""
        return self.count >= MOST_COUNTED

    def error(self, path: str) -> SourceError:
        """Return the faults as one error."""
        *others, last = self.first
        if all(fault.lexical for fault in self.first):
            last = replace(last, hint=f"{last.hint} {_OR_LENIENT}")
        errors = tuple(source_error(path, fault) for fault in (*others, last))
        if len(errors) == 1:
            return errors[0]
        return SourceFaultsError(errors, self.count - len(errors))


def source_error(path: str, fault: Fault) -> SourceError:
    """Return a fault of the file at *path* as an error."""
    return SourceError(path, fault.message, fault.hint, line=fault.line, column=fault.column)


def bad_iri(iri: str, reason: str, line: int = 0, column: int = 0) -> Fault:
    """Return the fault of an IRI as it stands in the file; *reason* is the parser's."""
    shown = iri if len(iri) <= _SHOWN else iri[:_SHOWN] + "…"
    found = _FORBIDDEN.search(iri)
    if found:
        character = found[0]
        name = _NAMED.get(character, f'the character "{character}"')
        if ord(character) < 0x20 and character not in _NAMED:
            name = f"the control character U+{ord(character):04X}"
        mended = _FORBIDDEN.sub(lambda match: f"%{ord(match[0]):02X}", shown)
        what = f"<{shown}> is no IRI: it holds {name}."
        return Fault(line, column, what, f"Write %{ord(character):02X}: <{mended}>.", True)
    if percent := _BAD_PERCENT.search(iri):
        what = f"<{shown}> is no IRI: after % there are no two hexadecimal digits."
        near = iri[percent.start() : percent.start() + 3]
        return Fault(line, column, what, f'Write %25 for the sign itself, in "{near}".', True)
    if not _SCHEME.match(iri):
        what = f"<{shown}> is a relative IRI, and there is nothing to resolve it against."
        return Fault(line, column, what, "Write the whole IRI, beginning with https://.", True)
    what = f"<{shown}> is no IRI: {reason[:1].lower()}{reason[1:].rstrip('.')}."
    return Fault(line, column, what, "Write it as RFC 3987 asks.", True)


def bad_language(tag: str, reason: str, line: int = 0, column: int = 0) -> Fault:
    """Return the fault of a language tag (BCP 47)."""
    what = f'"{tag[:_SHOWN]}" is no language tag: {reason[:1].lower()}{reason[1:].rstrip(".")}.'
    return Fault(line, column, what, "Write it as in en, pt-BR or zh-Hant.", True)


def syntax_hint(what: str, line: int) -> str:
    """Return what to do about a message of the parser at that line."""
    if undeclared := re.search(r"prefix (\S*): has not been declared", what):
        prefix = undeclared[1]
        namespace = PREFIXES.get(prefix)
        if namespace is None:
            return f"Look at the spelling, or declare the prefix: PREFIX {prefix}: <https://…>"
        return f"Write at the top of the file: PREFIX {prefix}: <{namespace}>"
    if "end of file" in what or what == "Unexpected end":
        return _HINT_END
    if re.search(r"^[A-Z]\w* is not a valid", what):
        return "A name has a prefix, such as ally:State; a text has quotation marks."
    if line == 1 and "is not a valid subject" in what:
        return "This does not look like Turtle; a table or a page has to be turned into it first."
    if "{ is not a valid" in what:
        return "Turtle has no named graphs: if this is TriG, call the file .trig."
    if "without_named_graphs" in what or "named graph" in what.lower():
        return "A source file has triples only; which graph they go to stands in data/graphs.csv."
    return _HINT_NEAR
