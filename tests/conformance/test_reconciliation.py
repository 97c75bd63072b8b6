"""Every kind of answer of the reconciliation service is valid by the schemas of the specification.

The schemas and examples of https://github.com/reconciliation-api/specs (0.2) are read where they
are; without them these tests are skipped, and what they hold is tested in tests/web.
"""

import json
from pathlib import Path

import pytest
from jsonschema import Draft7Validator
from jsonschema.exceptions import ValidationError
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT7

from ..sample import app, client, engine, own_files, release, settings

__all__ = ["app", "client", "engine", "own_files", "release", "settings"]

SUITE = Path(__file__).parents[3] / "shared" / "w3c" / "reconciliation" / "0.2"
BATCH = {
    "q0": {"query": "Burundi"},
    "q1": {"query": "AMISOM", "type": ["PeaceOperation"], "limit": 3, "type_strict": "should"},
    "q2": {"query": "nothing like it"},
    "q3": {"properties": [{"pid": "context", "v": ["Tanzania", {"id": "state/burundi"}]}]},
    "ключ": {"query": "Tanzania", "properties": [{"pid": "year", "v": 1999}]},
}
EXTENSION = {
    "ids": ["state/kenya", "mission/amisom", "state/nowhere", "state/burundi"],
    "properties": [
        {"id": "iri"},
        {"id": "name"},
        {"id": "kind"},
        {"id": "iso3c"},
        {"id": "troops"},
        {"id": "is_armed"},
        {"id": "lead", "settings": {"limit": 1}},
        {"id": "source_ids"},
        {"id": "hosted_missions", "settings": {"date": "1993"}},
    ],
}
ANSWERS = [
    ("manifest", "/reconcile", {}),
    ("manifest", "/reconcile/rn", {}),
    ("reconciliation-result-batch", "/reconcile", {"queries": BATCH}),
    ("reconciliation-result-batch", "/reconcile/rn", {"queries": BATCH}),
    ("reconciliation-result-batch", "/reconcile", {"queries": {}}),
    ("data-extension-response", "/reconcile", {"extend": EXTENSION}),
    ("data-extension-response", "/reconcile/rn", {"extend": EXTENSION}),
    ("data-extension-property-proposal", "/reconcile/properties", {"type": "PeaceOperation"}),
    ("data-extension-property-proposal", "/reconcile/properties", {"limit": "2"}),
    ("suggest-entities-response", "/reconcile/suggest/entity", {"prefix": "bur"}),
    ("suggest-entities-response", "/reconcile/suggest/entity", {"prefix": ""}),
    ("suggest-types-response", "/reconcile/suggest/type", {"prefix": "sta"}),
    ("suggest-properties-response", "/reconcile/suggest/property", {"prefix": "na"}),
]


def validator(name):
    if not SUITE.is_dir():
        pytest.skip(f"THE SUITE OF THE W3C WAS NOT COMPARED: there is no {SUITE}")
    files = [SUITE / "schemas" / f"{one}.json" for one in (name, "type")]
    schema, type_ = (json.loads(file.read_bytes()) for file in files)
    known = Resource(type_, DRAFT7)
    registry = Registry().with_resources(
        [("type.json", known), (type_["$id"], known), (schema["$id"], Resource(schema, DRAFT7))]
    )
    return Draft7Validator(schema, registry=registry)


def asked(parameters):
    return {
        name: value if isinstance(value, str) else json.dumps(value)
        for name, value in parameters.items()
    }


@pytest.mark.parametrize(("schema", "path", "parameters"), ANSWERS)
def test_every_answer_is_valid(client, schema, path, parameters):
    response = client.get(path, query_string=asked(parameters))
    assert response.status_code == 200, response.text
    validator(schema).validate(response.json)


@pytest.mark.parametrize(("schema", "path", "parameters"), ANSWERS)
def test_answers_over_the_files_of_others_are_valid_or_say_why_not(
    own_files, schema, path, parameters
):
    response = own_files.test_client().get(path, query_string=asked(parameters))
    assert response.status_code in (200, 400)
    if response.status_code == 200:
        validator(schema).validate(response.json)
    else:
        assert response.json["hint"]


@pytest.mark.parametrize(
    "file",
    sorted(SUITE.glob("examples/reconciliation-query-batch/valid/*.json")),
    ids=lambda f: f.stem,
)
def test_valid_examples_are_read_as_far_as_they_name_what_there_is_here(client, file):
    """Their types and properties are those of Wikidata; the error says so, and no other does."""
    response = client.get("/reconcile", query_string={"queries": file.read_text()})
    if response.status_code == 200:
        validator("reconciliation-result-batch").validate(response.json)
    else:
        assert response.json["detail"].startswith(("There is no type", "There is no property"))


@pytest.mark.parametrize(
    "file",
    sorted(SUITE.glob("examples/reconciliation-query-batch/invalid/*.json")),
    ids=lambda f: f.stem,
)
def test_invalid_examples_are_refused(client, file):
    response = client.get("/reconcile", query_string={"queries": file.read_text()})
    assert response.status_code == 400
    assert response.json["hint"]


def test_the_schemas_can_fail():
    with pytest.raises(ValidationError):
        validator("manifest").validate({"name": "x"})
