"""Commands that read and write files: fmt, check, sources, build."""

from __future__ import annotations

import hashlib
import json
import re
import shutil
import signal
from pathlib import Path

import pytest

from openalliances.builder import read_files as sources
from openalliances.release import open_release

ROOT = Path(__file__).parents[2]
SEEDS = ROOT.parent / "shared" / "seeds"

HEAD = """@prefix ally: <https://w3id.org/openalliances/ontology/> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .

"""
LOOSE = HEAD + '<urn:a> a ally:State ; rdfs:label "A"@en .\n'
CANONICAL = HEAD + '<urn:a>\n    a ally:State ;\n    rdfs:label "A"@en ;\n.\n'

DOCUMENT = "A first paragraph.\n\nThe naïve harbour—closed.\n"
WORDS = "naïve harbour"


def turtle(tmp_path: Path, text: str, name: str = "x.ttl") -> Path:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    return path


def test_fmt_writes_the_canonical_form_and_keeps_the_mode(run, tmp_path):
    path = turtle(tmp_path, LOOSE)
    path.chmod(0o640)
    result = run("fmt", path)
    assert (result.exit_code, result.stdout) == (0, f"changed: {path}\n")
    assert path.read_text() == CANONICAL
    assert path.stat().st_mode & 0o777 == 0o640
    assert list(tmp_path.iterdir()) == [path]
    again = run("fmt", path)
    assert (again.exit_code, again.stdout) == (0, "")


def test_fmt_check_changes_nothing_and_ends_with_1(run, tmp_path):
    path = turtle(tmp_path, LOOSE)
    result = run("fmt", "--check", path)
    assert (result.exit_code, result.stdout) == (1, f"would change: {path}\n")
    assert path.read_text() == LOOSE
    assert run("fmt", "--check", turtle(tmp_path, CANONICAL)).exit_code == 0


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("x.ttl", LOOSE + "# a reason\n", "x.ttl:5: A comment would be lost"),
        ("x.ttl", LOOSE.replace("/ontology/> .", "/ontology/> . # ours"), "x.ttl:1: A comment"),
        ("x.ttl", "<urn:a> <urn:b>", "This is not valid Turtle"),
        ("x.ttl", "", "The file has no triples."),
        ("x.nt", "<urn:a> <urn:b> <urn:c> .\n", "This is not Turtle."),
        ("x.csv", "a,b\n", "There is no x.csv-metadata.json beside it"),
    ],
)
def test_fmt_refuses_what_it_cannot_keep_and_leaves_all_as_it_was(run, tmp_path, name, text, told):
    bad, good = turtle(tmp_path, text, name), turtle(tmp_path, LOOSE, "good.ttl")
    result = run("fmt", good, bad)
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr
    assert (bad.read_text(), good.read_text()) == (text, LOOSE)


def test_fmt_that_cannot_write_leaves_the_old_file_whole(run, tmp_path, monkeypatch):
    path = turtle(tmp_path, LOOSE)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    result = run("fmt", path)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "No space left on device" in result.stderr
    assert path.read_text() == LOOSE
    assert list(tmp_path.iterdir()) == [path]


@pytest.mark.parametrize(
    "command", [("fmt",), ("check",), ("sources", "locate"), ("query", "ASK {}", "--data")]
)
def test_a_missing_file_is_told(run, tmp_path, command):
    last = ("words",) if "locate" in command else ()
    result = run(*command, tmp_path / "none.ttl", *last)
    assert result.exit_code == (1 if command == ("check",) else 3)
    assert "There is no such file." in result.stdout + result.stderr


def test_check_prints_json(run, tmp_path):
    path = turtle(tmp_path, "<urn:a> <urn:b>")
    result = run("check", "--format", "json", path)
    (problem,) = json.loads(result.stdout)
    assert (result.exit_code, problem["severity"]) == (1, "error")
    assert problem["path"] == path.as_posix()


def test_check_says_on_standard_error_what_ran(run):
    result = run("check", ROOT / "data" / "tables" / "region.csv")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "reading: looked at 1\n" in result.stderr
    assert result.stderr.endswith("0 errors, 0 warnings in 1 file\n")


