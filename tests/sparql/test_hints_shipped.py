"""Hints against the shipped set: none where nothing is wrong."""

from pathlib import Path

import pytest

from openalliances.rdf.prefixes import BASE
from openalliances.release.documentation import known_iris, read_documentation
from openalliances.settings import Settings
from openalliances.sparql.hints import Vocabulary, hints
from openalliances.sparql.judge import judge

QUERIES = sorted((Path(__file__).parents[2] / "ontology" / "questions").glob("**/*.rq"))


@pytest.mark.slow
def test_no_question_of_ours_gets_a_hint(shipped_release):
    documentation = read_documentation(shipped_release.indexes)
    vocabulary = Vocabulary.of(known_iris(documentation))
    assert len(QUERIES) > 50
    for file in QUERIES:
        query = judge(
            file.read_text(encoding="utf-8"),
            known_graphs=[graph.iri for graph in shipped_release.manifest.graphs],
            base=BASE,
            settings=Settings(),
        )
        assert hints(query, vocabulary) == (), file.name
