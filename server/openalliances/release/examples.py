"""The example queries: one ``.rq`` file each, whose header says what it asks.

The build publishes them as data and pages show them, so they are read here, on
the floor below both. A header has a title, an explanation, and keywords of
which the first is the topic::

    # # Who is a member of NATO today?
    #
    # Spells of membership without an end.
    #
    # **Keywords:** members at a date, dates
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openalliances.bundle import bundle

_FOLDER = bundle() / "data" / "examples"
_KEYWORDS = "**Keywords:**"
_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


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
    """Return the example in *path*: a Markdown header in comments, then the query."""
    lines = path.read_text(encoding="utf-8").splitlines()
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = [line.removeprefix("#").strip() for line in lines[:end]]
    query = "\n".join(lines[end:]).strip() + "\n"
    title = next((line.removeprefix("# ") for line in header if line.startswith("# ")), path.stem)
    keywords = next((line for line in header if line.startswith(_KEYWORDS)), _KEYWORDS)
    told = (line for line in header if line and not line.startswith(("# ", _KEYWORDS)))
    form = _FORM.search(query)
    return Example(
        slug=path.stem.replace("_", "-"),
        title=title,
        about=" ".join(told),
        query=query,
        form=form[1] if form else "SELECT",
        keywords=tuple(
            word.strip() for word in keywords.removeprefix(_KEYWORDS).split(",") if word.strip()
        ),
    )
