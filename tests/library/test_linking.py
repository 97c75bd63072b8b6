"""Names, codes and IRIs of others, asked in Python."""

import pytest

import openalliances
from openalliances.errors import BadRequestError, EngineError, SettingError

AMISOM = "https://w3id.org/openalliances/id/mission/amisom"


@pytest.fixture(scope="module")
def library(release):
    with openalliances.open(release.folder) as opened:
        yield opened


def test_match_tells_what_is_meant_and_how_sure_it_is(library):
    first, *others = library.match("AMISOM", kind="mission", year=2010, context="Somalia")
    assert (first.entry.iri, first.sure) == (AMISOM, True)
    assert not any(one.sure for one in others)
    assert len(library.match("a", limit=2)) <= 2


def test_reconcile_gives_columns(library):
    found = library.reconcile(["AMISOM", None], kind=["mission"], years=2010)
    assert found["iri"] == [AMISOM, None]
    assert found["status"] == ["sure", ""]


@pytest.mark.parametrize("identifier", [AMISOM, AMISOM.replace("https", "http"), AMISOM + ".ttl"])
def test_lookup_tells_what_an_identifier_stands_for(library, identifier):
    (found,) = library.lookup(identifier, at="2010-01-01")
    assert isinstance(found, openalliances.Known)
    assert found.entry.iri == AMISOM


@pytest.mark.parametrize(
    ("call", "error"),
    [
        (lambda library: library.lookup("AMISOM"), BadRequestError),
        (lambda library: library.lookup(AMISOM, at="soon"), BadRequestError),
        (lambda library: library.match("a", kind="misson"), SettingError),
    ],
)
def test_what_cannot_be_asked_says_what_could(library, call, error):
    with pytest.raises(error) as caught:
        call(library)
    assert caught.value.hint


def test_a_closed_library_answers_nothing(release):
    library = openalliances.open(release.folder)
    library.close()
    with pytest.raises(EngineError):
        library.lookup(AMISOM)
