"""How deep brackets lie within each other in Turtle and TriG, and how long texts are.

A parser takes any depth, and what comes after it may not: the text is looked through before it
is parsed, by the terminals of RDF 1.2 Turtle, 6.5, without its grammar.
"""

from __future__ import annotations

import re

from openalliances.errors import SourceError

_TOKENS = rb"""
    (?: [^"'<>\#\\\[\](){}]++
      | \\.
      | \#[^\n\r]*+[\n\r]
      | "(?!"")(?:[^"\\\n\r]|\\.)*+" | '(?!'')(?:[^'\\\n\r]|\\.)*+'
      | \"{3}(?:[^"\\]|\\.|"(?!""))*+\"{3} | '{3}(?:[^'\\]|\\.|'(?!''))*+'{3}
      | <(?!<)[^<>\n\r]*+>
      | >(?!>)
    )*+
"""
"""What is no bracket: names, escapes, comments, texts, IRIs."""
_NEXT = re.compile(
    _TOKENS + rb"(?: (?P<open> [\[({] | <<) | (?P<close> [\])}] | >>) | (?P<begun> .) | \Z )",
    re.VERBOSE | re.DOTALL,
)
_UNDECIDED = b"\"'<>\\"
"""What may be the beginning of something longer, at the end of a piece."""
_MOST_ON_LINE = (b'"', b"'", b"<")
"""What ends on the line on which it begins."""


class Nesting:
    """Looks through a text piece by piece."""

    def __init__(self, path: str, most_deep: int, most_long: int) -> None:
        """Refuse more than *most_deep* levels, and texts of more than *most_long* bytes."""
        self._path, self._most_deep, self._most_long = path, most_deep, most_long
        self._buffer = b""
        self._depth, self._line, self._wanted = 0, 1, 0

    def look(self, piece: bytes, *, last: bool = False) -> None:
        """Look at the next *piece*.

        :raises SourceError: with line and column, at the first bracket or text too many.
        """
        buffer = self._buffer + piece
        if len(buffer) < self._wanted and not last:
            self._buffer = buffer
            return
        whole = buffer if last else buffer.rstrip(_UNDECIDED)
        done = self._tokens(whole)
        left = len(whole) - done
        if left > self._most_long:
            raise self._error(
                whole,
                done,
                f"A text here has more than {self._most_long:,} bytes.",
                "Keep such a text in a file of its own, and its address here.",
            )
        self._line += buffer.count(b"\n", 0, done)
        self._buffer = buffer[done:]
        # A long text is not looked through from its beginning for each piece of it.
        self._wanted = 2 * left

    def _tokens(self, text: bytes) -> int:
        """Take all tokens that are whole; return where the first one begins that is not."""
        place = 0
        while place < len(text):
            match = _NEXT.match(text, place)
            if match is None or match.end() == place:
                return len(text)
            place = match.end()
            if match.lastgroup == "open":
                self._depth += 1
                if self._depth > self._most_deep:
                    raise self._error(
                        text,
                        match.start("open"),
                        f"Here brackets lie within each other more than {self._most_deep} deep.",
                        "Give names to what is in them, and say what is said of it at the top.",
                    )
            elif match.lastgroup == "close":
                self._depth = max(0, self._depth - 1)
            elif match.lastgroup == "begun" and self._is_open(text, match.start("begun")):
                return match.start("begun")
        return place

    @staticmethod
    def _is_open(text: bytes, start: int) -> bool:
        """Return whether what begins there may go on in the next piece."""
        mark = text[start : start + 1]
        long = text[start : start + 3] in (b'"""', b"'''")
        return long or mark not in _MOST_ON_LINE or b"\n" not in text[start:]

    def _error(self, text: bytes, place: int, message: str, hint: str) -> SourceError:
        line = self._line + text.count(b"\n", 0, place)
        start = text.rfind(b"\n", 0, place) + 1
        column = len(text[start:place].decode(errors="replace")) + 1
        return SourceError(self._path, message, hint, line=line, column=column)


def first_triple_term(text: bytes) -> tuple[int, int]:
    """Return line and column of the first triple term, reifier or annotation; 0 if there is none.

    Those are the ``<<`` and ``{|`` of RDF 1.2 Turtle, 2.11, and ``~`` before a reifier.
    """
    place = 0
    while place < len(text) and (match := _NEXT.match(text, place)) and match.end() > place:
        start = match.start("open")
        if match["open"] == b"<<" or (start >= 0 and text[start : start + 2] == b"{|"):
            line = text.count(b"\n", 0, start) + 1
            begin = text.rfind(b"\n", 0, start) + 1
            return line, len(text[begin:start].decode(errors="replace")) + 1
        place = match.end()
    return 0, 0
