"""Whether a spell holds on a day: bounds, open ends, and what is known to the year alone."""

import pytest

from openalliances.errors import BadRequestError
from openalliances.facts.days import Day, Holds, Spell

CLOSED = Spell(
    start="1949-04-04",
    start_earliest="1949-04-04",
    start_latest="1949-04-04",
    end="1966-07",
    end_earliest="1966-07-01",
    end_latest="1966-07-31",
    end_status="known",
)
OPEN = Spell(
    start="2000",
    start_earliest="2000-01-01",
    start_latest="2000-12-31",
    end_status="known-earlier",
    known_until="2012-12-31",
)

UNBEGUN = Spell(start_earliest="1949-08-03", end_status="known-lately", known_until="2025-07-12")
"""No start is stated; what it belongs to began in 1949."""
LEFT = Spell(end="1966-07", end_earliest="1966-07-01", end_latest="1966-07-31", end_status="known")


@pytest.mark.parametrize(
    ("spell", "at", "holds"),
    [
        (CLOSED, "1949-04-03", Holds.NO),
        (CLOSED, "1949-04-04", Holds.YES),
        (CLOSED, "1966-06-30", Holds.YES),
        (CLOSED, "1966-07-15", Holds.MAYBE),
        (CLOSED, "1966-08-01", Holds.NO),
        (CLOSED, "1949", Holds.MAYBE),
        (CLOSED, "1950", Holds.YES),
        (OPEN, "1999-12-31", Holds.NO),
        (OPEN, "2000-06-01", Holds.MAYBE),
        (OPEN, "2001-01-01", Holds.YES),
        (OPEN, "2012-12-31", Holds.YES),
        (OPEN, "2013-01-01", Holds.UNKNOWN),
        (Spell(end_status="ended", start="1990"), "1995", Holds.NO),
        (UNBEGUN, "1914-08-01", Holds.NO),
        (UNBEGUN, "1990", Holds.UNKNOWN),
        (UNBEGUN, "2025-07-12", Holds.MAYBE),
        (UNBEGUN, "2025", Holds.MAYBE),
        (UNBEGUN, "2026", Holds.UNKNOWN),
        (LEFT, "1950", Holds.UNKNOWN),
        (LEFT, "1966-07-15", Holds.MAYBE),
        (LEFT, "1967", Holds.NO),
        (Spell(end_status="ended"), "1950", Holds.NO),
        (Spell(end_status="ended", start="1990"), "1980", Holds.NO),
    ],
)
def test_a_spell_holds_between_its_bounds(spell, at, holds):
    assert spell.holds(Day.of(at)) is holds


def test_without_a_day_what_is_known_lately_holds():
    assert OPEN.holds(None) is Holds.UNKNOWN
    assert CLOSED.holds(None) is Holds.NO
    assert Spell(start="2000", end_status="known-lately").holds(None) is Holds.YES


@pytest.mark.parametrize("text", ["", "1914-13", "2021-02-29", "0000", "yesterday", "<b>", "14"])
def test_what_is_no_date_is_refused(text):
    with pytest.raises(BadRequestError):
        Day.of(text)


def test_a_month_has_its_last_day():
    day = Day.of(" 2024-02 ")
    assert (day.text, day.first, day.last, day.year) == (
        "2024-02",
        "2024-02-01",
        "2024-02-29",
        2024,
    )
