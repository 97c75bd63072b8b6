"""Each example says what it asks, and has exactly its answer on the real data."""

from __future__ import annotations

import csv
import importlib.util
import re
from pathlib import Path

import pyoxigraph as ox
import pytest

from openalliances.pages.examples import topics
from openalliances.rdf.prefixes import PREFIXES
from openalliances.release.examples import examples, read_example

SPEC = importlib.util.spec_from_file_location("answers", Path(__file__).parent / "answers.py")
answers = importlib.util.module_from_spec(SPEC)
SPEC.loader.exec_module(answers)

FOUND = examples("dataset")
LEAST = 40
COUNTING = {"graphs": "the size of every graph, so that each change of the data changes it"}
"""Examples whose numbers are not compared, and why."""

each_example = pytest.mark.parametrize("example", FOUND, ids=lambda example: example.slug)


@pytest.fixture(scope="module")
def store(shipped_release) -> ox.Store:
    return ox.Store.read_only(str(shipped_release.store))


@each_example
def test_an_example_has_exactly_its_answer(store, example):
    expected = answers.file_of(example).read_text(encoding="utf-8")
    found = answers.answer(store, example)
    if example.slug in COUNTING:
        expected, found = expected.partition("\n")[0], found.partition("\n")[0]
    assert found == expected


@each_example
def test_an_answer_holds_something_and_no_row_twice(example):
    lines = answers.file_of(example).read_text(encoding="utf-8").splitlines()
    assert len(lines) > (example.form == "SELECT")
    assert len(lines) == len(set(lines))


def test_there_are_many_and_each_has_an_answer_and_no_answer_is_left_over():
    assert len(FOUND) >= LEAST
    kept = {path for s in answers.SUFFIXES.values() for path in answers.HERE.glob(f"*{s}")}
    assert kept == {answers.file_of(example) for example in FOUND}
    assert len({example.title for example in FOUND}) == len(FOUND)
    assert {example.form for example in FOUND} == set(answers.SUFFIXES)
    assert COUNTING.keys() <= {example.slug for example in FOUND}


@each_example
def test_an_example_names_its_variables_and_has_a_total_order(example):
    assert not re.search(r"SELECT\s+(DISTINCT\s+)?\*", example.query)
    if example.form != "SELECT":
        return
    with answers.file_of(example).open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    sorted_by = re.findall(r"\?(\w+)", example.query.rpartition("ORDER BY")[2])
    keys = [tuple(row[name] for name in sorted_by if name in row) for row in rows]
    assert len(rows) == 1 or len(keys) == len(set(keys)), "two rows may change places"


@each_example
def test_an_example_declares_the_prefixes_that_it_uses(example):
    bound = re.findall(r"^PREFIX ([\w-]+): <([^>]+)>$", example.query, re.MULTILINE)
    body = re.sub(r"^PREFIX .*\n", "", example.query, flags=re.MULTILINE)
    body = re.sub(r'<[^>\s]*>|"[^"]*"', "", body)
    used = set(re.findall(r"(?<![\w?-])([a-z][\w-]*):", body))
    assert bound == sorted((name, PREFIXES[name]) for name in used)


@each_example
def test_an_example_has_a_topic_and_keywords(example):
    assert example.topic
    assert len(example.keywords) >= 2
    assert example.title.endswith("?")
    assert example.about.endswith(".")


def test_topics_hold_each_example_once():
    listed = [example for topic in topics(FOUND) for example in topic.examples]
    assert sorted(listed, key=lambda example: example.slug) == list(FOUND)
    assert all(len(topic.examples) > 2 for topic in topics(FOUND))


def test_a_header_is_read(tmp_path):
    path = tmp_path / "a_b.rq"
    path.write_text("# # What?\n#\n# One\n# two.\n#\n# **Keywords:** x, y z\n\nASK {}\n")
    example = read_example(path)
    assert (example.slug, example.title, example.about) == ("a-b", "What?", "One two.")
    assert (example.form, example.keywords, example.topic) == ("ASK", ("x", "y z"), "x")
    assert example.query == "ASK {}\n"


def test_without_a_header_the_name_must_do(tmp_path):
    path = tmp_path / "a.rq"
    path.write_text("SELECT ?s { ?s ?p ?o }\n")
    example = read_example(path)
    assert (example.title, example.about, example.keywords, example.topic) == ("a", "", (), "")
