"""What operators and their programs ask: does it live, is it ready, what runs, stop that."""

from __future__ import annotations

import asyncio
import hmac

from openalliances.asgi.endpoint import SparqlEndpoint
from openalliances.asgi.exchange import Exchange
from openalliances.asgi.metrics import CONTENT_TYPE, Metrics
from openalliances.asgi.served import ServedRelease
from openalliances.http.addresses import is_within, networks_of
from openalliances.http.headers import preflight_headers
from openalliances.pages.site import Site
from openalliances.settings import Settings
from openalliances.version import __version__

QUERIES = "/sparql/queries"
_PASSED_ON = (b"forwarded", b"via", b"x-forwarded-for", b"x-real-ip")
"""Headers that a proxy adds."""
PATHS = ("/healthz", "/readyz", "/metrics", QUERIES)


class Operation:
    """The paths of :data:`PATHS`."""

    def __init__(self, settings: Settings, endpoint: SparqlEndpoint, metrics: Metrics) -> None:
        self._token = settings.operator_token
        self._networks = networks_of(settings.operator_networks)
        self._proxies = settings.proxies
        self._endpoint = endpoint
        self._metrics = metrics

    async def answer(self, exchange: Exchange, served: ServedRelease) -> None:
        """Answer a request for one of the paths."""
        path = exchange.path
        if path.startswith(QUERIES + "/"):
            await self._stop(exchange, path.removeprefix(QUERIES + "/"))
        elif exchange.method not in ("GET", "HEAD"):
            await exchange.as_json(405, {"title": "Use GET."}, ("Allow", "GET, HEAD"))
        elif path == "/healthz":
            await exchange.as_json(200, {"status": "ok", **_served(served.site)})
        elif path == "/readyz":
            await self._ready(exchange, served)
        elif not self._is_operator(exchange):
            await self._refuse(exchange)
        elif path == "/metrics":
            await exchange.plain(200, self._metrics.text(), CONTENT_TYPE)
        else:
            running = [
                {"id": call.id, "client": call.client} for call in self._endpoint.calls.running
            ]
            await exchange.as_json(200, {"queries": running})

    async def _ready(self, exchange: Exchange, served: ServedRelease) -> None:
        """Say whether requests should come here: not where the release is damaged."""
        reason = served.damage or served.site.engine.state().damage
        told = {"refused": served.refused} if served.refused else {}
        if reason:
            told["reason"] = f"The release is damaged: {reason}."
        state = "damaged" if reason else "ready"
        value = {"status": state, **told, **_served(served.site)}
        await exchange.as_json(503 if reason else 200, value)

    async def _stop(self, exchange: Exchange, call_id: str) -> None:
        """Stop a query: whoever knows its id may, as nobody else does."""
        if exchange.method == "OPTIONS":
            more = (("Allow", "DELETE"), *preflight_headers("DELETE"))
            await exchange.plain(204, b"", "text/plain", *more)
            return
        if exchange.method != "DELETE":
            await exchange.as_json(405, {"title": "Use DELETE."}, ("Allow", "DELETE"))
            return
        call = self._endpoint.calls.find(call_id)
        if call is None:
            await exchange.as_json(404, {"title": "No query with this id runs now."})
            return
        await asyncio.get_running_loop().run_in_executor(self._endpoint.threads, call.cancel)
        await exchange.plain(204, b"", "text/plain")

    def _is_operator(self, exchange: Exchange) -> bool:
        if self._is_near(exchange):
            return True
        scheme, _, given = (exchange.header(b"authorization") or "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self._token.encode())
        return bool(self._token) and scheme.lower() == "bearer" and same

    def _is_near(self, exchange: Exchange) -> bool:
        """Return whether the request comes from a network of the operator.

        A proxy that the settings do not know of may have its own address there.
        """
        passed_on = any(exchange.headers(name) for name in _PASSED_ON)
        known = not passed_on or bool(self._proxies)
        return known and is_within(exchange.address, self._networks)

    async def _refuse(self, exchange: Exchange) -> None:
        if self._token:
            asks = ("WWW-Authenticate", 'Bearer realm="operator"')
            await exchange.as_json(401, {"title": "Only the operator may see this."}, asks)
        else:
            hint = (
                "Ask from a network of OPENALLIANCES_OPERATOR_NETWORKS, or set "
                "OPENALLIANCES_OPERATOR_TOKEN and send it as a bearer token."
            )
            title = "Only the operator may see this."
            await exchange.as_json(403, {"title": title, "hint": hint})


def _served(site: Site) -> dict[str, str | int]:
    """Return what is served, and by which program."""
    manifest = site.release.manifest
    return {
        "program": __version__,
        "version": manifest.version,
        "digest": manifest.digest,
        "quads": manifest.quads,
    }
