"""The matcher: kinds of ways to write a name, years, surroundings, and when it is sure."""

import itertools

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, match
from openalliances.rdf.prefixes import ALLY, BASE

from .coded import coded
from .index_of import index_of

FIELD = """
ally:State a owl:Class ; rdfs:subClassOf ally:GeopoliticalEntity ; rdfs:label 'state'@en .
ally:FormerState a owl:Class ; rdfs:subClassOf ally:State ; rdfs:label 'former state'@en .
ally:StateWithLimitedRecognition a owl:Class ; rdfs:subClassOf ally:GeopoliticalEntity ;
  rdfs:label 'state with limited recognition'@en .
ally:GeopoliticalEntity a owl:Class ; rdfs:label 'geopolitical entity'@en .
ally:Organization a owl:Class ; rdfs:label 'organization'@en .
ally:Alliance a owl:Class ; rdfs:subClassOf ally:SecurityArrangement ; rdfs:label 'alliance'@en .
ally:SecurityArrangement a owl:Class ; rdfs:label 'security arrangement'@en .
ally:PeaceOperation a owl:Class ; rdfs:subClassOf ally:Operation ;
  rdfs:label 'peace operation'@en ; skos:altLabel 'mission'@en .
ally:LegalInstrument a owl:Class ; rdfs:label 'legal instrument'@en .
ally:StatePeriod a owl:Class ; rdfs:subClassOf ally:Relator ; rdfs:label 'period'@en .
ally:Source a owl:Class ; rdfs:label 'source'@en .

<id/state/russia> a ally:State ; rdfs:label 'Russia'@en ; ally:isoAlpha2 'RU' ;
  ally:officialName 'Russian Federation'@en ; ally:succeeds <id/state/soviet-union> .
<id/period/russia> a ally:StatePeriod ; ally:isPeriodOf <id/state/russia> ; ally:cowCode '365' ;
  ally:startYear 1991 .
<id/state/soviet-union> a ally:FormerState ; rdfs:label 'Soviet Union'@en ;
  skos:altLabel 'USSR'@en .
<id/period/soviet-union> a ally:StatePeriod ; ally:isPeriodOf <id/state/soviet-union> ;
  ally:cowCode '365' ; ally:startYear 1922 ; ally:endYear 1991 .
<id/state/yemen> a ally:State ; rdfs:label 'Yemen'@en ; ally:officialName 'Republic of Yemen'@en ;
  ally:succeeds <id/state/north-yemen>, <id/state/south-yemen> .
<id/period/yemen> a ally:StatePeriod ; ally:isPeriodOf <id/state/yemen> ; ally:gwCode '678' ;
  ally:startYear 1990 .
<id/state/north-yemen> a ally:FormerState ; rdfs:label 'North Yemen'@en .
<id/period/north-yemen> a ally:StatePeriod ; ally:isPeriodOf <id/state/north-yemen> ;
  ally:gwCode '678' ; ally:startYear 1918 ; ally:endYear 1990 .
<id/state/south-yemen> a ally:FormerState ; rdfs:label 'South Yemen'@en .
<id/period/south-yemen> a ally:StatePeriod ; ally:isPeriodOf <id/state/south-yemen> ;
  ally:gwCode '680' ; ally:startYear 1967 ; ally:endYear 1990 .
<id/state/drc> a ally:State ; rdfs:label 'Democratic Republic of the Congo'@en ;
  skos:altLabel 'Zaire'@en ; ally:isoAlpha3 'COD' .
<id/period/drc> a ally:StatePeriod ; ally:isPeriodOf <id/state/drc> ; ally:startYear 1960 .
<id/state/congo> a ally:State ; rdfs:label 'Republic of the Congo'@en ;
  skos:altLabel 'Congo-Brazzaville'@en .
<id/state/north-korea> a ally:State ; rdfs:label 'North Korea'@en ;
  ally:officialName "Democratic People's Republic of Korea"@en .
<id/state/south-korea> a ally:State ; rdfs:label 'South Korea'@en ;
  ally:officialName 'Republic of Korea'@en ; ally:cowAbbreviation 'ROK' .
<id/state/gambia> a ally:State ; rdfs:label 'The Gambia'@en .
<id/state/zambia> a ally:State ; rdfs:label 'Zambia'@en .
<id/state/zimbabwe> a ally:State ; rdfs:label 'Zimbabwe'@en, 'Zimbabwe'@fr .
<id/state/lucia> a ally:State ; rdfs:label 'Saint Lucia'@en .
<id/state/civ> a ally:State ; rdfs:label 'Côte d’Ivoire'@fr ; skos:altLabel 'Ivory Coast'@en .
<id/state/myanmar> a ally:State ; rdfs:label 'Myanmar'@en ; skos:altLabel 'Burma'@en .
<id/state/kosovo> a ally:StateWithLimitedRecognition ; rdfs:label 'Kosovo'@en .
<id/state/bavaria> a ally:FormerState ; rdfs:label 'Bavaria'@en .
<id/state/guyana> a ally:State ; rdfs:label 'Guyana'@en .
<id/state/kyrgyzstan> a ally:State ; rdfs:label 'Kyrgyzstan'@en .
<id/state/marshall> a ally:State ; rdfs:label 'Marshall Islands'@en .
<id/state/emirates> a ally:State ; rdfs:label 'United Arab Emirates'@en .
<id/state/venezuela> a ally:State ; rdfs:label 'Venezuela'@en ;
  ally:officialName 'Bolivarian Republic of Venezuela'@en .
<id/state/trinidad> a ally:State ; rdfs:label 'Trinidad and Tobago'@en .
<id/state/burundi> a ally:State ; rdfs:label 'Burundi'@en, 'Burundi'@fr ; ally:isoAlpha3 'BDI' .
<id/period/burundi> a ally:StatePeriod ; ally:isPeriodOf <id/state/burundi> ; ally:cowCode '516' ;
  ally:startYear 1962 .
<id/state/namibia> a ally:State ; rdfs:label 'Namibia'@en ; ally:isoNumeric '516' .
<id/state/slovakia> a ally:State ; rdfs:label 'Slovakia'@en ; ally:cowAbbreviation 'SLO' .
<id/state/slovenia> a ally:State ; rdfs:label 'Slovenia'@en .
<id/state/angola> a ally:State ; rdfs:label 'Angola'@en ; ally:cowAbbreviation 'ANG' .
<id/state/liberia> a ally:State ; rdfs:label 'Liberia'@en, 'Libéria'@fr .
<id/state/somalia> a ally:State ; rdfs:label 'Somalia'@en .

<id/organization/un> a ally:Organization ; rdfs:label 'United Nations'@en, 'Nations Unies'@fr ;
  ally:acronym 'UN' ; ally:startYear 1945 .
<id/organization/nato> a ally:Organization, ally:Alliance ; ally:acronym 'NATO' ;
  rdfs:label 'North Atlantic Treaty Organization'@en ; ally:startYear 1949 .
<id/organization/au> a ally:Organization ; rdfs:label 'African Union'@en ; ally:acronym 'AU' .
<id/arrangement/rio-treaty> a ally:Alliance ; rdfs:label 'Treaty of Reciprocal Assistance'@en .
<id/arrangement/aukus> a ally:Alliance ; rdfs:label 'AUKUS'@en .
<id/arrangement/triple-1882> a ally:Alliance ; rdfs:label 'Triple Alliance of 1882'@en ;
  ally:startYear 1882 ; ally:endYear 1918 .
<id/arrangement/french-soviet-1935> a ally:Alliance ; ally:startYear 1935 ; ally:endYear 1939 ;
  rdfs:label 'Franco-Soviet Treaty of 1935'@en .
<id/arrangement/french-soviet-1944> a ally:Alliance ; ally:startYear 1944 ; ally:endYear 1955 ;
  rdfs:label 'Franco-Soviet Treaty of 1944'@en .
<id/mission/unavem-i> a ally:PeaceOperation ; rdfs:label 'UN Angola Verification Mission I'@en ;
  ally:acronym 'UNAVEM I' ; ally:startYear 1989 ; ally:endYear 1991 ;
  ally:takesPlaceIn <id/state/angola> .
<id/mission/unavem-ii> a ally:PeaceOperation ; rdfs:label 'UN Angola Verification Mission II'@en ;
  ally:acronym 'UNAVEM II' ; ally:startYear 1991 ; ally:endYear 1995 ;
  ally:takesPlaceIn <id/state/angola> .
<id/mission/unmil> a ally:PeaceOperation ; rdfs:label 'United Nations Mission in Liberia'@en ;
  ally:acronym 'UNMIL' ; ally:takesPlaceIn <id/state/liberia> .
<id/mission/ecomog-liberia> a ally:PeaceOperation ; ally:acronym 'ECOMOG' ;
  rdfs:label 'Monitoring Group in Liberia'@en ; ally:takesPlaceIn <id/state/liberia> ;
  ally:startYear 1990 ; ally:endYear 1999 .
<id/mission/ecomog-somalia> a ally:PeaceOperation ; ally:acronym 'ECOMOG' ;
  rdfs:label 'Monitoring Group of the coast'@en ; ally:takesPlaceIn <id/state/somalia> ;
  ally:startYear 1997 ; ally:endYear 2000 .
<id/resolution/1545> a ally:LegalInstrument ; rdfs:label 'Resolution on Burundi'@en ;
  ally:documentSymbol 'S/RES/1545 (2004)' .
<id/source/nato> a ally:Source ; rdfs:label 'NATO'@en .
"""

