"""From the bundle to a release: read, derive, infer, check, write.

The manifest is written last; see :mod:`openalliances.builder.folder` for how the
folder comes to its place.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.background import BackgroundProcesses
from openalliances.builder.canonical import Canonical, canonical
from openalliances.builder.checks.check import (
    CheckReport,
    Reasoned,
    competency,
    hygiene,
    judge,
    reason,
)
from openalliances.builder.checks.problems import Problem, in_order
from openalliances.builder.counts import add_counts
from openalliances.builder.dataset import Dataset
from openalliances.builder.documentation.gather import documentation
from openalliances.builder.documentation.questions import question_files
from openalliances.builder.engines import DEFAULT, Engines
from openalliances.builder.folder import partial_folder, settle
from openalliances.builder.gc_settings import collecting_seldom
from openalliances.builder.inputs import inputs_digest
from openalliances.builder.languages import language_names
from openalliances.builder.links.coverage import links_index
from openalliances.builder.links.graph import address_triples, links_graph
from openalliances.builder.links.making import MadeLinks, make_links
from openalliances.builder.named_graphs import NamedGraphs, read_named_graphs
from openalliances.builder.outputs import bill_of_materials
from openalliances.builder.outputs.contexts import context_of, published_contexts
from openalliances.builder.outputs.downloads import (
    downloads_graph,
    graph_entries,
    part_entries,
    parts_of,
)
from openalliances.builder.outputs.dumps import write_dumps
from openalliances.builder.outputs.links import write_links
from openalliances.builder.outputs.linksets import linksets
from openalliances.builder.outputs.manifest import make_manifest, version_of
from openalliances.builder.outputs.names import write_names_of_dataset
from openalliances.builder.outputs.ontologies import ontologies
from openalliances.builder.outputs.report import write_report, write_unsourced
from openalliances.builder.outputs.self_description import description, service_part
from openalliances.builder.outputs.tables import write_tables
from openalliances.builder.read_files import read_bundle, rule_files
from openalliances.builder.statements.making import make_statements
from openalliances.builder.statements.unsourced import Unsourced
from openalliances.bundle import bundle
from openalliances.errors import CheckError
from openalliances.progress import Progress
from openalliances.rdf.prefixes import (
    DESCRIPTION_GRAPHS,
    DOWNLOADS_GRAPH,
    LINKS_GRAPH,
    NAMES_GRAPH,
    STATEMENTS_GRAPH,
)
from openalliances.release import ONTOLOGIES, SERVICE, Manifest, Release, write_manifest
from openalliances.release.contexts import write_contexts
from openalliances.release.documentation import write_documentation
from openalliances.release.examples import examples

_DIGEST_SHOWN = 12


class DataError(CheckError):
    """The data break a rule; ``problems`` say where."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        errors = sum(p.severity == "error" for p in problems)
        super().__init__(
            f"The data have {errors} {'error' if errors == 1 else 'errors'}; nothing was built.",
            "Mend them, then look again with: openalliances check",
            tuple(p.to_text() for p in problems),
        )
        self.problems = problems


@dataclass(frozen=True, slots=True, eq=False)
class _Built:
    """All that goes into a release."""

    named: NamedGraphs
    dataset: Dataset
    whole: Canonical
    report: CheckReport
    reasoned: Reasoned
    questions: tuple[Path, ...]
    unsourced: tuple[Unsourced, ...]
    links: MadeLinks


def build(
    out: Path,
    *,
    progress: Progress,
    root: Path | None = None,
    queries: Sequence[Path] = (),
    engines: Engines = DEFAULT,
) -> Release:
    """Build the release of the bundle as ``<version>-<digest>`` below *out* and return it.

    :raises SourceError: if a file cannot be read.
    :raises DataError: if a check finds an error; its ``problems`` say what.
    :raises MachineError: if *out* cannot be written.
    """
    root = bundle() if root is None else root
    inputs = inputs_digest(root)
    with partial_folder(out) as folder, collecting_seldom(), BackgroundProcesses() as background:
        built = _make(root, progress, queries, background, engines)
        manifest = _write(folder, root, built, inputs, progress, background)
        target = out / f"{manifest.version}-{manifest.digest[:_DIGEST_SHOWN]}"
        progress.step("to disk")
        return settle(folder, target, inputs, manifest.engines)


