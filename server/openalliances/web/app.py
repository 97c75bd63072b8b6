"""The app factory: a Flask app for one release, one engine and one set of settings."""

from __future__ import annotations

from flask import Flask, request

from openalliances.engine.interface import Engine
from openalliances.pages.site import STATIC, Site
from openalliances.release import Release
from openalliances.settings import Settings
from openalliances.web import downloads, errors, graphs, ontology, pages, resources, sparql
from openalliances.web.examples import bp as examples
from openalliances.web.headers import finish
from openalliances.web.site import EXTENSION

ERROR_KEY = "openalliances.error"
"""Where the scope of a request (ASGI) holds an error that the app is to show."""


def create_app(release: Release, engine: Engine, settings: Settings) -> Flask:
    """Return the app that publishes *release*; nothing is kept outside of it."""
    app = Flask(__name__, static_folder=STATIC)
    site = Site(release, engine, settings)
    app.extensions[EXTENSION] = site
    app.config["MAX_CONTENT_LENGTH"] = settings.body_size
    app.config["MAX_FORM_MEMORY_SIZE"] = settings.body_size
    app.config["SEND_FILE_MAX_AGE_DEFAULT"] = 86400
    app.register_blueprint(examples)
    for blueprint in (sparql.bp, graphs.bp, downloads.bp, pages.bp, ontology.bp, resources.bp):
        app.register_blueprint(blueprint)
    errors.register(app)
    app.before_request(_show_error)
    app.after_request(finish)
    return app


def _show_error() -> None:
    """Raise what went wrong before the request came here, so that it is shown like the rest."""
    error = request.environ.get("asgi.scope", {}).get(ERROR_KEY)
    if error is not None:
        raise error
