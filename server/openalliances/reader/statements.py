"""The statements of one file, and what is wrong with the others."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack

import pyoxigraph as ox

from openalliances.errors import SourceError
from openalliances.rdf.formats import JSON_LD, N_QUADS, N_TRIPLES, RDF_XML, TRIG, TURTLE
from openalliances.reader import rdf_xml
from openalliances.reader.contexts import Contexts
from openalliances.reader.encoding import Utf8
from openalliances.reader.faults import MOST_COUNTED, MOST_SHOWN, Fault, Faults, syntax_hint
from openalliances.reader.feed import Feed
from openalliances.reader.files import RdfFile
from openalliances.reader.json_ld import found_in, place_of, tokens, with_contexts
from openalliances.reader.messages import Said, fault_of_line, lexical_fault, said
from openalliances.reader.nesting import Nesting
from openalliances.reader.options import NEUTRAL_BASE, ReadOptions
from openalliances.reader.terms import Terms, renamed, without_empty_language

_CHUNK = 262_144
_LINES = (N_TRIPLES, N_QUADS)
_NEAR = "Look there and just before."
_RELATIVE = re.compile(rb"<(?![A-Za-z][A-Za-z0-9+.-]*:)[^<>\"{}|^`\\\s]*>")


class Statements:
    """The statements of a file, to be gone through once.

    ``faults`` are filled meanwhile; unless the options are lenient, nothing is yielded from
    the first fault on. ``left_out`` counts statements that were there and are not yielded.
    ``prefixes`` and ``relative`` (statements with IRIs that were relative) are known at the end.
    """

    def __init__(self, file: RdfFile, options: ReadOptions, *, tolerant: bool = False) -> None:
        """Read *file*; if *tolerant*, Turtle is read without looking at its IRIs first."""
        self._file, self._options, self._tolerant = file, options, tolerant
        self._base = options.base_of(file.name)
        self._terms = Terms(
            options.literal, NEUTRAL_BASE if self._base and not options.base else ""
        )
        self._format = ox.RdfFormat.from_media_type(file.format.media_type)
        self._rough: list[Said] = []
        self.faults = Faults()
        self.left_out = 0
        self.prefixes: dict[str, str] = {}

    @property
    def relative(self) -> int:
        """Return how many statements have an IRI that was relative."""
        return self._terms.relative

    def __iter__(self) -> Iterator[ox.Quad]:
        """Yield the statements.

        :raises SourceError: if what is wrong is not within one statement.
        """
        with ExitStack() as stack:
            if self._file.format is JSON_LD:
                yield from self._of_json()
                return
            stream = stack.enter_context(self._file.opened(self._options.size))
            if self._file.format in _LINES:
                yield from self._of_lines(stream)
            elif self._file.format is RDF_XML:
                yield from self._of_xml(stream)
            else:
                yield from self._of_turtle(stream)

    def refuse(self) -> None:
        """Refuse the file for its faults; if lenient, only for those that are not of one term.

        :raises SourceError: with the faults.
        """
        lenient = self._options.lenient and all(fault.lexical for fault in self.faults.first)
        if self.faults.count and not lenient:
            raise self.faults.error(self._file.path)

    # N-Triples and N-Quads: each line is a statement.

    def _of_lines(self, stream: Utf8) -> Iterator[ox.Quad]:
        mark = hashlib.sha256(self._file.path.encode()).digest()
        for number, block in self._blocks(stream):
            try:
                quads = list(ox.parse(block, self._format))
            except SyntaxError:
                quads = self._line_by_line(number, block)
            if self.faults.enough:
                return
            if self.faults.count and not self._options.lenient:
                continue
            if b"_:" in block:
                quads = [renamed(quad, mark) for quad in quads]
            yield from quads

    def _blocks(self, stream: Utf8) -> Iterator[tuple[int, bytes]]:
        """Yield whole lines, many at once, with the number of the first."""
        number, rest = 1, b""
        while data := stream.read(_CHUNK):
            cut = data.rfind(b"\n") + 1
            if not cut:
                rest += data
                if len(rest) > self._options.literal:
                    raise self._error(
                        number,
                        f"This line has more than {self._options.literal:,} bytes.",
                        "Keep such a text in a file of its own, and its address here.",
                    )
                continue
            block, rest = rest + data[:cut], data[cut:]
            self._refuse_deep(number, block)
            yield number, block
            number += block.count(b"\n")
        if rest:
            self._refuse_deep(number, rest)
            yield number, rest

    def _refuse_deep(self, number: int, block: bytes) -> None:
        most = self._options.depth
        if block.count(b"<<") <= most:
            return
        for line in block.split(b"\n"):
            if line.count(b"<<(") > most:
                raise self._error(
                    number,
                    f"Here triple terms lie within each other more than {most} deep.",
                    "Give names to them, and say what is said of them on lines of their own.",
                )
            number += 1

    def _line_by_line(self, number: int, block: bytes) -> list[ox.Quad]:
        found: list[ox.Quad] = []
        for offset, line in enumerate(block.split(b"\n")):
            try:
                found += ox.parse(line, self._format)
            except SyntaxError as error:
                self.left_out += 1
                text = line.decode(errors="replace")
                name = self._file.format.name
                self.faults.add(fault_of_line(said(error), number + offset, text, name))
        return found

    # Turtle and TriG: the parser knows line and column.

    def _of_turtle(self, stream: Utf8) -> Iterator[ox.Quad]:
        feed = Feed(self._looked_through(stream))
        parser = self._parser(feed, lenient=self._tolerant)
        go_on = True
        while go_on:
            go_on = False
            try:
                yield from self._right(parser) if self._tolerant else self._counted(parser)
            except SyntaxError as error:
                self._refuse_to_feed(feed)
                go_on = self._turtle_fault(error)
            except (OSError, MemoryError) as error:
                self._refuse_to_feed(feed)
                raise self._too_much(error) from None
        self.prefixes = dict(parser.prefixes)
        self._place_iris()

    def _looked_through(self, stream: Utf8) -> Iterator[bytes]:
        nesting = Nesting(self._file.path, self._options.depth, self._options.literal)
        neutral = self._terms.neutral
        self._terms.neutral = ""
        while piece := stream.read(_CHUNK):
            nesting.look(piece)
            if neutral and _RELATIVE.search(piece):
                self._terms.neutral = neutral
            yield piece
        nesting.look(b"", last=True)

    def _counted(self, parser: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield statements up to the first fault; those with relative IRIs are counted."""
        for quad in parser:
            if self._terms.neutral:
                self._terms.count_relative(quad)
            if not self.faults.count and not self._rough:
                yield quad

    def _turtle_fault(self, error: SyntaxError) -> bool:
        """Note what the parser says; return whether the next statements mean what they say."""
        found = said(error)
        if not found.lexical:
            name = self._file.format.name
            hint = syntax_hint(found.what, found.line)
            if self._file.name.lower().endswith(".n3"):
                hint = "N3 is read as far as it is Turtle; rules, formulas and paths go beyond it."
            self._place_iris()
            what = f"This is not valid {name}: {found.what}."
            self.faults.add(Fault(found.line, found.start, what, hint))
            return False
        self._rough.append(found)
        return len(self._rough) < MOST_COUNTED

    def _place_iris(self) -> None:
        """Find the IRIs and tags that were refused in the text, as they stand there."""
        rough, self._rough = self._rough, []
        if not rough:
            return
        lines = self._lines({found.line for found in rough[:MOST_SHOWN]})
        for found in rough:
            token = lines.get(found.line, "")[found.start - 1 : found.end - 1]
            self.faults.add(lexical_fault(found, token))

    def _lines(self, wanted: set[int]) -> dict[int, str]:
        """Return the text of those lines."""
        found: dict[int, str] = {}
        with self._file.opened(self._options.size) as stream:
            number, rest = 1, b""
            while number <= max(wanted) and (data := stream.read(_CHUNK)):
                *whole, rest = (rest + data).split(b"\n")
                for line in whole:
                    if number in wanted:
                        found[number] = line.decode(errors="replace")
                    number += 1
            if number in wanted:
                found[number] = rest.decode(errors="replace")
        return found

    def _right(self, parser: Iterator[ox.Quad]) -> Iterator[ox.Quad]:
        """Yield the statements whose terms are right; the others are counted."""
        for quad in parser:
            if self._terms.fault(quad) is not None:
                self.left_out += 1
                continue
            if self._terms.neutral:
                self._terms.count_relative(quad)
            yield quad

    # RDF/XML: whatever is refused is in the tag that was given out last.

    def _of_xml(self, stream: Utf8) -> Iterator[ox.Quad]:
        options = self._options
        tags = rdf_xml.Tags(stream, self._file.path, options.depth, options.literal)
        feed = Feed(iter(tags))
        parser = self._parser(feed, lenient=True)
        try:
            for quad in parser:
                found = without_empty_language(quad)
                if self._is_right(found, tags.line, tags.column):
                    yield found
        except (SyntaxError, ValueError) as error:
            self._refuse_to_feed(feed)
            self.faults.add(rdf_xml.fault_of(str(error), tags))
        except (OSError, MemoryError) as error:
            self._refuse_to_feed(feed)
            raise self._too_much(error) from None
        self.prefixes = tags.prefixes

    # JSON-LD: the whole text at once.

    def _of_json(self) -> Iterator[ox.Quad]:
        options = self._options
        contexts = Contexts(dict(options.contexts), self._file.path)
        given = self._file.text(options.size)
        text = with_contexts(given, self._file.path, options.depth, options.literal, contexts)
        try:
            # The strict parser drops a statement with a bad IRI without a word (JSON-LD 1.1 API,
            # 8.2), so the other one tells which these are.
            for quad in self._parser(Feed(iter((text,))), lenient=True):
                if ":" in quad.predicate.value:
                    self._is_right(quad, 0, 0, text)
            if self.faults.count and not self._options.lenient:
                return
            parser = self._parser(Feed(iter((text,))))
            yield from parser
        except (SyntaxError, ValueError) as error:
            self.faults.add(self._json_fault(error, text))
            return
        except (OSError, MemoryError) as error:
            raise self._too_much(error) from None
        # Those of a context of the web are not the file's own.
        self.prefixes = {
            prefix: namespace
            for prefix, namespace in parser.prefixes.items()
            if namespace.encode() in given
        }

    def _json_fault(self, error: SyntaxError | ValueError, text: bytes) -> Fault:
        found = said(error)
        line, column = (found.line, found.start) if found.line else self._json_place(text)
        what = f"This is not valid JSON-LD: {found.what}."
        several = "root element" in found.what
        hint = "Put the objects into one list: [ …, … ]." if several else _NEAR
        return Fault(line, column, what, hint)

    def _json_place(self, text: bytes) -> tuple[int, int]:
        """Return where the parser stops, which does not say so: it is given one token at a time."""
        place = 0

        def pieces() -> Iterator[bytes]:
            nonlocal place
            for piece, start in tokens(text):
                place = start
                yield piece

        try:
            for _ in self._parser(Feed(pieces())):
                pass
        except (SyntaxError, ValueError, OSError):
            return place_of(text, place)
        return 0, 0

    # What they have in common.

    def _parser(self, feed: Feed, *, lenient: bool = False) -> ox.QuadParser:
        return ox.parse(
            feed,  # type: ignore[arg-type]  # it reads, which is all that is asked of it
            self._format,
            base_iri=self._base,
            rename_blank_nodes=True,
            lenient=lenient,
        )

    def _is_right(self, quad: ox.Quad, line: int, column: int, text: bytes = b"") -> bool:
        """Return whether a statement is to be yielded; note what is wrong with it."""
        fault = self._terms.fault(quad)
        if fault is None:
            if self._terms.neutral:
                self._terms.count_relative(quad)
            return self._options.lenient or not self.faults.count
        if text:
            line, column = found_in(text, quad)
        self.left_out += 1
        self.faults.add(Fault(line, column, fault.message, fault.hint, fault.lexical))
        if self.faults.enough:
            raise self.faults.error(self._file.path)
        return False

    def _refuse_to_feed(self, feed: Feed) -> None:
        """Raise the error of ours that has ended the text, if there is one.

        :raises SourceError: with the faults that were found before.
        """
        error = feed.error
        if error is None:
            return
        self._place_iris()
        self.faults.add(Fault(error.line, error.column, error.message, error.hint))
        raise self.faults.error(self._file.path) from None

    def _too_much(self, error: Exception) -> SourceError:
        if isinstance(error, MemoryError) and "buffer" not in str(error):
            what = f"It needs more than {self._options.memory:,} megabytes of memory to be read."
            hint = "Split it, or raise the setting file_memory."
        elif isinstance(error, MemoryError):
            what, hint = "A name or a text in it is too long.", "Look for one without an end."
        else:
            what, hint = f"It cannot be read: {error}.", ""
        return self._error(0, what, hint)

    def _error(self, line: int, message: str, hint: str) -> SourceError:
        return SourceError(self._file.path, message, hint, line=line, column=min(line, 1))


def opened(file: RdfFile, options: ReadOptions) -> Statements:
    """Return the statements of *file*, so that with lenient options no more is lost than must be.

    Where the faults of Turtle are is told by the parser that looks at IRIs; it loses the rest of
    the statement, too, so what they take with them is told by the one that does not look.

    :raises SourceError: if what is wrong is not within one statement.
    """
    first = Statements(file, options)
    if not options.lenient or file.format not in (TURTLE, TRIG):
        return first
    deque(first, maxlen=0)
    first.refuse()
    second = Statements(file, options, tolerant=first.faults.count > 0)
    second.faults = first.faults
    return second