def _make(
    root: Path,
    progress: Progress,
    queries: Sequence[Path],
    background: BackgroundProcesses,
    engines: Engines,
) -> _Built:
    progress.step("read")
    dataset, rules, questions = Dataset(read_bundle(root)), rule_files(root), question_files(root)
    reasoned = reason(dataset, rules, progress=progress, background=background, engines=engines)
    query_run, rows = hygiene(reasoned, queries)
    add_counts(dataset)
    asked = background.submit(competency, dataset, rules, questions, root)
    progress.step("statements")
    made = make_statements(dataset, root)
    dataset.add_graph(STATEMENTS_GRAPH, "statements", made.triples, asked=False)
    links = make_links(dataset.files)
    dataset.add_graph(NAMES_GRAPH, "names", language_names(dataset))
    if links.links:
        addresses = address_triples(dataset.triples("reference"))
        said = (*links_graph(links.links), *dict.fromkeys(addresses))
        dataset.add_graph(LINKS_GRAPH, "links", said, asked=False)
    progress.step("count")
    named = read_named_graphs(root)
    there = {*dataset.graphs, DOWNLOADS_GRAPH, *DESCRIPTION_GRAPHS}
    downloads = (*downloads_graph(named, there), *linksets(links_index(links).sets))
    dataset.add_graph(DOWNLOADS_GRAPH, "description", downloads, asked=False)
    for name, triples in description(dataset.graphs, examples("dataset")).items():
        dataset.add_graph(name, "description", triples, asked=False)
    progress.step("canonical form")
    whole = canonical(dataset.graphs)
    progress.step("check")
    runs, problems = judge(reasoned, dataset.files)
    question_run, wrong = asked.result()
    found = in_order([*problems, *rows, *wrong])
    report = CheckReport(len(dataset.files), (*runs, query_run, question_run), found)
    if report.errors:
        raise DataError(report.problems)
    return _Built(named, dataset, whole, report, reasoned, questions, made.unsourced(), links)


def _write(
    folder: Path,
    root: Path,
    built: _Built,
    inputs: str,
    progress: Progress,
    background: BackgroundProcesses,
) -> Manifest:
    dataset, whole = built.dataset, built.whole
    progress.step("dumps")
    graphs = whole.by_graph()
    parts = parts_of(built.named, graphs)
    context = context_of(dataset)
    write_contexts(folder, context, published_contexts(root))
    dumped = background.submit(write_dumps, folder, parts, graphs, context=context.context)
    tabled = background.submit(write_tables, folder, whole.quads, root)
    progress.step("indexes")
    (folder / "indexes").mkdir()
    write_names_of_dataset(dataset.store, folder / "indexes")
    write_links(folder, built.links, version=version_of(dataset))
    (folder / "indexes" / SERVICE).write_bytes(service_part(dataset.graphs))
    (folder / "indexes" / ONTOLOGIES).write_bytes(ontologies(dataset.files))
    write_documentation(folder / "indexes", documentation(dataset, built.questions))
    progress.step("report")
    write_report(folder / "report", built.report, built.reasoned.results, dataset.graphs)
    write_unsourced(folder / "report", built.unsourced)
    bill = bill_of_materials.bill_of_materials()
    (folder / "report" / bill_of_materials.NAME).write_text(bill, encoding="utf-8")
    files = dumped.result()
    progress.step("tables")
    tabled.result()
    manifest = make_manifest(
        dataset,
        graph_entries(built.named, graphs),
        part_entries(parts, files),
        files,
        quads=len(whole.quads),
        digest=whole.digest,
        inputs=inputs,
        engines=built.reasoned.engines(),
    )
    progress.step("store")
    dataset.close()  # so that there are never two stores of all quads at once
    write_store(folder / "store", whole)
    write_manifest(folder, manifest)
    return manifest


def write_store(folder: Path, whole: Canonical) -> None:
    """Write the quads into a new Oxigraph store in *folder*, and close it.

    It is not optimized: that joins what Oxigraph loads by a million quads into files without
    compression, nearly twice as large, of which a scan is a fifth faster.
    """
    store = ox.Store(folder)
    store.bulk_extend(whole.quads)
    store.flush()
