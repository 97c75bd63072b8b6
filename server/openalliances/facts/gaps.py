"""What the tables do not know, counted: dates, ends, articles, members."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.tabular.database import Reader

_COUNTS = {
    "members_seen_earlier": "SELECT count(*) FROM memberships WHERE end_status = 'known-earlier'",
    "missions_without_start": "SELECT count(*) FROM missions WHERE start IS NULL",
    "contributions_without_dates": "SELECT count(*) FROM contributions WHERE start IS NULL",
    "promises_without_article": "SELECT count(*) FROM obligations WHERE article IS NULL",
    "lists_incomplete": "SELECT (SELECT count(*) FROM arrangements WHERE members_complete = 0) + "
    "(SELECT count(*) FROM organizations WHERE members_complete = 0 "
    "AND id NOT IN (SELECT id FROM arrangements))",
    "from_one_source": "SELECT count(*) FROM memberships WHERE grade = 'single-source'",
}


@dataclass(frozen=True, slots=True)
class Gaps:
    """Numbers of rows that lack something."""

    members_seen_earlier: int
    missions_without_start: int
    contributions_without_dates: int
    promises_without_article: int
    lists_incomplete: int
    from_one_source: int


def gaps(reader: Reader) -> Gaps:
    """Return how much is not known."""
    return Gaps(**{name: reader.number(sql) for name, sql in _COUNTS.items()})


def well_known_year(reader: Reader) -> int:
    """Return the last year in which half of the defence pacts without an end are known to hold.

    It is 0 where there are none. Lists of alliances end before today; what is drawn for a later
    year shows what they lack.
    """
    sql = """
        SELECT substr(a.known_until, 1, 4) FROM arrangements a
        WHERE a.end IS NULL AND a.known_until IS NOT NULL
          AND a.id IN (SELECT arrangement FROM obligations WHERE kind = 'defence')
        ORDER BY a.known_until
    """
    years = [int(year) for year in reader.column(sql)]
    return years[(len(years) - 1) // 2] if years else 0
