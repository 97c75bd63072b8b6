"""What identifiers and names lead to: rows for programs, pages for people."""

from __future__ import annotations

import csv
import io
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from openalliances.linking.codes import Known
from openalliances.linking.joining import SEPARATOR, TYPES, Joined, Status
from openalliances.linking.linked_table import LinkedRow, LinkedTable
from openalliances.linking.match import Candidate
from openalliances.pages.render import render
from openalliances.pages.site import Site
from openalliances.rdf.formats import PLAIN_JSON, RESULTS_CSV, Format

COLUMNS = (
    *("asked", "status", "thing", "label", "type", "years"),
    *("scheme", "code", "valid_from", "valid_to", "predicate", "target", "target_label"),
)
"""The columns of what identifiers lead to."""
_OF_CANDIDATES = ("thing", "label", "type", "years", "score", "name", "language")
_LONGEST_ADDRESS = 1800
"""Characters of the address of a list, beyond which it is sent as a form only."""


@dataclass(frozen=True, slots=True)
class Line:
    """An identifier that was asked for, and what it stands for."""

    asked: str
    found: tuple[Known, ...]
    status: Status


@dataclass(frozen=True, slots=True)
class Pasted:
    """What was pasted on the page, and how it is to be read."""

    text: str = ""
    column: str = ""
    type: str = ""
    year: str = ""


def rows_of(lines: Iterable[Line]) -> Iterator[dict[str, str]]:
    """Yield a row for each thing that an identifier stands for, and one where there is none."""
    for line in lines:
        for known in line.found:
            yield {"asked": line.asked, "status": line.status.value, **_of_known(known)}
        if not line.found:
            yield dict.fromkeys(COLUMNS, "") | {"asked": line.asked, "status": line.status.value}


def rows_of_candidates(candidates: Iterable[Candidate]) -> Iterator[dict[str, str]]:
    """Yield a row for each candidate, the best first."""
    for one in candidates:
        entry = one.entry
        cells = (entry.iri, entry.label, entry.kind, entry.years)
        more = (f"{one.score:.0f}", one.name, one.language)
        yield dict(zip(_OF_CANDIDATES, (*cells, *more), strict=True))


def rows_of_table(table: LinkedTable) -> Iterator[dict[str, str]]:
    """Yield the rows of a linked table."""
    for row in table.rows:
        yield dict(zip(table.columns, table.cells(row), strict=True))


def as_rows(rows: Sequence[Mapping[str, str]], columns: Sequence[str], form: Format) -> bytes:
    """Return rows as JSON, CSV or TSV."""
    if form is PLAIN_JSON:
        return json.dumps({"results": rows}, ensure_ascii=False, indent=1).encode() + b"\n"
    text = io.StringIO()
    separator, end = (",", "\r\n") if form is RESULTS_CSV else ("\t", "\n")
    writer = csv.writer(text, delimiter=separator, lineterminator=end)
    writer.writerow(columns)
    writer.writerows([row[column] for column in columns] for row in rows)
    return text.getvalue().encode()


def columns_of(rows: Sequence[Mapping[str, str]]) -> tuple[str, ...]:
    """Return the columns of what candidates or identifiers have for rows."""
    return tuple(rows[0]) if rows else COLUMNS


def lookup_page(site: Site, lines: Sequence[Line] = (), year: str = "") -> str:
    """Return the page of what identifiers stand for, with a form for more."""
    return render("lookup.html", site, lines=lines, year=year, schemes=site.names.schemes)


def choices_page(site: Site, text: str, found: Joined) -> str:
    """Return the page with the things that a name may mean."""
    return render("choices.html", site, asked=text, candidates=found.candidates)


def link_page(
    site: Site, pasted: Pasted, rows: Sequence[LinkedRow] = (), problem: str = "", hint: str = ""
) -> str:
    """Return the page on which a list is pasted, with what its *rows* mean."""
    counts = Counter(row.joined.status for row in rows)
    return render(
        "link.html",
        site,
        pasted=pasted,
        rows=rows,
        counts=[(status.value, counts[status]) for status in Status if counts[status] and status],
        types=[name for name in TYPES if name not in ("organisation", "partnership", "alliance")],
        address=_address(pasted) if rows else "",
        separator=SEPARATOR,
        problem=problem,
        hint=hint,
    )


def _address(pasted: Pasted) -> str:
    """Return the address of the same list as CSV; empty if it would be too long."""
    given = {
        "text": pasted.text,
        "column": pasted.column,
        "type": pasted.type,
        "year": pasted.year,
        "format": "csv",
    }
    address = "/link?" + urlencode({name: value for name, value in given.items() if value})
    return address if len(address) <= _LONGEST_ADDRESS else ""


def _of_known(known: Known) -> dict[str, str]:
    entry = known.entry
    return {
        "thing": entry.iri,
        "label": entry.label,
        "type": entry.kind,
        "years": entry.years,
        "scheme": known.scheme,
        "code": known.code,
        "valid_from": known.valid_from,
        "valid_to": known.valid_to,
        "predicate": known.predicate,
        "target": known.iri,
        "target_label": known.label,
    }
