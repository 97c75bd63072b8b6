"""Why a query got no answer, whichever engine was asked: no slot, no time, no wish any more."""

from __future__ import annotations

from openalliances.errors import (
    ClientBusyError,
    EngineBusyError,
    EngineError,
    NotAcceptableError,
    QueryCancelledError,
    QueryMemoryError,
    QueryTimeoutError,
)
from openalliances.rdf.formats import Format, whole_formats

_LONG_RESULT = "For all of the data, take a dump."


def timed_out(seconds: float) -> QueryTimeoutError:
    """Return the error of a query that was stopped after *seconds*."""
    return QueryTimeoutError(
        f"The query was stopped: it took longer than {seconds:g} seconds.",
        f"Make it smaller: fewer open patterns, a LIMIT, less to sort or count. {_LONG_RESULT}",
    )


def out_of_memory(megabytes: int) -> QueryMemoryError:
    """Return the error of a query that may use *megabytes* and needed more."""
    return QueryMemoryError(
        f"The query was stopped: it needed more than {megabytes} MB of memory, "
        "or was nested too deeply.",
        f"Make it smaller: ORDER BY, DISTINCT and GROUP BY hold all rows at once. {_LONG_RESULT}",
    )


def busy(waiting: int, retry_after: int) -> EngineBusyError:
    """Return the error of a query for which there is no slot; *waiting* others wait."""
    return EngineBusyError(
        f"All query workers are busy and {waiting} queries wait already.",
        f"Try again in {retry_after} s.",
        retry_after=retry_after,
    )


def too_many(count: int, retry_after: int) -> ClientBusyError:
    """Return the error of a client that has *count* queries here already."""
    return ClientBusyError(
        f"You have {count} queries running and waiting; that is as many as one client may have.",
        f"Wait for their answers, or try again in {retry_after} s.",
        retry_after=retry_after,
    )


def cancelled() -> QueryCancelledError:
    """Return the error of a query that was taken back."""
    return QueryCancelledError("The query was stopped, as was asked for.")


OTHER_KIND = "this form of query has another kind of answer"
"""Why rows have no form as a graph, and graphs none as rows."""


def unwritable(form: Format, reason: str) -> NotAcceptableError:
    """Return the error of an answer that *form* cannot hold, for *reason*."""
    kind = form.kind
    if reason == OTHER_KIND:
        kind = "result" if kind == "graph" else "graph"
    return NotAcceptableError(
        f"The answer cannot be written as {form.name}: {reason}.",
        f"Ask for {whole_formats(kind)}.",
    )


def failed() -> EngineError:
    """Return the error of what nobody has foreseen; operators find it where errors are printed."""
    return EngineError("Something failed here; it is not you.")
