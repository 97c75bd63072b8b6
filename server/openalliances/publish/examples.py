"""Example queries: one ``.rq`` file each, whose header is its title and its explanation."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

_FOLDER = Path(__file__).parent / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try: ``slug`` is its file name, ``query`` its text without the header."""

    slug: str
    title: str
    about: str
    query: str


@cache
def examples(kind: str) -> tuple[Example, ...]:
    """Return the examples for releases of *kind*: ``dataset`` or ``files``."""
    return tuple(read_example(path) for path in sorted((_FOLDER / kind).glob("*.rq")))


def read_example(path: Path) -> Example:
    """Return the example in *path*: a Markdown header in comments, then the query."""
    header: list[str] = []
    query: list[str] = []
    for line in path.read_text(encoding="utf-8").splitlines():
        (header if line.startswith("#") and not query else query).append(line)
    lines = [line.removeprefix("#").strip() for line in header]
    title = next((line.removeprefix("# ") for line in lines if line.startswith("# ")), path.stem)
    about = " ".join(line for line in lines if line and not line.startswith("# "))
    return Example(path.stem, title, about, "\n".join(query).strip() + "\n")
