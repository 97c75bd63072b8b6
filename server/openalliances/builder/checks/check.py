"""Check files: readable, in canonical form, free of contradictions, as the shapes ask."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.background import BackgroundProcesses, Future, done
from openalliances.builder.checks.competency import (
    DOCUMENT_KINDS,
    ask_all,
    is_of_documents,
    is_of_statements,
)
from openalliances.builder.checks.neighbourhood import around, seen_from, subjects
from openalliances.builder.checks.problems import (
    Problem,
    Translator,
    from_source_error,
    from_source_errors,
    in_order,
)
from openalliances.builder.checks.queries import run_queries
from openalliances.builder.checks.shacl import focus_counts, validate
from openalliances.builder.checks.shacl_results import ValidationResult
from openalliances.builder.checks.unknown_terms import DeclaredTerms, slips
from openalliances.builder.counts import add_counts
from openalliances.builder.dataset import Dataset, SourceFile
from openalliances.builder.documentation.questions import question_files
from openalliances.builder.engines import DEFAULT, Engines
from openalliances.builder.gc_settings import collecting_seldom
from openalliances.builder.inference.closure import Closure, derive, infer
from openalliances.builder.links.reading import is_link_table, link_files
from openalliances.builder.named_graphs import read_named_graphs
from openalliances.builder.read_files import (
    PLAIN,
    bundle_files,
    examined,
    read_file,
    rule_files,
)
from openalliances.builder.read_tables import is_table, table_files
from openalliances.builder.statements.making import make_statements
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.progress import Progress, Silence
from openalliances.rdf.positions import comments
from openalliances.rdf.prefixes import DERIVED_GRAPH, INFERRED_GRAPH
from openalliances.reader import ReadOptions


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


@dataclass(frozen=True, slots=True)
class ShapesRun:
    """What the shapes say: their results, how many focus nodes each shape has, by which engine."""

    results: tuple[ValidationResult, ...]
    focus_nodes: dict[str, int]
    engine: str = ""


@dataclass(frozen=True, slots=True, eq=False)
class Reasoned:
    """A data set with what follows from it, and what the shapes say to that.

    ``looked_at`` is the number of statements that the reasoner was given.
    """

    dataset: Dataset
    translator: Translator
    closure: Closure
    shapes: Future[ShapesRun]
    looked_at: int

    @property
    def results(self) -> tuple[ValidationResult, ...]:
        """Return the results of the shapes; wait for them."""
        return self.shapes.result().results

    def engines(self) -> dict[str, str]:
        """Return which engines were at work, on what, and what they entailed (digests)."""
        return {
            "reasoner": self.closure.reasoner,
            "compared_with": self.closure.compared_with,
            "given": self.closure.given,
            "entailed": self.closure.entailed,
            "validator": self.shapes.result().engine,
        }


def check(
    paths: Sequence[Path] | None = None,
    *,
    root: Path | None = None,
    queries: Sequence[Path] = (),
    engines: Engines = DEFAULT,
    options: ReadOptions = PLAIN,
) -> CheckReport:
    """Return what is wrong in the bundle, or in the files in *paths* together with it.

    A given file takes the place of the bundle's file of the same name. With
    *paths*, only problems in those files are reported. *queries* are SELECT
    queries that find what should not be there (see :mod:`~.queries`). *options* say how the
    files in *paths* are read; what they leave out is told as warnings.
    """
    with collecting_seldom(), BackgroundProcesses() as background:
        top = bundle() if root is None else root
        return _check(top, paths or (), queries, background, engines, options)


def _check(
    root: Path,
    paths: Sequence[Path],
    queries: Sequence[Path],
    background: BackgroundProcesses,
    engines: Engines,
    options: ReadOptions,
) -> CheckReport:
    files, broken, left_out = _read(root, paths, options)
    names = {_name(path, root) for path in paths}
    if broken:
        shown = [p for p in broken if not names or p.path in names]
        return CheckReport(len(names) or len(files), (), in_order(shown or broken))
    looked = tuple(file for file in files if not names or file.name in names)
    # What a few files touch is looked at sooner than a process is forked.
    forked = None if names else background
    only = looked if names else ()
    rules = rule_files(root)
    reasoned = reason(Dataset(files), rules, only, background=forked, engines=engines)
    query_run, rows = hygiene(reasoned, queries, subjects(only))
    add_counts(reasoned.dataset)
    asked = (
        done(competency(reasoned.dataset, rules, ()))
        if names
        else background.submit(competency, reasoned.dataset, rules, question_files(root), root)
    )
    runs, problems = judge(reasoned, looked)
    question_run, wrong = asked.result()
    kept = [p for p in (*left_out, *problems, *rows, *wrong) if not names or p.path in names]
    return CheckReport(len(looked), (*runs, query_run, question_run), in_order(kept))


def reason(
    dataset: Dataset,
    rules: Sequence[Path],
    only: Sequence[SourceFile] = (),
    progress: Progress | None = None,
    background: BackgroundProcesses | None = None,
    engines: Engines = DEFAULT,
) -> Reasoned:
    """Add to *dataset* what follows from it; return that, and what the shapes say to it.

    With *background*, the shapes are looked at beside what comes next. With *only*, just
    what those files touch is reasoned over and looked at: the schema, the files, and what
    is said of the things that they name.
    """
    progress = progress or Silence()
    progress.step("derive")
    dataset.add_graph(DERIVED_GRAPH, "derived", derive(dataset.store, rules))
    focus = subjects(only)
    if background is not None:
        shapes = background.submit(_look_at_shapes, dataset, focus, engines.validator)
    else:
        progress.step("check")
        shapes = done(_look_at_shapes(dataset, focus, engines.validator))
    progress.step("infer")
    given = frozenset(around(dataset, only) if only else dataset.facts())
    closure = infer(given, engines.reasoner)
    dataset.add_graph(INFERRED_GRAPH, "inferred", closure.inferred)
    return Reasoned(dataset, Translator(dataset), closure, shapes, len(given))


def _look_at_shapes(dataset: Dataset, focus: Sequence[str], validator: str) -> ShapesRun:
    shapes = tuple(dataset.triples("shapes"))
    if not shapes:
        return ShapesRun((), {})
    data = frozenset(seen_from(dataset, focus) if focus else dataset.facts())
    counts = {} if focus else focus_counts(data, shapes)
    found = validate(data, shapes, focus, store=dataset.store, validator=validator)
    return ShapesRun(found.results, counts, found.engine)


def judge(
    reasoned: Reasoned, looked: Sequence[SourceFile]
) -> tuple[tuple[CheckRun, ...], list[Problem]]:
    """Return the checks that ran, and the problems of all that was found.

    A shape without focus nodes is a problem: it says that all is well and has
    looked at nothing.
    """
    translator, files = reasoned.translator, reasoned.dataset.files
    problems = [from_source_error(error) for error in slips(looked, DeclaredTerms(files))]
    problems += [p for file in looked if (p := not_canonical(file))]
    problems += [translator.contradiction(c) for c in reasoned.closure.contradictions]
    problems += [translator.of_result(r) for r in reasoned.results]
    for shape, count in reasoned.shapes.result().focus_nodes.items():
        if not count:
            path, line, _ = translator.place(shape)
            problems.append(_idle_shape(path, line, translator.label(shape), shape))
    shapes = sum(bool(file.triples) for file in files if file.kind == "shapes")
    runs = (
        CheckRun("reading", len(looked)),
        CheckRun("canonical form", sum(bool(file.text) for file in looked)),
        CheckRun("contradictions", reasoned.looked_at),
        CheckRun("shapes", shapes, "" if shapes else "there are no shapes"),
    )
    return runs, problems


def not_canonical(source: SourceFile) -> Problem | None:
    """Return a problem if the text is not in canonical form; no text is never one."""
    try:
        if not source.text or source.text == (canonical := source.canonical_text()):
            return None
    except SourceError as error:
        return from_source_error(error)
    for commented in comments(source.text) if source.path.suffix == ".ttl" else ():
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
        "Files are formatted by machine, so that a change shows only what has changed.",
        f"openalliances fmt {source.name}",
    )


def hygiene(
    reasoned: Reasoned, queries: Sequence[Path], entities: Sequence[str] = ()
) -> tuple[CheckRun, list[Problem]]:
    """Return what the *queries* find in all graphs and in what follows from them.

    With *entities* (IRIs), only what they find of those.

    :raises SourceError: if a query cannot be used.
    """
    if not queries:
        return CheckRun("queries", 0, "no query files were given"), []
    dataset = reasoned.dataset
    declared = DeclaredTerms(dataset.files)
    rows = run_queries(queries, dataset.store, reasoned.translator, declared, entities)
    return CheckRun("queries", len(queries)), rows


def competency(
    dataset: Dataset, rules: Sequence[Path], questions: Sequence[Path], root: Path | None = None
) -> tuple[CheckRun, list[Problem]]:
    """Return the *questions* that have another answer than they should, as problems.

    Those of the graph of statements are asked with what *dataset*, read from *root*, publishes.
    """
    if not questions:
        return CheckRun("questions", 0, "none were asked"), []
    documents = documents_alone(dataset, rules).store
    statements = with_statements(dataset, root) if any(map(is_of_statements, questions)) else None

    def store(question: Path) -> ox.Store:
        if statements is not None and is_of_statements(question):
            return statements
        return documents if is_of_documents(question) else dataset.store

    return CheckRun("questions", len(questions)), ask_all(questions, store)


def with_statements(dataset: Dataset, root: Path | None = None) -> ox.Store:
    """Return a store whose default graph has what is said, and the graph of statements."""
    made = make_statements(dataset, bundle() if root is None else root)
    store = ox.Store()
    for triples in (dataset.triples(*dataset.fact_kinds(), "inferred"), made.triples):
        store.bulk_extend(ox.Quad(t.subject, t.predicate, t.object) for t in triples)
    return store


def documents_alone(dataset: Dataset, rules: Sequence[Path]) -> Dataset:
    """Return what the documents say, and what follows from that alone."""
    documents = Dataset()
    for name in dataset.named(DOCUMENT_KINDS):
        documents.add_graph(name, dataset.kinds[name], dataset.graphs[name])
    documents.add_graph(DERIVED_GRAPH, "derived", derive(documents.store, rules))
    documents.add_graph(INFERRED_GRAPH, "inferred", infer(documents.facts()).inferred)
    return documents


def _read(
    root: Path, paths: Iterable[Path], options: ReadOptions
) -> tuple[tuple[SourceFile, ...], list[Problem], list[Problem]]:
    """Return the files that can be read, the given in place of the bundle's; what cannot be.

    The last are the problems of statements that were left out.
    """
    files: dict[str, SourceFile] = {}
    broken: list[Problem] = []
    left_out: list[Problem] = []
    try:
        own = list(bundle_files(root))
        named = read_named_graphs(root)
    except SourceError as error:
        return (), [from_source_error(error)], []
    tables_given = [p for p in paths if is_table(p, root) or is_link_table(p, root)]
    given = [path for path in paths if path not in tables_given]
    how = {**dict.fromkeys(own, PLAIN), **dict.fromkeys(given, options)}
    strange = [path for path in given if path not in own]
    for path in (*own, *strange):
        try:
            if path in strange:
                examined(path, root, how[path])
            file = read_file(path, root, named, how[path])
        except SourceError as error:
            broken += from_source_errors(error)
        else:
            files[file.name] = file
            left_out += [from_source_error(error, "warning") for error in file.left_out]
    try:
        tables = table_files(root, tuple(files.values()), named)
        tables = (*tables, *link_files(root, (*files.values(), *tables)))
    except SourceError as error:
        return tuple(files.values()), broken + from_source_errors(error), left_out
    return (*files.values(), *tables), broken, left_out


def _name(path: Path, root: Path) -> str:
    absolute, top = path.absolute(), root.absolute()
    return (absolute.relative_to(top) if absolute.is_relative_to(top) else path).as_posix()


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