SURE = [
    ("BURUNDI", "", "state/burundi"),
    ("Cote d'Ivoire", "", "state/civ"),
    ("cote divoire", "", "state/civ"),
    ("Korea, Republic of", "", "state/south-korea"),
    ("Korea (the Republic of)", "", "state/south-korea"),
    ("Korea, Dem. People's Rep.", "", "state/north-korea"),
    ("DPR Korea", "", "state/north-korea"),
    ("Congo, Dem. Rep.", "", "state/drc"),
    ("Congo (Brazzaville)", "", "state/congo"),
    ("Gambia (the)", "", "state/gambia"),
    ("Zimbabwe (le)", "", "state/zimbabwe"),
    ("St. Lucia", "", "state/lucia"),
    ("Marshall Is.", "", "state/marshall"),
    ("Trinidad & Tobago", "", "state/trinidad"),
    ("Venezuela, RB", "", "state/venezuela"),
    ("República de Zambia", "", "state/zambia"),
    ("Government of Zambia", "", "state/zambia"),
    ("U.A.E.", "", "state/emirates"),
    ("S. Korea", "", "state/south-korea"),
    ("Myanmar (Burma)", "", "state/myanmar"),
    ("Gov't of Zambia", "", "state/zambia"),
    ("Burma/Myanmar", "", "state/myanmar"),
    ("Russia (Soviet Union)", "", "state/russia"),
    ("Government of Russia (Soviet Union)", "1975", "state/soviet-union"),
    ("Yemen (North Yemen)", "", "state/yemen"),
    ("Yemen (North Yemen)", "1970", "state/north-yemen"),
    ("Zaïre", "1980", "state/drc"),
    ("Russia", "1975", "state/soviet-union"),
    ("USSR", "1995", "state/russia"),
    ("Kyrgystan", "", "state/kyrgyzstan"),
    ("Unitd Nations", "", "organization/un"),
    ("U.N.", "", "organization/un"),
    ("N.A.T.O.", "", "organization/nato"),
    ("Nato alliance 1955", "", "organization/nato"),
    ("Rio Pact", "", "arrangement/rio-treaty"),
    ("AUKUS pact", "", "arrangement/aukus"),
    ("Triple Alliance", "", "arrangement/triple-1882"),
    ("Triple Alliance 1882", "", "arrangement/triple-1882"),
    ("Franco-Soviet pact", "1950", "arrangement/french-soviet-1944"),
    ("UN Mission in Liberia", "", "mission/unmil"),
    ("United Nations Mission in Liberia (UNMIL)", "", "mission/unmil"),
    ("UNMIL - United Nations Mission in Liberia", "", "mission/unmil"),
    ("UNMIL Liberia", "", "mission/unmil"),
    ("Mission Nations Unies Libéria", "", "mission/unmil"),
    ("UNAVEM", "1993", "mission/unavem-ii"),
    ("UNAVEM 2", "", "mission/unavem-ii"),
    ("ECOMOG Somalia", "", "mission/ecomog-somalia"),
    ("ECOMOG", "1991", "mission/ecomog-liberia"),
    ("BDI", "", "state/burundi"),
    ("cow:516", "", "state/burundi"),
    ("iso-numeric:516", "", "state/namibia"),
    ("ANG", "", "state/angola"),
    ("S/RES/1545", "", "resolution/1545"),
]
"""Text, year, and what is surely meant."""

