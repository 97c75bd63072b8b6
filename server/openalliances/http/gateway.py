"""What the two doors have agreed upon: keys of the WSGI environ (PEP 3333) beyond the standard.

As ``wsgi.file_wrapper`` does, they let the server do what it does better than the app.
"""

STREAM = "openalliances.stream"
"""A function that takes a query, whose answer then is the body of the response: long answers
are sent as they come, without a thread that waits for their reader."""
