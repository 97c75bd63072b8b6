"""What derived statements rest on, on the smallest facts: all that they follow from."""

from __future__ import annotations

import pyoxigraph as ox

from openalliances.builder.statements.derivations import derivation_files
from openalliances.bundle import bundle
from openalliances.rdf.prefixes import ALLY, VOCAB

FILES = {path.stem: path for path in derivation_files(bundle())}
FACTS = f"""
PREFIX : <http://x/>
PREFIX ally: <{ALLY}>
PREFIX strength: <{VOCAB}mapping-strength/>
:m ally:hasMandateTask :t, :u, :v ; ally:isMandateOf :op ; ally:mandatesComponent :c .
:op ally:isLedBy :un ; ally:isMandatedFor :c .
:un ally:promotesComponent :c .
:x ally:mapsTask :t ; ally:mapsTo :c ; ally:hasMappingStrength strength:part .
:y ally:mapsTask :u ; ally:mapsTo :c ; ally:hasMappingStrength strength:possible .
:z ally:mapsTask :v ; ally:mapsTo :d ; ally:hasMappingStrength strength:close .
"""


def test_a_component_rests_on_its_task_mapping_mandate_and_leader() -> None:
    store = ox.Store()
    store.load(FACTS.encode(), format=ox.RdfFormat.TURTLE)
    rows = store.query(FILES["mandated_components"].read_text(encoding="utf-8"))
    assert isinstance(rows, ox.QuerySolutions)
    found = [" ".join(str(term).strip("<>").rpartition("/")[2] for term in row) for row in rows]
    assert found == [
        "m mandatesComponent c m hasMandateTask t",
        "m mandatesComponent c x mapsTo c",
        "op isMandatedFor c m isMandateOf op",
        "op isMandatedFor c m mandatesComponent c",
        "un promotesComponent c op isLedBy un",
        "un promotesComponent c op isMandatedFor c",
    ]
