"""Tools for language models and other agents: the Model Context Protocol over standard input.

A door beside the pages and the endpoint: it asks the library, the tables and the index of names
that these ask, so that a value is the same everywhere. It needs the extra ``mcp``
(``pip install "openalliances[mcp]"``); :mod:`.server` is the only file that imports the SDK.

An answer is small and complete, or it is refused: with the number of what there is, how to narrow
the question, and where all of it can be had. Nothing is cut in silence.
"""
