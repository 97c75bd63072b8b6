"""The tables beside release 2026.11.0, whose facts were written in Turtle: what has changed.

Each triple about a thing is either the same in both, or of a pattern in ``differences.csv``.
``same.csv`` has, for each kind of thing, how many triples are the same and their digest, so
that the comparison needs no old release. It is made with the tables as they were then
(:data:`TREE`), so that facts may change; with the old release at hand,

    PYTHONPATH=server python tests/tables/differences.py openalliances-asserted.nq

compares triple by triple and writes both files.
"""

from __future__ import annotations

import csv
import io
import re
import subprocess
import sys
import tarfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph as ox

from openalliances.rdf.prefixes import ALLY, ID
from openalliances.tables.columns import Table
from openalliances.tables.conversion import row_iri
from openalliances.tables.publication import publish
from openalliances.tables.reading import read_tables
from openalliances.tables.rows import Row, TableFile

ROOT = Path(__file__).parents[2]
HERE = Path(__file__).parent
TREE = "df97bd272f0673c7a2bcc5cf291da3a4b38661ec"
"""The tables in git when the Turtle with the facts was deleted."""

CITES_FOR = ALLY + "citesFor"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
ONCE = (
    "<https://w3id.org/openalliances/id/citation/contribution/amisom/burundi/5>",
    CITES_FOR,
    f"<{ALLY}startDate>",
)
"""A citation of which 2026.11.0 said both that it backs a date and that it reports another."""

PRESENT = (
    "asean-regional-forum/security-forum",
    "euavsec-south-sudan/civilian-mission",
    "eubam-libya/civilian-mission",
    "eujust-lex-iraq/civilian-mission",
    "eussr-guinea-bissau/civilian-mission",
    "nato/military-alliance",
)
"""Records of our classification whose subject had another name when theirs was made."""

KEYS = {
    ("citation/membership", "inArrangement"),
    ("citation/membership", "hasMember"),
    ("citation/suspension", "suspends"),
    ("citation/period", "isPeriodOf"),
    ("citation/contribution", "isContributionTo"),
    ("citation/contribution", "contributedBy"),
}
"""What rows are about."""

MOVED = {
    ("citation/arrangement", "hasObligationType"),
    ("citation/organization", "hasObligationType"),
    ("citation/contribution", "personnelCount"),
    ("citation/contribution", "countDate"),
}
"""What has a table of its own, so that citations of the thing no longer speak of it."""
OWN = re.compile(rf"<{ID}citation/(obligation|count)/")

SOURCE = ("source", "place", "check", "checked_on")
"""The columns that a further row shares with the row that it goes on."""

WHY = {
    "further row": "A further value of a thing is a further row, which has a citation of its own: "
    "now each value has its receipt.",
    "table of its own": "Obligations and counts of personnel have tables of their own, since each "
    "has its time: the citations stand there, one for each value.",
    "speaks of its keys": "A row speaks of what it is about: a source that gives a date of a "
    "membership says the membership.",
    "present name": "The name of our own classification is made from the present name of its "
    "subject; six were made before it changed, or by hand.",
    "backs and denies": "One citation was said to back a start and to report another one.",
    "head of a file": "Facts stand in ten named graphs instead of 218; what is said of them "
    "stands with what is said of all graphs.",
}

Line = tuple[str, str, str]
Triples = set[Line]


def published(files: Sequence[TableFile]) -> tuple[Triples, set[str]]:
    """Return all triples about things in the tables, and the IRIs of further citations."""
    triples = {_line(t) for table in publish(files) for t in table.triples}
    return triples, {iri for file in files for iri in _further(file)}


def _further(file: TableFile) -> Iterator[str]:
    """Yield the citations of rows that only give a further value of what an earlier row says."""
    several = {c.name for c in file.table.columns if c.many}
    own = {c.name for c in file.table.columns if c.citing} - set(SOURCE)
    for _, rows in file.things() if file.table.cited else ():
        for place, row in enumerate(rows):
            facts = set(_facts(file.table, row))
            if (
                facts
                and facts <= several
                and not (own & set(row.cells))
                and any(_same(row, r, facts) for r in rows[:place])
            ):
                yield row_iri(file.table, row)


def _facts(table: Table, row: Row) -> list[str]:
    return [c.name for c in table.columns if c.fact and not c.key and c.name in row.cells]


def _same(row: Row, earlier: Row, facts: set[str]) -> bool:
    same = all(row.cells.get(name) == earlier.cells.get(name) for name in SOURCE)
    other = all(row.cells[name] != earlier.cells.get(name, row.cells[name]) for name in facts)
    return same and other and row.has_source


