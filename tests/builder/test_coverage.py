"""What of a document is in a claim is counted, and nothing twice; boilerplate is not counted."""

from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.builder.documents import coverage as module
from openalliances.builder.documents.coverage import Coverage, Sentence, coverage
from openalliances.builder.documents.passages import paragraphs, sentences
from openalliances.cli import main
from openalliances.errors import SourceError

from ..rdflib_graphs import merge, parse, statements
from ..shipped import shipped

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"
needs_seeds = pytest.mark.skipif(
    not SEEDS.is_dir(), reason="the source documents are not in ../shared/seeds"
)

TEXT = "Heading\n\nOne two three. \n\nSee also: \U0001f54a more\n\nLast – one\n"
START = TEXT.index("One")


def turtle(*marks: tuple[str, str], section: tuple[int, int] = (START, len(TEXT))) -> str:
    """Return a document in one section, with passages: words, and claims or ``boilerplate``."""
    lines = [
        "PREFIX : <http://x/> PREFIX ally: <https://w3id.org/openalliances/ontology/>",
        ':doc a ally:SourceDocument ; ally:fileName "doc.txt" .',
        ':s ally:isSectionOf :doc ; ally:sectionNumber "S" ;',
        f"  ally:startPosition {section[0]} ; ally:endPosition {section[1]} .",
    ]
    for number, (words, use) in enumerate(marks):
        start = TEXT.index(words)
        lines.append(
            f":p{number} ally:inSection :s ; ally:startPosition {start} ;"
            f" ally:endPosition {start + len(words)} ."
        )
        if use == "boilerplate":
            lines.append(f":p{number} ally:isBoilerplate true .")
        else:
            lines += [f":{claim} ally:hasPassage :p{number} ." for claim in use.split()]
    return "\n".join(lines)


@pytest.fixture
def folder(tmp_path):
    (tmp_path / "doc.txt").write_bytes(TEXT.encode())
    return tmp_path


FIRST, LINK, LAST = "One two three.", "See also: \U0001f54a more", "Last – one"
SEE = ("See also: \U0001f54a more", "boilerplate")

CASES = [
    ("no claim", [], [(14, 0, 0), (16, 0, 0), (10, 0, 0)]),
    ("one claim", [("two", "a")], [(14, 3, 1), (16, 0, 0), (10, 0, 0)]),
    ("all of it", [(FIRST, "a")], [(14, 14, 1), (16, 0, 0), (10, 0, 0)]),
    ("two claims of one passage", [("two", "a b")], [(14, 3, 2), (16, 0, 0), (10, 0, 0)]),
    ("overlap", [("One two", "a"), ("two three", "b")], [(14, 13, 2), (16, 0, 0), (10, 0, 0)]),
    ("a claim twice", [("One", "a"), ("three", "a")], [(14, 8, 1), (16, 0, 0), (10, 0, 0)]),
    ("one claim, two places", [("One", "a"), ("Last", "a")], [(14, 3, 1), (16, 0, 0), (10, 4, 1)]),
    ("a passage of no claim", [("two", "")], [(14, 0, 0), (16, 0, 0), (10, 0, 0)]),
    ("boilerplate", [SEE], [(14, 0, 0), (0, 0, 0), (10, 0, 0)]),
    ("half boilerplate", [("See also:", "boilerplate")], [(14, 0, 0), (6, 0, 0), (10, 0, 0)]),
    ("claimed boilerplate", [SEE, ("more", "a")], [(14, 0, 0), (0, 0, 0), (10, 0, 0)]),
]


def said(text):
    return statements(parse(text, "x.ttl"))


@pytest.mark.parametrize(("name", "marks", "expected"), CASES, ids=[case[0] for case in CASES])
def test_each_character_counts_once(folder, name, marks, expected):
    found = coverage(folder, said(turtle(*marks))).sentences
    assert [(p.characters, p.covered, p.claims) for p in found] == expected
    assert [(p.document, p.section, p.paragraph, p.number) for p in found] == [
        ("doc.txt", "S", number, 1) for number in (1, 2, 3)
    ]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("One. Two! Three?", ["One. ", "Two! ", "Three?"]),
        ("One (a b). “Two” is it.", ["One (a b). ", "“Two” is it."]),
        ("He said “one.” Then two.", ["He said “one.” ", "Then two."]),
        ("Of 3.5 km, e.g. here. Two", ["Of 3.5 km, e.g. here. ", "Two"]),
        ("  1. Regional blocs.", ["  1. Regional blocs."]),
        ("- Training: Both train.  They do.", ["- Training: Both train.  ", "They do."]),
    ],
)
def test_a_paragraph_is_cut_into_its_sentences(line, expected):
    assert [line[slice(*place)] for place in sentences(line, (0, len(line)))] == expected


