"""SHACL Core by pySHACL, the reference validator: the only file that imports it.

It passes without a word where a shape targets a superclass and it is not given the
ontology; here the data always have it with them. It changes global state of rdflib while
it runs; here that is put back.
"""

from __future__ import annotations

import logging
from collections.abc import Iterable, Iterator
from contextlib import contextmanager

import pyoxigraph as ox
import pyshacl
from pyshacl.errors import ReportableRuntimeError, ValidationFailure
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from openalliances.builder.checks.shacl_results import EngineResult, text_of
from openalliances.builder.checks.shacl_targets import EXPLICIT, is_class, targeted
from openalliances.builder.rdflib_state import rdflib_state_kept
from openalliances.builder.rdflib_terms import copy_of, to_graph
from openalliances.errors import CheckError

_LOGGER = "pyshacl-validate"
_DEPTH = 30
_REFERS = (SH.node, SH["not"], SH.qualifiedValueShape, RDF.first)


def results(data: Iterable[ox.Triple], shapes: Graph) -> tuple[EngineResult, ...]:
    """Return the results of pySHACL.

    :raises CheckError: if the shapes themselves cannot be used.
    """
    graph = Graph(bind_namespaces="none") + to_graph(data)  # pySHACL needs a store with contexts
    with rdflib_state_kept(), _no_handlers_left():
        try:
            _, report, text = pyshacl.validate(
                graph,
                shacl_graph=with_own_targets(shapes),
                inference="none",
                advanced=False,
                max_validation_depth=_DEPTH,
            )
        except (ReportableRuntimeError, NotImplementedError) as error:
            raise unusable(str(error)) from error
    if isinstance(report, ValidationFailure) or not isinstance(report, Graph):
        raise unusable(str(text))
    return tuple(_results(report))


def unusable(why: str) -> CheckError:
    """Return the error for shapes that are no shapes."""
    return CheckError(f"The shapes cannot be used: {why}", "Look at the files in shapes.")


def with_own_targets(shapes: Graph) -> Graph:
    """Return the *shapes* with each property shape aimed at what the shape around it is aimed at.

    What a property shape of a targeted shape finds is the same (SHACL, sections 2.1.3 and
    4.7.2), but pySHACL reads the parameters of a shape each time that it looks at something
    with it: for each node if the shape lies in another, once if it has targets of its own.
    """
    found = copy_of(shapes)
    inside = {term for predicate in _REFERS for term in shapes.objects(None, predicate)}
    for shape in targeted(shapes):
        if shape in inside or (shape, SH.deactivated, None) in shapes:
            continue
        for part in shapes.objects(shape, SH.property):
            found.remove((shape, SH.property, part))
            for target in EXPLICIT:
                for aim in shapes.objects(shape, target):
                    found.add((part, target, aim))
            if is_class(shapes, shape):
                found.add((part, SH.targetClass, shape))
    return found


def _results(report: Graph) -> Iterator[EngineResult]:
    for node in report.objects(None, SH.result):
        shape: Node = report.value(node, SH.sourceShape) or node
        yield EngineResult(
            focus=text_of(report.value(node, SH.focusNode)),
            value=text_of(report.value(node, SH.value)),
            shape=shape,
            component=str(report.value(node, SH.sourceConstraintComponent)).rpartition("#")[2],
            path=report.value(node, SH.resultPath),
            speaker=report.value(node, SH.sourceConstraint),
        )


@contextmanager
def _no_handlers_left() -> Iterator[None]:
    """Take away, after the block, the handlers that pySHACL adds to its logger."""
    try:
        yield
    finally:
        logger = logging.getLogger(_LOGGER)
        for handler in list(logger.handlers):
            logger.removeHandler(handler)
