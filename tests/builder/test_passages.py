"""A passage that has moved, or a document that has changed, is found."""

import hashlib

import pytest

from openalliances.builder.documents.passages import locate, paragraphs, verify
from openalliances.errors import SourceError

from ..rdflib_graphs import parse, statements

TEXT = (
    "Title\n\nFirst paragraph, – with a dash.\n\nSecond \U0001f54a one.\nB section\n\nThird here.\n"
)
A, B = (0, TEXT.index("B section")), (TEXT.index("B section"), len(TEXT))


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def passage(words: str, section: str, number: int, shift: int = 0, digest: str = "") -> str:
    start = TEXT.index(words) + shift
    end = start + len(words)
    return f"""
:p{start}-{end}{section}{number} a ally:Passage ; ally:inSection :{section} ;
  ally:paragraphNumber {number} ; ally:startPosition {start} ; ally:endPosition {end} ;
  ally:textDigest "{digest or sha(TEXT[start:end])}" .
"""


def data(*passages: str, name: str = "doc.txt", text: str = TEXT) -> str:
    return f"""
PREFIX : <http://x/>
PREFIX ally: <https://w3id.org/openalliances/ontology/>
:doc a ally:SourceDocument ; ally:fileName "{name}" ; ally:characterCount {len(text)} ;
  ally:textDigest "{sha(text)}" .
:a a ally:DocumentSection ; ally:isSectionOf :doc ;
  ally:startPosition {A[0]} ; ally:endPosition {A[1]} .
:b a ally:DocumentSection ; ally:isSectionOf :doc ;
  ally:startPosition {B[0]} ; ally:endPosition {B[1]} ; ally:textDigest "{sha(TEXT[slice(*B)])}" .
{"".join(passages)}
"""


GOOD = (
    passage("First paragraph", "a", 2),
    passage("\U0001f54a one", "a", 3),
    passage("Third", "b", 2),
)


def said(turtle):
    return statements(parse(turtle, "x.ttl"))


def problems(folder, turtle):
    return [p.sentence for p in verify(folder, said(turtle)).problems]


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "doc.txt").write_bytes(TEXT.encode())
    return tmp_path


def test_what_fits_has_no_problem(folder):
    report = verify(folder, said(data(*GOOD)))
    assert (report.documents, report.passages, report.problems) == (1, 3, ())


def test_positions_count_code_points():
    assert paragraphs(TEXT, A) == [(0, 5), (7, 38), (40, 53)]


@pytest.mark.parametrize("position", [0, 8, 41, len(TEXT) - 3])
def test_a_changed_character_is_found(folder, position):
    changed = TEXT[:position] + "X" + TEXT[position + 1 :]
    (folder / "doc.txt").write_bytes(changed.encode())
    assert any("SHA-256" in sentence for sentence in problems(folder, data(*GOOD)))


WRONG = [
    (passage("First", "a", 2, shift=1, digest=sha("First")), "SHA-256 of the text there"),
    (passage("Third", "a", 2), "not within its section"),
    (passage("First", "a", 3), "stands in paragraph 2"),
    (passage("dash.\n\nSecond", "a", 2), "not within one paragraph"),
    (passage("First", "c", 2), "in no document"),
    (passage("Third here.", "b", 2, shift=9), "no place"),
    (
        ":p a ally:Passage ; ally:inSection :a ; ally:startPosition 5 ; ally:endPosition 5 .",
        "no place",
    ),
    (":p a ally:Passage ; ally:inSection :a ; ally:endPosition 5 .", "no place"),
    (passage("First", "a", 2) + passage("First", "a", 2).replace("ion 7 ", "ion 8 "), "no place"),
]


@pytest.mark.parametrize(("turtle", "sentence"), WRONG)
def test_a_passage_that_does_not_fit_is_found(folder, turtle, sentence):
    found = problems(folder, data(*GOOD, turtle))
    assert len(found) == 1
    assert sentence in found[0]


def test_windows_line_ends_are_another_text(folder):
    (folder / "doc.txt").write_bytes(TEXT.replace("\n", "\r\n").encode())
    assert any("characters" in sentence for sentence in problems(folder, data(*GOOD)))


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("none.txt", "no such file"), ("../doc.txt", "file name"), ("", "file name is nothing")],
)
def test_a_document_that_is_not_there_fails_with_its_passages(folder, name, sentence):
    found = problems(folder, data(*GOOD, name=name))
    assert sentence in found[0]
    assert len(found) == 1 + len(GOOD)


def test_a_document_that_is_no_text_fails(folder):
    (folder / "doc.txt").write_bytes(b"\xff\xfe")
    assert "not UTF-8" in problems(folder, data(*GOOD))[0]


def test_nothing_to_verify_is_a_failure(folder):
    assert problems(folder, "<http://a> <http://b> 1 .") == [
        "There is no source document in the data.",
        "There is no passage in the data.",
    ]
    assert problems(folder, data()) == ["There is no passage in the data."]


@pytest.mark.parametrize("words", ["First paragraph", "\U0001f54a one", "Third here."])
def test_a_passage_that_was_located_fits(folder, words):
    found = locate(folder / "doc.txt", words, said(data()))
    report = verify(folder, statements(parse(data(), "x.ttl") + parse(found, "y.ttl")))
    assert (report.passages, report.problems) == (1, ())


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ("e", "has these words"),
        ("not there", "0 times"),
        ("", "0 times"),
        ("dash.\n\nSecond", "across two paragraphs"),
    ],
)
def test_words_that_have_no_one_place_are_refused(folder, words, message):
    with pytest.raises(SourceError, match=message):
        locate(folder / "doc.txt", words, said(data()))


def test_words_of_another_document_are_refused(folder):
    (folder / "other.txt").write_text("words")
    with pytest.raises(SourceError, match="no document of this data set"):
        locate(folder / "other.txt", "words", said(data()))
