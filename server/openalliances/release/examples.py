"""The example queries: one ``.rq`` file each, whose header says what it asks.

The build publishes them as data and pages show them, so they are read here, on
the floor below both. The first keyword of a header is the topic.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openalliances.bundle import bundle
from openalliances.rdf.query_file import read_query_file

_FOLDER = bundle() / "data" / "examples"


@dataclass(frozen=True, slots=True)
class Example:
    """A query to try: ``slug`` is its name in IRIs, ``query`` its text without the header.

    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE. ``keywords`` begin with the topic.
    """

    slug: str
    title: str
    about: str
    query: str
    form: str = "SELECT"
    keywords: tuple[str, ...] = ()

    @property
    def topic(self) -> str:
        """Return what it is about, in a word or two; empty if its header does not say."""
        return self.keywords[0] if self.keywords else ""


@cache
def examples(kind: str) -> tuple[Example, ...]:
    """Return the examples for releases of *kind*, ``dataset`` or ``files``, by file name."""
    return tuple(read_example(path) for path in sorted((_FOLDER / kind).glob("*.rq")))


def read_example(path: Path) -> Example:
    """Return the example in *path*.

    :raises SourceError: if it cannot be read.
    """
    file = read_query_file(path)
    keywords = file.fields.get("Keywords", "").split(",")
    return Example(
        slug=path.stem.replace("_", "-"),
        title=file.title,
        about=file.about,
        query=file.query,
        form=file.form,
        keywords=tuple(word.strip() for word in keywords if word.strip()),
    )
