"""Lists of things as people know them from Datasette: facets, sort, parts and times in the address.

A list is a selection of a published table (:mod:`openalliances.tabular.selection`): what its
address asks for is what the address of the table asks for, and its rows are those of its CSV.
"""
