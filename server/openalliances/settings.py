"""Every setting and limit, in one table.

A setting is a field of :class:`Settings`; its default, its unit and its help
sentence stand beside it. It is read from ``OPENALLIANCES_<NAME>`` in the
environment, and the command line may override it.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from pathlib import Path
from typing import Any

from openalliances.addresses import (
    CONTACT,
    WEB_IRI,
    check_address,
    check_form,
    check_host,
    check_networks,
)
from openalliances.errors import SettingError

PREFIX = "OPENALLIANCES_"
_HOST = re.compile(r"(?:[a-z0-9.-]+|\[[0-9a-f:.]+\])(?::[0-9]{1,5})?")
_ABOVE_ZERO = (
    *("document_size", "link_rows", "batch_queries", "search_length", "search_results"),
    *("page_processes", "query_workers", "light_workers", "light_time", "query_timeout"),
    *("query_memory", "buffer_size", "head_size", "head_fields", "list_size", "request_time"),
    *("read_time", "idle_time", "connections", "client_connections", "client_rate", "file_memory"),
    *("file_time", "file_depth", "file_literal", "file_size"),
)
_FROM_ZERO = (
    *("dump_quads", "index_names", "query_queue", "client_queries", "client_errors"),
    *("memory_quads", "cache_size", "proxies", "warm_memory", "check_size", "page_queue"),
    *("page_cache_size", "unread_size", "client_unread", "spool_size", "client_spool"),
    *("engine_wait",),
)
_ADDRESSES = {"base": WEB_IRI, "public_url": WEB_IRI, "contact": CONTACT}
_WORDS = {
    "default_graph": ("union", "stored"),
    "engine_default_graph": ("auto", "union", "stored"),
    **dict.fromkeys(("access_log", "log_queries"), ("on", "off")),
}
_KINDS = {int: "a whole number", float: "a number", str: "a text"}


def _setting(
    default: Any, help_text: str, unit: str = "", *, limits: bool = False, secret: bool = False
) -> Any:
    """Return a field; *limits* says that it limits what somebody's query may do."""
    metadata = {"help": help_text, "unit": unit, "limits": limits}
    return field(default=default, metadata=metadata, repr=not secret)


