"""Whether a query may run: read before the engine sees it.

A query passes if it only reads, stays in this data set, and asks for graphs
that exist. The engine then parses it in full; the judge reads tokens only (see
``lexer.py`` for why that is enough) and therefore need not know the grammar.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from urllib.parse import urljoin, urlsplit

from openalliances.errors import QueryRefusedError, QuerySyntaxError
from openalliances.settings import Settings
from openalliances.sparql.keywords import CHANGING, FORMS, UPDATES, WORDS
from openalliances.sparql.lexer import (
    CLOSING,
    IRI,
    NAME,
    PAIRS,
    Token,
    ambiguous,
    decode,
    tokenize,
)
from openalliances.sparql.scope import UncertainError, scope_of
from openalliances.sparql.spelling import nearest
from openalliances.sparql.store_code import refuse_store_code
from openalliances.sparql.syntax_errors import prefix_hint, refused, suggestion, syntax

DEPTH = 128
"""Brackets in brackets that are read; engines parse by recursion and have an end."""

_BRACKETS = CLOSING | PAIRS.keys()
_WORDS_AND_NONE = WORDS | {""}
_MAKING = frozenset({"AS", "GROUP", "HAVING"})
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ESCAPED = re.compile(r"\\(.)")
_SERVICE = re.compile("service(silent)?", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Judged:
    """A query that may run.

    ``text`` is what to give to the engine: the query with its code point
    escapes read. ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE. ``from_graphs``
    and ``from_named`` are the IRIs of its ``FROM`` clauses. ``prefixes`` are those
    that it declares, ``base`` is what it resolves relative IRIs by. ``normalised`` is
    the same for queries that differ only in white space and comments. ``stable`` says
    whether its result depends on the data only (no ``NOW()``, ``RAND()``, ``SERVICE``).
    ``names`` are the IRIs and prefixed names behind the prologue, ``services`` are the IRIs that
    its ``SERVICE`` clauses ask. ``projection`` says what the ``*`` of ``SELECT *`` stands for, in
    the order of writing: where it is in the text, and the variables; None where it is not certain.
    """

    text: str
    form: str
    from_graphs: tuple[str, ...]
    from_named: tuple[str, ...]
    prefixes: Mapping[str, str]
    base: str
    normalised: str
    stable: bool
    names: tuple[Token, ...] = ()
    services: tuple[str, ...] = ()
    projection: tuple[int, str] | None = None

    @property
    def has_dataset_clause(self) -> bool:
        """Return whether the query itself says which graphs it reads."""
        return bool(self.from_graphs or self.from_named)


def judge(text: str, *, known_graphs: Collection[str], base: str, settings: Settings) -> Judged:
    """Return what the query is, if it may run.

    *base* is the IRI against which relative IRIs are resolved.

    :raises QueryRefusedError: for updates, ``SERVICE`` at hosts not allowed, unknown graphs,
        queries that are too long or too deeply nested, and what a store of others might run.
    :raises QuerySyntaxError: if it is no query, by its words and prefixes.
    """
    if len(text) > settings.query_length:
        raise QueryRefusedError(
            f"The query has {len(text)} characters; at most {settings.query_length} are read.",
            "Give long lists of values in several queries.",
        )
    decoded = decode(text.removeprefix("\ufeff"))
    tokens = tokenize(decoded)
    if not tokens:
        raise QuerySyntaxError(
            "The query is empty.", "For example: SELECT * { ?s ?p ?o } LIMIT 10", line=1, column=1
        )
    two_readings = ambiguous(tokens)
    words = {token.word for token in tokens}
    federated = bool(_SERVICE.search(decoded))
    allowed = settings.allowed_hosts if federated else ()
    if federated:
        _refuse_service(tokens, two_readings, bool(allowed))
    if not words.isdisjoint(UPDATES):
        _refuse_updates(tokens)
    prefixes, resolved_base, rest = _prologue(tokens, base)
    form = _form(rest)
    if not words <= _WORDS_AND_NONE:
        _refuse_words(tokens)
    if settings.engine:
        refuse_store_code(tokens, prefixes)
    names = tuple(token for token in rest if token.kind in (IRI, NAME))
    _check_prefixes(names, prefixes)
    _check_brackets(tokens)
    services = _services(rest, prefixes, resolved_base, allowed) if federated else ()
    from_graphs, from_named = (
        _dataset(rest, prefixes, resolved_base) if "FROM" in words else ((), ())
    )
    check_graphs((*from_graphs, *from_named), known_graphs)
    is_select = form == "SELECT" and not two_readings
    return Judged(
        text=decoded,
        form=form,
        from_graphs=from_graphs,
        from_named=from_named,
        prefixes=prefixes,
        base=resolved_base,
        normalised=decoded if two_readings else " ".join([token.text for token in tokens]),
        stable=words.isdisjoint(CHANGING) and not services,
        services=services,
        names=names,
        projection=_projection(rest, words) if is_select else None,
    )


def check_graphs(wanted: Collection[str], known: Collection[str]) -> None:
    """Look whether all *wanted* graphs exist.

    An engine takes a graph that it does not have as an empty one, or fetches it
    from the network. The one hides a typing error, the other is not ours to do.

    :raises QueryRefusedError: if one does not; the hint says which ones do.
    """
    for iri in wanted:
        if iri not in known:
            near = nearest(iri, known, 0.8)
            raise QueryRefusedError(
                f"This data set has no graph <{iri}>.",
                (f"Did you mean <{near}>? " if near else "")
                + "To see all graphs: SELECT ?g { GRAPH ?g { } }",
            )


def _refuse_service(tokens: tuple[Token, ...], two_readings: bool, allowed: bool) -> None:
    """Refuse federated queries (SPARQL 1.1 Federated Query, section 2).

    The text of the query holds the word somewhere. Where some are *allowed*, only what could
    be read in another way is refused here; see :func:`_services`.
    """
    declared = {
        token.text[:-1]
        for previous, token in pairwise(tokens)
        if previous.word == "PREFIX" and token.kind == NAME
    }
    for token in tokens:
        is_plain = allowed and token.word == "SERVICE"
        if "SERVICE" in token.word and not is_plain:
            raise _service_refused(token)
        if token.kind == NAME and _glued(token.text, declared):
            raise _service_refused(token)
    if two_readings:
        raise QueryRefusedError(
            'The query holds the word "service" and an IRI with # or \' that is not written in '
            "full; together they can be read in two ways.",
            "Write such IRIs in full (<https://…#…>) or as prefixed names.",
        )


def _service_refused(token: Token) -> QueryRefusedError:
    return refused(
        token,
        "SERVICE is refused: this endpoint does not send queries to others.",
        "Query the other endpoint yourself, or take our dump into your own store.",
    )


def _services(
    tokens: tuple[Token, ...], prefixes: Mapping[str, str], base: str, allowed: Collection[str]
) -> tuple[str, ...]:
    """Return whom the ``SERVICE`` clauses ask (SPARQL 1.1 Federated Query, section 2).

    :raises QueryRefusedError: if it is not known beforehand, or not one of the *allowed* hosts.
    """
    found = []
    for at, token in enumerate(tokens):
        if token.word != "SERVICE":
            continue
        is_silent = at + 1 < len(tokens) and tokens[at + 1].word == "SILENT"
        asked = next(iter(tokens[at + 1 + is_silent :][:1]), None)
        iri = iri_of(asked, prefixes, base) if asked and asked.kind in (IRI, NAME) else ""
        if _host(iri) not in allowed:
            raise refused(
                token,
                f"SERVICE <{iri[:200]}> is refused: it is not among the hosts that may be asked."
                if iri
                else "SERVICE is followed by the IRI of an endpoint; a variable is refused.",
                "Those that may be asked: " + ", ".join(sorted(allowed)) + ".",
            )
        found.append(iri)
    return tuple(found)


def _host(iri: str) -> str:
    """Return host and port of an http IRI as the setting has them; empty for others."""
    parts = urlsplit(iri)
    usual = {"http": ":80", "https": ":443"}.get(parts.scheme.lower())
    if usual is None or not parts.netloc.isascii():
        return ""
    return parts.netloc.lower().removesuffix(usual)


def _glued(name: str, declared: set[str]) -> bool:
    """Return whether a prefixed name can be read as ``SERVICE`` and a prefixed name."""
    prefix = name.partition(":")[0]
    return any(
        prefix[end:] in declared
        for found in _SERVICE.finditer(prefix)
        for end in {found.start() + len("service"), found.end()}
    )


def _refuse_updates(tokens: tuple[Token, ...]) -> None:
    for token in tokens:
        if token.word in UPDATES:
            raise refused(
                token,
                f"{token.word} is refused: this endpoint only reads.",
                "Use SELECT, ASK, CONSTRUCT or DESCRIBE.",
            )


def _prologue(
    tokens: tuple[Token, ...], base: str
) -> tuple[dict[str, str], str, tuple[Token, ...]]:
    """Return the prefixes, the base and the tokens behind the prologue (section 4.1.1)."""
    prefixes: dict[str, str] = {}
    at = 0
    # Whatever is no prologue begins the query, and fails there.
    while (left := len(tokens) - at) > 1:
        word, second = tokens[at].word, tokens[at + 1]
        if word == "PREFIX" and left > 2 and tokens[at + 2].kind == IRI:
            if second.kind != NAME or not second.text.endswith(":"):
                raise syntax(second, f'"{second.text}" is no prefix; it should end with a colon')
            prefixes[second.text[:-1]] = resolve(base, tokens[at + 2].text[1:-1])
            at += 3
        elif word == "BASE" and second.kind == IRI:
            base = resolve(base, second.text[1:-1])
            at += 2
        elif word == "VERSION":
            at += 2
        else:
            break
    return prefixes, base, tokens[at:]


_PROLOGUE = {
    "PREFIX": "a prefix and its IRI, as in PREFIX ex: <http://example.org/>",
    "BASE": "an IRI, as in BASE <http://example.org/>",
}
"""What comes after the words of the prologue (section 4.1.1)."""


def _form(rest: tuple[Token, ...]) -> str:
    if not rest:
        raise QuerySyntaxError("The query ends after its prefixes.", "Add SELECT … { … }.")
    if rest[0].word in _PROLOGUE:
        raise syntax(rest[0], f"after {rest[0].word} comes {_PROLOGUE[rest[0].word]}")
    if rest[0].word not in FORMS:
        raise syntax(
            rest[0],
            f'a query begins with SELECT, ASK, CONSTRUCT or DESCRIBE, not "{rest[0].text[:40]}"',
            suggestion(rest[0].word, FORMS | _PROLOGUE.keys()),
        )
    return rest[0].word


def _projection(rest: tuple[Token, ...], words: Collection[str]) -> tuple[int, str] | None:
    """Return the place of the ``*`` of ``SELECT *`` and what it stands for.

    :raises QuerySyntaxError: if a variable is bound twice, or not grouped by; see ``scope.py``.
    """
    is_star = any(token.text == "*" for token in rest[1:3])
    # What names its columns, and makes none, is as it is.
    if not is_star and _MAKING.isdisjoint(words):
        return None
    try:
        scope = scope_of(rest)
    except UncertainError:
        return None
    if scope.star is None or not scope.variables:
        return None
    return scope.star.at, " ".join(f"?{name}" for name in scope.variables)


def _refuse_words(tokens: tuple[Token, ...]) -> None:
    for token in tokens:
        if token.word and token.word not in WORDS:
            raise syntax(
                token,
                f'"{token.text[:40]}" is no word of SPARQL',
                _meant_by(token),
            )


def _meant_by(token: Token) -> str:
    if token.source.endswith("--", 0, token.at):
        return 'A text is read from left or from right: "…"@en--ltr, "…"@ar--rtl.'
    return suggestion(token.word, WORDS) or "Variables begin with ?, texts with a quote."


def _check_prefixes(tokens: tuple[Token, ...], declared: Mapping[str, str]) -> None:
    for token in tokens:
        prefix = token.text.partition(":")[0]
        if token.kind == NAME and prefix not in declared:
            hint = prefix_hint(token, declared)
            raise syntax(token, f'the prefix "{prefix}:" is not declared', hint)


def _check_brackets(tokens: tuple[Token, ...]) -> None:
    """Refuse brackets that do not match; engines tell that late and elsewhere."""
    opened: list[Token] = []
    for token in [token for token in tokens if token.text in _BRACKETS]:
        if token.text in PAIRS:
            opened.append(token)
        elif not opened or PAIRS[opened.pop().text] != token.text:
            raise syntax(token, f'"{token.text}" closes nothing')
        if len(opened) > DEPTH:
            raise refused(
                token,
                f"The query has more than {DEPTH} brackets in brackets.",
                "Write lists flat, and chains without brackets.",
            )
    if opened:
        raise syntax(opened[-1], f'this "{opened[-1].text}" is not closed')


def _depths(tokens: tuple[Token, ...]) -> Iterator[tuple[Token, int]]:
    depth = 0
    for token in tokens:
        depth += (token.text in PAIRS) - (token.text in CLOSING)
        yield token, depth


def _dataset(
    tokens: tuple[Token, ...], prefixes: Mapping[str, str], base: str
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the IRIs of ``FROM`` and of ``FROM NAMED`` (section 13.2)."""
    graphs: list[str] = []
    named: list[str] = []
    outside = [token for token, depth in _depths(tokens) if depth == 0]
    for at, token in enumerate(outside):
        if token.word != "FROM":
            continue
        is_named = at + 1 < len(outside) and outside[at + 1].word == "NAMED"
        follower = outside[at + 1 + is_named : at + 2 + is_named]
        if not follower or follower[0].kind not in (IRI, NAME):
            raise syntax(token, "FROM is followed by the IRI of a graph")
        (named if is_named else graphs).append(iri_of(follower[0], prefixes, base))
    return tuple(graphs), tuple(named)


def iri_of(token: Token, prefixes: Mapping[str, str], base: str) -> str:
    """Return the IRI that an IRI reference or prefixed name stands for (section 4.1.1)."""
    if token.kind == IRI:
        return resolve(base, token.text[1:-1])
    prefix, _, local = token.text.partition(":")
    return prefixes[prefix] + (_ESCAPED.sub(r"\1", local) if "\\" in local else local)


def resolve(base: str, reference: str) -> str:
    """Return *reference* resolved against *base* (RFC 3986, section 5.2)."""
    # An absolute one stands for itself; urljoin would drop a # at its end.
    return reference if _ABSOLUTE.match(reference) else urljoin(base, reference)
