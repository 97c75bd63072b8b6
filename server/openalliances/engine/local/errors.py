"""Why a query failed in a worker: from what it said, or from how it died, to an error."""

from __future__ import annotations

import json
import re
import signal

from openalliances.engine.errors import out_of_memory, timed_out, unwritable
from openalliances.engine.interface import Query
from openalliances.errors import (
    EngineError,
    QueryRefusedError,
    QuerySyntaxError,
    RequestError,
    StoreDamagedError,
)

_PLACE = re.compile(r"error at (\d+):(\d+): expected (?:one of )?(.*)", re.DOTALL)
_REASON = re.compile(r"(?:^|, )([A-Z][A-Za-z]* [\w ']*\w)(?=, |$)")
"""What the parser says in words, among the characters that it would have liked."""


_OF_THE_QUERY = (-signal.SIGALRM, -signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS)
"""How workers end by what the query does: the deadline, the memory, the stack."""


def may_repeat(status: int) -> bool:
    """Return whether a query whose worker ended with *status* may do better in another one."""
    return status not in _OF_THE_QUERY


def from_death(status: int, query: Query, megabytes: int) -> RequestError:
    """Return the error of a query whose worker ended with *status* (minus a signal)."""
    if status == -signal.SIGALRM:
        return timed_out(query.timeout)
    # An allocation that is refused aborts Rust and C++; a stack that cannot grow is a fault.
    if status in (-signal.SIGABRT, -signal.SIGSEGV, -signal.SIGBUS):
        return out_of_memory(megabytes)
    how = f"by signal {-status}" if status < 0 else f"with status {status}"
    return EngineError(
        f"The process that evaluated the query ended {how}.",
        "The next query gets another one. If it happens again with the same query, "
        "please report the query.",
    )


def from_report(payload: bytes, query: Query, megabytes: int) -> RequestError:
    """Return the error that a worker reports in an error frame."""
    report = json.loads(payload)
    kind, message = str(report["kind"]), str(report["message"])
    if kind == "syntax":
        return _syntax_error(message, query.text)
    if kind == "format":
        return unwritable(query.format, message)
    if kind == "memory":
        return out_of_memory(megabytes)
    if kind == "evaluation" and message.endswith("is not supported"):
        return QueryRefusedError(f"{message}.", "Use the functions of SPARQL 1.1.")
    if kind == "store" or message.startswith("Corruption"):
        return StoreDamagedError(
            f"The store of the release is damaged: {message}.",
            "It is not the query. Build the release again with: openalliances build",
        )
    return EngineError(f"The query engine failed: {message}.")


def _syntax_error(message: str, text: str) -> QuerySyntaxError:
    """Return a clean error: where, what stands there, and a reason where one is known.

    The parser lists every character that it would have taken, which helps nobody.
    Its place is exact if there are characters in that list; where it looked for
    keywords only, it has already stepped over as many letters as they have.
    """
    found = _PLACE.match(message)
    if found is None:
        return QuerySyntaxError(f"The query does not parse: {message}.")
    line, column = int(found[1]), int(found[2])
    place = f"line {line}, column {column}"
    reasons = _REASON.findall(found[3])
    exact = re.search(r'["\[]', found[3].replace("[_]", ""))
    if reasons:
        what = f"{reasons[0]}, before {place}"
    elif exact:
        what = f"unexpected {_excerpt(text, line, column)} at {place}"
    else:
        what = f"the error is at or before {place} ({_excerpt(text, line, column)})"
    return QuerySyntaxError(
        f"The query does not parse: {what}.",
        "Look at what stands just before that place: a bracket, a full stop, a quote?",
        line=line,
        column=column,
        token=_excerpt(text, line, column).strip('"') if exact else "",
    )


def _excerpt(text: str, line: int, column: int) -> str:
    lines = text.split("\n")
    rest = lines[line - 1][column - 1 :] if line <= len(lines) else ""
    word = re.match(r"\s*(\w+|\S)", rest)
    if word is not None:
        return f'"{word[1][:40]}"'
    return "end of the line" if line < len(lines) else "end of the query"
