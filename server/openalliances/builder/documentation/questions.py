"""The questions for the documentation: one ``.rq`` file each, whose header is its text.

``CQ…`` are the competency questions, ``RQ…`` what a researcher would ask beside them, ``SQ…``
what is asked of the graph of statements, in SPARQL 1.2, ``JQ…`` what is asked of mandates,
contributions and components, and of what the essays expect and judge.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from openalliances.bundle import bundle
from openalliances.rdf.prefixes import ALLY
from openalliances.rdf.query_file import read_query_file
from openalliances.release.documentation import Question

_TERM = re.compile(r"\bally:(\w+)")
_NUMBER = re.compile(r"\d+")


def question_files(root: Path | None = None) -> tuple[Path, ...]:
    """Return the files of the questions of a bundle, in their order; none if it has none."""
    folder = (bundle() if root is None else root) / "ontology" / "questions"
    return tuple(sorted(folder.glob("[CJLRS]Q*.rq"), key=_order))


def questions(files: Sequence[Path]) -> tuple[Question, ...]:
    """Return the question in each file, in the order given."""
    return tuple(read_question(path) for path in files)


def read_question(path: Path) -> Question:
    """Return the question in *path*; what its header lacks is empty.

    :raises SourceError: if it cannot be read.
    """
    file = read_query_file(path)
    return Question(
        code=path.stem,
        title=file.title,
        text=file.fields.get("Question", ""),
        basis=file.fields.get("Basis", ""),
        expected=file.fields.get("Expected", ""),
        reasoning=file.fields.get("Reasoning", ""),
        query=file.query,
        terms=tuple(sorted({ALLY + local for local in _TERM.findall(file.query)})),
    )


def _order(path: Path) -> tuple[str, int]:
    number = _NUMBER.search(path.stem)
    return path.stem[:2], int(number[0]) if number else 0
