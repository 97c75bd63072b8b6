"""Names of uvicorn that are not public, and that :mod:`openalliances.asgi.connection` uses.

They are looked for at the start; where one is missing, the server takes uvicorn's own class, which
answers all the same.
"""

from __future__ import annotations

from uvicorn.protocols.http.flow_control import FlowControl
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol, RequestResponseCycle
from uvicorn.server import ServerState

NEEDED: tuple[tuple[type, tuple[str, ...]], ...] = (
    (
        HttpToolsProtocol,
        (
            *("_unset_keepalive_if_required", "timeout_keep_alive_handler"),
            *("timeout_keep_alive", "timeout_keep_alive_task", "cycle", "flow", "loop"),
            *("on_message_begin", "on_headers_complete", "on_message_complete"),
            *("on_response_complete",),
            *("on_url", "on_header", "on_body", "send_400_response", "pipeline"),
            *("server_state", "transport", "app", "client"),
        ),
    ),
    (
        RequestResponseCycle,
        (
            *("chunked_encoding", "disconnected", "keep_alive", "message_event"),
            *("on_response", "scope"),
            *("response_complete", "response_started", "waiting_for_100_continue"),
        ),
    ),
    (FlowControl, ("write_paused", "pause_reading")),
    (ServerState, ("default_headers", "total_requests")),
)
"""Classes of uvicorn and the names of theirs that are used here, none of them public."""


def missing_names() -> list[str]:
    """Return those of :data:`NEEDED` that the installed uvicorn does not have."""
    return [
        f"{owner.__name__}.{name}"
        for owner, names in NEEDED
        for name in names
        # An attribute of an instance is one that __init__ sets.
        if not hasattr(owner, name) and name not in vars(owner)["__init__"].__code__.co_names
    ]
