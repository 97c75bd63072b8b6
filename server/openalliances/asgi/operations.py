"""What operators and their programs ask: does it live, is it ready, what runs, stop that."""

from __future__ import annotations

import asyncio
import hmac

from openalliances.asgi.endpoint import SparqlEndpoint
from openalliances.asgi.exchange import Exchange
from openalliances.asgi.metrics import CONTENT_TYPE, Metrics
from openalliances.pages.site import Site
from openalliances.settings import Settings
from openalliances.version import __version__

QUERIES = "/sparql/queries"
PATHS = ("/healthz", "/readyz", "/metrics", QUERIES)


class Operation:
    """The paths of :data:`PATHS`."""

    def __init__(self, settings: Settings, endpoint: SparqlEndpoint, metrics: Metrics) -> None:
        self._token = settings.operator_token
        self._endpoint = endpoint
        self._metrics = metrics

    async def answer(self, exchange: Exchange, site: Site) -> None:
        """Answer a request for one of the paths."""
        path = exchange.path
        if path.startswith(QUERIES + "/"):
            await self._stop(exchange, path.removeprefix(QUERIES + "/"))
        elif exchange.method not in ("GET", "HEAD"):
            await exchange.as_json(405, {"title": "Use GET."}, ("Allow", "GET, HEAD"))
        elif path == "/healthz":
            await exchange.as_json(200, {"status": "ok", **_served(site)})
        elif path == "/readyz":
            await exchange.as_json(200, {"status": "ready", **_served(site)})
        elif path == "/metrics":
            await exchange.plain(200, self._metrics.text(), CONTENT_TYPE)
        elif self._is_operator(exchange):
            running = [
                {"id": call.id, "client": call.client} for call in self._endpoint.calls.running
            ]
            await exchange.as_json(200, {"queries": running})
        else:
            await self._refuse(exchange)

    async def _stop(self, exchange: Exchange, call_id: str) -> None:
        """Stop a query: whoever knows its id may, as nobody else does."""
        if exchange.method == "OPTIONS":
            allowed = ("Access-Control-Allow-Methods", "DELETE")
            await exchange.plain(204, b"", "text/plain", ("Allow", "DELETE"), allowed)
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
        scheme, _, given = (exchange.header(b"authorization") or "").partition(" ")
        same = hmac.compare_digest(given.strip().encode(), self._token.encode())
        return bool(self._token) and scheme.lower() == "bearer" and same

    async def _refuse(self, exchange: Exchange) -> None:
        if self._token:
            asks = ("WWW-Authenticate", 'Bearer realm="operator"')
            await exchange.as_json(401, {"title": "Only the operator sees the queries."}, asks)
        else:
            hint = "Set OPENALLIANCES_OPERATOR_TOKEN and send it as a bearer token."
            title = "Nobody may see the queries of others here."
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
