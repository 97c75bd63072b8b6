"""The app factory: a Flask app for one site, that is one release, engine and set of settings."""

from __future__ import annotations

from flask import Flask

from openalliances.pages.site import Site
from openalliances.web import (
    contexts,
    data,
    description,
    discovery,
    downloads,
    errors,
    figures,
    graphs,
    link_sets,
    lookup,
    ontology,
    pages,
    reconcile,
    resources,
    suggest,
)
from openalliances.web.examples import bp as examples
from openalliances.web.responses import finish
from openalliances.web.site import EXTENSION
from openalliances.web.spoken import forget_reader, note_reader


def create_app(site: Site) -> Flask:
    """Return the app with the pages of *site*; nothing is kept outside of it.

    ``/sparql`` is not among them, nor are files: see :mod:`openalliances.asgi.app`.
    """
    app = Flask(__name__, static_folder=None)
    app.extensions[EXTENSION] = site
    # What arrives is bounded already; see asgi.exchange.
    app.config["MAX_FORM_MEMORY_SIZE"] = site.settings.body_size
    app.register_blueprint(examples)
    for blueprint in (
        *(
            figures.bp,
            contexts.bp,
            graphs.bp,
            downloads.bp,
            data.bp,
            link_sets.bp,
            pages.bp,
            description.bp,
        ),
        discovery.bp,
        *(reconcile.bp, suggest.bp, ontology.bp, lookup.bp, resources.bp),
    ):
        app.register_blueprint(blueprint)
    errors.register(app)
    app.before_request(note_reader)
    app.teardown_request(forget_reader)
    app.after_request(finish)
    return app
