"""Columns in, columns out: for programs that have names in data frames."""

import datetime
import subprocess
import sys

import pytest

from openalliances.errors import SettingError
from openalliances.linking.sequences import reconcile
from openalliances.rdf.prefixes import ID

from .coded import coded

YEMEN, NORTH = f"{ID}state/yemen", f"{ID}state/north-yemen"


class NAType:
    """What pandas has for what is missing: it is neither true nor false."""

    def __bool__(self):
        raise TypeError("boolean value of NA is ambiguous")

    def __eq__(self, other):
        return self

    __hash__ = None


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return coded(tmp_path_factory.mktemp("sequences"))


def test_columns_have_the_length_of_the_names(index):
    found = reconcile(index, iter(["North Yemen", "wd:Q805", "qwertz"]))
    assert list(found) == ["name", "iri", "label", "type", "codes", "score", "status"]
    assert found["iri"] == [NORTH, YEMEN, None]
    assert found["label"] == ["North Yemen", "Yemen", None]
    assert found["status"] == ["sure", "sure", "none"]
    assert found["codes"][2] is None and found["codes"][1].startswith("gw:678; iso3:YEM")


@pytest.mark.parametrize("missing", [None, float("nan"), NAType(), "", "  "])
def test_what_is_missing_is_empty(index, missing):
    found = reconcile(index, [missing, "North Yemen"], years=[missing, missing])
    assert found["name"] == ["", "North Yemen"]
    assert found["status"] == ["", "sure"]


@pytest.mark.parametrize(
    "years",
    [1970, "1970", [1970], [1970.0], ["1970-05-01"], [datetime.date(1970, 5, 1)], (1970,)],
)
def test_years_are_numbers_dates_or_texts(index, years):
    assert reconcile(index, ["gw:678"], years=years)["iri"] == [NORTH]


def test_columns_of_codes_count_in_their_order(index):
    codes = {"gwcode": [678.0, float("nan")], "iso3": [None, "YEM"]}
    found = reconcile(index, ["", "?"], years=[1970, 2000], codes=codes, context=["a", None])
    assert found["iri"] == [NORTH, YEMEN]


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({"years": [1, 2]}, "1 names, and 2 years"),
        ({"codes": {"gw": []}}, "1 names, and 0 codes"),
        ({"codes": {"gww": [1]}}, "no scheme of codes called gww"),
        ({"kind": "statt"}, "no type of things called “statt”"),
    ],
)
def test_what_does_not_fit_is_told(index, given, told):
    with pytest.raises(SettingError, match=told) as caught:
        reconcile(index, ["x"], **given)
    assert caught.value.hint


def test_no_library_of_frames_is_imported():
    code = (
        "import sys, openalliances.linking.sequences; print({'pandas', 'polars'} & {*sys.modules})"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "set()"
