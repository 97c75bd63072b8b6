"""Where uvicorn lacks a name that our connection is built on, the server answers all the same."""

import asyncio
import builtins

import pytest

from openalliances.asgi import connection, uvicorn_names
from openalliances.asgi.admission import Front
from openalliances.asgi.exchange import CachedResponse, RepeatedRequests
from openalliances.asgi.server import http_protocol
from openalliances.settings import Settings

from ..served import serving
from .raw import target

NAMES = [(owner, name) for owner, names in uvicorn_names.NEEDED for name in names]


def test_the_installed_version_has_all_names():
    assert uvicorn_names.missing_names() == []
    made = http_protocol(Front(Settings(), RepeatedRequests(0, 0)))
    assert issubclass(made, connection.Connection)


@pytest.mark.parametrize(("owner", "name"), NAMES, ids=[name for _, name in NAMES])
def test_a_name_that_is_missing_is_noticed(monkeypatch, owner, name):
    if name in vars(owner):
        monkeypatch.delattr(owner, name)
    else:
        code = owner.__init__.__code__
        others = tuple("x" if known == name else known for known in code.co_names)
        monkeypatch.setattr(owner.__init__, "__code__", code.replace(co_names=others))
    assert uvicorn_names.missing_names() == [f"{owner.__name__}.{name}"]


def test_our_connection_uses_no_name_that_is_not_looked_for():
    """What it takes from its parents is listed, public protocol methods of asyncio aside."""
    owners = {owner for owner, _ in NAMES}
    inherited = {name for owner in owners for name in vars(owner)}
    inherited |= {name for owner in owners for name in owner.__init__.__code__.co_names}
    public = {*dir(asyncio.Protocol), *dir(builtins), *CachedResponse.__dataclass_fields__}
    listed = {name for _, name in NAMES}
    for function in vars(connection.Connection).values():
        if hasattr(function, "__code__"):
            used = set(function.__code__.co_names) & inherited - public
            assert used <= listed, function.__name__


ANOTHER_VERSION = """
from uvicorn.protocols.http import httptools_impl
old, new = {names!r}
owners = (httptools_impl.HttpToolsProtocol, httptools_impl.RequestResponseCycle)
for owner in (httptools_impl, *owners):
    if old in vars(owner):
        setattr(owner, new, getattr(owner, old))
        delattr(owner, old)
for owner in owners:
    for function in vars(owner).values():
        if code := getattr(function, "__code__", None):
            renamed = tuple(new if name == old else name for name in code.co_names)
            function.__code__ = code.replace(co_names=renamed)
"""
"""Makes of the installed uvicorn one that has another name for something."""


@pytest.mark.parametrize("name", ["STATUS_LINE", "_unset_keepalive_if_required", "message_event"])
def test_the_server_answers_without_a_name_and_says_so_once(release, tmp_path, name):
    path = tmp_path / "log"
    before = ANOTHER_VERSION.format(names=(name, name + "_renamed"))
    with path.open("w") as log, serving(release, log=log, before=before) as served:
        for _ in range(3):
            reply = served.ask(target("SELECT ?s { ?s a ?kind } LIMIT 1"))
            assert (reply.status, reply.headers["Result-Count"]) == (200, "1")
    said = path.read_text()
    assert said.count("lacks") == 1
    assert name in said
