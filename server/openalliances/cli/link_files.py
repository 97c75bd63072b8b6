"""The files of ``openalliances link``: where it writes, and what it does not write over."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from openalliances.atomic import replaced
from openalliances.errors import SettingError

STREAM = Path("-")
"""Standard input or output."""


def beside(file: Path) -> Path:
    """Return where to write what is made of *file*: beside it, or to standard output."""
    return STREAM if file == STREAM else file.parent / f"{file.stem}.linked{file.suffix}"


def refuse_overwriting(
    file: Path, target: Path, review: Path | None, decisions: Path | None
) -> None:
    """Refuse to write into what is read, and two things into one file.

    :raises SettingError: if it would be.
    """
    read = {"FILE": file, "--decisions": decisions}
    written = {"--output": target, "--review": review}
    pairs = [
        (one, other, a, b)
        for one, a in written.items()
        for other, b in (read | written).items()
        if one != other
    ]
    for one, other, a, b in pairs:
        if a and b and STREAM not in (a, b) and _same(a, b):
            raise SettingError(
                f"{one} and {other} are the same file, {a}.", "Give each a name of its own."
            )
    if review == STREAM:
        raise SettingError("--review is -.", "Give the name of a file.")


def _same(one: Path, other: Path) -> bool:
    try:
        return one.samefile(other)
    except OSError:
        return one.absolute() == other.absolute()


@contextmanager
def opened(target: Path) -> Iterator[IO[str]]:
    """Open *target* for writing; it takes its place only when it is whole."""
    if target == STREAM:
        out = io.TextIOWrapper(sys.stdout.buffer, encoding="utf-8", newline="")
        try:
            yield out
        finally:
            out.detach()
        return
    with replaced(target) as file:
        yield file
