"""Periods that decisions state, and on which day a decision gives leave."""

import pytest

from openalliances.facts.days import Day, Holds, Spell
from openalliances.facts.durations import added, end_of, period
from openalliances.facts.instruments import Instrument
from openalliances.facts.mandates import Mandate, in_force, next_leave

COUNCIL, UNION = (
    Instrument("resolution/a", "A", adopted_by="un"),
    Instrument("b", "B", adopted_by="au"),
)


def mandate(id_, start, effects=("extension",), until="", period="", text=COUNCIL):
    return Mandate(
        *(id_, id_, "mission/x", (text,), Spell(start, start, start), tuple(effects), None),
        *(until, period, (), (), False, ""),
    )


@pytest.mark.parametrize(
    ("day", "text", "over"),
    [
        ("2007-08-20", "P6M", "2008-02-20"),
        ("2008-08-31", "P6M", "2009-02-28"),
        ("2019-05-31", "P1Y", "2020-05-31"),
        ("2014-01-10", "P30D", "2014-02-09"),
        ("2014-01-10", "P2W", "2014-01-24"),
        ("2014-01", "P6M", ""),
        ("2014-01-10", "", ""),
        ("2014-01-10", "six months", ""),
        ("9999-12-31", "P9M", ""),
    ],
)
def test_a_period_is_over_on_a_day(day, text, over):
    assert added(day, text) == over


def test_a_date_has_a_last_day():
    assert [end_of(date) for date in ("2012", "2012-02", "2012-02-03", "")] == [
        *("2012-12-31", "2012-02-29", "2012-02-03", "")
    ]
    assert period("P1Y6M") == (("Y", 1), ("M", 6))


@pytest.mark.parametrize(
    ("one", "at", "holds"),
    [
        (mandate("m", "2014-10-24", until="2015-11-30"), "2015-06-30", Holds.YES),
        (mandate("m", "2014-10-24", until="2015-11-30"), "2015-12-01", Holds.NO),
        (mandate("m", "2014-10-24", until="2015-11-30"), "2014-10-23", Holds.NO),
        (mandate("m", "2014-10-24", period="P6M"), "2015-04-24", Holds.YES),
        (mandate("m", "2014-10-24", period="P6M"), "2015-05", Holds.NO),
        (mandate("m", "2014-10-24"), "2015-05", Holds.UNKNOWN),
        (mandate("m", "2014-10-24", ("increase",)), "2015-05", Holds.UNKNOWN),
        (mandate("m", ""), "2015-05", Holds.UNKNOWN),
    ],
)
def test_a_decision_gives_leave_on_a_day(one, at, holds):
    assert one.gives_leave_on(Day.of(at)) is holds


def test_the_next_decision_is_one_of_the_same_body_that_extends_or_ends():
    first = mandate("first", "2007-02-20", ("establishment",), period="P6M")
    others = (
        mandate("of-another", "2007-07-18", text=UNION),
        mandate("more-people", "2007-08-01", ("increase",)),
        mandate("next", "2007-08-20"),
    )
    assert next_leave((first, *others), first) == others[-1]
    assert next_leave((first, *others), others[-1]) is None
    end = mandate("end", "2007-09-01", ("termination",))
    assert next_leave((first, *others, end), others[-1]) == end
    assert in_force((first, *others), Day.of("2007-03-01")) == (first,)
