"""JSON-LD of things, read by the processors of others: PyLD and jsonld.js."""

import pytest

OURS = "https://w3id.org/openalliances"
KINDS = {
    "/id/state/burundi": "State",
    "/id/partnership/burundi-tanzania": "BilateralDefencePartnership",
}


@pytest.mark.parametrize("path", KINDS)
@pytest.mark.parametrize("program", ["json_ld.py", "json_ld.mjs"])
def test_a_processor_reads_what_the_n_triples_say(python_client, node_client, program, path):
    client, package = (
        (python_client, "pyld") if program.endswith(".py") else (node_client, "jsonld")
    )
    told = client(program, package, path, f"{OURS}/ontology/{KINDS[path]}")
    assert told["same"]
    assert told["found"] == OURS + path
    assert told["statements"] > 5 and told["expanded"] >= 1
