"""RDF values and texts, without input or output: formats, prefixes, Turtle."""
