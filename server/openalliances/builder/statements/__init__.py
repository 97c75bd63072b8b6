"""Makes the graph of statements: who says each published value, as RDF 1.2.

It is made after reasoning and validation, which see nothing of it.
"""
