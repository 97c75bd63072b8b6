"""What has to hold of links, besides what their columns say of each cell.

Each thing exists and is called as the data call it; each identifier looks like those of its
target; a match that is exact is one-to-one; whoever claims an item of Wikidata to be the same
has seen it twice or has a code that proves it, since many public lists carry invented numbers.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from openalliances.errors import SourceError
from openalliances.rdf.prefixes import BASE
from openalliances.tables.rows import Row, TableFile

OURS = "openalliances"
"""The prefix of our own things in CURIEs."""
_EXACT = "skos:exactMatch"
_NEARER = "One of them is skos:closeMatch, broadMatch or narrowMatch, or is wrong."
_ONE_TO_ONE = (
    (_EXACT, "subject_id", "exact match", _NEARER),
    (_EXACT, "object_id", "exact match", _NEARER),
    ("foaf:isPrimaryTopicOf", "object_id", "thing", "Keep the thing that the page is about."),
)
"""Relations that a thing or an identifier has once: which, of what, in words, what to do."""
_BY_CODE = "semapv:MappingChaining"
_TWICE = frozenset(("wikidata",))
"""Targets for which an exact match needs two sightings, or a code."""
_ALIKE = 75
_NOT_TABLES = ("targets", "notfound")


@dataclass(frozen=True, slots=True)
class Known:
    """What links may name: our things with their English names, and the targets, as rows."""

    names: Mapping[str, str]
    targets: Mapping[str, Row]

    @staticmethod
    def of(names: Mapping[str, str], targets: TableFile) -> Known:
        """Return what is known by the names of things and the table of targets."""
        return Known(names, {row.cells["target"]: row for row in targets.rows})


def iri_of(subject_id: str) -> str:
    """Return the IRI of a thing of ours by its CURIE."""
    return BASE + subject_id.removeprefix(f"{OURS}:")


def rule_faults(files: Mapping[str, TableFile], known: Known) -> Iterator[SourceError]:
    """Yield all that is wrong in the tables of links, by name of the table."""
    yield from _targets(files, known)
    linked: set[tuple[str, str]] = set()
    for name, file in files.items():
        if name in _NOT_TABLES:
            continue
        linked.update((row.cells["subject_id"], name) for row in file.rows)
        yield from _of_rows(file, known)
        yield from _repeated(file)
        yield from _not_one_to_one(file)
    yield from _gaps(files["notfound"], known, linked)


def _fault(file: TableFile, row: Row, column: str, message: str, hint: str) -> SourceError:
    place = file.table.header.index(column) + 1
    return SourceError(file.name, f"{column}: {message}", hint, line=row.line, column=place)


def _targets(files: Mapping[str, TableFile], known: Known) -> Iterator[SourceError]:
    file = files["targets"]
    for row in file.rows:
        name, status = row.cells["target"], row.cells["status"]
        if (status == "published") != (name in files):
            message = f"{name} is {status}, and {'there is' if name in files else 'there is no'}"
            hint = f"Write {name}.csv and name it in csv-metadata.json, or mend the status."
            yield _fault(file, row, "status", f"{message} table {name}.csv.", hint)
        try:
            re.compile(row.cells.get("code_pattern", ""))
        except re.error as error:
            yield _fault(file, row, "code_pattern", f"no regular expression: {error}.", "Mend it.")
        if status == "left-out" and "comment" not in row.cells:
            yield _fault(file, row, "comment", "it does not say why it is left out.", "Say why.")
    for name in files.keys() - known.targets.keys() - set(_NOT_TABLES):
        message = "The target has no row in data/links/targets.csv."
        yield SourceError(files[name].name, message, f"Add a row for {name} there.")


def _of_rows(file: TableFile, known: Known) -> Iterator[SourceError]:
    target = known.targets.get(file.table.name)
    pattern = re.compile(target.cells.get("code_pattern", "")) if target else None
    for row in file.rows:
        yield from _of_thing(file, row, known)
        prefix, _, code = row.cells["object_id"].partition(":")
        if prefix != file.table.name:
            hint = f"In this table each begins with {file.table.name}:."
            yield _fault(file, row, "object_id", f'"{prefix}" is another target.', hint)
        elif pattern and not pattern.fullmatch(code):
            hint = f"They match {pattern.pattern} (targets.csv)."
            yield _fault(file, row, "object_id", f'"{code}" is no identifier of {prefix}.', hint)
        if not is_proven(file.table.name, row):
            yield _fault(
                file,
                row,
                "predicate_id",
                "an exact match with an item that was seen once, and that no code proves.",
                "Name a second, independent place in also_seen_in, or write skos:closeMatch.",
            )


def _of_thing(file: TableFile, row: Row, known: Known) -> Iterator[SourceError]:
    subject = row.cells["subject_id"]
    name = known.names.get(iri_of(subject))
    if name is None:
        ours = [f"{OURS}:{iri.removeprefix(BASE)}" for iri in known.names if iri.startswith(BASE)]
        close = process.extractOne(subject, ours, scorer=fuzz.ratio, score_cutoff=_ALIKE)
        ask = f"Is it {close[0]}? " if close else ""
        hint = f"{ask}Look at the spelling, or add the thing first."
        yield _fault(file, row, "subject_id", f"{subject} is described nowhere.", hint)
    elif "subject_label" in file.table.header and row.cells["subject_label"] != name:
        said = row.cells["subject_label"]
        hint = f"Write {name}, and look whether the link still holds."
        yield _fault(file, row, "subject_label", f"“{said}” is not what it is called.", hint)


def is_proven(target: str, row: Row) -> bool:
    """Return whether an exact match was seen twice or rests on a code, where the target asks it."""
    if target not in _TWICE or row.cells["predicate_id"] != _EXACT:
        return True
    return "also_seen_in" in row.cells or row.cells["mapping_justification"] == _BY_CODE


def _repeated(file: TableFile) -> Iterator[SourceError]:
    """Yield a fault for a thing and an identifier that are linked twice."""
    seen: dict[tuple[str, str], int] = {}
    for row in file.rows:
        pair = row.cells["subject_id"], row.cells["object_id"]
        if (first := seen.setdefault(pair, row.line)) != row.line:
            hint = "Keep the relation that is right; one pair has one."
            yield _fault(file, row, "object_id", f"the link stands in line {first} already.", hint)


def _not_one_to_one(file: TableFile) -> Iterator[SourceError]:
    """Yield a fault for each exact match whose thing or identifier has another exact match.

    A page has one primary topic (``foaf:isPrimaryTopicOf`` is inverse functional).
    """
    for predicate, column, words, hint in _ONE_TO_ONE:
        seen: dict[str, int] = {}
        for row in file.rows:
            if row.cells["predicate_id"] != predicate:
                continue
            name = row.cells[column]
            if (first := seen.setdefault(name, row.line)) != row.line:
                message = f"{name} has another {words} in line {first}."
                yield _fault(file, row, column, message, hint)


def _gaps(file: TableFile, known: Known, linked: set[tuple[str, str]]) -> Iterator[SourceError]:
    for row in file.rows:
        yield from _of_thing(file, row, known)
        target = row.cells["target"]
        if target not in known.targets:
            hint = "Targets stand in data/links/targets.csv."
            yield _fault(file, row, "target", f"{target} is no target.", hint)
        if (row.cells["subject_id"], target) in linked:
            hint = f"Remove the row, or the one in {target}.csv."
            yield _fault(file, row, "subject_id", f"a link to {target} was found.", hint)
