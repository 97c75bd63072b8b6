"""Problems in plain words: file and line, what is there, what to do, no jargon."""

import pytest

from openalliances.builder.checks.problems import (
    Problem,
    Translator,
    from_source_error,
    in_order,
)
from openalliances.builder.checks.shacl_results import ValidationResult as Result
from openalliances.builder.dataset import Dataset
from openalliances.builder.inference.closure import Contradiction
from openalliances.builder.read_files import read_bundle
from openalliances.errors import SourceError
from openalliances.rdf.prefixes import ALLY, ID, SHAPES

A = ID + "state/a"
LABEL = "http://www.w3.org/2000/01/rdf-schema#label"

SENTENCES = [
    (
        Result(A, ALLY + "startYear", "", "violation", "", "", "MinCount"),
        '"Aland": "start year" is missing.',
    ),
    (
        Result(ID + "partnership/a-b", ALLY + "startYear", "", "violation", "", "", "MaxCount"),
        '"Aland–Béland partnership": start year "2001".',
    ),
    (
        Result(ID + "partnership/a-b", ALLY + "hasParty", A, "violation", "", "", "Class"),
        '"Aland–Béland partnership": has party "Aland".',
    ),
    (
        Result(ID + "partnership/a-b", ALLY + "hasParty", "", "violation", "", "", "MaxCount"),
        '"Aland–Béland partnership": has party "Aland", "Béland".',
    ),
    (
        Result(A, ALLY + "startYear", "", "violation", "", "", "SPARQL"),
        '"Aland": what is said with "start year" does not fit.',
    ),
    (Result(A, "", "", "violation", "", "", "SPARQL"), '"Aland" does not fit.'),
    (
        Result("", "", "", "violation", "", "", "Closed"),
        "Something without a name does not fit.",
    ),
    (
        Result(A, f"^<{ALLY}hasParty>", "x", "violation", "", "", "Class"),
        '"Aland": ^<has party> "x".',
    ),
    (Result(ID + "state/z", "", "", "violation", "", ""), '"id/state/z" does not fit.'),
]


@pytest.fixture
def translator(bundle_folder):
    return Translator(Dataset(read_bundle(bundle_folder)))


@pytest.mark.parametrize(("result", "sentence"), SENTENCES)
def test_what_is_there_is_one_sentence_with_labels(translator, result, sentence):
    assert translator.of_result(result).sentence == sentence


def test_a_problem_is_shown_where_it_stands(translator, bundle_folder):
    result = Result(
        ID + "partnership/a-b",
        ALLY + "hasParty",
        A,
        "violation",
        "A party is an actor. Name another.",
        SHAPES + "X",
        "Class",
    )
    problem = translator.of_result(result)
    lines = (bundle_folder / problem.path).read_text().splitlines()
    assert "id/state/a>" in lines[problem.line - 1]
    assert problem.to_text() == (
        f'data/reference/states.ttl:{problem.line}  ERROR  "Aland–Béland partnership": '
        'has party "Aland".\n'
        "    A party is an actor.\n"
        "    try: Name another.\n"
        f"    rule: {SHAPES}X"
    )


@pytest.mark.parametrize(
    ("severity", "word"), [("violation", "ERROR"), ("warning", "WARNING"), ("info", "NOTE")]
)
def test_severities_have_plain_names(translator, severity, word):
    text = translator.of_result(Result(A, LABEL, "", severity, "", "")).to_text()
    assert f"  {word}  " in text


@pytest.mark.parametrize(
    "component", ["MinCount", "MaxCount", "Class", "NodeKind", "Pattern", "Xyz"]
)
def test_text_has_no_terms_of_shacl(translator, component):
    text = translator.of_result(Result(A, LABEL, "", "violation", "", "", component)).to_text()
    assert component not in text
    assert component[0].lower() + component[1:] not in text or component in ("Class", "Pattern")


def test_a_contradiction_has_labels_for_iris(translator):
    found = Contradiction(A, f"{A} cannot be both {ALLY}State and {ALLY}Organization.")
    problem = translator.contradiction(found)
    assert problem.sentence == '"Aland" cannot be both "state" and "organization".'
    assert problem.path == "data/reference/states.ttl"
    assert problem.line > 0


def test_a_thing_that_nobody_describes_has_no_line(translator):
    problem = translator.of_result(Result(ID + "state/z", "", "", "violation", "", ""))
    assert (problem.path, problem.line) == ("id/state/z", 0)


def test_a_file_that_cannot_be_read_is_a_problem():
    problem = from_source_error(SourceError("a.ttl", "Bad.", "Mend it.", line=3, column=7))
    assert problem == Problem("a.ttl", 3, "error", "Bad.", mend="Mend it.", column=7)
    assert problem.to_text() == "a.ttl:3:7  ERROR  Bad.\n    try: Mend it."


def test_problems_come_by_file_and_line_each_once():
    one, two = Problem("a.ttl", 2, "error", "x"), Problem("a.ttl", 10, "error", "x")
    assert in_order([two, one, two]) == (one, two)
