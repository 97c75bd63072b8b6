"""JSON-LD as people expect it: compacted with a context, typed, nested (JSON-LD 1.1).

``context`` shortens IRIs and says how values are written, ``nodes`` finds what lies within what,
``values`` writes terms, ``writer`` puts a document together, ``stream`` one that is too long to
be held, ``layout`` prints it.

The algorithms of JSON-LD 1.1 (Compaction, Framing) work on any document and any context; that
takes a processor 50 ms for a thing and minutes for a dump. Here the input is RDF and the context
is known, so each value is written as it will be read, once.
"""
