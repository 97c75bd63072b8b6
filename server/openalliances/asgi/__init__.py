"""The door for programs: an ASGI app over one release, served by uvicorn.

A request goes through ``connection`` (uvicorn's protocol, cached responses), ``app`` (who
answers), ``exchange`` (request and response as values) to ``endpoint`` (``/sparql``),
``operations`` (health, metrics, running queries) or the pages, which are another door.
"""
