"""The one reader of query files: header, fields, query, form; on all files that are shipped."""

import re
from pathlib import Path

import pytest

import openalliances.things
from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.rdf.query_file import read_query_file

WHOLE = """\
# # Who is a member?
#
# Spells of membership,
# told from both ends.
#
# **Problem:** A thing has
#   no name.
# **Severity:** warning
#
# **Keywords:** one, two

PREFIX x: <urn:x>
# not in the header
CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }
"""
FOLDERS = ("ontology/rules", "ontology/questions", "ontology/checks", "data/examples/dataset")


def test_a_header_has_a_title_text_and_fields(tmp_path):
    path = tmp_path / "who_is_it.rq"
    path.write_text(WHOLE, encoding="utf-8")
    found = read_query_file(path)
    assert found.title == "Who is a member?"
    assert found.about == "Spells of membership, told from both ends."
    assert found.fields == {
        "Problem": "A thing has no name.",
        "Severity": "warning",
        "Keywords": "one, two",
    }
    assert found.query.startswith("PREFIX x: <urn:x>\n# not in the header\n")
    assert (found.text, found.form) == (WHOLE, "CONSTRUCT")


def test_without_a_header_it_goes_by_its_name(tmp_path):
    path = tmp_path / "who_is_it.rq"
    path.write_text("SELECT * { ?s ?p ?o }", encoding="utf-8")
    found = read_query_file(path)
    assert (found.title, found.about, found.fields) == ("who is it", "", {})
    assert found.query == "SELECT * { ?s ?p ?o }\n"


def test_a_file_of_comments_alone_has_an_empty_query(tmp_path):
    path = tmp_path / "x.rq"
    path.write_text("# # Title", encoding="utf-8")
    assert (read_query_file(path).title, read_query_file(path).query) == ("Title", "\n")


@pytest.mark.parametrize("content", [None, b"# \xe9"])
def test_what_cannot_be_read_is_an_error_of_the_file(tmp_path, content):
    path = tmp_path / "x.rq"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(SourceError, match=re.escape("x.rq")):
        read_query_file(path)


def shipped():
    pages = Path(openalliances.things.__file__).parent / "queries"
    folders = [*(bundle() / name for name in FOLDERS), pages]
    return [path for folder in folders for path in sorted(folder.glob("*.rq"))]


@pytest.mark.parametrize("path", shipped(), ids=lambda path: f"{path.parent.name}/{path.stem}")
def test_every_shipped_query_has_a_title_and_its_form(path):
    found = read_query_file(path)
    assert found.title and not found.title.startswith("#")
    assert found.text.rstrip().endswith(found.query.rstrip())
    assert re.search(rf"\b{found.form}\b", found.query)