@pytest.fixture
def documents(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a folder with one document, which the data describe with one section."""
    root, folder = tmp_path / "bundle", tmp_path / "documents"
    (root / "data" / "sources").mkdir(parents=True)
    (root / "data" / "claims").mkdir()
    folder.mkdir()
    for name in ("graphs.csv", "parts.csv"):
        shutil.copy(sources.bundle() / "data" / name, root / "data" / name)
    (folder / "essay.txt").write_text(DOCUMENT, encoding="utf-8")
    digest = hashlib.sha256(DOCUMENT.encode()).hexdigest()
    base = "https://w3id.org/openalliances/id"
    turtle(
        root / "data" / "sources",
        HEAD
        + f"<{base}/source/essay> a ally:SourceDocument ; ally:fileName 'essay.txt' ;"
        + f" ally:characterCount {len(DOCUMENT)} ; ally:textDigest '{digest}' .\n"
        + f"<{base}/section/essay/a1> a ally:DocumentSection ; ally:sectionNumber 'A1' ;"
        + f" ally:isSectionOf <{base}/source/essay> ;"
        + f" ally:startPosition 0 ; ally:endPosition {len(DOCUMENT)} .\n",
    )
    monkeypatch.setattr(sources, "bundle", lambda: root)
    return folder


def pasted(run, documents: Path) -> str:
    """Locate the words, put what is printed into the claims, and return it."""
    text = run("sources", "locate", documents / "essay.txt", WORDS).stdout
    turtle(documents.parent / "bundle" / "data" / "claims", text)
    return text


def test_a_passage_that_was_located_is_verified(run, documents):
    text = pasted(run, documents)
    start = DOCUMENT.index(WORDS)
    assert f"/passage/essay/{start}-{start + len(WORDS)}>" in text
    assert "ally:paragraphNumber 2 ;" in text
    result = run("sources", "verify", documents)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr == "1 passage in 1 document: all fit\n"


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("naïve", "naive", "The SHA-256 of the text there is"),
        ("—closed", "—clöset", "The SHA-256 of the text there is"),
        ("A first", "At first", "The file has 47 characters. 46 characters."),
        ("\n\n", "\nx\n", "It stands in paragraph 3."),
    ],
)
def test_one_character_that_is_another_is_noticed(run, documents, old, new, told):
    pasted(run, documents)
    (documents / "essay.txt").write_text(DOCUMENT.replace(old, new), encoding="utf-8")
    result = run("sources", "verify", documents)
    assert result.exit_code == 1
    assert told in result.stdout
    assert re.search(r"1 passage in 1 document: \d problems?\n", result.stderr)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("not there", "It has these words 0 times."),
        ("a", "times."),
        ("naive harbour", "It has these words 0 times."),
        ("paragraph.\n\nThe", "across two paragraphs"),
    ],
)
def test_words_that_are_not_one_place_are_refused(run, documents, words, told):
    result = run("sources", "locate", documents / "essay.txt", words)
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr


def test_a_document_of_others_is_refused(run, documents):
    (documents / "other.txt").write_text(DOCUMENT)
    result = run("sources", "locate", documents / "other.txt", WORDS)
    assert result.exit_code == 3
    assert "This is no document of this data set." in result.stderr


def test_verify_needs_a_folder(run, tmp_path):
    result = run("sources", "verify", tmp_path / "none")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no such folder." in result.stderr


def test_verify_without_a_document_names_it(run, documents):
    (documents / "essay.txt").unlink()
    result = run("sources", "verify", documents)
    assert result.exit_code == 1
    assert "essay.txt: There is no such file." in result.stdout


def test_every_shipped_passage_stands_in_its_document(run):
    if not SEEDS.is_dir():
        pytest.skip("NOT CHECKED: the source documents are not beside this checkout")
    result = run("sources", "verify", SEEDS)
    assert (result.exit_code, result.stdout) == (0, "")
    assert result.stderr.endswith(": all fit\n")


def test_build_writes_a_release_and_prints_its_folder(run, shipped_release, tmp_path):
    result = run("build", "--out", tmp_path / "out")
    assert result.exit_code == 0, result.stderr
    folder = Path(result.stdout.strip())
    assert list((tmp_path / "out").iterdir()) == [folder]
    assert open_release(folder).manifest.digest == shipped_release.manifest.digest


@pytest.mark.parametrize("below", ["", "/folder"])
def test_build_into_a_file_is_refused(run, tmp_path, below):
    path = turtle(tmp_path, LOOSE)
    result = run("build", "--out", f"{path}{below}")
    assert (result.exit_code, result.stdout) == (3, "")
    assert "cannot be written" in result.stderr
    assert "choose another folder" in result.stderr
    assert path.read_text() == LOOSE


def test_an_interrupted_build_leaves_nothing_and_ends_with_130(start, tmp_path):
    with start("build", "--out", tmp_path / "out") as process:
        for line in process.stderr:
            if line.startswith("infer"):
                break
        process.send_signal(signal.SIGINT)
        out, err = process.communicate(timeout=30)
    assert (process.returncode, out) == (130, "")
    assert err == "interrupted; nothing was changed\n"
    assert list((tmp_path / "out").iterdir()) == []
