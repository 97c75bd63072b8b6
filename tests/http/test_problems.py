"""Problem details: every error that answers a request has a kind, a title and a status."""

import json

import pytest

from openalliances import errors
from openalliances.errors import (
    EngineBusyError,
    OpenAlliancesError,
    QuerySyntaxError,
    RequestError,
    SourceError,
)
from openalliances.http.problems import TITLES, problem_of


def below(cls):
    return [found for one in cls.__subclasses__() for found in (one, *below(one))]


OURS = [
    cls
    for cls in below(RequestError)
    if cls.__module__ == errors.__name__ and cls is not errors.QueryError
]


def test_titles_are_those_of_the_errors():
    assert {problem_of(cls("x")).kind for cls in OURS} == set(TITLES)


@pytest.mark.parametrize("cls", OURS, ids=lambda cls: cls.__name__)
def test_every_error_is_a_problem(cls):
    found = problem_of(cls("What is wrong.", "What to do.")).as_json()
    assert found["status"] == cls.status_hint
    assert found["type"].startswith("https://w3id.org/openalliances/problem/")
    assert found["title"] == TITLES[found["type"].rpartition("/")[2]]
    assert (found["detail"], found["hint"]) == ("What is wrong.", "What to do.")
    assert json.loads(json.dumps(found)) == found


def test_the_place_in_the_query_is_told():
    found = problem_of(QuerySyntaxError("x", line=2, column=7)).as_json()
    assert (found["line"], found["column"]) == (2, 7)


def test_the_time_to_come_back_is_told():
    assert problem_of(EngineBusyError("x", retry_after=3)).as_json()["retryAfter"] == 3


def test_what_is_not_known_is_absent():
    assert set(problem_of(QuerySyntaxError("x")).as_json()) == {"type", "title", "status", "detail"}


@pytest.mark.parametrize("error", [OpenAlliancesError("x"), SourceError("a.ttl", "x")])
def test_other_errors_are_500_without_a_kind(error):
    found = problem_of(error).as_json()
    assert (found["type"], found["status"]) == ("about:blank", 500)
