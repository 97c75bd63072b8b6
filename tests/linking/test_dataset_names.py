"""Names in the columns of other data sets: what we hold of them comes first, judged by the codes.

Skipped where those data sets are absent.
"""

from __future__ import annotations

from collections import Counter
from functools import cache

import pytest

from openalliances.linking.codes import Known, by_code
from openalliances.linking.index import NameIndex, open_names
from openalliances.linking.match import Asked, Candidate, match
from openalliances.rdf.prefixes import ALLY, ID

from .dataset_names import DATASETS, Named, named

pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(
        not DATASETS.is_dir(), reason=f"the data sets are not at {DATASETS}: nothing was compared"
    ),
]

CLASSES = {
    "State": ALLY + "GeopoliticalEntity",
    "Organization": ALLY + "Organization",
    "Activity": ALLY + "Activity",
}
OTHERWISE = {
    ("geo-pko host", "Western Sahara"): "The code is that of Morocco.",
    ("countries eng", "Sahrawi Arab Democratic Republic"): "The code is that of the territory.",
    ("countries fra", "République arabe sahraouie démocratique"): "As in English.",
    ("countries deu", "Kongo (Dem. Rep.)"): "A short form that is nowhere else.",
    ("countries por", "Ilha Formosa"): "A name of the island.",
    ("countries rus", "Туркмения"): "A name of the Soviet republic.",
    ("countries rus", "Молдавия"): "A name of the Soviet republic.",
    ("countries fra", "Grande République arabe libyenne populaire et socialiste"): "Until 2011.",
    ("pa-x", "South Sudan"): "Before its independence.",
    ("ipi host", "Serbia"): "It had not yet parted from Montenegro.",
    ("cow-wars", "Prussia"): "We hold it as Germany before 1871, by the code, without that name.",
    ("cow-wars", "Sardinia/Piedmont"): "We hold it as Italy, by the code, without that name.",
}
"""Names that need not be found, with the reason: who judges by the code alone is wrong there."""
MOST_LOST = 0.008
"""The share of names that may be lost beside these."""


@pytest.fixture(scope="module")
def index(shipped_release):
    return open_names(shipped_release)


@pytest.fixture(scope="module")
def asked(index):
    """Return each name that means something of ours, with what it means and what is found."""
    meant = cache(lambda scheme, code, year: _meant(index, scheme, code, year))
    found: dict[tuple[str, str, frozenset[str]], Named] = {}
    for one in named():
        if things := meant(one.scheme, one.code, one.year):
            found.setdefault((one.where, one.text, things), one)
    return [(one, key[2], _found(index, one)) for key, one in found.items()]


def test_what_we_hold_comes_first(asked):
    lost = [
        f"{one.where}: {one.text} {one.year or ''} is {_short(things)}, got {_short(got)}"
        for one, things, got in asked
        if (one.where, one.text) not in OTHERWISE and not _is_first(got, things)
    ]
    print("\n".join([f"{len(lost)} of {len(asked)} are lost:", *lost]))
    assert len(lost) <= MOST_LOST * len(asked), "\n".join(lost)


def test_nothing_is_sure_and_wrong(asked):
    wrong = [
        f"{one.where}: {one.text} {one.year or ''} is {_short(things)}, sure of {_short(got[:1])}"
        for one, things, got in asked
        if (one.where, one.text) not in OTHERWISE
        if got and got[0].sure and not _is_first(got, things)
    ]
    assert not wrong


def test_most_of_what_is_found_is_sure(asked):
    right = [got for _, things, got in asked if _is_first(got, things)]
    assert sum(got[0].sure for got in right) >= 0.95 * len(right)


def test_all_columns_hold_what_is_ours(asked):
    of_column = Counter(one.where for one, _, _ in asked)
    columns = {one.where for one in named()}
    assert set(of_column) == columns
    assert min(of_column.values()) >= 20


def _meant(index: NameIndex, scheme: str, code: str, year: int | None) -> frozenset[str]:
    """Return what a code stands for in a year: each of two in the year in which one follows."""
    return frozenset(one.entry.iri for one in by_code(index, scheme, code) if _holds(one, year))


def _holds(one: Known, year: int | None) -> bool:
    if year is None:
        return True
    since, until = one.valid_from or "0000", one.valid_to or "9999"
    return int(since[:4]) <= year <= int(until[:4])


def _found(index: NameIndex, one: Named) -> list[Candidate]:
    around = (one.context,) if one.context else ()
    return match(index, Asked(one.text, (CLASSES[one.kind],), one.year, around, limit=3))


def _is_first(got: list[Candidate], things: frozenset[str]) -> bool:
    return bool(got) and got[0].entry.iri in things


def _short(things: frozenset[str] | list[Candidate]) -> str:
    iris = (one if isinstance(one, str) else one.entry.iri for one in things)
    return " or ".join(iri.removeprefix(ID) for iri in iris) or "nothing"
