"""In which format a store is best asked for rows: the cheapest one in which it tells no lies.

Not every store writes what the specifications say: the TSV of Virtuoso 7.2.5 has neither
datatypes nor angle brackets. So each is asked for the same row of difficult terms in
SPARQL JSON, which all write well, and in the cheaper formats; the first one that says
the same is taken.
"""

from __future__ import annotations

from pyoxigraph import QueryResultsFormat, QuerySolutions, parse_query_results

from openalliances.engine.interface import Query
from openalliances.engine.remote.conversion import ROW_FORMATS
from openalliances.engine.remote.engine import RemoteEngine
from openalliances.errors import EngineUnreachableError, RequestError
from openalliances.rdf.formats import RESULTS_JSON, Format

_XSD = "http://www.w3.org/2001/XMLSchema#"
_PROBE = (
    "SELECT ?iri ?text ?tagged ?number ?year ?absent { "
    "BIND(<http://example.org/\u00e9?a=1&b=2> AS ?iri) "
    r'BIND(" a\tb\n\r\"c\" <&amp;> \\ ? _:b " AS ?text) '
    'BIND("x"@en-gb AS ?tagged) BIND(1.50 AS ?number) '
    f'BIND("2001"^^<{_XSD}gYear> AS ?year) '
    "OPTIONAL { ?iri <urn:x-openalliances:nothing> ?absent } }"
)


def fastest_row_format(engine: RemoteEngine, timeout: float) -> Format:
    """Return the cheapest of :data:`ROW_FORMATS` in which the store of *engine* is right.

    :raises EngineUnreachableError: if it does not answer at all.
    """
    expected = _terms(engine, RESULTS_JSON, timeout)
    for form in ROW_FORMATS:
        if expected and _terms(engine, form, timeout) == expected:
            return form
    return RESULTS_JSON


def _terms(engine: RemoteEngine, form: Format, timeout: float) -> list[str]:
    """Return the terms of the difficult row; none if the store cannot write it."""
    engine.rows = form
    query = Query(_PROBE, RESULTS_JSON, timeout, union=False)
    try:
        with engine.run(query) as answer:
            found = parse_query_results(b"".join(answer), QueryResultsFormat.JSON)
    except EngineUnreachableError:
        raise
    except RequestError:
        return []
    finally:
        engine.rows = RESULTS_JSON
    if not isinstance(found, QuerySolutions):
        return []
    names = [variable.value for variable in found.variables]
    return [f"{name} {row[name]}" for row in found for name in names]
