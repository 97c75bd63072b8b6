"""The maintainer of another data set is told which of their links to us could be better."""

import json
from contextlib import contextmanager

import pytest

import openalliances
from openalliances.cli import releases

from ..sample import engine, release, settings

__all__ = ["engine", "release", "settings"]

AMISOM = "https://w3id.org/openalliances/id/mission/amisom"
HTTP = AMISOM.replace("https", "http")
NOWHERE = AMISOM.replace("amisom", "amison")


@pytest.fixture
def run(run, release, monkeypatch, tmp_path):
    @contextmanager
    def opened(*_, **__):
        with openalliances.open(release.folder) as library:
            yield library

    monkeypatch.setattr(releases, "opened", opened)
    monkeypatch.chdir(tmp_path)
    return run


def test_links_are_told_and_mended(run, tmp_path):
    (tmp_path / "a.csv").write_text(f"a,b\n1,{AMISOM}\n2,{HTTP}\n3,{NOWHERE}\n")
    result = run("links", "check", "a.csv", "--output", "b.csv")
    assert result.exit_code == 1
    rows = [line.split("\t") for line in result.stdout.splitlines()[1:]]
    assert rows == [
        ["spelling", HTTP, AMISOM, "", "1", "3"],
        ["unknown", NOWHERE, "", AMISOM, "1", "4"],
    ]
    assert "3 links to us" in result.stderr and "1 link mended → b.csv" in result.stderr
    assert (tmp_path / "b.csv").read_text() == f"a,b\n1,{AMISOM}\n2,{AMISOM}\n3,{NOWHERE}\n"


def test_links_in_rdf_are_told_as_json(run, tmp_path):
    (tmp_path / "a.ttl").write_text(f"<urn:a> <urn:p> <{AMISOM}.html> .\n")
    result = run("links", "check", "a.ttl", "--json")
    assert result.exit_code == 1
    (row,) = json.loads(result.stdout)
    assert (row["finding"], row["better"], row["times"]) == ("spelling", AMISOM, 1)


@pytest.mark.parametrize(
    ("name", "text", "args", "code", "told"),
    [
        ("a.csv", f"a\n{AMISOM}\n", (), 0, "1 right"),
        ("a.csv", "a\nnothing\n", (), 0, "0 links to us"),
        ("a.csv", "a\n", ("--output", "a.csv"), 2, "are the same file"),
        ("a.ttl", "<urn:a> <urn:p> .\n", (), 3, "a.ttl:1"),
        ("b.csv", "", (), 3, "No such file"),
    ],
)
def test_what_is_right_and_what_cannot_be_read(run, tmp_path, name, text, args, code, told):
    if text:
        (tmp_path / name).write_text(text)
    result = run("links", "check", name, *args)
    assert result.exit_code == code
    assert told in result.stderr
