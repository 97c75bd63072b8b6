"""PyLD: what a JSON-LD document says, and what a frame finds in it; one JSON object."""

import json
import sys
import urllib.request

from pyld import jsonld

SERVER, PATH, KIND = sys.argv[1:4]


def get(path, media_type):
    request = urllib.request.Request(SERVER + path, headers={"Accept": media_type})
    with urllib.request.urlopen(request) as response:
        return response.read().decode()


document = json.loads(get(PATH, "application/ld+json"))
framed = jsonld.frame(document, {"@context": document["@context"], "@type": KIND})
CANONICAL = {"algorithm": "URDNA2015", "format": "application/n-quads"}
said = jsonld.normalize(document, CANONICAL)
triples = jsonld.normalize(
    get(PATH, "application/n-triples"),
    {
        "algorithm": "URDNA2015",
        "format": "application/n-quads",
        "inputFormat": "application/n-quads",
    },
)
print(
    json.dumps(
        {
            "same": said == triples,
            "statements": len(said.splitlines()),
            "found": framed.get("@id"),
            "expanded": len(jsonld.expand(document)),
        }
    )
)
