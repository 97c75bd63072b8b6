"""pandas and polars: a result as a table, by nothing but its URL."""

import json
import sys
from urllib.parse import quote

import pandas
import polars

QUERY = "SELECT ?state ?label { ?state a ally:State ; rdfs:label ?label } ORDER BY ?state"
PREFIXES = (
    "PREFIX ally: <https://w3id.org/openalliances/ontology/> "
    "PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#> "
)
URL = f"{sys.argv[1]}/sparql?query={quote(PREFIXES + QUERY)}"


def table(frame):
    return [list(frame.columns), len(frame)]


print(
    json.dumps(
        {
            "pandas": table(pandas.read_csv(URL + "&format=csv")),
            "pandas, by Accept": table(
                pandas.read_csv(URL, storage_options={"Accept": "text/csv"})
            ),
            "pandas, tsv": table(pandas.read_csv(URL + "&format=tsv", sep="\t")),
            "polars": table(polars.read_csv(URL + "&format=csv")),
            "polars, lazy": table(polars.scan_csv(URL + "&format=csv").collect()),
        }
    )
)
