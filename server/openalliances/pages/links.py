"""Where the names on a page lead: to our own pages, or out to the web."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.http.urls import Urls
from openalliances.pages.models import Anchor
from openalliances.rdf.prefixes import PREFIXES
from openalliances.things.description import Node

_ADDRESS = PREFIXES["xsd"] + "anyURI"


@dataclass(frozen=True, slots=True)
class Links:
    """The URLs of a release; ``inward`` keeps links to outside things inside."""

    urls: Urls
    inward: bool

    def anchor(self, node: Node) -> Anchor:
        """Return the name of *node*, and where it leads; a literal leads nowhere, or is a URL."""
        if not node.iri:
            web = node.datatype == _ADDRESS and node.text.value.startswith(("http://", "https://"))
            return Anchor(node.text, node.text.value if web else "", outside=web)
        path = self.urls.document(node.iri)
        if self.inward or self.urls.holds(node.iri):
            return Anchor(node.text, path, node.iri)
        web = node.iri.startswith(("http://", "https://"))
        return Anchor(node.text, node.iri if web else "", node.iri, outside=web)
