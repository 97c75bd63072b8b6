"""What serve says when it cannot, and that it serves, and ends, when it can."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path

import pytest

from openalliances.release import RELEASE_FORMAT

TRIPLE = '<urn:a> <urn:p> "ä" .\n'

FILES = [
    ("none.nt", None, "There is no such file."),
    ("empty.nt", b"", "The file has no triples."),
    ("comment.ttl", b"# nothing\n", "The file has no triples."),
    ("table.csv", b"a,b\n", 'Files ending in ".csv" are not read.'),
    ("bad.ttl", b"<urn:a> <urn:b> <urn:c> .\n<urn:a> <urn:b>", "bad.ttl:2:"),
    ("bad.nt", b"hello\n", "This is not valid N-Triples"),
    ("bad.jsonld", b"{", "This is not valid JSON-LD"),
    ("page.rdf", b"<html>", "This is an HTML page."),
    ("bad.rdf", b"<a:b/>", "This is XML, but not RDF/XML"),
    ("latin.nt", b'<urn:a> <urn:b> "\xe9" .\n', "latin.nt:1: Byte 18 of the file (0xE9)"),
    ("packed.nt.gz", b"<urn:a> <urn:b> <urn:c> .\n", "It cannot be unpacked"),
    ("packed.nt.zst", b"<urn:a> <urn:b> <urn:c> .\n", "It cannot be unpacked"),
]


def manifest(change: Callable[[dict], object]) -> Callable[[Path], None]:
    def damage(folder: Path) -> None:
        path = folder / "manifest.json"
        raw = json.loads(path.read_text())
        change(raw)
        path.write_text(json.dumps(raw))

    return damage


def cut_a_dump(folder: Path) -> None:
    path = folder / json.loads((folder / "manifest.json").read_text())["files"][0]["path"]
    path.write_bytes(path.read_bytes()[:-1])


DAMAGE = [
    ("no store", lambda folder: shutil.rmtree(folder / "store"), "the store is missing"),
    ("cut dump", cut_a_dump, "dumps/"),
    ("no dumps", lambda folder: shutil.rmtree(folder / "dumps"), "dumps/"),
    ("garbage", lambda f: (f / "manifest.json").write_bytes(b"\xff{"), "cannot be read"),
    ("a list", lambda f: (f / "manifest.json").write_text("[]"), "is not an object"),
    ("no manifest", lambda f: (f / "manifest.json").unlink(), "it has no manifest.json"),
    ("less", manifest(lambda raw: raw.pop("digest")), "lacks or adds something"),
    ("more", manifest(lambda raw: raw.update(colour="red")), "lacks or adds something"),
    (
        "later",
        manifest(lambda raw: raw.update(format=99)),
        f"has layout 99; this program reads {RELEASE_FORMAT}",
    ),
    ("unnumbered", manifest(lambda raw: raw.pop("format")), "has layout None"),
]


def refused(result, told: str) -> None:
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr
    error = result.stderr.partition("error: ")[2]
    assert re.fullmatch(r".+\n  try: .+\n", error)


@pytest.mark.parametrize(("name", "content", "told"), FILES, ids=[name for name, *_ in FILES])
def test_a_file_that_cannot_be_served_is_refused(run, tmp_path, name, content, told):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    refused(run("serve", "--data", path, "--port", "0"), told)


def test_a_folder_is_no_file_to_serve(run, tmp_path):
    refused(run("serve", "--data", tmp_path, "--port", "0"), "This is a folder.")


@pytest.mark.parametrize(
    ("damage", "told"), [row[1:] for row in DAMAGE], ids=[r[0] for r in DAMAGE]
)
def test_a_damaged_release_is_refused(run, shipped_release, tmp_path, damage, told):
    folder = tmp_path / "release"
    shutil.copytree(shipped_release.folder, folder)
    damage(folder)
    refused(run("serve", "--release", folder, "--port", "0"), told)


def test_a_folder_that_is_no_release_is_refused(run, tmp_path):
    refused(run("serve", "--release", tmp_path), "it has no manifest.json")
    refused(run("serve", "--release", tmp_path / "none"), "it has no manifest.json")


def test_a_port_in_use_is_refused_with_the_next_one(run, tmp_path):
    path = tmp_path / "a.nt"
    path.write_text(TRIPLE, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        result = run("serve", "--data", path, "--port", port)
    refused(result, f"Port {port} is in use by another program.")
    assert f"--port {port + 1}" in result.stderr


def test_an_address_of_another_machine_is_refused(run, tmp_path):
    path = tmp_path / "a.nt"
    path.write_text(TRIPLE, encoding="utf-8")
    # TEST-NET-3 (RFC 5737): no machine has it.
    result = run("serve", "--data", path, "--host", "203.0.113.1", "--port", "0")
    refused(result, "Cannot listen on 203.0.113.1")


@pytest.mark.parametrize("user", [0, 1000])
def test_whoever_serves_as_root_is_told_that_there_is_no_need(run, tmp_path, monkeypatch, user):
    path = tmp_path / "a.nt"
    path.write_text(TRIPLE, encoding="utf-8")
    monkeypatch.setattr("os.geteuid", lambda: user)
    result = run("serve", "--data", path, "--host", "203.0.113.1", "--port", "0")
    assert ("runs as root" in " ".join(result.stderr.split())) == (user == 0)


@pytest.mark.parametrize("command", [("serve",), ("find", "x"), ("show", "x"), ("query", "ASK {}")])
def test_a_cache_folder_that_cannot_be_written_is_refused(run, tmp_path, monkeypatch, command):
    path = tmp_path / "file"
    path.write_text("")
    monkeypatch.setenv("OPENALLIANCES_CACHE_DIR", str(path / "cache"))
    refused(run(*command), "cannot be written: Not a directory.")


@pytest.mark.parametrize("ending", [signal.SIGTERM, signal.SIGINT])
def test_own_triples_are_served_and_the_server_ends_when_told(start, tmp_path, ending):
    path = tmp_path / "own.nt"
    path.write_text(TRIPLE, encoding="utf-8")
    with start("serve", "--data", path, "--port", "0") as process:
        url = next(m[1] for line in process.stderr if (m := re.search(r"Serving at (\S+)", line)))
        query = urllib.parse.urlencode({"query": "SELECT ?o { <urn:a> <urn:p> ?o }"})
        request = urllib.request.Request(f"{url}sparql?{query}", headers={"Accept": "text/csv"})
        with urllib.request.urlopen(request, timeout=30) as response:
            assert response.read().decode() == "o\r\nä\r\n"
        process.send_signal(ending)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out, err) == (0, "", "")


def test_a_store_that_cannot_be_opened_is_named_without_a_traceback(shipped_release, tmp_path):
    folder = tmp_path / "release"
    shutil.copytree(shipped_release.folder, folder)
    (folder / "store" / "CURRENT").write_text("garbage\n", encoding="utf-8")
    command = [sys.executable, "-m", "openalliances", "serve", "--release", folder, "--port", "0"]
    ended = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert ended.returncode == 3
    assert "store/CURRENT was changed" in ended.stderr
    assert "Traceback" not in ended.stderr


def test_check_reads_a_whole_release_and_names_what_was_changed(run, shipped_release, tmp_path):
    folder = shutil.copytree(shipped_release.folder, tmp_path / "release")
    result = run("check", folder)
    assert (result.exit_code, "is whole" in result.stderr) == (0, True)
    (changed,) = (folder / "dumps").glob("openalliances.nt.gz")
    changed.write_bytes(changed.read_bytes()[::-1])
    refused(run("check", folder), f"{changed.name} was changed: its checksum")
