"""A ``.rq`` file: one SPARQL query with a Markdown header in comments, which documents it.

The one reader of such files: rules, competency questions, checks, examples and the queries of
pages all have this form::

    # # Who is a member of NATO today?
    #
    # Spells of membership without an end.
    #
    # **Keywords:** members at a date, dates

    SELECT …
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from openalliances.errors import SourceError

_FIELD = re.compile(r"^\*\*([^*:]+):\*\* (.+?)(?=\n\n|\n\*\*|\Z)", re.MULTILINE | re.DOTALL)
_FORM = re.compile(r"^(SELECT|ASK|CONSTRUCT|DESCRIBE)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class QueryFile:
    """What is in a file.

    ``title`` is the first line of the header, or the name of the file in words. ``fields`` are
    its paragraphs ``**Name:** text`` by name, ``about`` is the rest of the header, each in one
    line. ``text`` is the whole file (errors count its lines), ``query`` is it without the header.
    ``form`` is SELECT, ASK, CONSTRUCT or DESCRIBE.
    """

    path: Path
    title: str
    about: str
    fields: Mapping[str, str]
    text: str
    query: str
    form: str


def read_query_file(path: Path) -> QueryFile:
    """Return what the file holds.

    :raises SourceError: if it cannot be read.
    """
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise SourceError(str(path), f"The query cannot be read: {error}.") from None
    lines = text.splitlines()
    end = next((n for n, line in enumerate(lines) if not line.startswith("#")), len(lines))
    header = [line.removeprefix("#").removeprefix(" ") for line in lines[:end]]
    query = "\n".join(lines[end:]).strip() + "\n"
    said = "\n".join(header[1:])
    form = _FORM.search(query)
    return QueryFile(
        path=path,
        title=header[0].lstrip("# ") if header else path.stem.replace("_", " "),
        about=_in_one_line(_FIELD.sub("", said)),
        fields={name: _in_one_line(words) for name, words in _FIELD.findall(said)},
        text=text,
        query=query,
        form=form[1] if form else "SELECT",
    )


def _in_one_line(words: str) -> str:
    return " ".join(words.split())
