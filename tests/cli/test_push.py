"""How ``push`` gets its password: never from the list of processes if one does not want that."""

import pytest
from click.testing import CliRunner

from openalliances.cli import main


@pytest.fixture
def given(monkeypatch):
    """What the store was opened with."""
    found = []

    class Opened(Exception):  # noqa: N818  ends the command where the store begins
        pass

    def opened(url, login, timeout):
        found.append((login.accept("Basic") and login.header("GET", "/"), timeout))
        raise Opened

    monkeypatch.setattr("openalliances.client.graphstore.GraphStore", opened)
    return found


BASIC = {"Authorization": "Basic bWU6c2VjcmV0"}


@pytest.mark.parametrize(
    ("options", "environment", "typed"),
    [
        (("--password", "secret"), {}, ""),
        (("--password", "-"), {}, "secret\n"),
        (("--password", "-"), {}, "secret"),
        ((), {"OPENALLIANCES_ENGINE_PASSWORD": "secret"}, ""),
    ],
)
def test_the_password_is_an_option_a_line_or_a_variable(given, options, environment, typed):
    arguments = ["push", "http://127.0.0.1:1/", "--user", "me", *options]
    CliRunner().invoke(main, arguments, input=typed, env=environment)
    assert given == [(BASIC, 120.0)]


def test_the_time_of_a_request_is_an_option(given):
    CliRunner().invoke(main, ["push", "http://127.0.0.1:1/", "--timeout", "7"])
    assert given[0][1] == 7.0
