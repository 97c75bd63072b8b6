"""Why a store of others did not answer: from what it says to one of our errors.

Stores agree on little beyond the status (SPARQL 1.1 Protocol, section 2.1.7), and
their texts are the only place where a line and a column stand. What they say is
shortened before it is shown: some repeat the query, some their stack.
"""

from __future__ import annotations

import re
from email.message import Message

from openalliances.engine.errors import timed_out
from openalliances.errors import (
    EngineBusyError,
    EngineError,
    EngineUnreachableError,
    QueryMemoryError,
    QuerySyntaxError,
    RequestError,
)

_LONGEST = 300
_LONGEST_RETRY = 30

_PLACES = (
    re.compile(r"error at (\d+):(\d+)"),  # Oxigraph
    re.compile(r"\bline (\d+),? ?(?:col|column|position)\.? ?(\d+)", re.IGNORECASE),  # Jena, RDF4J
    re.compile(r"\bline (\d+)()", re.IGNORECASE),  # Virtuoso
)
_SYNTAX = re.compile(
    r"syntax|pars(?:e|er|ing)\b|malformed|lexical|encountered|expected|SP03\d|invalid sparql",
    re.IGNORECASE,
)
_TIME = re.compile(r"time[- ]?(?:d )?(?:out|limit)|S1T00|estimated execution time", re.IGNORECASE)
_MEMORY = re.compile(r"out of memory|memory limit|allocat\w+ limit", re.IGNORECASE)


def from_response(
    status: int, headers: Message, text: str, timeout: float, added_lines: int = 0
) -> RequestError:
    """Return the error that a response other than 200 stands for.

    *added_lines* were put before the query and do not count in a place.
    """
    said = _shortened(text)
    if status in (429, 503):
        retry = _retry_after(headers.get("Retry-After", ""))
        return EngineBusyError(
            "The store is busy and took no further query.",
            f"Try again in {retry} s.",
            retry_after=retry,
        )
    if status == 502:
        return unreachable("a proxy before it does not reach it")
    if status in (401, 403):
        return EngineError(
            f"The store refuses this server (HTTP {status}).",
            "The operator has to set engine_user and engine_password, or the rights there.",
        )
    if status in (408, 504) or (status >= 400 and _TIME.search(text)):
        return timed_out(timeout)
    if status >= 500 and _MEMORY.search(text):
        return QueryMemoryError(
            "The store ran out of the memory that a query may use.", "Make the query smaller."
        )
    if 400 <= status < 500 and status not in (404, 405, 406) and _SYNTAX.search(text):
        return _syntax_error(text, said, added_lines)
    if 300 <= status < 400:
        said = f"it wants to be asked at {headers.get('Location', 'another place')[:_LONGEST]}"
    return EngineError(f"The store answered with HTTP {status}: {said or 'no reason given'}.")


def unreachable(reason: str) -> EngineUnreachableError:
    """Return the error of a store that cannot be asked, for *reason*."""
    return EngineUnreachableError(
        f"The store cannot be reached: {reason[:_LONGEST]}.",
        "If it goes on, the operator should look whether the store runs.",
    )


def incomplete(headers: Message, timeout: float) -> RequestError | None:
    """Return the error of a response with 200 that admits in its head to be cut short.

    Virtuoso does so: with a state for queries that ran out of time ("anytime
    queries"), and with a number where ``ResultSetMaxRows`` is set.
    """
    if headers.get("X-SQL-State"):
        return timed_out(timeout)
    if most := headers.get("X-SPARQL-MaxRows"):
        return EngineError(
            f"The store gives at most {most[:20]} rows and would cut this answer short.",
            "Ask for less with LIMIT; the operator can remove ResultSetMaxRows from virtuoso.ini.",
        )
    return None


def _syntax_error(text: str, said: str, added_lines: int) -> QuerySyntaxError:
    line = column = 0
    for pattern in _PLACES:
        if found := pattern.search(text):
            line, column = int(found[1]) - added_lines, int(found[2] or 0)
            break
    return QuerySyntaxError(
        f"The store does not understand the query: {said}.",
        "It may lack something of SPARQL 1.1 that this query uses.",
        line=max(line, 0),
        column=column if line > 0 else 0,
    )


def _retry_after(value: str) -> int:
    """Return the seconds of a Retry-After (RFC 9110, section 10.2.3); a date counts as 1."""
    return max(1, min(_LONGEST_RETRY, int(value))) if value.isdecimal() else 1


def _shortened(text: str) -> str:
    """Return the first words of an error text, in one line, without markup."""
    head = re.split(r"\n\s*(?:SPARQL query:|at )", text, maxsplit=1)[0]
    plain = " ".join(re.sub(r"<[^>]{1,200}>", " ", head).split())
    return plain[:_LONGEST].rstrip(" .")