def pattern(triple: Line, further: set[str]) -> str:
    """Return the pattern of differences that a triple is of, or nothing."""
    subject, predicate, term = triple
    if subject.strip("<>") in further or term.strip("<>") in further:
        return "further row"
    if OWN.match(subject) or OWN.match(term):
        return "table of its own"
    if not subject.startswith(f"<{ID}"):
        return "head of a file"
    said = (kind(subject), term.strip("<>").removeprefix(ALLY))
    if predicate == CITES_FOR and said in KEYS | MOVED:
        return "speaks of its keys" if said in KEYS else "table of its own"
    if (
        predicate == LABEL
        and subject.strip("<>").removeprefix(f"{ID}claim/classification/") in PRESENT
    ):
        return "present name"
    return "backs and denies" if triple == ONCE else ""


def tables_then(folder: Path) -> tuple[TableFile, ...]:
    """Return the tables as they were when they took the place of Turtle, written into *folder*.

    :raises LookupError: if the history of this clone does not have them.
    """
    (folder / "data" / "tables").mkdir(parents=True)
    archive = subprocess.run(["git", "archive", TREE], cwd=ROOT, capture_output=True, check=False)
    if archive.returncode:
        raise LookupError(f"git has no tree {TREE}: {archive.stderr.decode().strip()}")
    with tarfile.open(fileobj=io.BytesIO(archive.stdout)) as packed:
        packed.extractall(folder / "data" / "tables", filter="data")
    return read_tables(folder)


def kind(subject: str) -> str:
    """Return the kind of thing that a triple is about: ``membership``, ``citation/membership``."""
    parts = subject.strip("<>").removeprefix(ID).split("/")
    return "/".join(parts[: 2 if parts[0] == "citation" else 1])


def same(triples: Iterable[Line], further: set[str]) -> dict[str, tuple[int, str]]:
    """Return by kind how many triples are of no pattern, and the digest of those."""
    by_kind: dict[str, list[str]] = {}
    for triple in triples:
        if not pattern(triple, further):
            by_kind.setdefault(kind(triple[0]), []).append(" ".join(triple))
    return {name: (len(lines), _digest(lines)) for name, lines in sorted(by_kind.items())}


def counts(triples: Iterable[Line], further: set[str]) -> Counter[tuple[str, str]]:
    """Return how many triples there are of each pattern, by property."""
    found: Counter[tuple[str, str]] = Counter()
    for triple in triples:
        if name := pattern(triple, further):
            said = triple[2] if name == "speaks of its keys" else triple[1]
            short = "" if name == "head of a file" else said.strip("<>").rpartition("/")[2]
            found[name, short] += 1
    return found


def _digest(lines: list[str]) -> str:
    return sha256("\n".join(sorted(lines)).encode()).hexdigest()[:16]


def _line(triple: ox.Triple | ox.Quad) -> Line:
    return str(triple.subject), triple.predicate.value, str(triple.object)


def old_release(path: Path) -> Triples:
    """Return the triples that were facts in release 2026.11.0, and those about their graphs."""
    graphs = ("graph/reference/", "graph/claims/classification")
    with path.open("rb") as file:
        return {
            _line(quad)
            for quad in ox.parse(file, ox.RdfFormat.N_QUADS)
            if any(part in str(quad.graph_name) for part in graphs)
        }


def read(name: str) -> list[list[str]]:
    """Return the rows of a CSV file beside this one, without its header."""
    with (HERE / name).open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


def _write(name: str, header: tuple[str, ...], rows: Iterable[Iterable[object]]) -> None:
    with (HERE / name).open("w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, lineterminator="\n")
        out.writerow(header)
        out.writerows(rows)


def main() -> None:
    """Compare the tables as they were with the old release, and write what is alike and not."""
    with TemporaryDirectory() as folder:
        triples, further = published(tables_then(Path(folder)))
    before = old_release(Path(sys.argv[1]))
    lost = [t for t in same_ones(before, set()) if t not in triples]
    new = [t for t in same_ones(triples, further) if t not in before]
    print(f"{len(before)} triples before, {len(triples)} now")
    print(f"of no pattern: {len(lost)} lost, {len(new)} new")
    for triple in [*lost, *new]:
        print(*triple)
    was, now = counts(before, set()), counts(triples, further)
    rows = [(*key, was[key], now[key], WHY[key[0]]) for key in sorted({*was, *now})]
    _write("differences.csv", ("pattern", "property", "before", "now", "why"), rows)
    found = same(triples, further)
    _write("same.csv", ("kind", "triples", "digest"), [(k, *v) for k, v in found.items()])


def same_ones(triples: Triples, further: set[str]) -> Triples:
    """Return the triples that are of no pattern."""
    return {t for t in triples if not pattern(t, further)}


if __name__ == "__main__":
    main()
