"""Every error this project raises, in one tree.

* OpenAlliancesError
  x InputError               something given to us cannot be used
    + SourceError            a file does not parse, or is not RDF (file, line, column)
      - SourceFaultsError    several faults at once, each with its place
        + TableError         all faults of tables
    + SettingError           a setting has a value that it cannot have
  x CheckError               the data break a rule; the details say where
  x ReleaseError             a release folder cannot be used
    + ReleaseDamagedError    something in it is missing or was changed
    + ReleaseFormatError     another version of the program wrote it
  x MachineError             the machine says no (port in use, folder not writable)
  x RequestError             a request that is answered with its own status
    + NotFoundError          404
    + MethodError            405; writing, where there is only reading
    + NotAcceptableError     406; lists what there is
    + MediaTypeError         415
    + BadRequestError        400
    + BodyTooLargeError      413
    + TargetTooLongError     414; the address of a request
    + MisdirectedError       421; another host was meant
    + HeadTooLargeError      431; all lines before the body
    + QueryError             400; a query that is not run
      - QuerySyntaxError     with line and column
      - QueryRefusedError    updates, SERVICE, LOAD, unknown graphs
    + QueryTimeoutError      503; the deadline has passed
    + QueryMemoryError       503; the query needed more memory than it may have
    + QueryCancelledError    503; whoever asked took it back
    + EngineBusyError        503 with Retry-After; all places are taken
      - UnreadAnswersError   503; too much waits for its readers
      - ConnectionRateError  429; one address opens connections too fast
      - ClientBusyError      429; one client has as many queries as it may have
    + EngineError            500; the query engine failed
      - StoreDamagedError    the store cannot be read, or holds something else than was built
      - EngineUnreachableError  503; the store of others cannot be reached, or is not ready

Each error has a ``message`` (what is wrong), a ``hint`` (what to do), an
``exit_code`` for the command line (1 problems found, 2 usage, 3 data or
machine) and a ``status_hint`` for whoever speaks HTTP. The core never imports
an HTTP library; the hint is a plain number, as in h11.
"""

from __future__ import annotations


class OpenAlliancesError(Exception):
    """Something went wrong that a person can mend."""

    exit_code = 3
    status_hint = 500

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint

    def __reduce__(self) -> tuple[object, ...]:
        """Let the error go from one process to another, whatever its class is made from."""
        return _again, (type(self), self.args, dict(self.__dict__))


def _again(
    kind: type[OpenAlliancesError], args: tuple[object, ...], state: dict[str, object]
) -> OpenAlliancesError:
    """Return an error as it was in another process."""
    error = kind.__new__(kind, *args)
    error.__dict__.update(state)
    return error


class InputError(OpenAlliancesError):
    """Something given to us cannot be used."""


class SettingError(InputError):
    """A setting has a value that it cannot have."""

    exit_code = 2


class SourceError(InputError):
    """A data file cannot be read.

    ``line`` and ``column`` count from 1; 0 means that no place is known.
    """

    def __init__(
        self, path: str, message: str, hint: str = "", *, line: int = 0, column: int = 0
    ) -> None:
        super().__init__(message, hint)
        self.path = path
        self.line = line
        self.column = column

    def __str__(self) -> str:
        """Return ``path:line:column: message`` as far as the place is known."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        return f"{place}: {self.message}"


class SourceFaultsError(SourceError):
    """Files have faults; ``faults`` are the first ones, ``more`` counts those left out.

    It stands itself for the first of them.
    """

    def __init__(self, faults: tuple[SourceError, ...], more: int = 0) -> None:
        first = faults[0]
        super().__init__(
            first.path, first.message, first.hint, line=first.line, column=first.column
        )
        self.faults = faults
        self.more = more


class TableError(SourceFaultsError):
    """Tables have faults."""


class CheckError(OpenAlliancesError):
    """The data break a rule; ``details`` say where and how, one text a problem."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "", details: tuple[str, ...] = ()) -> None:
        super().__init__(message, hint)
        self.details = details


class ReleaseError(OpenAlliancesError):
    """A release folder cannot be used."""


class ReleaseDamagedError(ReleaseError):
    """Something in the release is missing or was changed."""


class ReleaseFormatError(ReleaseError):
    """Another version of the program wrote the release."""


class MachineError(OpenAlliancesError):
    """The machine says no: a port in use, a folder not writable, a full disk."""


class RequestError(OpenAlliancesError):
    """A request that is answered with its own status."""

    exit_code = 1
    status_hint = 400


class BadRequestError(RequestError):
    """The request is not one that we can read."""


class BodyTooLargeError(RequestError):
    """The body is larger than what we read."""

    status_hint = 413


class TargetTooLongError(RequestError):
    """The address is longer than what we read; a long query is sent by POST."""

    status_hint = 414


class MisdirectedError(RequestError):
    """The request is for a host that is not served here."""

    status_hint = 421


class HeadTooLargeError(RequestError):
    """The header fields are larger, or more, than what we read."""

    status_hint = 431


class NotFoundError(RequestError):
    """There is nothing at that place."""

    status_hint = 404


class MethodError(RequestError):
    """The method would change something, or has no meaning there."""

    status_hint = 405


class NotAcceptableError(RequestError):
    """None of the formats that we have is wanted; the hint lists what we have."""

    status_hint = 406


class MediaTypeError(RequestError):
    """The body is in a format that we do not read."""

    status_hint = 415


class QueryError(RequestError):
    """A query that is not run.

    ``line`` and ``column`` count from 1, 0 is unknown; ``token`` is what stands there.
    """

    def __init__(
        self, message: str, hint: str = "", *, line: int = 0, column: int = 0, token: str = ""
    ) -> None:
        super().__init__(message, hint)
        self.line = line
        self.column = column
        self.token = token


class QuerySyntaxError(QueryError):
    """A query does not parse."""


class QueryRefusedError(QueryError):
    """A query asks for what this service does not do."""


class QueryTimeoutError(RequestError):
    """The query was stopped at its deadline."""

    status_hint = 503


class QueryMemoryError(RequestError):
    """The query was stopped because it needed more memory than it may have."""

    status_hint = 503


class EngineBusyError(RequestError):
    """All places are taken; ``retry_after`` is in seconds."""

    status_hint = 503

    def __init__(self, message: str, hint: str = "", *, retry_after: int = 1) -> None:
        super().__init__(message, hint)
        self.retry_after = retry_after


class ClientBusyError(EngineBusyError):
    """One client has as many queries running and waiting as it may have."""

    status_hint = 429


class UnreadAnswersError(EngineBusyError):
    """What waits for its readers takes all the room that there is, in sum or for one client."""


class ConnectionRateError(EngineBusyError):
    """One address opens connections faster than they are begun."""

    status_hint = 429


class QueryCancelledError(RequestError):
    """The query was stopped because whoever asked took it back."""

    status_hint = 503


class EngineError(RequestError):
    """The query engine failed."""

    exit_code = 3
    status_hint = 500


class StoreDamagedError(EngineError):
    """The store cannot be read, or holds something else than was built."""


class EngineUnreachableError(EngineError):
    """The store behind this server cannot be reached, or is not ready yet."""

    status_hint = 503
