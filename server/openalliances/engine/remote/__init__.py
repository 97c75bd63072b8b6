"""The remote engine: a store of others that speaks the SPARQL 1.1 Protocol."""
