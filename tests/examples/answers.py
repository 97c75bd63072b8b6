"""What the examples answer, as files: CSV for SELECT, sorted N-Triples, ``true`` or ``false``.

Run it to write the answers anew after a change of the data or of an example, and
look at the difference before you commit it::

    PYTHONPATH=server python tests/examples/answers.py [RELEASE]
"""

from __future__ import annotations

import sys
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.cache import ensure_release
from openalliances.progress import Silence
from openalliances.release.examples import Example, examples
from openalliances.settings import Settings

HERE = Path(__file__).parent
SUFFIXES = {"SELECT": ".csv", "ASK": ".txt", "CONSTRUCT": ".nt", "DESCRIBE": ".nt"}


def file_of(example: Example) -> Path:
    """Return where the answer of *example* is kept."""
    return HERE / f"{example.slug}{SUFFIXES[example.form]}"


def answer(store: ox.Store, example: Example) -> str:
    """Return the answer to *example*: rows in their order, triples sorted."""
    result = store.query(example.query, use_default_graph_as_union=True)
    if isinstance(result, ox.QueryBoolean):
        return "true\n" if result else "false\n"
    if isinstance(result, ox.QuerySolutions):
        csv = result.serialize(format=ox.QueryResultsFormat.CSV) or b""
        return csv.decode().replace("\r\n", "\n")
    dataset = ox.Dataset(ox.Quad(*triple) for triple in result)
    dataset.canonicalize(ox.CanonicalizationAlgorithm.RDFC_1_0)
    lines = ox.serialize(dataset, format=ox.RdfFormat.N_QUADS) or b""
    return "".join(sorted(lines.decode().splitlines(keepends=True)))


def main(arguments: list[str]) -> None:
    """Write all answers; take away those of examples that are gone."""
    folder = Path(arguments[0]) if arguments else ensure_release(Settings(), Silence()).folder
    store = ox.Store.read_only(str(folder / "store"))
    found = examples("dataset")
    for path in HERE.iterdir():
        if path.suffix in SUFFIXES.values() and path not in map(file_of, found):
            path.unlink()
    for example in found:
        file_of(example).write_text(answer(store, example), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
