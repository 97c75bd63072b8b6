"""Contexts that are known without the network: ours come with the program."""

import json

import pyoxigraph as ox
import pytest

from openalliances.bundle import bundle
from openalliances.errors import OpenAlliancesError
from openalliances.reader import ReadOptions, read

PUBLISHED = sorted((bundle() / "ontology" / "contexts").glob("*.jsonld"))
BURUNDI = "https://w3id.org/openalliances/id/state/burundi"


def document(folder, context):
    path = folder / "burundi.jsonld"
    path.write_text(json.dumps({"@context": context, "@id": BURUNDI, "@type": "State"}))
    return path


@pytest.mark.parametrize("host", ["http://127.0.0.1:8000", "https://data.example.org/alliances"])
def test_a_saved_document_of_ours_is_read_without_the_network(tmp_path, host):
    path = document(tmp_path, f"{host}/context/{PUBLISHED[-1].name}")
    read([str(path)], tmp_path / "store", ReadOptions())
    (quad,) = ox.Store.read_only(str(tmp_path / "store"))
    assert quad.object.value == "https://w3id.org/openalliances/ontology/State"


@pytest.mark.parametrize("name", ["none-00000000", "..%2fcontext", "0.1.0-a785184d.jsonld/x"])
def test_another_context_is_refused_with_what_to_do(tmp_path, name):
    path = document(tmp_path, f"http://127.0.0.1:8000/context/{name}.jsonld")
    with pytest.raises(OpenAlliancesError) as raised:
        read([str(path)], tmp_path / "store", ReadOptions())
    assert "--context" in raised.value.hint
