"""The link sets of a release: SSSOM, CSV and Turtle for each target, the index, the names.

SSSOM/TSV is https://mapping-commons.github.io/sssom/spec-formats-tsv/ with the metadata of the
set in front, as lines of YAML behind ``#``. What the standard has no
slot for (where an identifier was seen) stands in extension slots, which the metadata define.
"""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from openalliances.builder.links.coverage import links_index
from openalliances.builder.links.graph import links_graph
from openalliances.builder.links.making import MadeLinks
from openalliances.builder.links.rules import OURS
from openalliances.builder.outputs import names_links
from openalliances.builder.outputs.linksets import linkset
from openalliances.rdf.prefixes import BASE, LICENSE, PREFIXES
from openalliances.rdf.turtle import canonical_turtle
from openalliances.release.links import FOLDER, Link, LinkSet, write_links_index

SEMAPV = "https://w3id.org/semapv/vocab/"
LINKS = f"{BASE}links/"
"""What the IRIs of link sets begin with."""
SLOTS: Mapping[str, str] = {
    "subject_id": "",
    "subject_label": "thing_label",
    "predicate_id": "predicate",
    "object_id": "object_id",
    "object_label": "label",
    "mapping_justification": "justification",
    "author_label": "author",
    "object_source": "source",
    "object_source_version": "source_version",
    "mapping_date": "date",
    "confidence": "confidence",
    "comment": "comment",
    "seen_in": "seen_in",
    "seen_row": "seen_row",
    "also_seen_in": "also_seen_in",
    "rule": "rule",
}
"""The columns of SSSOM/TSV in the order of the standard, those of our own last, and what of a
link stands in each."""
EXTENSIONS = ("seen_in", "seen_row", "also_seen_in", "rule")
"""The slots of our own."""


def write_links(folder: Path, made: MadeLinks, version: str) -> None:
    """Write the links below *folder*, which is that of a release; nothing if there are none."""
    if not made.links:
        return
    index = links_index(made)
    target = folder / FOLDER
    target.mkdir()
    for name, found in groupby(made.links, key=lambda link: link.target):
        counted, links = index.of(name), tuple(found)
        assert counted is not None  # noqa: S101  it was made of these links
        (target / f"{name}.sssom.tsv").write_text(sssom(counted, links, version), encoding="utf-8")
        (target / f"{name}.csv").write_text(_csv(links), encoding="utf-8")
        triples = (*linkset(counted), *links_graph(links))
        if counted.target.iri_space:
            text = canonical_turtle(triples)
            (target / f"{name}.ttl").write_text(text, encoding="utf-8")
    write_links_index(folder / "indexes", index)
    names_links.write_links(folder / "indexes", made.links)


def sssom(counted: LinkSet, links: Iterable[Link], version: str) -> str:
    """Return a link set of the release *version* as SSSOM/TSV."""
    out = io.StringIO()
    out.writelines(f"#{line}\n" for line in _metadata(counted, version))
    rows = csv.writer(out, delimiter="\t", lineterminator="\n")
    rows.writerow(SLOTS)
    rows.writerows(map(_cells, links))
    return out.getvalue()


def _metadata(counted: LinkSet, version: str) -> Iterator[str]:
    """Yield the metadata of a set as lines of YAML; texts are written as JSON, which is YAML."""
    target = counted.target
    used = {predicate.partition(":")[0] for predicate in counted.predicates}
    prefixes = {OURS: BASE, target.name: target.expansion, "semapv": SEMAPV}
    yield "curie_map:"
    for prefix, space in sorted((prefixes | {p: PREFIXES[p] for p in used}).items()):
        yield f"  {prefix}: {json.dumps(space)}"
    said = {
        "mapping_set_id": LINKS + target.name,
        "mapping_set_version": version,
        "mapping_set_title": f"OpenAlliances to {target.title}",
        "mapping_set_description": "Links from things of OpenAlliances to the same or close ones "
        "elsewhere, each with the public file in which the identifier was seen.",
        "license": LICENSE,
        "mapping_provider": BASE,
        "subject_source": f"{OURS}:dataset",
        "subject_source_version": version,
        "see_also": [target.homepage],
        "comment": f"Terms of {target.title}: {target.licence}",
    }
    for name, value in said.items():
        yield f"{name}: {json.dumps(value, ensure_ascii=False)}"
    yield "extension_definitions:"
    for name in EXTENSIONS:
        yield f"  - slot_name: {name}"
        yield f"    property: {json.dumps(f'{LINKS}#{name}')}"
        yield '    type_hint: "xsd:string"'


def _cells(link: Link) -> list[str]:
    subject = f"{OURS}:{link.thing.removeprefix(BASE)}"
    return [getattr(link, field) if field else subject for field in SLOTS.values()]


def _csv(links: Sequence[Link]) -> str:
    """Return links as CSV: the columns of SSSOM, and both IRIs in full."""
    out = io.StringIO()
    rows = csv.writer(out, lineterminator="\n")
    rows.writerow((*SLOTS, "subject_iri", "object_iri"))
    rows.writerows([*_cells(link), link.thing, link.iri] for link in links)
    return out.getvalue()
