"""The door for people: the pages and documents as a Flask app, one blueprint per surface.

``/sparql`` is answered by the other door (:mod:`openalliances.asgi`), its pages too.
"""
