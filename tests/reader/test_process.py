"""The confined process: its answer, its walls, and how it ends."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.errors import SettingError, SourceError, SourceFaultsError
from openalliances.reader import ReadOptions, examine, read

from ..waiting import eventually
from .hostile import LINES, TURTLE, xml

GRAPHS = b'<http://g> { <http://a> <http://b> "01" . _:x <http://b> 1.50 }\n'


def put(folder, name, data):
    path = folder / name
    path.write_bytes(data)
    return path


def test_a_store_is_filled_and_what_was_written_is_kept_as_it_was(tmp_path):
    files = [put(tmp_path, "a.trig", GRAPHS), put(tmp_path, "b.ttl", TURTLE)]
    written = tmp_path / "written.nq"
    reading = read(files, tmp_path / "store", ReadOptions(), written=written)
    assert [file.statements for file in reading.files] == [2, 1]
    assert [file.format for file in reading.files] == ["TriG", "Turtle"]
    assert reading.prefixes == {"ex": "http://e.example/"}
    assert len(ox.Store.read_only(str(tmp_path / "store"))) == 3
    values = {str(quad.object.value) for quad in ox.parse(path=written)}
    assert values == {"01", "1.50", "http://e.example/c"}


def test_blank_nodes_of_two_files_stay_apart_and_those_of_one_together(tmp_path):
    text = b'_:x <http://p> "1" .\n_:x <http://q> "2" .\n'
    files = [put(tmp_path, "a.nt", text), put(tmp_path, "b.nt", text + b"# other\n")]
    files += [put(tmp_path, f"{n}.ttl", text + b"# %d\n" % n) for n in (1, 2)]
    read(files, tmp_path / "store", ReadOptions())
    subjects = {quad.subject for quad in ox.Store.read_only(str(tmp_path / "store"))}
    assert len(subjects) == 4


def test_a_file_given_twice_is_read_once(tmp_path):
    path = put(tmp_path, "a.ttl", b"[] <http://p> 1 .")
    copy = put(tmp_path, "b.ttl", b"[] <http://p> 1 .")
    reading = examine([path, path, copy], ReadOptions())
    assert reading.statements == 1
    assert [notice.split(" ", 1)[1] for notice in reading.notices] == [
        "is named twice and is read once.",
        f"has the same content as {path} and is read once.",
    ]


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (lambda path: os.mkfifo(path), "pipe"),
        (lambda path: path.mkdir(), "folder"),
        (lambda path: path.symlink_to("/dev/zero"), "device"),
        (lambda path: path.symlink_to("/dev/urandom"), "device"),
        (lambda path: path.symlink_to("/dev/stdin"), "pipe"),
        (lambda path: path.symlink_to(path), "cannot be read"),
        (lambda path: path.symlink_to("nowhere"), "no such file"),
        (lambda path: None, "no such file"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path, make, says):
    path = tmp_path / "x.ttl"
    make(path)
    with pytest.raises(SourceError, match=says) as caught:
        examine([path], ReadOptions())
    assert caught.value.path == str(path)


def test_the_walls_stand(tmp_path):
    code = (
        "import socket, resource; from openalliances.sandbox import confine; "
        "walls = confine(3000, writes=True); print(walls); "
        f"open({str(tmp_path / 'x')!r}, 'w').write('x'); socket.socket()"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (tmp_path / "x").read_text() == "x"
    if "seccomp" in done.stdout:
        assert "PermissionError" in done.stderr


def test_too_little_memory_is_told(tmp_path):
    data = b'{"@id":"http://a","http://b":[' + b'"x",' * 4_000_000 + b'"x"]}'
    with pytest.raises(SourceError, match=r"memory|process that read it") as caught:
        examine([put(tmp_path, "x.jsonld", data)], ReadOptions(memory=700))
    assert "file_memory" in caught.value.hint


def test_too_much_time_is_told(tmp_path):
    path = put(tmp_path, "x.nt", LINES * 20_000)
    with pytest.raises(SourceError, match=r"more than 0\.3 seconds"):
        examine([path], ReadOptions(time=0.3))


def test_options_that_there_are_not_are_told(tmp_path):
    path = put(tmp_path, "x.ttl", TURTLE)
    with pytest.raises(SettingError, match="word"):
        examine([path], ReadOptions(format="word"))
    for base in ("file:///tmp/", "javascript:x", "http://", "x"):
        with pytest.raises(SettingError, match="base"):
            ReadOptions(base=base)


def test_all_bad_iris_are_told_in_one_go_up_to_twenty(tmp_path):
    lines = b"".join(b"<http://a/%d> <http://b> <http://c/%d d> .\n" % (n, n) for n in range(30))
    for name in ("x.nt", "x.ttl", "x.nq", "x.trig"):
        with pytest.raises(SourceFaultsError) as caught:
            examine([put(tmp_path, name, lines)], ReadOptions())
        assert [fault.line for fault in caught.value.faults] == list(range(1, 21))
        assert caught.value.more == 10
        assert "<http://c/0 d> is no IRI: it holds a blank" in caught.value.faults[0].message
        assert "<http://c/0%20d>" in caught.value.faults[0].hint
        assert "--lenient" in caught.value.faults[-1].hint


MIXED = {
    "x.nt": LINES + b"<http://a> <http://b> <c d> .\nnonsense\n" + LINES.replace(b'"c"', b'"d"'),
    "x.ttl": TURTLE + b"ex:a ex:b <c:d e>, ex:f ; ex:g ex:h .\nex:i ex:b 'x'@abcdefghij, 'y' .\n",
    "x.rdf": xml(
        '<ex:T rdf:about="http://a"><ex:b rdf:resource="http://c d"/><ex:b xml:lang="-">x</ex:b>'
        "<ex:b>y</ex:b></ex:T>"
    ),
    "x.jsonld": b'[{"@id":"http://a","http://b":[1,{"@id":"http://c d"}]},'
    b'{"@id":"http://e f","http://b":2}]',
}
KEPT = {"x.nt": (400, 2, 2), "x.ttl": (4, 2, 2), "x.rdf": (2, 2, 2), "x.jsonld": (1, 2, 2)}


@pytest.mark.parametrize("name", MIXED)
def test_lenient_leaves_out_what_is_bad_and_nothing_else(tmp_path, name):
    path = put(tmp_path, name, MIXED[name])
    (file,) = examine([path], ReadOptions(lenient=True)).files
    found = (file.statements, file.left_out.statements, len(file.left_out.reasons))
    assert found == KEPT[name]
    assert all(reason[0].isdigit() for reason in file.left_out.reasons)
    with pytest.raises(SourceFaultsError) as caught:
        examine([path], ReadOptions())
    assert len(caught.value.faults) == 2


def test_lenient_takes_no_file_that_is_cut_off(tmp_path):
    for name, data in (("x.ttl", TURTLE[:-3]), ("x.rdf", MIXED["x.rdf"][:-9])):
        with pytest.raises(SourceError):
            examine([put(tmp_path, name, data)], ReadOptions(lenient=True))


def test_nothing_is_left_if_all_is_left_out(tmp_path):
    path = put(tmp_path, "x.nt", b"<http://a> <http://b> <c d> .\n")
    with pytest.raises(SourceError, match="nothing is left"):
        examine([path], ReadOptions(lenient=True))


def test_a_context_is_taken_from_a_file(tmp_path):
    iri = "https://contexts.example/one"
    inner = "https://contexts.example/two"
    one = put(tmp_path, "one.json", json.dumps({"@context": [inner, {"b": "c:b"}]}).encode())
    two = put(tmp_path, "two.json", b'{"@context": {"c": "http://c.example/"}}')
    path = put(tmp_path, "x.jsonld", b'{"@context":"%s","@id":"c:a","b":1}' % iri.encode())
    contexts = ((iri, str(one)), (inner, str(two)))
    read([path], tmp_path / "store", ReadOptions(contexts=contexts))
    (quad,) = ox.Store.read_only(str(tmp_path / "store"))
    assert (quad.subject.value, quad.predicate.value) == (
        "http://c.example/a",
        "http://c.example/b",
    )
    with pytest.raises(SourceError, match="two> is not known"):
        examine([path], ReadOptions(contexts=((iri, str(one)),)))
    again = ((iri, str(put(tmp_path, "loop.json", b'{"@context": "%s"}' % iri.encode()))),)
    with pytest.raises(SourceError, match="not known"):
        examine([path], ReadOptions(contexts=again))


def test_schema_org_gives_types_and_addresses(tmp_path):
    data = (
        b'{"@context":"https://schema.org/","@id":"http://a","@type":"Organization",'
        b'"url":"http://b","foundingDate":"1999-07-01","name":"x","unit":{"@type":"Thing"}}'
    )
    read([put(tmp_path, "x.jsonld", data)], tmp_path / "store", ReadOptions())
    said = {
        (quad.predicate.value.rpartition("/")[2], str(quad.object))
        for quad in ox.Store.read_only(str(tmp_path / "store"))
        if quad.subject == ox.NamedNode("http://a")
    }
    assert {
        ("url", "<http://b>"),
        ("foundingDate", '"1999-07-01"^^<http://schema.org/Date>'),
        ("name", '"x"'),
    } <= said


@pytest.mark.parametrize(
    ("base", "subject"),
    [("", "https://w3id.org/openalliances/file/x%20y.FILE#me"), ("http://b/c", "http://b/c#me")],
)
@pytest.mark.parametrize(
    ("ending", "data"),
    [
        ("ttl", b"<#me> <http://p> 1 ."),
        ("trig", b"<http://g> { <#me> <http://p> 1 }"),
        ("rdf", xml('<rdf:Description rdf:ID="me"><ex:b>1</ex:b></rdf:Description>')),
        ("jsonld", b'{"@id":"#me","http://p":1}'),
    ],
)
def test_relative_iris_have_a_base_that_is_no_folder(tmp_path, ending, data, base, subject):
    path = put(tmp_path, f"x y.{ending}", data)
    reading = read([path], tmp_path / "store", ReadOptions(base=base))
    (quad,) = ox.Store.read_only(str(tmp_path / "store"))
    assert quad.subject.value == subject.replace("FILE", ending)
    assert len(reading.notices) == (0 if base else 1)
    with pytest.raises(SourceError, match="relative"):
        examine([path], ReadOptions(absolute=True))


@pytest.mark.parametrize(
    ("subject", "count"), [("<a>", 1), ("<>", 1), ("<#a>", 1), ("<http://x/a>", 0)]
)
def test_each_form_of_relative_iri_is_noted(tmp_path, subject, count):
    path = put(tmp_path, "x.ttl", f'{subject} <http://p> "<a>" .'.encode())
    reading = read([path], tmp_path / "store", ReadOptions())
    assert len(reading.notices) == count


def test_a_base_that_the_file_declares_goes_before_ours(tmp_path):
    path = put(tmp_path, "x.ttl", b"@base <http://own/> .\n<a> <b> <c> .")
    reading = read([path], tmp_path / "store", ReadOptions(base="http://ours/"))
    (quad,) = ox.Store.read_only(str(tmp_path / "store"))
    assert quad.subject.value == "http://own/a"
    assert reading.notices == ()


def test_interrupting_ends_the_child_too(tmp_path):
    path = put(tmp_path, "x.nt", LINES * 100_000)
    code = (
        "import sys; from pathlib import Path; from openalliances.reader import read, ReadOptions\n"
        "print('now', flush=True); read([sys.argv[1]], Path(sys.argv[2]), ReadOptions())"
    )
    with subprocess.Popen(
        [sys.executable, "-c", code, str(path), str(tmp_path / "store")],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    ) as process:
        assert process.stdout and process.stdout.readline() == "now\n"
        try:
            assert eventually(lambda: children(process.pid))
            (child,) = children(process.pid)
            process.send_signal(signal.SIGINT)
            process.wait(30)
        finally:
            process.kill()
    assert process.returncode != 0
    assert eventually(lambda: not Path(f"/proc/{child}").exists())


def children(pid):
    text = Path(f"/proc/{pid}/task/{pid}/children").read_text()
    return [int(word) for word in text.split()]
