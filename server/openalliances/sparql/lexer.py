r"""The terminals of SPARQL 1.1 and 1.2 (section 19.8 of both), exactly, with line and column.

Why the judge may rely on tokens alone to keep ``SERVICE`` out:

* A service clause needs the word ``SERVICE``, then an IRI, a prefixed name or a
  variable, then ``{``. An IRI reference can hold neither ``{`` nor a space nor
  a quote, so no whole clause hides in one; strings and comments hold no clause.
* What could hide one is a *difference* between this reading of the text and
  the engine's, whose parser has no tokens of its own. Three are known, and each
  is closed: (1) the engine needs no space between words (``SERVICESILENT``,
  ``trueSERVICE``, ``SERVICEex:a``): the judge looks into words and prefixes, and
  accepts only words that it knows; (2) code point escapes (section 19.2) are read
  early or late: those of characters that begin or end a token are refused, see
  :func:`decode`; (3) ``?a<?b#>`` is an IRI here, by the rule of the longest token,
  and a comparison with a comment there: see :func:`ambiguous`.

SPARQL 1.2 adds six brackets and the base direction of a text. Where SPARQL 1.1 could read the
same characters otherwise, that reading stays: ``?a<<x>`` compares with an IRI, and ``@en--x:f()``
subtracts, unless what follows is ``ltr`` or ``rtl`` and nothing that belongs to it.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from openalliances.errors import QueryRefusedError, QuerySyntaxError

IRI, NAME, VARIABLE, BLANK, STRING, NUMBER, LANGUAGE, WORD, SIGN = (
    *("iri", "name", "variable", "blank", "string", "number", "language", "word", "sign"),
)
"""Kinds of tokens; ``name`` is a prefixed name, ``sign`` an operator or bracket."""


PAIRS = {"{": "}", "(": ")", "[": "]", "<<": ">>", "<<(": ")>>", "{|": "|}"}
"""Opening brackets and what closes them: groups, lists, blank nodes, and of SPARQL 1.2
reified triples, triple terms and annotations."""
CLOSING = frozenset(PAIRS.values())


class Token(NamedTuple):
    """A terminal: its kind, its text as written, and where it begins in ``source``.

    ``word`` is a word in capitals, since keywords ignore case; empty for other kinds.
    """

    kind: str
    text: str
    at: int
    word: str
    source: str

    @property
    def line(self) -> int:
        """Return the line, counted from 1."""
        return self.source.count("\n", 0, self.at) + 1

    @property
    def column(self) -> int:
        """Return the column in characters, counted from 1."""
        return self.at - self.source.rfind("\n", 0, self.at)


_BASE = (
    "A-Za-z\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u02ff\u0370-\u037d\u037f-\u1fff\u200c-\u200d"
    "\u2070-\u218f\u2c00-\u2fef\u3001-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000effff"
)
_MORE = "0-9\u00b7\u0300-\u036f\u203f-\u2040"
_PLX = r"%[0-9A-Fa-f]{2}|\\[_~.\-!$&'()*+,;=/?#@%]"
_CHARS = rf"[{_BASE}_{_MORE}\-]"
_ECHAR = r"\\[tbnrf\\\"']"
_IRI = r"<[^\x00-\x20<>\"{}|^`\\]*+>"
_DIRECTION = rf"--(?:ltr|rtl)(?!\.*(?:{_CHARS}|:))"
"""The base direction of a text (SPARQL 1.2, LANG_DIR), where nothing makes it a longer name."""

_HASH = r"[^\x00-\x20<>\"{}|^`\\#']*+[#'][^\x00-\x20<>\"{}|^`\\]*+>"
_BRACKETS = rf"<<\((?!{_HASH})|<(?!{_IRI})<|\)?>>|{{\||\|}}"
"""Those of two and three characters. What may be ``<`` and an IRI is that: before ``<(`` only
where the IRI would hold what is a comment or a text otherwise."""

# Possessive quantifiers: a terminal is as long as it can be, and nothing is tried twice.
_RUN = re.compile(rf"[{_BASE}](?:\.*{_CHARS})*+")
"""What is a prefix if a colon follows. Where none does, none of its ends is one either, and
looking for one at each would take a time that grows with the square of the length."""

_LOCAL = rf"(?:(?:[{_BASE}_:0-9]|{_PLX})(?:\.*(?:{_CHARS}|:|{_PLX}))*+)?"
"""What may follow the colon of a prefixed name."""
_NAME = re.compile(rf"{_RUN.pattern}:{_LOCAL}")
_RUNNING = "run"
"""The kind of what only a look behind it can tell: a prefixed name, or a word and more."""

_SPACE = r"(?:[ \t\r\n]++|\#[^\r\n]*+)*+"
_TERMINALS = (
    (IRI, _IRI),
    (VARIABLE, rf"[?$][{_BASE}_0-9][{_BASE}_{_MORE}]*+"),
    (NAME, rf"(?:[A-Za-z][A-Za-z0-9_]*+)?:{_LOCAL}"),
    (WORD, rf"[A-Za-z_][A-Za-z0-9_]*+(?![{_BASE}_{_MORE}.:\-])"),
    (_RUNNING, _RUN.pattern),
    (STRING, rf"'''(?:'{{0,2}}(?:[^'\\]|{_ECHAR}))*+'''"),
    (STRING, rf'"""(?:"{{0,2}}(?:[^"\\]|{_ECHAR}))*+"""'),
    (STRING, rf"'(?!'')(?:[^'\\\r\n]|{_ECHAR})*+'"),
    (STRING, rf'"(?!"")(?:[^"\\\r\n]|{_ECHAR})*+"'),
    (NUMBER, r"(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)[eE][+-]?[0-9]++|[0-9]*\.[0-9]++|[0-9]++"),
    (SIGN, rf"{_BRACKETS}|&&|\|\||\^\^|[!<>]=|[{{}}()\[\].;,*/|^?+\-!=<>~]"),
    (BLANK, rf"_:[{_BASE}_0-9](?:\.*{_CHARS})*+"),
    (LANGUAGE, rf"@[A-Za-z]++(?:-[A-Za-z0-9]++)*+(?:{_DIRECTION})?"),
    (WORD, r"[A-Za-z_][A-Za-z0-9_]*+"),
)
"""The first that fits counts, and is the longest that does; those that are frequent go first."""
_KINDS = ("", *(kind for kind, _ in _TERMINALS))
_TERMINAL = re.compile(_SPACE + "(?:" + "|".join(f"({p})" for _, p in _TERMINALS) + ")")
# Numbered alike; what never fits stands for what is not looked for.
_NAMELESS = re.compile(
    "|".join("((?!))" if kind in (NAME, _RUNNING) else f"({p})" for kind, p in _TERMINALS)
)
_BLANKS = re.compile(_SPACE)

_ESCAPE = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8})|(\\))")
_HIDDEN = re.compile(r"\\(?:u([0-9A-Fa-f]{4})|U([0-9A-Fa-f]{8}))")
_STRUCTURE = frozenset("\"'\\#<>{}") | {chr(code) for code in range(0x20)}


def decode(text: str) -> str:
    r"""Return *text* with its code point escapes read (section 19.2).

    Escapes of quotes, backslash, ``#``, angle and curly brackets and control
    characters are refused: by section 19.2 they end a string or an IRI, while
    many engines take them as part of it.

    :raises QueryRefusedError: on such an escape.
    :raises QuerySyntaxError: if there are surrogates or an escape is no character.
    """
    if "\\" not in text and text.isascii():
        return text
    for found in _HIDDEN.finditer(text):
        code = int(found[1] or found[2], 16)
        if code > 0x10FFFF or 0xD800 <= code <= 0xDFFF:
            raise _error(text, found.start(), f"{found[0]} is no character")
        if chr(code) in _STRUCTURE:
            raise QueryRefusedError(
                f"The escape {found[0]} can be read in two ways.",
                r"Write \" or \' or \\ or \n in strings, and %-encode the character in IRIs.",
            )
    surrogate = re.search("[\ud800-\udfff]", text)
    if surrogate:
        raise _error(text, surrogate.start(), "half of a surrogate pair is no character")
    return _ESCAPE.sub(lambda m: m[0] if m[3] else chr(int(m[1] or m[2], 16)), text)


def tokenize(text: str) -> tuple[Token, ...]:
    """Return the tokens of *text*, which :func:`decode` has read; comments are left out.

    :raises QuerySyntaxError: where no terminal of SPARQL begins.
    """
    tokens = []
    new = tuple.__new__  # what Token(…) does with more ado
    at = nameless = 0
    while found := (_TERMINAL if at >= nameless else _NAMELESS).match(text, at):
        number = found.lastindex or 0
        kind, content = _KINDS[number], found[number]
        start, at = found.span(number)
        if kind is _RUNNING:
            name = _NAME.match(text, start)
            if name is None:
                nameless, at = at, start
                continue
            kind, content, at = NAME, name[0], name.end()
        word = content.upper() if kind is WORD else ""
        tokens.append(new(Token, (kind, content, start, word, text)))
    blanks = _BLANKS.match(text, at)
    at = blanks.end() if blanks else at
    if at < len(text):
        raise _error(text, at, _complaint(text[at]))
    return tuple(tokens)


_ABSOLUTE = re.compile(r"<[A-Za-z][A-Za-z0-9+.-]*://")


def ambiguous(tokens: tuple[Token, ...]) -> bool:
    """Return whether an engine might read the text with other tokens than these.

    That needs an IRI with ``#`` or ``'`` in it which could also be the operator
    ``<`` followed by an expression. ``<scheme://`` could not: no expression holds
    two slashes in a row.
    """
    return any(
        [
            ("#" in token.text or "'" in token.text)
            # The match covers every IRI with an authority, hence nearly all that there are.
            and not _ABSOLUTE.match(token.text)
            for token in tokens
            if token.kind is IRI
        ]
    )


def _complaint(character: str) -> str:
    if character in "\"'":
        return "a string is not closed, or holds an escape that SPARQL does not have"
    return f'unexpected "{character}"' if character.isprintable() else "unexpected character"


def _error(text: str, at: int, complaint: str) -> QuerySyntaxError:
    line = text.count("\n", 0, at) + 1
    column = at - (text.rfind("\n", 0, at) + 1) + 1
    return QuerySyntaxError(
        f"The query does not parse: {complaint} at line {line}, column {column}.",
        line=line,
        column=column,
        token=text[at],
    )
