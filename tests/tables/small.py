"""A data set of five tables and few terms, written into a folder: what the tests of tables use."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

BASE = "https://w3id.org/openalliances/"
OURS = BASE + "table#"
NAME = r"[a-z0-9]+(?:[./-][a-z0-9]+)*"
DAY = r"-?\d{4}(-\d\d(-\d\d)?)?"

Json = dict[str, Any]


def column(name: str, role: str = "fact", **more: Any) -> Json:
    """Return the description of a column."""
    said = {"dc:title": name.replace("_", " "), "dc:description": f"The {name} of it."}
    own = {OURS + key: more.pop(key) for key in ("many", "once", "date") if key in more}
    if "propertyUrl" not in more and "suppressOutput" not in more:
        more["propertyUrl"] = BASE + "ontology/" + name
    return {"name": name, **said, OURS + "role": role, **own, **more}


def text(name: str, role: str = "editorial", **more: Any) -> Json:
    return column(name, role, lang="en", **more)


def thing(name: str, role: str = "fact", **more: Any) -> Json:
    pattern = {"base": "string", "format": NAME}
    return column(name, role, valueUrl=f"{BASE}id/{{+{name}}}", datatype=pattern, **more)


def concept(name: str, scheme: str, role: str = "fact", **more: Any) -> Json:
    return column(name, role, valueUrl=f"{BASE}vocab/{scheme}/{{+{name}}}", **more)


def day(name: str, role: str = "fact", **more: Any) -> Json:
    return column(name, role, datatype={"base": "string", "format": DAY}, date=True, **more)


ID = column("id", "editorial", suppressOutput=True, required=True)
CITED = (
    thing("source", "citation", **{"skos:example": "source/nato-members"}),
    text("place", "citation"),
    concept("check", "check-status", "citation"),
    day("checked_on", "citation"),
)


def described(kind: str, columns: list[Json], *, cited: bool = True, label: str = "") -> Json:
    """Return the metadata of a table."""
    number = column(
        "n",
        "editorial",
        suppressOutput=True,
        required=True,
        datatype={"base": "integer", "format": "[1-9][0-9]*"},
    )
    first = [{**ID, "skos:example": f"{kind}/one"}, *([number] if cited else [])]
    return {
        "@context": "http://www.w3.org/ns/csvw",
        "url": f"{kind}.csv",
        "dc:title": f"{kind} table",
        "dc:description": f"Each {kind}.",
        "dc:created": "2026-11-27",
        "dc:modified": "2026-11-27",
        OURS + "graph": {"@id": f"{BASE}graph/{kind}s"},
        OURS + "idPrefix": f"{kind}/",
        **({OURS + "label": label} if label else {}),
        "tableSchema": {
            "aboutUrl": f"{BASE}id/citation/{{+id}}/{{n}}" if cited else f"{BASE}id/{{+id}}",
            "primaryKey": ["id", "n"] if cited else "id",
            "columns": [*first, *columns, *(CITED if cited else ())],
        },
    }


METADATA: dict[str, Json] = {
    "source": described(
        "source",
        [
            text("name_en", required=True),
            text("title", required=True),
            column("publisher", "editorial"),
            day("date", "editorial"),
            column("address", "editorial", datatype="anyURI"),
            concept("kind", "source-kind", "editorial", required=True),
            text("note"),
        ],
        cited=False,
    ),
    "state": described(
        "state",
        [
            text("name_en", once=True),
            column("m49", datatype={"base": "string", "format": "[0-9]{3}"}),
            thing("succeeds", many=True),
        ],
    ),
    "organization": described(
        "organization",
        [
            text("name_en", once=True),
            column("acronym"),
            day("start"),
            column(
                "classes",
                "editorial",
                valueUrl=BASE + "ontology/{+classes}",
                datatype={"base": "string", "format": "[A-Z][A-Za-z]*"},
                once=True,
            ),
        ],
    ),
    "membership": described(
        "membership",
        [
            thing("arrangement", "key", required=True),
            thing("member", "key", required=True),
            day("start", **{OURS + "reported": {"@id": f"{BASE}ontology/reportedStart"}}),
            concept("start_kind", "date-kind"),
            day("end"),
            text("note"),
        ],
        label="{member} in {arrangement}",
    ),
    "count": described(
        "count",
        [
            thing("state", "key", required=True),
            column("soldiers", datatype="integer"),
        ],
    ),
}

ROWS = {
    "source": [
        "id,name_en,title,publisher,date,address,kind,note",
        "source/nato-members,NATO: Members,Members,NATO,2024-03-11,https://nato.example/m,press,",
        "source/treaty-text,Treaty: Text,Text,,,https://treaty.example/t,press,",
    ],
    "state": [
        "id,n,name_en,m49,succeeds,source,place,check,checked_on",
        "state/afghanistan,1,Afghanistan,004,,source/nato-members,row 1,seen-in-source,2026-11-23",
        "state/greece,1,Greece,,,,,,",
        "state/greece,2,,300,,source/nato-members,row 2,seen-in-source,2026-11-23",
        "state/turkey,1,Turkey,,,,,,",
    ],
    "organization": [
        "id,n,name_en,acronym,start,classes,source,place,check,checked_on",
        "organization/nato,1,North Atlantic Treaty Organization,NATO,1949-04-04,Alliance,"
        "source/treaty-text,art. 11,seen-in-source,2026-11-23",
    ],
    "membership": [
        "id,n,arrangement,member,start,start_kind,end,note,source,place,check,checked_on",
        "membership/nato/greece,1,organization/nato,state/greece,1952-02-18,accession,,,"
        'source/nato-members,"table, Greece",seen-in-source,2026-11-23',
        "membership/nato/greece,2,organization/nato,state/greece,1952,,,,"
        "source/treaty-text,,not-checked,",
    ],
    "count": ["id,n,state,soldiers,source,place,check,checked_on"],
}

TERMS = """\
@prefix ally: <https://w3id.org/openalliances/ontology/> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .

