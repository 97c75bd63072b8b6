"""The forms in which a table is sent: one list, for addresses, pages and negotiation."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TableFormat:
    """A form of a table: the ending of its address, what it is called, its media type.

    ``about`` says in a few words for whom it is. ``of_rows`` tells whether it holds the rows (or
    what they rest on), and not what is said of the table.
    """

    extension: str
    name: str
    content_type: str
    about: str
    of_rows: bool = True


CSV = TableFormat("csv", "CSV", "text/csv; charset=utf-8; header=present", "for R, pandas, Excel")
TSV = TableFormat("tsv", "TSV", "text/tab-separated-values; charset=utf-8", "with tabs")
JSON = TableFormat("json", "JSON", "application/json", "rows with what is said of them")
JSON_LINES = TableFormat("jsonl", "JSON Lines", "application/jsonl", "one row a line")
GEOJSON = TableFormat("geojson", "GeoJSON", "application/geo+json", "one feature a row, at points")
PARQUET = TableFormat(
    "parquet", "Parquet", "application/vnd.apache.parquet", "typed, for polars and DuckDB"
)
ZIP = TableFormat("zip", "ZIP", "application/zip", "with codebook, sources, query and README")
BIBTEX = TableFormat("bib", "BibTeX", "application/x-bibtex; charset=utf-8", "the sources")
CSL = TableFormat(
    "csl.json", "CSL-JSON", "application/vnd.citationstyles.csl+json", "the sources, for Zotero"
)
RIS = TableFormat(
    "ris", "RIS", "application/x-research-info-systems; charset=utf-8", "the sources, for EndNote"
)
METADATA = TableFormat(
    "csv-metadata.json", "CSVW", "application/csvm+json", "the codebook for programs", of_rows=False
)
QUERY = TableFormat(
    "rq",
    "SPARQL",
    "application/sparql-query; charset=utf-8",
    "the query that makes it",
    of_rows=False,
)
SQL = TableFormat(
    "sql",
    "SQL",
    "application/sql; charset=utf-8",
    "the query over other tables that makes it",
    of_rows=False,
)
PAGE = TableFormat("html", "HTML", "text/html; charset=utf-8", "a page")

FORMATS = (
    CSV,
    TSV,
    JSON,
    JSON_LINES,
    GEOJSON,
    PARQUET,
    ZIP,
    BIBTEX,
    CSL,
    RIS,
    METADATA,
    QUERY,
    SQL,
    PAGE,
)
"""All of them, the default first."""

BY_EXTENSION = {form.extension: form for form in FORMATS}
