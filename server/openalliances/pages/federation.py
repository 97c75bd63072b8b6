"""The page on federated queries: from another endpoint to this one, and from this one to others.

Each query on it is text to be copied (SPARQL 1.1 Federated Query, section 2); the tests run them
between two servers, with another address in place of Wikidata's.
"""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.prefixes import PREFIXES

WIKIDATA = "https://query.wikidata.org/sparql"
"""The endpoint that stands in the queries for one of others."""
_WDT = "http://www.wikidata.org/prop/direct/"


@dataclass(frozen=True, slots=True)
class FederatedQuery:
    """A query between two endpoints: where it is sent, and what it asks."""

    slug: str
    title: str
    about: str
    query: str


def page(site: Site) -> str:
    """Return the page, with the address of this endpoint in the queries."""
    hosts = sorted(site.settings.allowed_hosts)
    found = queries(f"{site.address}/sparql") if site.is_dataset else ()
    return render("federation.html", site, queries=found, hosts=hosts)


def queries(here: str, there: str = WIKIDATA) -> tuple[FederatedQuery, ...]:
    """Return the queries between the endpoint *here* and the one *there*."""
    ally = f"PREFIX ally: <{PREFIXES['ally']}>\nPREFIX rdfs: <{PREFIXES['rdfs']}>\n"
    wdt = f"PREFIX wdt: <{_WDT}>\n"
    return (
        FederatedQuery(
            "to-us",
            "Asked elsewhere: members of the East African Community, and how many live there",
            "Send it to an endpoint or a program that may ask both (Comunica, rdflib, Jena, "
            "Oxigraph). Members come from here, numbers from Wikidata, joined by the code of ISO.",
            f"""{ally}{wdt}
SELECT ?name ?code ?population
WHERE {{
  SERVICE <{here}> {{
    ?membership ally:inArrangement
        <https://w3id.org/openalliances/id/organization/east-african-community> ;
      ally:hasMember ?state .
    ?state rdfs:label ?name ; ally:isoAlpha3 ?code .
    FILTER(LANG(?name) = "en")
  }}
  SERVICE <{there}> {{ ?item wdt:P298 ?code ; wdt:P1082 ?population }}
}}
ORDER BY ?name
""",
        ),
        FederatedQuery(
            "from-us",
            "Asked here: the same, where this endpoint may ask the other",
            "Send it to this endpoint. What is in the clause is asked for there, the rest here.",
            f"""{ally}{wdt}
SELECT ?name ?code ?population
WHERE {{
  ?membership ally:inArrangement
      <https://w3id.org/openalliances/id/organization/east-african-community> ;
    ally:hasMember ?state .
  ?state rdfs:label ?name ; ally:isoAlpha3 ?code .
  FILTER(LANG(?name) = "en")
  SERVICE <{there}> {{ ?item wdt:P298 ?code ; wdt:P1082 ?population }}
}}
ORDER BY ?name
""",
        ),
    )
