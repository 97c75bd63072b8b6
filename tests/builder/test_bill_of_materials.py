"""The bill of materials names each package that runs, and is the same each time."""

from __future__ import annotations

import json
import re
from importlib.metadata import version
from typing import Any

import pytest

from openalliances.builder.outputs.bill_of_materials import bill_of_materials, installed_needs


@pytest.fixture(scope="module")
def bill() -> dict[str, Any]:
    return json.loads(bill_of_materials())


def test_names_each_package_with_its_installed_version(bill: dict[str, Any]) -> None:
    named = {part["name"]: part["version"] for part in bill["components"]}
    assert {"flask", "pyoxigraph", "rdflib", "uvicorn", "werkzeug"} <= set(named)
    assert named == {name: version(name) for name in named}
    assert "openalliances" not in named


def test_leaves_out_what_only_developers_need(bill: dict[str, Any]) -> None:
    named = {part["name"] for part in bill["components"]}
    assert not named & {"pytest", "mypy", "ruff", "hypothesis", "playwright"}


def test_states_a_licence_of_each_package(bill: dict[str, Any]) -> None:
    assert [part["name"] for part in bill["components"] if not part.get("licenses")] == []


def test_is_what_cyclonedx_asks_for(bill: dict[str, Any]) -> None:
    assert (bill["bomFormat"], bill["specVersion"], bill["version"]) == ("CycloneDX", "1.6", 1)
    assert re.fullmatch(r"urn:uuid:[0-9a-f-]{36}", bill["serialNumber"])
    parts = [bill["metadata"]["component"], *bill["components"]]
    references = [part["bom-ref"] for part in parts]
    assert len(references) == len(set(references))
    for part in parts:
        assert part["type"] in ("application", "library")
        assert re.fullmatch(r"pkg:pypi/[a-z0-9.-]+@\S+", part["purl"])
    for entry in bill["dependencies"]:
        assert {entry["ref"], *entry["dependsOn"]} <= set(references)


def test_is_the_same_each_time() -> None:
    assert bill_of_materials() == bill_of_materials()


def test_follows_what_is_needed_to_the_end() -> None:
    needs = installed_needs()
    assert {name for others in needs.values() for name in others} <= set(needs)
    assert "werkzeug" in needs["flask"]
