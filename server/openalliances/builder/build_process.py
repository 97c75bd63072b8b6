"""A build in a process of its own: what it took of memory is given back when it ends.

The parent starts ``python -m openalliances.builder.build_process`` with a pipe, is told
of each step, and gets the release or the error. Ctrl-C reaches both; whichever of the two
is ended, the other ends too and no half of a release stays.
"""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import sys
from multiprocessing.connection import Connection, Pipe
from pathlib import Path
from typing import Literal, TypeAlias

from openalliances.errors import MachineError, OpenAlliancesError
from openalliances.progress import Progress
from openalliances.release import Release, open_release

Message: TypeAlias = (
    tuple[Literal["step"], str, int]
    | tuple[Literal["advance"], int]
    | tuple[Literal["note"], str]
    | tuple[Literal["done"], str]
    | tuple[Literal["failed"], Exception]
)
"""What the child says: how far it is, and in the end what came of it."""

_PATIENCE = 60.0


def build_in_process(out: Path, root: Path, progress: Progress) -> Release:
    """Build the release of the data set in *root* below *out* and return it.

    :raises SourceError: if a file cannot be read.
    :raises CheckError: if the data break a rule.
    :raises MachineError: if *out* cannot be written, or the process was ended.
    """
    ours, theirs = Pipe(duplex=False)
    command = [sys.executable, "-P", "-m", __name__, str(theirs.fileno()), str(out), str(root)]
    with ours:
        process = subprocess.Popen(
            command, pass_fds=(theirs.fileno(),), stdin=subprocess.DEVNULL, env=_environment()
        )
        theirs.close()
        try:
            return open_release(Path(_told(ours, progress)), read_at_most=0)
        except BaseException:
            _end(process)
            raise
        finally:
            process.wait()


def _told(connection: Connection, progress: Progress) -> str:
    """Pass on what the child says of its steps; return the folder that it has made."""
    while True:
        try:
            message: Message = connection.recv()
        except EOFError:
            raise MachineError(
                "The process that built the release ended by itself.",
                "Was it killed, or is the machine out of memory?",
            ) from None
        match message:
            case ("step", name, total):
                progress.step(name, total)
            case ("advance", parts):
                progress.advance(parts)
            case ("note", text):
                progress.note(text)
            case ("failed", error):
                raise error
            case ("done", folder):
                return folder


def _end(process: subprocess.Popen[bytes]) -> None:
    """Interrupt the child, which then clears away what it has begun."""
    with contextlib.suppress(OSError):
        process.send_signal(signal.SIGINT if os.name == "posix" else signal.SIGTERM)
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()


def _environment() -> dict[str, str]:
    """Return an environment in which the child finds the package that runs here."""
    package = str(Path(__file__).parents[2])
    rest = os.environ.get("PYTHONPATH")
    return os.environ | {"PYTHONPATH": os.pathsep.join(filter(None, (package, rest)))}


class _Telling:
    """Progress that is told to the parent."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._interrupted = False

    def interrupt(self, *_: object) -> None:
        """Take Ctrl-C once; a second one must not stop the clearing away."""
        signal.signal(signal.SIGINT, signal.SIG_IGN)
        self._interrupted = True
        raise KeyboardInterrupt

    def step(self, name: str, total: int = 0) -> None:
        """Tell of the next step.

        :raises KeyboardInterrupt: if a library has swallowed an interruption before.
        """
        if self._interrupted:
            raise KeyboardInterrupt
        self._connection.send(("step", name, total))

    def advance(self, parts: int = 1) -> None:
        """Tell that some parts are done."""
        self._connection.send(("advance", parts))

    def note(self, message: str) -> None:
        """Tell the user something."""
        self._connection.send(("note", message))


def main(descriptor: int, out: Path, root: Path) -> int:
    """Build in this process and tell the parent through the pipe; return the exit code."""
    from openalliances.builder.pipeline import build

    connection = Connection(descriptor, readable=False)
    progress = _Telling(connection)
    signal.signal(signal.SIGINT, progress.interrupt)
    try:
        release = build(out, progress=progress, root=root)
    except KeyboardInterrupt:
        return 130
    except (OpenAlliancesError, OSError) as error:
        with contextlib.suppress(OSError):
            connection.send(("failed", error))
        return 1
    connection.send(("done", str(release.folder)))
    return 0


if __name__ == "__main__":
    sys.exit(main(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])))