FIRST_ONLY = [
    ("516", "state/burundi"),
    ("SLO", "state/slovakia"),
    ("Vietnam (Burma)", "state/myanmar"),
    ("Liberia mission", "mission/unmil"),
    ("UNMIL II", "mission/unmil"),
]
"""What comes first, and may be another thing."""

NEVER_SURE = [
    *("Bavaria FC", "Transnistria", "Atlantis", "Northern Zambia", "Guiana", "Korea", "UNAVEM"),
    *("North Russia", "East Korea", "ECOMOG", "Franco-Soviet Treaty", "Republic"),
    *("New Zambia", "UNXYZ", "Islamic State", "Burundi B", "United Nations Children's Fund", "NA"),
    *("Soviet Union and Burundi", "not Burundi", "Yemen (Bavaria)", "the", "1990", "M"),
]


def _first(index, text, **asked):
    found = match(index, Asked(text, **asked))
    return (found[0].entry.iri.removeprefix(BASE + "id/"), found[0].sure) if found else ("", False)


@pytest.fixture(scope="module")
def field(tmp_path_factory):
    return index_of(FIELD, tmp_path_factory.mktemp("field"))


@pytest.mark.parametrize(("text", "year", "iri"), SURE)
def test_what_alone_can_be_meant_is_sure(field, text, year, iri):
    assert _first(field, text, year=int(year) if year else None) == (iri, True)


