"""RDF/XML, tag by tag: XML is read by expat, and what it says is given on to the RDF parser.

Expat sees to it that the document is well-formed to its end, reads its encodings, bounds what
its entities expand to, and knows the line and the column of each tag. Oxigraph makes triples of
it; since it gets one tag at a time, whatever it refuses is in the tag it got last. Nothing
outside of the document is ever opened (XML 1.0, 4.4.3 leaves that to us).
"""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator
from xml.parsers import expat

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import PREFIXES
from openalliances.reader.encoding import Readable
from openalliances.reader.faults import Fault

_CHUNK = 65536
_ESCAPES = {
    "&": "&amp;",
    "<": "&lt;",
    ">": "&gt;",
    '"': "&quot;",
    "\t": "&#9;",
    "\n": "&#10;",
    "\r": "&#13;",
}
_IN_TEXT = re.compile(r"[&<>\r]")
_IN_ATTRIBUTE = re.compile(r'[&<>"\t\n\r]')
_AMPLIFIED = "limit on input amplification factor"


class Tags:
    """The document as pieces of well-formed XML without a DTD, one tag each.

    ``line`` and ``column`` are those of the piece that was given out last; ``prefixes`` are
    those that were declared until then.
    """

    def __init__(self, stream: Readable, path: str, most_deep: int, most_long: int) -> None:
        """Read *stream*, which is UTF-8; refuse what is deeper or longer than it may be."""
        self._stream, self._path = stream, path
        self._most_deep, self._most_long = most_deep, most_long
        self._pieces: deque[tuple[bytes, int, int]] = deque()
        self.prefixes: dict[str, str] = {}
        self._open: list[str] = []
        self._text: list[str] = []
        self._length = 0
        self._text_place = (0, 0)
        self.text_place = (0, 0)
        self.line = self.column = 0
        self._parser = self._new_parser()

    def _new_parser(self) -> expat.XMLParserType:
        parser = expat.ParserCreate("utf-8")
        parser.ordered_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.SkippedEntityHandler = self._skipped
        parser.ExternalEntityRefHandler = self._external
        return parser

    def __iter__(self) -> Iterator[bytes]:
        """Yield the pieces.

        :raises SourceError: with line and column, if the document is not well-formed, ends
            before its end, is too deep or too long.
        """
        done = False
        while not done:
            data = self._stream.read(_CHUNK)
            done = not data
            try:
                self._parser.Parse(data, done)
            except expat.ExpatError as error:
                yield from self._given_out()
                raise self._malformed(error) from None
            yield from self._given_out()

    def _given_out(self) -> Iterator[bytes]:
        while self._pieces:
            piece, self.line, self.column = self._pieces.popleft()
            yield piece

    # What expat calls.

    def _start(self, name: str, attributes: list[str]) -> None:
        self._flush()
        self._open.append(name)
        if len(self._open) > self._most_deep:
            raise self._error(
                f"Here elements lie within each other more than {self._most_deep} deep.",
                "Describe each thing in an element of its own, and point to it by rdf:resource.",
            )
        parts = ["<", name]
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            if len(value) > self._most_long:
                raise self._too_long()
            if key == "xmlns" or key.startswith("xmlns:"):
                self.prefixes.setdefault(key[6:], value)
            parts += (" ", key, '="', _escaped(_IN_ATTRIBUTE, value), '"')
        parts.append(">")
        self._give("".join(parts))

    def _end(self, name: str) -> None:
        self._flush()
        self._open.pop()
        self._give(f"</{name}>")

    def _characters(self, text: str) -> None:
        if not self._text_place[0] and not text.isspace():
            self._text_place = self._place()
        self._text.append(text)
        self._length += len(text)
        if self._length > self._most_long:
            raise self._too_long()

    def _comment(self, text: str) -> None:
        self._flush(ends=False)
        self._give(f"<!--{text}-->")

    def _instruction(self, target: str, data: str) -> None:
        self._flush(ends=False)
        self._give(f"<?{target} {data}?>")

    def _skipped(self, name: str, is_parameter: bool) -> None:
        if not is_parameter:
            raise self._error(
                f"The entity &{name}; is defined outside of the file, and nothing is fetched.",
                "Write what it stands for in its place, or define it in the file.",
            )

    def _external(self, context: str | None, *_: str | None) -> int:
        raise self._error(
            f"The entity &{context}; is in another file, and nothing is fetched.",
            "Write what it stands for in its place.",
        )

    # What comes of it.

    def _flush(self, *, ends: bool = True) -> None:
        """Give out the text that stands before a tag."""
        if self._text:
            text = _escaped(_IN_TEXT, "".join(self._text))
            self.text_place = self._text_place if self._text_place[0] else self.text_place
            self._pieces.append((text.encode(), *self._place()))
            self._text, self._text_place = [], (0, 0)
        if ends:
            self._length = 0

    def _give(self, piece: str) -> None:
        self._pieces.append((piece.encode(), *self._place()))

    def _place(self) -> tuple[int, int]:
        return self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1

    def _error(self, message: str, hint: str) -> SourceError:
        line, column = self._place()
        return SourceError(self._path, message, hint, line=line, column=column)

    def _too_long(self) -> SourceError:
        return self._error(
            f"A text here has more than {self._most_long:,} characters.",
            "Keep such a text in a file of its own, and its address here.",
        )

    def _malformed(self, error: expat.ExpatError) -> SourceError:
        what = expat.ErrorString(error.code) or str(error)
        line, column = error.lineno, error.offset + 1
        hint = "Look there and just before: the document is not well-formed XML."
        message = f"This is not well-formed XML: {what}."
        ends = ("no element found", "unclosed token", "unclosed CDATA section", "partial character")
        if what in ends:
            last = f"<{self._open[-1]}>" if self._open else "its first element"
            message = f"The file ends before {last} is closed."
            hint = "Get the file again; a download that was interrupted looks like this."
        elif what == "mismatched tag" and self._open:
            message = (
                f"Another element is closed here than <{self._open[-1]}>, the last one opened."
            )
            hint = f"Close it first, with </{self._open[-1]}>."
        elif what == "undefined entity":
            hint = "Write the character itself, or define the entity at the top of the file."
        elif what.startswith(_AMPLIFIED) or what == "out of memory":
            message = "Its entities expand to more than a hundred times the length of the file."
            hint = "Write what they stand for in their places; this looks like an attack."
        return SourceError(self._path, message, hint, line=line, column=column)