ally:Alliance
    a owl:Class ;
.
"""
CONCEPTS = [
    "check-status/seen-in-source",
    "check-status/seen-in-public-copy",
    "check-status/not-checked",
    "date-kind/accession",
    "source-kind/press",
]


GRAPHS = "\n".join(
    [
        "graph,kind,files,title,title_fr,description,description_fr",
        "ontology,ontology,ontology/*.ttl,Ontology,Ontologie,All.,Tout.",
        "vocabularies,vocab,ontology/vocab/*.ttl,Vocabularies,Vocabulaires,All.,Tout.",
        "shapes,shapes,shapes/*.ttl,Shapes,Formes,All.,Tout.",
        *(f"{kind}s,reference,,{kind},{kind},All.,Tout." for kind in METADATA),
        "derived,derived,,Derived,Déduit,By rules.,Par des règles.",
        "inferred,inferred,,Inferred,Inféré,By OWL.,Par OWL.",
        "",
    ]
)
PARTS = "part,graphs,title,title_fr,description,description_fr\nstates,states,S,É,All.,Tout.\n"


def write_small(root: Path) -> Path:
    """Write the data set into *root* and return it."""
    tables = root / "data" / "tables"
    tables.mkdir(parents=True)
    (root / "ontology" / "vocab").mkdir(parents=True)
    (root / "data" / "graphs.csv").write_text(GRAPHS)
    (root / "data" / "parts.csv").write_text(PARTS)
    (root / "ontology" / "core.ttl").write_text(TERMS)
    concepts = "\n\n".join(
        f"<{BASE}vocab/{name}>\n    a skos:Concept ;\n." for name in sorted(CONCEPTS)
    )
    (root / "ontology" / "vocab" / "all.ttl").write_text(
        f"@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n\n{concepts}\n"
    )
    for kind, metadata in METADATA.items():
        (tables / f"{kind}.csv-metadata.json").write_text(json.dumps(metadata, indent=2))
        (tables / f"{kind}.csv").write_text("\n".join([*ROWS[kind], ""]))
    return root