@dataclass(frozen=True, slots=True)
class Settings:
    """The values that the operator may choose; see the help of each."""

    host: str = _setting("127.0.0.1", "Address to listen on.")
    port: int = _setting(8000, "Port to listen on; 0 takes a free one.")
    base: str = _setting("", "IRI base of the things served here; empty is that of the release.")
    public_url: str = _setting(
        "", "URL under which the world reaches this server; empty means that links are relative."
    )
    contact: str = _setting(
        "",
        "Where readers reach you and report errors: mailto:… or https://…; empty tells none.",
    )
    tracker: str = _setting(
        "",
        "Address of a form for reports of errors, with {title} and {body} where these go, such as "
        "https://example.org/issues/new?title={title}&body={body}; empty takes the contact.",
    )
    documents: str = _setting(
        "",
        "Folder with your own copies of the documents whose claims are shown; their passages are "
        "quoted from there. Empty quotes none.",
    )
    cache_dir: str = _setting(
        "", "Folder for releases that serve builds; empty takes the user's cache folder."
    )
    engine: str = _setting(
        "", "URL of a SPARQL 1.1 store that answers the queries; empty means this machine."
    )
    engine_user: str = _setting("", "User name for that store; empty asks without one.")
    engine_password: str = _setting(
        "", "Password for that store; set it in the environment.", secret=True
    )
    engine_default_graph: str = _setting(
        "auto",
        "What that store takes for the default graph: union (of all graphs), stored (then all "
        "graphs are named with each query), or auto (asked at the start).",
    )
    engine_wait: float = _setting(
        60.0, "Time that serve waits at the start until that store answers.", "seconds"
    )
    push_timeout: float = _setting(
        120.0, "Time in which a store has answered each request of push.", "seconds"
    )
    page_processes: int = _setting(
        2,
        "Pages and documents that are made at the same time, each in a process; four times as many "
        "where a store of others answers, as they wait for it.",
    )
    page_queue: int = _setting(
        64, "Pages that may wait to be made before others are turned away with 503.", limits=True
    )
    query_workers: int = _setting(4, "Heavy queries that may run at the same time.", limits=True)
    light_workers: int = _setting(
        2, "Light queries that may run beside them; each query begins as a light one."
    )
    light_time: float = _setting(
        0.25,
        "Processor time after which a query counts as a heavy one and moves to their lane.",
        "seconds",
    )
    client_queries: int = _setting(
        12,
        "Queries that one client may have running and waiting, 0 for no limit; else 429.",
        limits=True,
    )
    client_errors: float = _setting(
        20.0,
        "Errors a second that one client gets at once, five times as many in a burst; each further "
        "one comes a tenth of a second later. 0 for no limit.",
        limits=True,
    )
    memory_quads: int = _setting(
        3_000_000,
        "Largest store that is held in memory, where it answers faster; larger ones stay on disk.",
        "quads",
    )
    check_size: int = _setting(
        256_000_000,
        "Part of a release that is read and compared with its checksums when it is opened; of the "
        "rest the sizes are. To read all: openalliances check FOLDER.",
        "bytes",
    )
    warm_memory: int = _setting(
        1000,
        "Memory that the workers which stand ready may take for pages of their own beforehand; a "
        "store that needs more is copied as queries touch it, which makes the first ones slow.",
        "megabytes",
    )
    query_queue: int = _setting(
        16,
        "Queries that may wait in each lane before others are turned away with 503.",
        limits=True,
    )
    query_timeout: float = _setting(
        30.0,
        "Time after which a query is stopped; a client may ask for less.",
        "seconds",
        limits=True,
    )
    query_memory: int = _setting(
        2048, "Address space that one query worker may use.", "megabytes", limits=True
    )
    query_length: int = _setting(100_000, "Longest query that is read.", "characters", limits=True)
    body_size: int = _setting(1_000_000, "Largest request body that is read.", "bytes", limits=True)
    head_size: int = _setting(
        32_768,
        "Largest head of a request, its address included; longer queries are sent by POST.",
        "bytes",
        limits=True,
    )
    head_fields: int = _setting(100, "Most header fields of a request.", "fields", limits=True)
    list_size: int = _setting(
        4096, "Longest list in a header, such as Accept or If-None-Match.", "bytes", limits=True
    )
    request_time: float = _setting(
        20.0, "Time in which the head of a request must be sent, and then its body.", "seconds"
    )
    read_time: float = _setting(
        60.0, "Time in which a reader must take something of what waits for it.", "seconds"
    )
    idle_time: float = _setting(
        15.0, "Time for which a connection is kept open between two requests.", "seconds"
    )
    connections: int = _setting(
        2048, "Connections in sum; for more, those that have been idle longest are closed, or 503."
    )
    client_connections: int = _setting(
        256, "Connections of one address; not counted where proxies stand between."
    )
    client_rate: float = _setting(
        500.0,
        "Connections that one address may open in a second, beyond as many at once as it may have; "
        "more wait for their turn, and get 429 where too many do.",
        "connections",
        limits=True,
    )
    buffer_size: int = _setting(
        2_000_000,
        "Part of a result that is held in memory; the rest waits in a temporary file.",
        "bytes",
    )
    result_size: int = _setting(
        1_000_000_000,
        "Largest result that is sent; whoever wants more takes a dump.",
        "bytes",
        limits=True,
    )
    dump_quads: int = _setting(
        200_000,
        "Largest set of your own files that can be downloaded in all formats; of a larger one "
        "there are N-Quads, so that loading it does not take twice as long.",
        "quads",
    )
    index_names: int = _setting(
        500_000,
        "Names of your own files that the search knows; of a larger set it knows so many, so that "
        "loading it does not take much longer.",
        "names",
    )
    unread_size: int = _setting(
        256_000_000,
        "Memory for answers that wait for their readers, and for long bodies of requests, in sum.",
        "bytes",
    )
    client_unread: int = _setting(
        64_000_000,
        "Memory for answers that wait for one client, and for the long bodies that it sends; more "
        "answers wait on disk.",
        "bytes",
    )
    spool_size: int = _setting(
        400_000_000, "Temporary files with answers that wait for their readers, in sum.", "bytes"
    )
    client_spool: int = _setting(
        100_000_000,
        "Temporary files with answers for one client; then they go at the pace of their reader, "
        "and are broken off where that one stops reading.",
        "bytes",
        limits=True,
    )
    search_length: int = _setting(
        200,
        "Longest text that is searched for; the rest does not count.",
        "characters",
        limits=True,
    )
    search_results: int = _setting(50, "Results of a search that a page shows.", limits=True)
    batch_queries: int = _setting(
        200, "Names to reconcile in one request; for more it is 413.", "names", limits=True
    )
    link_rows: int = _setting(
        1000, "Names, codes and IRIs that are looked up in one request.", "rows", limits=True
    )
    page_rows: int = _setting(500, "Rows of a result that a page shows.", "rows", limits=True)
    file_memory: int = _setting(
        4096, "Address space for the process that reads files into a store.", "megabytes"
    )
    file_time: float = _setting(
        7200.0, "Time after which the reading of files is given up.", "seconds"
    )
    file_depth: int = _setting(
        200, "Levels of brackets, elements or objects within each other in a file that is read."
    )
    file_literal: int = _setting(
        8_000_000, "Longest text, and longest line of N-Triples, in a file that is read.", "bytes"
    )
    file_size: int = _setting(
        100_000_000_000, "Largest file that is read, as it is when unpacked.", "bytes"
    )
    document_size: int = _setting(
        200_000,
        "Largest document about a thing; a larger one is written as it comes, without graphs.",
        "statements",
        limits=True,
    )
    cache_size: int = _setting(
        64_000_000, "Memory for whole answers that are sent again without evaluation.", "bytes"
    )
    page_cache_size: int = _setting(
        64_000_000,
        "Memory for pages and documents that are sent again without being made.",
        "bytes",
    )
    proxies: int = _setting(
        0, "Proxies in front of the server whose X-Forwarded-For says who the client is."
    )
    hosts: str = _setting(
        "",
        "Hosts that requests may be for, with commas between them; others get 421. Empty allows "
        "all, as none is ever repeated in an answer.",
    )
    operator_token: str = _setting(
        "", "Secret that lets the operator see figures and queries from anywhere.", secret=True
    )
    operator_networks: str = _setting(
        "127.0.0.0/8, ::1",
        "Networks from which figures and queries are seen without it, with commas between them. "
        "What a proxy has passed on counts only with the setting proxies.",
    )
    access_log: str = _setting("off", "Whether each request is logged: on or off.")
    log_queries: str = _setting("off", "Whether the log holds the texts of queries: on or off.")
    slow_query: float = _setting(
        10.0, "Time from which on a query is logged as slow; 0 logs none.", "seconds"
    )
    service_hosts: str = _setting(
        "",
        "Hosts that SERVICE in a query may ask, with commas between them, each with its port if "
        "that is not the usual one; empty refuses SERVICE.",
    )
    default_graph: str = _setting(
        "union", "What a query sees without FROM: union (all graphs) or stored."
    )

    def __post_init__(self) -> None:
        """Refuse what cannot work, with the reason."""
        for name, words in _WORDS.items():
            if getattr(self, name) not in words:
                advice = f"Use {' or '.join(words)}."
                raise SettingError(f'{name} is "{getattr(self, name)}".', advice)
        for name in _ABOVE_ZERO:
            if not 0 < getattr(self, name) < math.inf:
                raise SettingError(f"{name} is {getattr(self, name)}.", "Use a number above 0.")
        if not 0 <= self.port < 2**16:
            raise SettingError(f"port is {self.port}.", "Use a number from 0 to 65535.")
        check_host(self.host)
        for name, form in _ADDRESSES.items():
            check_address(name, getattr(self, name), form)
        check_form("tracker", self.tracker)
        check_networks("operator_networks", self.operator_networks)
        for host in self.allowed_hosts:
            if not _HOST.fullmatch(host):
                raise SettingError(
                    f'service_hosts holds "{host}".',
                    "Use names such as query.wikidata.org or localhost:7200, without https://.",
                )
        for name in _FROM_ZERO:
            if not getattr(self, name) >= 0:
                raise SettingError(f"{name} is {getattr(self, name)}.", "Use 0 or more.")

    @classmethod
    def from_environment(cls, environ: Mapping[str, str] | None = None, **given: Any) -> Settings:
        """Return the settings: defaults, then ``OPENALLIANCES_…``, then what is *given*.

        A *given* value of ``None`` means: not given.

        :raises SettingError: if a value is not of the setting's type.
        """
        env = os.environ if environ is None else environ
        values = {
            f.name: _read(f.name, type(f.default), env[PREFIX + f.name.upper()])
            for f in fields(cls)
            if PREFIX + f.name.upper() in env
        }
        values.update({name: value for name, value in given.items() if value is not None})
        return replace(cls(), **values)

    @property
    def served_hosts(self) -> frozenset[str]:
        """Return the hosts that requests may be for, in lower case; none stands for all."""
        hosts = (host.strip().lower() for host in self.hosts.split(","))
        return frozenset(host for host in hosts if host)

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Return the hosts that ``SERVICE`` may ask, in lower case."""
        hosts = (host.strip().lower() for host in self.service_hosts.split(","))
        return frozenset(host for host in hosts if host)

    def cache_folder(self) -> Path:
        """Return the folder for releases: the setting, or the user's cache folder (XDG)."""
        if self.cache_dir:
            return Path(self.cache_dir).expanduser()
        home = os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache"
        return Path(home) / "openalliances"


def describe_settings() -> list[tuple[str, str, str, str]]:
    """Return (name, default, unit, help) of each setting, in the order of the table."""
    return [
        (f.name, str(f.default), f.metadata["unit"], f.metadata["help"]) for f in fields(Settings)
    ]


def query_limits(settings: Settings) -> list[tuple[str, int | float, str, str]]:
    """Return (name, value, unit, help) of each setting that limits a query, in their order."""
    return [
        (f.name, getattr(settings, f.name), f.metadata["unit"], f.metadata["help"])
        for f in fields(settings)
        if f.metadata["limits"]
    ]


def _read(name: str, kind: type, text: str) -> Any:
    try:
        return kind(text)
    except ValueError:
        raise SettingError(
            f'{PREFIX}{name.upper()} is "{text}".', f"It takes {_KINDS[kind]}."
        ) from None
