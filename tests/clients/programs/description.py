"""The data set described, as extruct, signposting, cffconvert and rdflib read it."""

import json
import sys
import warnings
from urllib.request import urlopen

import extruct
import signposting
from cffconvert import Citation
from rdflib import Graph

warnings.simplefilter("ignore")
server = sys.argv[1]
PAGES = ("/", "/dumps/", "/data/", "/data/missions.html", "/dataset.html", "/catalog.html")
THINGS = ("/id/state/burundi.html",)


def text(path):
    with urlopen(server + path) as answer:
        return answer.read().decode()


def blocks(path):
    return extruct.extract(text(path), base_url=server + path, syntaxes=["json-ld"])["json-ld"]


def signposts(path):
    """Return the targets of each relation, as the client sorts them."""
    found = signposting.find_signposting_http(server + path)
    return {
        "cite-as": str(found.citeAs.target) if found.citeAs else None,
        "license": str(found.license.target) if found.license else None,
        "linkset": [(str(s.target), str(s.type)) for s in found.linksets],
        "type": sorted(str(s.target) for s in found.types),
        "author": sorted(str(s.target) for s in found.authors),
        "item": sorted(str(s.target) for s in found.items),
        "describedby": sorted(str(s.target) for s in found.describedBy),
        "collection": str(found.collection.target) if found.collection else None,
    }


def linkset(address):
    """Return the contexts of a link set that a page names."""
    found = signposting.find_signposting_linkset(address)
    return sorted(str(uri) for uri in {s.context for s in found.signposts if s.context})


def citation():
    """Return what cffconvert makes of the citation; it raises on one that is not valid."""
    found = Citation(text("/CITATION.cff"))
    found.validate()
    return json.loads(found.as_schemaorg())


def triples(path):
    form = {"ttl": "turtle", "jsonld": "json-ld", "rdf": "xml", "nt": "nt"}[path.rpartition(".")[2]]
    return len(Graph().parse(data=text(path), format=form, publicID=server + path))


pages = {path: signposts(path) for path in (*PAGES[:5], *THINGS, "/dumps/core.ttl")}
said = {
    "blocks": {path: blocks(path) for path in PAGES},
    "signposts": pages,
    "linkset": linkset(pages["/"]["linkset"][0][0]),
    "citation": citation(),
    "triples": {end: triples(f"/catalog.{end}") for end in ("ttl", "jsonld", "rdf", "nt")},
}
print(json.dumps(said))
