"""Statements in one format of RDF, with the prefixes that they need, and JSON-LD in any form."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import IO, cast

from pyoxigraph import DefaultGraph, Quad, RdfFormat, Triple, serialize

from openalliances.engine.errors import unwritable
from openalliances.engine.local.triple_terms import without_triple_terms
from openalliances.engine.local.xml_wellformed import FormatError, XmlFile
from openalliances.rdf.formats import JSON_LD, RDF_XML, Format
from openalliances.rdf.json_ld.context import OURS, Context
from openalliances.rdf.json_ld.options import PLAIN, JsonLdOptions
from openalliances.rdf.json_ld.writer import write_json_ld
from openalliances.rdf.prefixes import Prefixes, iris_of

_WITH_GRAPHS = frozenset(("nq", "trig"))
"""Formats in which the document keeps the graphs; JSON-LD is left flat for its readers."""


@dataclass(frozen=True, slots=True)
class JsonLd:
    """How JSON-LD is written: the names, the thing that all else lies within, the form."""

    context: Context = OURS
    root: str = ""
    options: JsonLdOptions = PLAIN


USUAL = JsonLd()
"""Our names, no thing that all else lies within, compacted."""


def write(
    quads: Iterable[Quad],
    form: Format,
    prefixes: Prefixes | None = None,
    json_ld: JsonLd | None = None,
) -> bytes:
    """Return *quads* in one format.

    N-Quads and TriG have each statement twice: in the default graph, which is all that many
    clients look at, and in the graph that states it.
    """
    given = list(dict.fromkeys(quads))
    if form.extension not in _WITH_GRAPHS:
        return write_triples((quad.triple for quad in given), form, prefixes, json_ld)
    plain = dict.fromkeys(Quad(q.subject, q.predicate, q.object, DefaultGraph()) for q in given)
    stated = [quad for quad in given if quad not in plain]
    return _serialized([*plain, *stated], form, prefixes, (quad.triple for quad in given))


def write_triples(
    triples: Iterable[Triple],
    form: Format,
    prefixes: Prefixes | None = None,
    json_ld: JsonLd | None = None,
) -> bytes:
    """Return *triples* in one format, each once, with the prefixes that they need.

    *json_ld* says how JSON-LD is written.

    :raises NotAcceptableError: if the format cannot say them.
    """
    once = list(dict.fromkeys(triples))
    if form is JSON_LD:
        how = json_ld or USUAL
        try:
            told = list(without_triple_terms(once, form))
        except FormatError as error:
            raise unwritable(form, str(error)) from None
        return write_json_ld(told, how.context, root=how.root, options=how.options)
    return _serialized(once, form, prefixes, once)


def _serialized(
    given: Sequence[Quad] | Sequence[Triple],
    form: Format,
    prefixes: Prefixes | None,
    triples: Iterable[Triple],
) -> bytes:
    table = (prefixes or Prefixes()).used(iris_of(triples))
    output = BytesIO()
    file = cast("IO[bytes]", XmlFile(output) if form is RDF_XML else output)
    try:
        serialize(without_triple_terms(given, form), file, _target(form), prefixes=table)
    except FormatError as error:
        raise unwritable(form, str(error)) from None
    return output.getvalue()


def _target(form: Format) -> RdfFormat:
    target = RdfFormat.from_media_type(form.media_type)
    if target is None:
        raise ValueError(f"{form.name} is not an RDF format")
    return target
