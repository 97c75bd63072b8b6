"""Another converter of CSV on the Web reads the same triples from our tables.

``rdf-parser-csvw`` (npm, tests only) knows nothing of this project. It takes metadata as RDF,
so the JSON is read as JSON-LD with the terms of http://www.w3.org/ns/csvw.jsonld used here.
"""

import json
import shutil
import subprocess
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.tables.conversion import raw_triples
from openalliances.tables.metadata import FOLDER, tables
from openalliances.tables.personnel import TABLE as COUNTS
from openalliances.tables.reading import read_table

ROOT = Path(__file__).parents[2]
PACKAGES = ROOT / "server" / "node_modules"
CONVERTER = Path(__file__).with_name("csvw_converter.mjs")
CSVW = "http://www.w3.org/ns/csvw#"
XSD = "http://www.w3.org/2001/XMLSchema#"
TERMS = {
    "@vocab": CSVW,
    "@language": None,
    "dc": "http://purl.org/dc/terms/",
    "skos": "http://www.w3.org/2004/02/skos/core#",
    "columns": {"@id": f"{CSVW}column", "@container": "@list"},
    "titles": {"@id": f"{CSVW}title"},
    "datatype": {"@id": f"{CSVW}datatype", "@type": "@vocab"},
    **{name: XSD + name for name in ("string", "integer", "boolean", "anyURI")},
}
"""The part of the CSVW context that our metadata use."""

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is missing"),
    pytest.mark.skipif(
        not (PACKAGES / "rdf-parser-csvw").is_dir(),
        reason="rdf-parser-csvw is missing (npm ci in server)",
    ),
]


@pytest.mark.parametrize("name", sorted(tables(ROOT)))
def test_another_converter_reads_the_same_triples(name: str) -> None:
    table = tables(ROOT)[name]
    file = read_table(ROOT / FOLDER / table.file, table)
    ours = {_plain(triple) for triple in raw_triples(file)}
    theirs = _converted(file.text, ROOT / FOLDER / f"{name}.csv-metadata.json")
    assert theirs == ours
    # Counts are triples, too, in a graph that is made apart from the facts.
    assert len(ours) >= 2 * len(file.rows) if table.graph or name == COUNTS else not ours


def test_the_other_converter_sees_a_difference(tmp_path: Path) -> None:
    """What the test above compares is what the metadata say."""
    text = (ROOT / FOLDER / "conflict.csv-metadata.json").read_text("utf-8")
    path = tmp_path / "conflict.csv-metadata.json"
    path.write_text(text.replace("rdf-schema#label", "rdf-schema#comment"), "utf-8")
    csv = (ROOT / FOLDER / "conflict.csv").read_text("utf-8")
    assert _converted(csv, path) != _converted(csv, ROOT / FOLDER / path.name)


def _converted(csv: str, metadata: Path) -> set[tuple[str, ...]]:
    described = json.loads(metadata.read_text("utf-8"))
    quads = ox.parse(json.dumps({**described, "@context": TERMS}), ox.RdfFormat.JSON_LD)
    said = [[_json(q.subject), _json(q.predicate), _json(q.object)] for q in quads]
    told = {"csv": csv, "metadata": said}
    done = subprocess.run(
        ["node", str(CONVERTER), str(PACKAGES.parent)],
        input=json.dumps(told),
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        timeout=120,
    )
    assert done.returncode == 0, done.stderr
    return {
        (s, p, o["iri"]) if "iri" in o else (s, p, o["text"], o["language"], o["datatype"])
        for s, p, o in json.loads(done.stdout)
    }


def _json(term: object) -> dict[str, str]:
    if isinstance(term, ox.NamedNode):
        return {"iri": term.value}
    if isinstance(term, ox.BlankNode):
        return {"blank": term.value}
    assert isinstance(term, ox.Literal)
    return {"text": term.value, "datatype": term.datatype.value}


def _plain(triple: ox.Triple) -> tuple[str, ...]:
    assert isinstance(triple.subject, ox.NamedNode)
    term = triple.object
    if isinstance(term, ox.NamedNode):
        return triple.subject.value, triple.predicate.value, term.value
    assert isinstance(term, ox.Literal)
    said = (term.value, term.language or "", term.datatype.value)
    return triple.subject.value, triple.predicate.value, *said
