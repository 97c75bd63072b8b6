"""Bibliographies: hostile words stay words, and what is said of a source is said in both forms."""

import json

import pytest

from openalliances.tabular.bibliography import Work, bibtex, citation_file, csl_json, escaped

CSL_TYPES = (
    *("article", "article-newspaper", "dataset", "document", "entry-encyclopedia"),
    *("legislation", "webpage"),
)
"""Those of the types of ``csl-data.json`` 1.0.2 that sources have."""
CSL_TEXTS = {"id", "type", "title", "URL", "version", "note"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("plain", "plain"),
        ("50 % & more_#1 $", r"50 \% \& more\_\#1 \$"),
        ("a{b}c", r"a{\textbraceleft}b{\textbraceright}c"),
        ("one } alone", r"one {\textbraceright} alone"),
        ("back\\slash", r"back{\textbackslash}slash"),
        ("~^", r"{\textasciitilde}{\textasciicircum}"),
        ("of\n two\r\n\tlines\u2028more\0", "of two lines more"),
        ("right\u202e to left", "right to left"),
        ("می‌خواهم हिन्दी 中文 Ünï", "می‌خواهم हिन्दी 中文 Ünï"),
    ],
)
def test_words_stay_words_in_tex(text, expected):
    assert escaped(text) == expected


@pytest.mark.parametrize(
    ("date", "lines"),
    [
        ("1999-12-31", ["year = {1999}", "date = {1999-12-31}", "month = dec"]),
        ("2019-07", ["year = {2019}", "date = {2019-07}", "month = jul"]),
        ("2001", ["year = {2001}", "date = {2001}"]),
        ("2001-99", ["year = {2001}"]),
        ("", []),
        ("last week", []),
    ],
)
def test_a_date_is_said_as_far_as_it_is_known(date, lines):
    entry = bibtex([Work("source/x", "X", date=date)])
    assert all(line in entry for line in lines)
    assert ("year" in entry) == bool(lines)
    assert ("month" in entry) == any("month" in line for line in lines)


def test_braces_balance_whatever_a_source_is_called():
    entry = bibtex([Work("source/}{", "}{{", "}", "1999", "https://example.org/{}", note="}")])
    depth = 0
    for sign in entry:
        depth += (sign == "{") - (sign == "}")
        assert depth >= 0
    assert depth == 0


def test_keys_are_those_of_the_sources():
    assert bibtex([Work("source/eac-treaty", "T")]).startswith("@misc{eac-treaty,")
    assert (
        Work("https://w3id.org/openalliances/dataset", "D").key == "w3id.org/openalliances/dataset"
    )


@pytest.mark.parametrize(
    "kind", ["press", "primary-law", "data-set", "scholarly", "", "unheard of"]
)
def test_items_have_what_csl_knows(kind):
    work = Work("source/x", 'T"\n', "P", "1999-12", "https://example.org/", kind, "n", "1")
    (item,) = json.loads(csl_json([work]))
    assert item["type"] in CSL_TYPES
    assert all(isinstance(item[name], str) for name in CSL_TEXTS)
    assert item["author"] == [{"literal": "P"}]
    assert item["issued"] == {"date-parts": [[1999, 12]]}
    assert set(item) == CSL_TEXTS | {"author", "issued", "custom"}
    assert item["custom"] == {"iri": "https://w3id.org/openalliances/id/source/x"}


def test_what_is_not_known_is_left_out():
    (item,) = json.loads(csl_json([Work("source/x", "X")]))
    assert set(item) == {"id", "type", "title", "custom"}


def test_a_citation_file_holds_what_is_said(tmp_path):
    text = citation_file(
        Work("iri", 'Title: "quoted" #1', "Who", address="https://x/", version="1")
    )
    assert 'title: "Title: \\"quoted\\" #1"' in text
    assert '  - name: "Who"' in text
