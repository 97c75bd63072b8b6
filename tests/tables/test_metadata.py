"""The metadata are the only definition of a column: what they say is what is done."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from openalliances.errors import SourceError
from openalliances.tables.adding import add_draft
from openalliances.tables.codebook import CodebookEntry, codebook, codebook_page
from openalliances.tables.conversion import raw_triples
from openalliances.tables.data_set import read_data_set
from openalliances.tables.drafts import Draft, pair
from openalliances.tables.metadata import FOLDER, read_metadata, tables
from openalliances.tables.publication import publish
from openalliances.tables.publication_rules import RULES
from openalliances.tables.reading import read_table

from .small import concept, day, described, thing, write_small

ROOT = Path(__file__).parents[2]
Column = dict[str, Any]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_small(tmp_path / "set")


def change(root: Path, kind: str, column: str, **changes: Any) -> None:
    """Change the description of a column."""
    path = root / FOLDER / f"{kind}.csv-metadata.json"
    metadata = json.loads(path.read_text())
    for one in metadata["tableSchema"]["columns"]:
        if one["name"] == column:
            one |= changes
    path.write_text(json.dumps(metadata))


def entry(root: Path, kind: str, column: str) -> CodebookEntry:
    found = codebook(tables(root).values())
    return next(e for e in found if (e.table, e.column) == (kind, column))


def raw(root: Path, kind: str) -> set[str]:
    table = tables(root)[kind]
    return {str(t) for t in raw_triples(read_table(root / FOLDER / table.file, table))}


def said(root: Path) -> set[str]:
    files = tuple(read_data_set(root).files.values())
    return {str(triple) for table in publish(files) for triple in table.triples}


def test_a_title_that_is_changed_is_changed_in_the_codebook(root: Path) -> None:
    change(root, "state", "m49", **{"dc:title": "Code of the Statistics Division"})
    assert entry(root, "state", "m49").title == "Code of the Statistics Division"


def test_a_header_that_is_changed_is_missed_in_the_table(root: Path) -> None:
    change(root, "state", "m49", name="un_m49")
    with pytest.raises(SourceError, match='A state table has no column "m49"'):
        raw(root, "state")


def test_a_property_that_is_changed_is_changed_everywhere(root: Path) -> None:
    before, published = raw(root, "state"), said(root)
    change(root, "state", "m49", propertyUrl="https://w3id.org/openalliances/ontology/unCode")
    old, new = "ontology/m49>", "ontology/unCode>"
    assert raw(root, "state") == {text.replace(old, new) for text in before} != before
    assert said(root) == {text.replace(old, new) for text in published} != published
    assert entry(root, "state", "m49").property_iri.endswith("/unCode")


def test_a_datatype_that_is_changed_is_changed_everywhere(root: Path) -> None:
    change(root, "state", "m49", datatype="integer")
    assert entry(root, "state", "m49").holds == "a whole number"
    with pytest.raises(SourceError, match="m49"):
        raw(root, "state")  # 004 is no whole number as this project writes them
    table = root / FOLDER / "state.csv"
    table.write_text(table.read_text().replace(",004,", ",4,"))
    assert any('"4"^^' in text and "XMLSchema#integer" in text for text in raw(root, "state"))


def test_a_pattern_that_is_changed_is_checked(root: Path) -> None:
    change(root, "state", "m49", datatype={"base": "string", "format": "[A-Z]{3}"})
    assert entry(root, "state", "m49").pattern == "[A-Z]{3}"
    with pytest.raises(SourceError, match="m49") as caught:
        raw(root, "state")
    assert caught.value.line == 2


def test_a_column_of_one_value_that_takes_several_publishes_all(root: Path) -> None:
    dates = {'<https://w3id.org/openalliances/ontology/start> "1952'}
    start = [text for text in said(root) if any(d in text for d in dates)]
    change(root, "membership", "start", **{"https://w3id.org/openalliances/table#many": True})
    more = [text for text in said(root) if any(d in text for d in dates)]
    assert len(more) == len(start) + 1


FAULTS: list[tuple[str, Callable[[Any], None], str]] = [
    ("no context", lambda m: m.pop("@context"), "@context"),
    ("another table", lambda m: m.update(url="x.csv"), "url"),
    ("no schema", lambda m: m.pop("tableSchema"), "tableSchema"),
    ("no title", lambda m: m.pop("dc:title"), "dc:title"),
    ("a slip in a key", lambda m: m.update(tableShema={}), "tableShema"),
    ("another primary key", lambda m: m["tableSchema"].update(primaryKey=["id"]), "primaryKey"),
    ("a relative property", lambda m: column(m).update(propertyUrl="m49"), "no absolute IRI"),
    ("an unknown datatype", lambda m: column(m).update(datatype="decimal"), "datatype 'decimal'"),
    ("an unknown role", lambda m: column(m).update(role("facts")), "role 'facts'"),
    ("a bad pattern", lambda m: column(m)["datatype"].update(format="[0-9"), "regular expression"),
    ("a flag that is a text", lambda m: column(m).update(required="yes"), "true nor false"),
    ("a name of another column", lambda m: column(m).update(valueUrl="https://e.org/{x}"), "'x'"),
    ("another header", lambda m: column(m).update(titles="M49"), "titles"),
    ("a foreign graph", lambda m: m.update(graph("http://e.org/g")), "named graph"),
]


def column(metadata: Any) -> Column:
    columns = metadata["tableSchema"]["columns"]
    return next(c for c in columns if c["name"] == "m49")


def role(name: str) -> Column:
    return {"https://w3id.org/openalliances/table#role": name}


def graph(iri: str) -> Column:
    return {"https://w3id.org/openalliances/table#graph": {"@id": iri}}


@pytest.mark.parametrize(("spoil", "message"), [f[1:] for f in FAULTS], ids=[f[0] for f in FAULTS])
def test_metadata_that_cannot_be_used_are_refused(root: Path, spoil: Any, message: str) -> None:
    path = root / FOLDER / "state.csv-metadata.json"
    metadata = json.loads(path.read_text())
    spoil(metadata)
    path.write_text(json.dumps(metadata, indent=2))
    with pytest.raises(SourceError, match=message) as caught:
        read_metadata(path)
    assert caught.value.line >= 1
    assert caught.value.hint


def test_each_shipped_column_has_a_title_a_definition_and_an_example() -> None:
    lacking = [
        f"{e.table}.{e.column}"
        for e in codebook(tables(ROOT).values())
        if not (e.title and e.definition.endswith(".") and e.example)
    ]
    assert lacking == []


def test_each_example_fits_its_column() -> None:
    from openalliances.tables.cells import cell_fault

    faults = [
        (table.name, c.name, fault.message)
        for table in tables(ROOT).values()
        for c in table.columns
        if (fault := cell_fault(c, c.example))
    ]
    assert faults == []


def test_there_are_about_ten_graphs_of_tables() -> None:
    graphs = {table.graph.rpartition("/")[2] for table in tables(ROOT).values() if table.graph}
    assert graphs == {
        "states", "organizations", "memberships", "missions", "mandates",
        "treaties", "sources", "contributions", "findings", "classification",
        "listings", "exceptions", "crosswalk",
    }  # fmt: skip


def test_a_table_that_is_added_needs_no_code(root: Path) -> None:
    """A relation with its own time, such as an obligation, is a table and its metadata."""
    columns = [
        thing("arrangement", "key", required=True),
        concept("type", "date-kind", once=True),
        day("start"),
        day("end"),
    ]
    metadata = described("obligation", columns, label="{type} in {arrangement}")
    path = root / FOLDER / "obligation.csv-metadata.json"
    path.write_text(json.dumps(metadata))
    (root / FOLDER / "obligation.csv").write_text(
        "id,n,arrangement,type,start,end,source,place,check,checked_on\n"
        "obligation/nato/x,1,organization/nato,accession,1949-08-24,,"
        "source/treaty-text,,not-checked,\n"
    )
    iri = "<https://w3id.org/openalliances/id/obligation/nato/x>"
    about = {text for text in said(root) if text.startswith(iri)}
    assert any('/start> "1949-08-24"^^' in text for text in about)
    assert any('"accession in organization/nato"@en' in text for text in about)
    assert any("/hasCitation> <" in text for text in about)
    assert entry(root, "obligation", "start").filled == "where a source says it"


def test_a_membership_with_two_known_sources_is_two_lines(root: Path) -> None:
    git = ["git", "-C", str(root), "-c", "user.name=x", "-c", "user.email=x@example.org"]
    for command in (["init", "-q"], ["add", "."], ["commit", "-qm", "before"]):
        subprocess.run([*git, *command], check=True)
    for source in ("source/nato-members", "source/treaty-text"):
        data_set = read_data_set(root)
        table = data_set.file("membership").table
        pairs = ("arrangement=organization/nato", "member=state/turkey", "start=1952-02-18")
        drafted = Draft(pairs=[pair(text, table) for text in pairs], source=source,
                        id="membership/nato/turkey")  # fmt: skip
        assert add_draft(data_set, "membership", drafted, force=True).rows
    shown = subprocess.run(
        [*git, "diff", "--stat"], check=True, capture_output=True, text=True
    ).stdout
    assert "1 file changed, 2 insertions(+)" in shown


def test_the_page_beside_the_tables_is_their_codebook() -> None:
    page = (ROOT / FOLDER / "README.md").read_text("utf-8")
    assert page == codebook_page(tables(ROOT)), (
        "run: openalliances columns --page > data/tables/README.md"
    )
    assert all(rule.text in page for rule in RULES)
