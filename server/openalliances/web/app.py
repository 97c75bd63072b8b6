"""The app factory: a Flask app for one site, that is one release, engine and set of settings."""

from __future__ import annotations

from flask import Flask

from openalliances.pages.site import Site
from openalliances.web import (
    contexts,
    data,
    days,
    description,
    discovery,
    downloads,
    errors,
    figures,
    graphs,
    link_sets,
    lists,
    lookup,
    ontology,
    pages,
    reconcile,
    resources,
    standing,
    suggest,
)
from openalliances.web.examples import bp as examples
from openalliances.web.responses import finish
from openalliances.web.site import EXTENSION
from openalliances.web.spoken import forget_reader, note_reader

_ROOMS = (
    contexts,
    graphs,
    downloads,
    data,
    link_sets,
    lists,
    pages,
    figures,
    days,
    description,
    discovery,
    standing,
    reconcile,
    suggest,
    ontology,
    lookup,
    # What is at no other address may be a thing.
    resources,
)
"""The modules with views, each with its blueprint."""


def create_app(site: Site) -> Flask:
    """Return the app with the pages of *site*; nothing is kept outside of it.

    ``/sparql`` is not among them, nor are files: see :mod:`openalliances.asgi.app`.
    """
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = site
    # What arrives is bounded already; see asgi.exchange.
    app.config["MAX_FORM_MEMORY_SIZE"] = site.settings.body_size
    app.register_blueprint(examples)
    for module in _ROOMS:
        app.register_blueprint(module.bp)
    errors.register(app)
    app.before_request(note_reader)
    app.teardown_request(forget_reader)
    app.after_request(finish)
    return app
