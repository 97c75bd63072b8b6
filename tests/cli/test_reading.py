"""The options for reading files mean the same to each command that takes any."""

import json

import pytest

RELATIVE = "<#me> <http://p.example/name> <other> .\n"
BAD = (
    "<http://a.example/a> <http://p.example/p> <http://a.example/b c> .\n"
    '<http://a.example/a> <http://p.example/p> "x"@en .\n'
)
ROWS = ("query", "SELECT ?s { ?s ?p ?o }", "--format", "csv", "--data")


@pytest.fixture
def put(tmp_path):
    def write(name, text):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        return path

    return write


def test_relative_iris_are_resolved_against_the_base_that_is_given(run, put):
    path = put("x.ttl", RELATIVE)
    found = run(*ROWS, path, "--base", "https://base.example/d")
    assert found.stdout.split() == ["s", "https://base.example/d#me"]
    found = run(*ROWS, path)
    assert found.stdout.split() == ["s", "https://w3id.org/openalliances/file/x.ttl#me"]
    assert "say against which with --base IRI" in found.stderr


@pytest.mark.parametrize("base", ["javascript:x", "file:///tmp/", "/tmp"])
def test_a_base_that_is_no_address_is_refused(run, put, base):
    found = run(*ROWS, put("x.ttl", RELATIVE), "--base", base)
    assert (found.exit_code, found.stdout) == (2, "")


def test_lenient_leaves_out_counts_and_lists_each_time(run, put):
    path = put("x.nt", BAD)
    assert run(*ROWS, path).exit_code == 3
    for _ in range(2):
        found = run(*ROWS, path, "--lenient")
        assert (found.exit_code, len(found.stdout.split())) == (0, 2)
        assert "left out: 1 statements of x.nt" in found.stderr
        assert "x.nt:1:43: <http://a.example/b c> is no IRI" in found.stderr


def test_the_format_of_a_file_can_be_said(run, put):
    path = put("x.data", RELATIVE)
    assert "--data-format ttl" in run(*ROWS, path).stderr
    assert run(*ROWS, path, "--data-format", "turtle").exit_code == 0
    assert run(*ROWS, path, "--data-format", "word").exit_code == 2


def test_a_context_is_given_as_a_file(run, put):
    context = put("c.json", json.dumps({"@context": {"p": "http://p.example/p"}}))
    data = {"@context": "https://c.example/", "@id": "http://a.example/a", "p": 1}
    path = put("x.jsonld", json.dumps(data))
    assert "https://c.example/=FILE" in run(*ROWS, path).stderr
    found = run(*ROWS, path, "--context", f"https://c.example/={context}")
    assert found.stdout.split() == ["s", "http://a.example/a"]
    assert run(*ROWS, path, "--context", "https://c.example/").exit_code == 2


def test_fmt_asks_for_a_base_and_writes_whole_iris(run, put):
    path = put("x.ttl", RELATIVE)
    found = run("fmt", path)
    assert (found.exit_code, path.read_text()) == (3, RELATIVE)
    assert "<#me> is a relative IRI" in found.stderr
    assert run("fmt", path, "--base", "https://base.example/d").exit_code == 0
    assert "<https://base.example/d#me>" in path.read_text()


def test_fmt_that_leaves_out_keeps_the_file_as_it_was(run, put):
    path = put("x.ttl", BAD)
    assert run("fmt", path).exit_code == 3
    found = run("fmt", path, "--lenient")
    assert (found.exit_code, found.stdout) == (0, f"changed: {path}\n")
    assert "left out: " in found.stderr
    assert ":1:43:" in found.stderr
    assert path.with_name("x.ttl.orig").read_text() == BAD
    assert '"x"@en' in path.read_text()
    assert "b c" not in path.read_text()


def test_fmt_takes_a_byte_order_mark_off(run, put):
    path = put("x.ttl", "\ufeff" + '<http://a.example/a> <http://p.example/p> "x" .\n')
    assert run("fmt", path).exit_code == 0
    assert path.read_bytes()[:1] == b"<"


def test_check_tells_what_lenient_leaves_out(run, put):
    path = put("x.ttl", BAD)
    found = run("check", "--lenient", "--format", "json", path)
    problems = json.loads(found.stdout)
    assert [p["line"] for p in problems if p["severity"] == "warning"] == [1]
    assert not [p for p in problems if "is no IRI" in p["sentence"] and p["severity"] == "error"]


@pytest.mark.parametrize("depth", [100, 3000])
def test_fmt_takes_any_depth_or_says_that_it_is_too_deep(run, put, depth):
    links = "".join(f"_:n{n} <http://p.example/p> _:n{n + 1} .\n" for n in range(depth))
    path = put("x.ttl", f"<http://a.example/a> <http://p.example/p> _:n0 .\n{links}")
    found = run("fmt", path)
    assert found.exit_code in (0, 3)
    assert (found.exit_code == 0) == (depth == 100), found.stderr
    assert ("too deep" in found.stderr) == (depth == 3000)
