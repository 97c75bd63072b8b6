"""What is asked in SPARQL: the endpoint, the graph store, and stopping a query."""

from __future__ import annotations

from openalliances.pages.openapi.parts import (
    ANY_OBJECT,
    IRI,
    TEXT,
    Paths,
    content,
    form_body,
    operation,
    query,
    segment,
    several,
    told_in_json,
)
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, RESULTS_JSON
from openalliances.settings import Settings
from openalliances.sparql.answer_format import names_of
from openalliances.sparql.protocol import DIRECT, GRAPH_OFFERS

_TAG = "SPARQL"
_RESULTS = (*RESULT_FORMATS, *GRAPH_FORMATS, HTML)


def paths(settings: Settings) -> Paths:
    """Return the paths of what takes queries."""
    names = sorted(min(names_of(form), key=len) for form in _RESULTS)
    how = (
        query("format", "The form of the answer; wins over Accept. One of " + ", ".join(names)),
        query("timeout", f"Seconds, at most {settings.query_timeout:g}."),
        several("default-graph-uri", "Graphs of which the default graph is made.", IRI),
        several("named-graph-uri", "Graphs that can be named.", IRI),
        query("query-id", "An id of your own, by which you can stop the query."),
    )
    text = query("query", "SELECT, ASK, CONSTRUCT or DESCRIBE of SPARQL 1.1 or 1.2.")
    answer = content(_RESULTS)
    answer[RESULTS_JSON.media_type] = {"schema": {"$ref": "#/components/schemas/SparqlResults"}}
    graph = content(GRAPH_OFFERS)
    stop = operation(
        _TAG,
        "Stop a query",
        None,
        segment("id", "What the header Query-Id says, or the parameter query-id said."),
        leads={204: "It was told to stop."},
        operationId="stopQuery",
    )
    told_in_json(stop, {404: "No query with this id runs now."})
    return {
        "/sparql": {
            "get": operation(
                _TAG,
                "Run a query, or without one describe the service",
                answer,
                text,
                *how,
                operationId="query",
                about="SPARQL 1.1 Protocol, section 2.1. The method QUERY is read as POST is.",
            ),
            "post": operation(
                _TAG,
                "Run a query that is sent",
                answer,
                *how,
                body=form_body(text, *how, more=(DIRECT,), required=True),
                operationId="queryByPost",
            ),
        },
        "/sparql/queries/{id}": {"delete": stop},
        "/graphs": {
            "get": operation(
                _TAG,
                "Get a named graph, or with default the default graph",
                graph,
                query("graph", "The IRI of a graph.", IRI),
                {
                    **query("default", "The default graph; without a value."),
                    "allowEmptyValue": True,
                },
                how[0],
                leads={303: "The page about the graph."},
                operationId="graph",
                about="SPARQL 1.1 Graph Store HTTP Protocol, section 5.2.",
            )
        },
    }


def schemas() -> dict[str, object]:
    """Return the schema of SPARQL 1.1 Query Results JSON Format, section 3."""
    row = {"type": "object", "additionalProperties": ANY_OBJECT}
    head = {"vars": {"type": "array", "items": TEXT}, "link": {"type": "array", "items": TEXT}}
    results = {"bindings": {"type": "array", "items": row}}
    return {
        "SparqlResults": {
            "type": "object",
            "required": ["head"],
            "properties": {
                "head": {"type": "object", "properties": head},
                "results": {"type": "object", "required": ["bindings"], "properties": results},
                "boolean": {"type": "boolean"},
            },
        }
    }
