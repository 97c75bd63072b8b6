"""The service manifest (section 3.1): what the service offers, and where."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from openalliances.linking.reconciliation.extend import SETTINGS
from openalliances.linking.reconciliation.identifiers import RESOURCES
from openalliances.linking.reconciliation.service import Service

VERSIONS = ("0.1", "0.2")
PREVIEW_WIDTH, PREVIEW_HEIGHT = 430, 300
"""Size in pixels of the frame in which a preview is shown."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the service is: the address of the server, and the path of the service there.

    The path has the language where the client asks for one: ``/reconcile/fr``.
    """

    address: str
    path: str

    @property
    def url(self) -> str:
        """Return the address of the service."""
        return self.address + self.path


def manifest(service: Service, place: Place, title: str, version: str) -> dict[str, Any]:
    """Return the manifest; *title* and *version* are those of the release."""
    space, types = service.entities.iri, service.types_space.iri
    return {
        "versions": list(VERSIONS),
        "name": title,
        "identifierSpace": space or RESOURCES,
        "schemaSpace": types or RESOURCES,
        "documentation": place.address + "/reconcile.html",
        "logo": place.address + "/static/icon.svg",
        "serviceVersion": version,
        "defaultTypes": [one.as_json() for one in service.types.defaults],
        "view": {"url": place.url + "/view?id={{id}}"},
        "feature_view": {"url": place.address + "/reconcile.html#feature-{{id}}"},
        "preview": {
            "url": place.url + "/preview?id={{id}}",
            "width": PREVIEW_WIDTH,
            "height": PREVIEW_HEIGHT,
        },
        "suggest": {kind: _suggest(place, kind) for kind in ("entity", "type", "property")},
        "extend": {
            "propose_properties": {"service_url": place.url, "service_path": "/properties"},
            "property_settings": [dict(one) for one in SETTINGS],
        },
        "batchSize": service.limits.queries,
    }


def _suggest(place: Place, kind: str) -> dict[str, str]:
    return {
        "service_url": place.url,
        "service_path": f"/suggest/{kind}",
        "flyout_service_url": place.url,
        "flyout_service_path": f"/flyout/{kind}?id=${{id}}",
    }