@pytest.mark.parametrize(("text", "iri"), FIRST_ONLY)
def test_what_may_be_another_thing_is_first_and_not_sure(field, text, iri):
    assert _first(field, text) == (iri, False)


@pytest.mark.parametrize("text", NEVER_SURE)
def test_what_is_not_in_the_data_or_not_one_thing_is_never_sure(field, text):
    assert not any(one.sure for one in match(field, Asked(text)))


def test_a_year_out_of_its_time_makes_unsure_and_says_so(field):
    (found, *_) = match(field, Asked("Triple Alliance", year=1950))
    assert (found.sure, found.features.dates) == (False, 0.0)


@pytest.mark.parametrize("context", [("Somalia",), ("somalia", "peace operation")])
def test_a_second_column_tells_successive_missions_from_one_another(field, context):
    assert _first(field, "ECOMOG", context=context)[0] == "mission/ecomog-somalia"


def test_a_code_in_a_second_column_tells_what_is_meant(field):
    found = match(field, Asked("Burundi", context=("cow:516",)))[0]
    assert (found.sure, found.features.context) == (True, 1.0)
    found = match(field, Asked("Zambia", context=("cow:516",)))[0]
    assert found.features.context == 0.0


def test_a_code_that_is_only_near_to_several_finds_them_and_none_is_sure(tmp_path):
    found = match(coded(tmp_path), Asked("register:both"))
    ours = {candidate.entry.iri.removeprefix(BASE) for candidate in found}
    assert ours == {"id/state/yemen", "id/state/north-yemen"}
    assert not any(candidate.sure for candidate in found)


def test_only_things_of_the_kinds_are_found(field):
    kinds = (ALLY + "PeaceOperation",)
    found = match(field, Asked("Liberia", kinds=kinds))
    assert {one.entry.kind for one in found} == {"peace operation"}
    assert match(field, Asked("Burundi", kinds=(ALLY + "Organization",))) == []
    assert match(field, Asked("Burundi", kinds=("no such kind",))) == []


def test_a_list_of_states_may_have_those_that_few_recognize(field):
    assert _first(field, "Kosovo", kinds=(ALLY + "State",)) == ("state/kosovo", True)


def test_a_candidate_tells_by_what_it_fits(field):
    (found, *_) = match(field, Asked("Zaire", kinds=("state",), year=1980))
    assert (found.name, found.language) == ("Zaire", "en")
    assert (found.features.name, found.features.code) == (1.0, None)
    assert (found.features.dates, found.features.type) == (1.0, 1.0)
    assert match(field, Asked("cow:516"))[0].features.code == 1.0


def test_a_thing_comes_before_a_source_that_is_called_so(field):
    assert _first(field, "NATO")[0] == "organization/nato"


PIECES = st.sampled_from(
    [row[0] for row in SURE] + NEVER_SURE + ["(", ")", "/", " - ", ",", ":", ".", "1975", "\0"]
)
TEXTS = st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=5).map("".join))


@given(
    TEXTS,
    st.none() | st.integers(-9999, 99999),
    st.lists(TEXTS, max_size=2).map(tuple),
)
@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_any_question_is_answered_and_only_the_first_is_sure(field, text, year, context):
    found = match(field, Asked(text, year=year, context=context, limit=4))
    assert len(found) <= 4
    assert not any(one.sure for one in found[1:])
    assert [one.score for one in found] == sorted((one.score for one in found), reverse=True)
    assert all(0 <= one.score <= 100 for one in found)
    assert len({one.entry.iri for one in found}) == len(found)
    if found and found[0].sure:
        assert found[0].features.dates != 0


HOSTILE = [
    "burundi " * 10_000,
    "(" * 5_000,
    "a/b " * 5_000,
    "1990 " * 5_000,
    " ".join(f"word{n}." for n in range(5_000)),
    "United Nations Zambia Burundi Liberia Somalia " * 50,
    "x:" * 5_000,
    "((((a)b)c)d)" * 500,
]


@pytest.mark.parametrize("context", ["\0", '"', "*", "(", "\u0301", "x:y", "://", "cow:"])
def test_any_context_is_taken(field, context):
    assert _first(field, "Burundi", year=1990, context=(context,))[0] == "state/burundi"


@pytest.mark.parametrize("text", HOSTILE, ids=lambda text: text[:12])
def test_whatever_is_asked_the_index_is_asked_a_few_times_only(field, monkeypatch, text):
    asked = itertools.count()
    rows = NameIndex._rows

    def counted(self, sql, parameters):
        next(asked)
        return rows(self, sql, parameters)

    monkeypatch.setattr(NameIndex, "_rows", counted)
    match(field, Asked(text, year=1990, context=(text,) * 20))
    assert next(asked) <= 300
