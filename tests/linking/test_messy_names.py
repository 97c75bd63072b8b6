"""Names as files and people write them: how many are matched rightly, and how many surely.

The list was made before the matcher was, from files of others and judged by the codes in them.
"""

import csv
from dataclasses import dataclass
from pathlib import Path

import pytest

from openalliances.linking.index import open_names
from openalliances.linking.match import Asked, match
from openalliances.rdf.prefixes import ALLY, BASE

pytestmark = pytest.mark.slow

CORPUS = Path(__file__).with_name("messy_names.csv")
CLASSES = {"Mission": "Activity", "Arrangement": "SecurityArrangement"}
"""The classes of the kinds in the list, where they are not called the same."""


@dataclass(frozen=True)
class Answer:
    """A row of the list: what is right (nothing, if we do not hold it), and what we say."""

    text: str
    right: frozenset[str]
    first: str
    sure: bool

    @property
    def is_right(self):
        return self.first in self.right if self.right else not self.sure

    @property
    def is_wrong_and_sure(self):
        return self.sure and self.first not in self.right


def _answers(index, *, with_kinds):
    with CORPUS.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) >= 300
    for row in rows:
        kind = CLASSES.get(row["kind"], row["kind"])
        asked = Asked(
            row["text"],
            kinds=(ALLY + kind,) if kind and with_kinds else (),
            year=int(row["year"][:4]) if row["year"] else None,
            context=tuple(filter(None, row["context"].split("|"))),
            limit=1,
        )
        found = match(index, asked)
        right = frozenset(BASE + path for path in row["expected"].split("|") if path)
        first, sure = (found[0].entry.iri, found[0].sure) if found else ("", False)
        yield Answer(row["text"], right, first, sure)


@pytest.fixture(scope="module", params=[True, False], ids=["with kinds", "by name only"])
def answers(request, shipped_release):
    return list(_answers(open_names(shipped_release), with_kinds=request.param))


def _told(answers):
    return [f"{one.text}: {one.first.removeprefix(BASE)}" for one in answers]


def test_98_of_100_are_right(answers):
    wrong = [one for one in answers if not one.is_right]
    assert len(wrong) <= 0.02 * len(answers), _told(wrong)


def test_none_of_the_sure_ones_is_wrong(answers):
    assert _told(one for one in answers if one.is_wrong_and_sure) == []


def test_90_of_100_right_ones_are_sure(answers):
    right = [one for one in answers if one.is_right and one.right]
    unsure = [one for one in right if not one.sure]
    assert len(unsure) <= 0.1 * len(right), _told(unsure)
