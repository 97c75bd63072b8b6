"""Check files: readable, in canonical form, free of contradictions, as the shapes ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from rdflib import Graph

from openalliances.builder.background import Beside, Crew, done
from openalliances.builder.checks.problems import (
    Problem,
    Translator,
    from_source_error,
    from_source_errors,
    in_order,
)
from openalliances.builder.checks.queries import run_queries
from openalliances.builder.checks.shacl import Finding, focus_counts, validate
from openalliances.builder.checks.unknown_terms import slips, unknown_terms
from openalliances.builder.gc_settings import collecting_seldom
from openalliances.builder.inference.closure import Closure, derive, infer
from openalliances.builder.named_graphs import read_named_graphs
from openalliances.builder.read_files import (
    Source,
    bundle_files,
    by_graph,
    merge,
    read_file,
    rule_files,
)
from openalliances.builder.read_tables import is_table, table_sources
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.progress import Progress, Silence
from openalliances.rdf.positions import comments
from openalliances.rdf.prefixes import DERIVED_GRAPH, INFERRED_GRAPH
from openalliances.rdf.turtle import canonical_turtle

SCHEMA_KINDS = ("ontology", "vocab")
"""What the data are reasoned over with."""

NOT_REASONED = ("shapes", "alignments")
"""What is published beside the data and never reasoned over: rules for files, links by choice."""


@dataclass(frozen=True, slots=True)
class CheckRun:
    """A check: its name, on how many things it ran, and why not if it did not run."""

    name: str
    looked_at: int
    skipped: str = ""


@dataclass(frozen=True, slots=True)
class CheckReport:
    """What was checked and what was found."""

    files: int
    runs: tuple[CheckRun, ...]
    problems: tuple[Problem, ...]

    @property
    def errors(self) -> int:
        """Return the number of problems that stop a release."""
        return sum(p.severity == "error" for p in self.problems)

    @property
    def warnings(self) -> int:
        """Return the number of problems that do not stop a release."""
        return len(self.problems) - self.errors


@dataclass(frozen=True, slots=True, eq=False)
class Reasoned:
    """All sources with what follows from them, and what the shapes say to that."""

    sources: tuple[Source, ...]
    translator: Translator
    derived: Graph
    closure: Closure
    checked: Beside[tuple[Finding, ...]]
    focus_nodes: dict[str, int]
    looked_at: int

    @property
    def findings(self) -> tuple[Finding, ...]:
        """Return what the shapes say; wait for it."""
        return self.checked.result()


def check(
    paths: Sequence[Path] | None = None,
    *,
    root: Path | None = None,
    queries: Sequence[Path] = (),
) -> CheckReport:
    """Return what is wrong in the bundle, or in the files in *paths* together with it.

    A given file takes the place of the bundle's file of the same name. With
    *paths*, only problems in those files are reported. *queries* are SELECT
    queries that find what should not be there (see :mod:`~.hygiene`).
    """
    with collecting_seldom(), Crew() as crew:
        return _check(bundle() if root is None else root, paths or (), queries, crew)


def _check(root: Path, paths: Sequence[Path], queries: Sequence[Path], crew: Crew) -> CheckReport:
    sources, broken = _read(root, paths)
    names = {_name(path, root) for path in paths}
    if broken:
        shown = [p for p in broken if not names or p.path in names]
        return CheckReport(len(names) or len(sources), (), in_order(shown or broken))
    looked = tuple(s for s in sources if not names or s.name in names)
    # What a few files touch is looked at sooner than a process is forked.
    beside = None if names else crew
    reasoned = reason(sources, rule_files(root), looked if names else (), crew=beside)
    runs, problems = judge(reasoned, looked)
    query_run, rows = hygiene(reasoned, queries)
    problems = [*problems, *rows]
    kept = [p for p in problems if not names or p.path in names]
    return CheckReport(len(looked), (*runs, query_run), in_order(kept))


def reason(
    sources: Sequence[Source],
    rules: Sequence[Path],
    only: Sequence[Source] = (),
    progress: Progress | None = None,
    crew: Crew | None = None,
) -> Reasoned:
    """Return what follows from the *sources*, and what the shapes say to it.

    With a *crew*, the shapes are looked at beside what comes next.

    With *only*, just what those files touch is reasoned over and looked at: the
    schema, the files, and what is said of the things that they name.
    """
    progress = progress or Silence()
    progress.step("derive")
    facts = [s for s in sources if s.kind not in NOT_REASONED]
    schema = merge(s for s in sources if s.kind in SCHEMA_KINDS)
    shapes = merge(s for s in sources if s.kind == "shapes")
    derived = derive([s.graph for s in facts], rules)
    data = merge(facts)
    for triple in derived:
        data.add(triple)
    axioms = merge(s for s in sources if s.kind == "ontology")
    near = _around(data, axioms, only) if only else data
    focus = sorted({str(s) for source in only for s in source.graph.subjects()})
    if not len(shapes):
        checked: Beside[tuple[Finding, ...]] = done(())
    elif crew is not None:
        checked = crew.beside(validate, data, shapes, schema, focus)
    else:
        progress.step("check")
        checked = done(validate(data, shapes, schema, focus))
    progress.step("infer")
    closure = infer(near)
    return Reasoned(
        tuple(sources),
        Translator(sources),
        derived,
        closure,
        checked,
        focus_counts(data, shapes, schema) if not only else {},
        len(near),
    )


def judge(
    reasoned: Reasoned, looked: Sequence[Source]
) -> tuple[tuple[CheckRun, ...], list[Problem]]:
    """Return the checks that ran, and the problems of all that was found.

    A shape without focus nodes is a problem: it says that all is well and has
    looked at nothing.
    """
    translator = reasoned.translator
    problems = [from_source_error(error) for error in slips(reasoned.sources)]
    problems += [p for source in looked if (p := not_canonical(source))]
    problems += [translator.contradiction(c) for c in reasoned.closure.contradictions]
    problems += [translator.finding(f) for f in reasoned.findings]
    for shape, count in reasoned.focus_nodes.items():
        if not count:
            path, line = translator.place(shape)
            problems.append(_idle_shape(path, line, translator.label(shape), shape))
    shapes = sum(len(s.graph) > 0 for s in reasoned.sources if s.kind == "shapes")
    runs = (
        CheckRun("reading", len(looked)),
        CheckRun("canonical form", sum(bool(s.text) for s in looked)),
        CheckRun("contradictions", reasoned.looked_at),
        CheckRun("shapes", shapes, "" if shapes else "there are no shapes"),
    )
    return runs, problems


def not_canonical(source: Source) -> Problem | None:
    """Return a problem if the text is not in canonical form; no text is never one."""
    canonical = canonical_turtle(source.graph)
    if not source.text or source.text == canonical:
        return None
    for commented in comments(source.text):
        return Problem(
            source.name,
            commented,
            "error",
            "There is a comment here.",
            "Turtle files are formatted by machine, and a comment would be lost.",
            "Put the reason into skos:editorialNote or skos:scopeNote, where users see it too.",
        )
    pairs = zip(source.text.splitlines(), canonical.splitlines(), strict=False)
    same = next((n for n, (is_, should) in enumerate(pairs) if is_ != should), None)
    line = (len(canonical.splitlines()) if same is None else same) + 1
    return Problem(
        source.name,
        line,
        "error",
        "The file is not in canonical form.",
        "Turtle files are formatted by machine, so that a change shows only what has changed.",
        f"openalliances fmt {source.name}",
    )


def hygiene(reasoned: Reasoned, queries: Sequence[Path]) -> tuple[CheckRun, list[Problem]]:
    """Return what the *queries* find in all graphs and in what follows from them.

    :raises SourceError: if a query cannot be used.
    """
    if not queries:
        return CheckRun("queries", 0, "no query files were given"), []
    graphs = list(by_graph(reasoned.sources).items())
    graphs += [
        (DERIVED_GRAPH, reasoned.derived),
        (INFERRED_GRAPH, reasoned.closure.inferred),
    ]
    told = unknown_terms(reasoned.sources)
    return CheckRun("queries", len(queries)), run_queries(
        queries, graphs, reasoned.translator, told
    )


def _read(root: Path, paths: Iterable[Path]) -> tuple[tuple[Source, ...], list[Problem]]:
    """Return the sources that can be read, the given in place of the bundle's, and the rest."""
    sources: dict[str, Source] = {}
    broken: list[Problem] = []
    try:
        files = list(bundle_files(root))
        named = read_named_graphs(root)
    except SourceError as error:
        return (), [from_source_error(error)]
    for path in [*files, *(path for path in paths if not is_table(path, root))]:
        try:
            source = read_file(path, root, named)
        except SourceError as error:
            broken.append(from_source_error(error))
        else:
            sources[source.name] = source
    try:
        tables = table_sources(root, tuple(sources.values()))
    except SourceError as error:
        return tuple(sources.values()), broken + from_source_errors(error)
    return (*sources.values(), *tables), broken


def _name(path: Path, root: Path) -> str:
    absolute, top = path.absolute(), root.absolute()
    return (absolute.relative_to(top) if absolute.is_relative_to(top) else path).as_posix()


def _around(data: Graph, axioms: Graph, only: Sequence[Source]) -> Graph:
    """Return the axioms, the files, and all that is said of the things that they name.

    *axioms* are those of the ontology; a concept takes part if a file names it.
    """
    near = merge(only)
    for triple in axioms:
        near.add(triple)
    named = {node for source in only for node in source.graph.all_nodes()}
    for node in named:
        for triple in data.triples((node, None, None)):
            near.add(triple)
    return near


def _idle_shape(path: str, line: int, label: str, shape: str) -> Problem:
    return Problem(
        path,
        line,
        "error",
        f'The shape "{label}" looks at nothing.',
        "A shape needs at least one thing in the data that it applies to.",
        "Look at the spelling of its target, or remove it.",
        shape,
    )
