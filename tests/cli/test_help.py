"""Whoever asks a command for help gets it, and whoever calls it wrongly is told so with 2."""

from __future__ import annotations

import click
import pytest

import openalliances
from openalliances.cli import main
from openalliances.settings import describe_settings

COMMANDS = [(name,) for name in main.commands] + [("sources", "verify"), ("sources", "locate")]
COMMANDS += [("links", "check")]

WRONG = [
    (("nonsense",), "No such command"),
    ((), "Usage"),
    (("sources",), "Usage"),
    (("query",), "Missing argument 'QUERY'"),
    (("show",), "Missing argument 'THING'"),
    (("find",), "Missing argument 'TEXT'"),
    (("find", "a", "--limit", "0"), "--limit"),
    (("find", "a", "--limit", "many"), "--limit"),
    (("check", "--format", "pdf"), "--format"),
    (("query", "ASK {}", "--timeout", "soon"), "--timeout"),
    (("query", "ASK {}", "--timeout", "0"), "query_timeout"),
    (("serve", "--port", "http"), "--port"),
    (("serve", "--port", "99999"), "port is 99999"),
    (("serve", "--default-graph", "all"), "--default-graph"),
    (("link",), "Missing argument 'FILE'"),
    (("link", "a.csv"), "--column"),
    (("links", "check"), "Missing argument 'FILE'"),
    (("push",), "Missing argument 'URL'"),
    (("push", "store"), "is not the URL of a store"),
    (("push", "http://me:secret@127.0.0.1/"), "holds a user name"),
    (("push", "http://127.0.0.1/", "--piece", "1"), "--piece"),
    (("sources", "verify"), "Missing argument 'FOLDER'"),
    (("sources", "locate", "x.txt"), "Missing argument 'WORDS'"),
]


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_of_each_command(run, command, flag):
    result = run(*command, flag)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout.startswith(f"Usage: main {' '.join(command)}")


def test_help_lists_every_command(run):
    listed = run("--help").stdout
    assert [name for name in main.commands if f"\n  {name} " not in listed] == []


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
def test_every_option_says_what_it_does(command):
    found: click.Command = main
    for name in command:
        assert isinstance(found, click.Group)
        found = found.commands[name]
    options = [option for option in found.params if isinstance(option, click.Option)]
    assert [option.name for option in options if not option.help] == []


def test_version(run):
    assert run("--version").stdout == f"openalliances, version {openalliances.__version__}\n"


@pytest.mark.parametrize(("args", "told"), WRONG)
def test_a_wrong_call_is_refused_with_2(run, args, told):
    result = run(*args)
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


@pytest.mark.parametrize(
    ("name", "value", "told"),
    [
        ("PORT", "http", "It takes a whole number."),
        ("QUERY_TIMEOUT", "soon", "It takes a number."),
        ("DEFAULT_GRAPH", "all", "Use union or stored."),
        ("PAGE_PROCESSES", "0", "Use a number above 0."),
    ],
)
def test_a_wrong_setting_is_refused_with_2(run, monkeypatch, name, value, told):
    monkeypatch.setenv(f"OPENALLIANCES_{name}", value)
    result = run("find", "burundi")
    assert (result.exit_code, result.stdout) == (2, "")
    assert told in result.stderr


def test_settings_lists_all_as_tsv(run):
    lines = run("settings").stdout.splitlines()
    assert lines[0] == "setting\tdefault\tunit\twhat it does"
    assert [line.split("\t")[0] for line in lines[1:]] == [row[0] for row in describe_settings()]
    assert {line.count("\t") for line in lines} == {3}
