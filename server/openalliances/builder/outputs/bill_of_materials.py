"""The bill of materials: with which packages a release was built and is served.

CycloneDX 1.6 as JSON (ECMA-424): the program, each package that it needs as it is installed
here, directly or not, and which of them needs which. The same packages give the same bytes:
there is no time in it, and its serial number is derived from the rest. The files that these
packages were installed from, with their hashes, are those of ``server/requirements``.
"""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterator
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from typing import Any

from packaging.licenses import InvalidLicenseExpression, canonicalize_license_expression
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

NAME = "bom.cdx.json"
"""Name of the file, below ``report`` of a release."""

_PROGRAM = "openalliances"
_EXTRAS = ("fast",)
"""What an install may leave out, and the bill names where it is there."""
_CLASSIFIER = "License :: OSI Approved :: "

Needs = dict[str, tuple[str, ...]]
"""The names of packages that each needs, by its own name."""


def bill_of_materials() -> str:
    """Return the bill as JSON in its one form: sorted, indented, with a newline at the end."""
    needs = installed_needs()
    bill: dict[str, Any] = {
        "bomFormat": "CycloneDX",
        "specVersion": "1.6",
        "version": 1,
        "metadata": {"component": _component(_PROGRAM, "application")},
        "components": [_component(name, "library") for name in sorted(needs) if name != _PROGRAM],
        "dependencies": [
            {"ref": _purl(name), "dependsOn": [_purl(other) for other in needs[name]]}
            for name in sorted(needs)
        ],
    }
    bill["serialNumber"] = f"urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, json.dumps(bill))}"
    return json.dumps(bill, ensure_ascii=False, indent=2, sort_keys=True) + "\n"


def installed_needs() -> Needs:
    """Return what the program and each package that it needs here need themselves."""
    found: Needs = {}
    left = [_PROGRAM]
    while left:
        name = left.pop()
        if name not in found:
            found[name] = tuple(sorted(set(_needed_by(distribution(name)))))
            left.extend(found[name])
    return found


def _needed_by(package: Distribution) -> Iterator[str]:
    """Yield the names of those that are needed on this machine, and of extras that are there."""
    extras = ("", *_EXTRAS) if _name(package) == _PROGRAM else ("",)
    for line in package.requires or ():
        required = Requirement(line)
        marker = required.marker
        if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in extras):
            continue
        name = canonicalize_name(required.name)
        try:
            distribution(name)
        except PackageNotFoundError:
            if marker is None:
                raise
            continue
        yield name


def _component(name: str, kind: str) -> dict[str, Any]:
    package = distribution(name)
    component: dict[str, Any] = {
        "type": kind,
        "bom-ref": _purl(name),
        "name": name,
        "version": package.version,
        "purl": _purl(name),
    }
    if summary := _field(package, "Summary"):
        component["description"] = summary
    if licences := _licences(package):
        component["licenses"] = licences
    return component


def _licences(package: Distribution) -> list[dict[str, Any]]:
    """Return the licence as an expression of SPDX where the package gives one, else by name."""
    stated = _field(package, "License-Expression") or _field(package, "License")
    try:
        return [{"expression": str(canonicalize_license_expression(stated))}]
    except InvalidLicenseExpression:
        pass
    names = [
        line.removeprefix(_CLASSIFIER)
        for line in package.metadata.get_all("Classifier") or ()
        if line.startswith(_CLASSIFIER)
    ]
    # Some write the whole text of their licence here, which is no name of one.
    if not names and stated and "\n" not in stated:
        names = [stated]
    return [{"license": {"name": name}} for name in names]


def _field(package: Distribution, name: str) -> str:
    return str(next(iter(package.metadata.get_all(name) or ()), ""))


def _purl(name: str) -> str:
    return f"pkg:pypi/{name}@{distribution(name).version}"


def _name(package: Distribution) -> str:
    return canonicalize_name(package.metadata["Name"])