@given(st.text(alphabet="aB.! \n(”", max_size=40))
def test_the_sentences_are_the_paragraph(text):
    for start, end in paragraphs(text, (0, len(text))):
        places = sentences(text, (start, end))
        assert "".join(text[slice(*place)] for place in places) == text[start:end]
        assert all(text[slice(*place)].strip() for place in places)


def test_what_is_missed_is_what_has_content_and_no_claim(folder):
    found = coverage(folder, said(turtle(SEE, ("Last", "a"))))
    assert [p.paragraph for p in found.with_content] == [1, 3]
    assert [p.paragraph for p in found.missed] == [1]
    assert found.share == 4 / 24


def test_nothing_to_cover_is_covered():
    assert Coverage(()).share == Sentence("d", "s", 1, 1, 0, 0, 0).share == 1.0


def test_sections_come_in_the_order_of_the_text(folder):
    other = ':t ally:isSectionOf :doc ; ally:sectionNumber "R" ; ally:startPosition 0 ;'
    text = turtle() + f"\n{other} ally:endPosition {START} ."
    found = coverage(folder, said(text)).sentences
    assert [p.section for p in found] == ["R", "S", "S", "S"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        (turtle().replace("doc.txt", "none.txt"), "none.txt"),
        (turtle().replace("ally:startPosition", "ally:noPosition"), "has no place in it"),
        (turtle(("two", "a")) + "\n:p0 ally:endPosition 99 .", "has no place in it"),
    ],
)
def test_what_cannot_be_counted_is_an_error(folder, text, message):
    with pytest.raises(SourceError, match=message):
        coverage(folder, said(text))


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([FIRST, "two", "One two", "three", LINK, "also", LAST, "one"]),
            st.sampled_from(["a", "b", "a b", "", "boilerplate"]),
        ),
        max_size=6,
    )
)
def test_more_is_never_covered_than_there_is(tmp_path_factory, marks):
    folder = tmp_path_factory.getbasetemp()
    (folder / "doc.txt").write_bytes(TEXT.encode())
    found = coverage(folder, said(turtle(*marks)))
    for sentence in found.sentences:
        assert 0 <= sentence.covered <= sentence.characters
        assert (sentence.covered > 0) == (sentence.claims > 0)
    without = [mark for mark in marks if mark[1] == "boilerplate"]
    fewer = coverage(folder, said(turtle(*without)))
    assert fewer.share == (1.0 if not fewer.with_content else 0.0)
    assert [p.characters for p in fewer.sentences] == [p.characters for p in found.sentences]


@pytest.mark.parametrize(
    ("marks", "code", "total"),
    [
        ([(FIRST, "a"), SEE, ("Last", "b")], 0, "2 of 2 sentences with content are covered"),
        ([(FIRST, "a"), SEE], 1, "1 of 2 sentences with content are covered"),
    ],
)
def test_the_command_prints_a_table_and_a_total(folder, monkeypatch, marks, code, total):
    graph = said(turtle(*marks))
    monkeypatch.setattr(module, "coverage", lambda where, _: coverage(where, graph))
    result = CliRunner().invoke(main, ["sources", "coverage", str(folder)])
    header, first, boilerplate, last = result.stdout.splitlines()
    assert header.split("\t") == [
        "section",
        "paragraph",
        "sentence",
        "characters",
        "covered",
        "share",
        "claims",
    ]
    assert first == "S\t1\t1\t14\t14\t100%\t1"
    assert boilerplate == "S\t2\t1\t0\t0\tboilerplate\t0"
    assert last == ("S\t3\t1\t10\t4\t40%\t1" if code == 0 else "S\t3\t1\t10\t0\t0%\t0")
    assert result.stderr.startswith(total)
    assert result.exit_code == code


def test_the_command_says_that_a_document_is_missing(tmp_path):
    result = CliRunner().invoke(main, ["sources", "coverage", str(tmp_path / "none")])
    assert result.exit_code == SourceError("", "").exit_code
    assert "error: " in result.stderr


@needs_seeds
def test_every_sentence_of_the_two_documents_is_covered():
    graph = statements(merge(s for s in shipped() if s.kind in ("claims", "sources")))
    found = coverage(SEEDS, graph)
    assert [(s.section, s.paragraph, s.number) for s in found.missed] == []
