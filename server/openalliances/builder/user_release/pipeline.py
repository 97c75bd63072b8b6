"""All that a release of a user's files has beside its store, one step after the other."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import pyoxigraph as ox

from openalliances.builder.dataset import Statements
from openalliances.builder.inputs import built_with
from openalliances.builder.outputs.fragments import index_fragments
from openalliances.builder.outputs.names import write_names
from openalliances.builder.user_release.documentation import documentation
from openalliances.builder.user_release.dumps import write_user_dumps
from openalliances.builder.user_release.head import head
from openalliances.builder.user_release.namespace import guessed_base
from openalliances.builder.user_release.survey import count_graphs, survey
from openalliances.progress import Progress
from openalliances.rdf.prefixes import BASE, Prefixes
from openalliances.release import RELEASE_FORMAT, LeftOut, Manifest
from openalliances.release.contents import write_contents
from openalliances.release.documentation import write_documentation
from openalliances.settings import Settings

_NOT_ALL_NAMES = (
    "The search knows {:,} names of this set, and not the others; the setting index_names says "
    "how many. Queries find all."
)


@dataclass(frozen=True, slots=True)
class Loaded:
    """What reading gave beside the store.

    ``names`` are those of the files. ``quads`` reads them once more, as they are written;
    ``prefixes`` are those that they declare.
    """

    names: Sequence[str]
    quads: Callable[[], Iterator[ox.Quad]]
    prefixes: Mapping[str, str] = field(default_factory=dict)
    left_out: tuple[LeftOut, ...] = ()
    notices: tuple[str, ...] = ()


def complete(
    folder: Path,
    store: ox.Store,
    loaded: Loaded,
    *,
    digest: str,
    settings: Settings,
    progress: Progress,
) -> Manifest:
    """Write what belongs beside *store* into the release *folder* and return its manifest.

    How much is made of a large set is said by ``dump_quads`` and ``index_names``.

    :raises OSError: if a file cannot be written.
    """
    progress.step("count")
    graphs = count_graphs(store)
    quads = sum(graph.triples for graph in graphs)
    small = quads <= settings.dump_quads
    prefixes = Prefixes(loaded.prefixes)
    asked = _in_memory(loaded) if small else store
    said = head(Statements(asked, everything=True), loaded.names)
    contents = survey(asked, graphs, said.iri, small=small)
    progress.step("describe")
    indexes = folder / "indexes"
    indexes.mkdir(exist_ok=True)
    index_fragments(indexes, asked, small=small)
    write_contents(indexes, contents)
    described = documentation(asked, contents, said, prefixes)
    if described:
        write_documentation(indexes, described)
    progress.step("names")
    found = write_names(asked, indexes, settings.index_names)
    progress.step("dumps")
    part, files, notices = write_user_dumps(folder, loaded.quads(), prefixes, small=small)
    if not found:
        notices = [*notices, _NOT_ALL_NAMES.format(settings.index_names)]
    return Manifest(
        format=RELEASE_FORMAT,
        kind="files",
        version=digest[:12],
        title=said.title,
        base=guessed_base(store) or BASE,
        digest=digest,
        inputs=digest,
        quads=quads,
        graphs=graphs,
        parts=(part,),
        files=tuple(files),
        built_with=built_with(),
        description=said.description,
        license=said.license,
        prefixes=dict(loaded.prefixes),
        left_out=loaded.left_out,
        notices=(*loaded.notices, *notices),
    )


def _in_memory(loaded: Loaded) -> ox.Store:
    """Return a copy of a small set, which answers many small questions faster than the disk."""
    copy = ox.Store()
    copy.bulk_extend(loaded.quads())
    return copy
