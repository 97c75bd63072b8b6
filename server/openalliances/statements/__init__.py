"""Statements: the IRI of each published value, and the columns of its receipt.

A *statement* is one value of one property of one thing. Its *cell* is that property of that
thing, whatever its value is today. Both have IRIs that dereference; in the graph
``…/graph/statements`` a statement stands for its triple (RDF 1.2, ``rdf:reifies``), with who says
so, who says otherwise, how good the evidence is, and since which release it has been published.
"""