def fault_of(message: str, tags: Tags) -> Fault:
    """Return what Oxigraph has to say of the tag that it got last."""
    line, column = tags.line, tags.column
    if prefix := re.match(r"Unknown prefix (\S*?):?$", message):
        name = prefix[1]
        namespace = PREFIXES.get(name, "https://…")
        what = f"The prefix {name}: is not declared."
        return Fault(line, column, what, f'Write into the first tag: xmlns:{name}="{namespace}"')
    if identifier := re.match(r"(.*) is not a valid rdf:(ID|nodeID|bagID) value", message):
        what = f'"{identifier[1]}" cannot be the value of rdf:{identifier[2]}.'
        hint = "It begins with a letter or _, and has letters, digits, - . and _ in it only."
        return Fault(line, column, what, hint)
    if message.startswith("Unexpected text event"):
        line, column = tags.text_place
        what = f"There is a text where none may be: {message.partition(': ')[2][:80]}."
        hint = "Put it into an element that names a property."
        return Fault(line, column, what, hint)
    if message.startswith("XML namespaces are required"):
        what = "An element or attribute here has no namespace, so it is no class or property."
        return Fault(line, column, what, 'Write it with a prefix, or declare xmlns="https://…#".')
    return Fault(
        line,
        column,
        f"This is not valid RDF/XML: {message.rstrip('. ')}.",
        "Look at that tag and at the one around it.",
    )


def _escaped(pattern: re.Pattern[str], text: str) -> str:
    return pattern.sub(lambda match: _ESCAPES[match[0]], text)
