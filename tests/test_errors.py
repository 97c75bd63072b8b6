"""The tree of errors is the one that is drawn."""

import inspect
import re

import pytest

from openalliances import errors
from openalliances.errors import (
    EngineBusyError,
    OpenAlliancesError,
    QuerySyntaxError,
    SourceError,
)

CLASSES = {
    name: kind
    for name, kind in inspect.getmembers(errors, inspect.isclass)
    if kind.__module__ == errors.__name__
}
DRAWN = [
    (len(row["indent"]), row["name"], row["text"])
    for row in re.finditer(
        r"^(?P<indent> *)[*x+-] (?P<name>\w+Error)\b *(?P<text>.*)$", errors.__doc__, re.MULTILINE
    )
]


def drawn_tree() -> dict[str, str | None]:
    """Return each drawn class and the one that it hangs from."""
    tree: dict[str, str | None] = {}
    above: list[tuple[int, str]] = []
    for indent, name, _ in DRAWN:
        above = [(place, parent) for place, parent in above if place < indent]
        tree[name] = above[-1][1] if above else None
        above.append((indent, name))
    return tree


def test_the_tree_that_is_drawn_is_the_tree_there_is():
    real = {name: kind.__base__.__name__ for name, kind in CLASSES.items()}
    assert drawn_tree() == {**real, "OpenAlliancesError": None}


@pytest.mark.parametrize(
    ("name", "status"),
    [(name, int(text[:3])) for _, name, text in DRAWN if re.match(r"\d{3}\b", text)],
)
def test_the_status_that_is_drawn_is_the_status_there_is(name, status):
    assert CLASSES[name].status_hint == status


def test_statuses_are_drawn():
    assert sum(1 for _, _, text in DRAWN if re.match(r"\d{3}\b", text)) >= 8


@pytest.mark.parametrize("kind", CLASSES.values())
def test_every_error_says_what_it_is_and_how_it_ends(kind):
    assert inspect.getdoc(kind).splitlines()[0].endswith(".")
    assert kind.exit_code in {1, 2, 3}
    assert 400 <= kind.status_hint < 600


def test_an_error_has_a_message_and_a_hint():
    error = OpenAlliancesError("The port is taken.", "Choose another.")
    assert (str(error), error.message, error.hint) == (
        "The port is taken.",
        "The port is taken.",
        "Choose another.",
    )
    assert OpenAlliancesError("x").hint == ""


@pytest.mark.parametrize(
    ("place", "text"),
    [
        ({}, "data/a.ttl: no"),
        ({"line": 3}, "data/a.ttl:3: no"),
        ({"line": 3, "column": 7}, "data/a.ttl:3:7: no"),
    ],
)
def test_a_source_error_says_where(place, text):
    assert str(SourceError("data/a.ttl", "no", **place)) == text


def test_other_errors_carry_what_an_answer_needs():
    syntax = QuerySyntaxError("no", line=2, column=5)
    assert (syntax.line, syntax.column) == (2, 5)
    assert EngineBusyError("no", retry_after=9).retry_after == 9
