"""Values of parameters as people write them, on the shipped data."""

import pytest

from openalliances.errors import BadRequestError
from openalliances.linking.index import open_names
from openalliances.linking.parameters import read_values
from openalliances.pages.examples import example_of

ID = "https://w3id.org/openalliances/id/"
DAY = "members-at-a-date"
KENYA = [
    "state/kenya",
    "id/state/kenya",
    "id:state/kenya",
    "kenya",
    "Kenya",
    " KENYA ",
    "KEN",
    "cow:501",
    "iso3:KEN",
    ID + "state/kenya",
    "http://www.wikidata.org/entity/Q114",
]
THINGS = [
    (DAY, "organization", "EAC", "organization/east-african-community"),
    (DAY, "organization", "African Union", "organization/african-union"),
    ("chain-of-missions", "mission", "AMISOM", "mission/amisom"),
    ("missions-in-a-country", "host", "Somalia", "state/somalia"),
    ("codes-of-states", "region", "Western Africa", "region/western-africa"),
    ("who-says-so", "thing", "state/burundi", "state/burundi"),
]
WRONG = [
    (DAY, "organization", "state/kenya", "is no arrangement"),
    (DAY, "organization", "Nowhere at all", "is no arrangement"),
    (DAY, "organization", "x" * 9000, "cannot be the value"),
    (DAY, "organization", "<script>", "is no arrangement"),
    (DAY, "organization", ID + "organization/na> ; DROP", "is no arrangement"),
    (DAY, "organization", "cow:", "is no arrangement"),
    (DAY, "at", "yesterday", "cannot be the value of at"),
    (DAY, "at", "1990-02-30", "cannot be the value of at"),
    (DAY, "at", "19900101", "cannot be the value of at"),
    (DAY, "at", "1990-01-01\n", ""),
    (DAY, "organisation", "nato", "no parameter"),
    ("missions", "at", "1990-01-01", "takes none"),
    ("state-by-code", "code", "1e3", "cannot be the value of code"),
    ("state-by-code", "code", "٥", "cannot be the value of code"),
    ("alliances-of-a-year", "year", "12345", "cannot be the value of year"),
    ("text-search", "text", "a\x00b", "cannot be the value of text"),
]


@pytest.fixture(scope="module")
def index(shipped_release):
    return open_names(shipped_release)


def value(index, slug, name, text):
    return read_values(index, example_of("dataset", slug), [(name, text)])[name].value


@pytest.mark.parametrize("text", KENYA)
def test_a_state_is_understood(index, text):
    assert value(index, "memberships-of-a-state", "state", text) == ID + "state/kenya"


@pytest.mark.parametrize(("slug", "name", "text", "path"), THINGS)
def test_things_of_other_kinds_are_understood(index, slug, name, text, path):
    assert value(index, slug, name, text) == ID + path


@pytest.mark.parametrize(("slug", "name", "text", "said"), WRONG)
def test_what_cannot_be_meant_is_refused_with_what_there_is(index, slug, name, text, said):
    example = example_of("dataset", slug)
    if not said:
        assert read_values(index, example, [(name, text)])[name].value == text.strip()
        return
    with pytest.raises(BadRequestError, match=said) as refused:
        read_values(index, example, [(name, text)])
    assert refused.value.hint
    assert len(str(refused.value)) < 700


@pytest.mark.parametrize("year", ["1985", "2010"])
def test_a_code_is_read_as_of_the_year_that_is_asked_about(index, year):
    found = read_values(
        index, example_of("dataset", "was-it-a-member"), [("state", "gw:678"), ("year", year)]
    )["state"].value
    assert found == ID + ("state/yemen" if year == "2010" else "state/north-yemen")


def test_what_is_empty_keeps_its_default_and_what_is_said_twice_is_refused(index):
    example = example_of("dataset", DAY)
    assert read_values(index, example, [("at", ""), ("organization", " ")]) == {}
    with pytest.raises(BadRequestError, match="different values"):
        read_values(index, example, [("at", "1990-01-01"), ("at", "1991-01-01")])
