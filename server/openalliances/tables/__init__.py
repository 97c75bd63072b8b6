"""Tables: the source of facts, one CSV file a kind, described by CSV on the Web (CSVW).

One row is what one source says of one thing at one place; at most one value a
cell; a further value is a further row; a filled cell means "says this". What a
column means stands in ``<kind>.csv-metadata.json`` and nowhere else.

Knows no rdflib: terms are those of pyoxigraph.
"""
