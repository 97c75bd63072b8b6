"""How to read an address in a program: a few lines each for curl, R, pandas, polars and DuckDB.

The address is that of this server, percent-encoded, so that it is the same text in all of them.
DuckDB reads a file that Python fetched: to read an address itself it loads an extension from
elsewhere.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from openalliances.pages.site import Site


@dataclass(frozen=True, slots=True)
class Snippet:
    """A few lines for a program: what it is called, the language of the lines, the lines."""

    tool: str
    language: str
    code: str


def snippets(site: Site, path: str, name: str, *, in_parts: bool = True) -> tuple[Snippet, ...]:
    """Return how to read the CSV at *path* on this server as a table called *name*.

    *in_parts* says that parts of it can be asked for (Range), which polars does.
    """
    address, name = site.address + path, re.sub(r"\W+", "_", name)
    return (
        Snippet("curl", "sh", f'curl --fail --compressed --output {name}.csv "{address}"'),
        Snippet("R", "r", f'{name} <- read.csv("{address}")\nstr({name})'),
        Snippet(
            "pandas",
            "python",
            f'import pandas as pd\n\n{name} = pd.read_csv("{address}")\nprint({name})',
        ),
        Snippet("polars", "python", _polars(address, name, in_parts=in_parts)),
        Snippet(
            "DuckDB",
            "python",
            "from urllib.request import urlretrieve\n\nimport duckdb\n\n"
            f'urlretrieve("{address}", "{name}.csv")\n'
            f"{name} = duckdb.sql(\"FROM read_csv('{name}.csv', sample_size = -1)\")\n"
            f"print({name})",
        ),
    )


def sql_snippets(site: Site, query: str) -> tuple[Snippet, ...]:
    """Return how programs run *query*, in SQL, over all tables of this server."""
    address, query = f"{site.address}/data/openalliances.sqlite", query.strip().replace("\r", "")
    end, quoted = _end_of(query), query.replace("\\", "\\\\").replace('"', '\\"')
    fetched = f'curl --fail --compressed --output openalliances.sqlite "{address}"'
    return (
        Snippet(
            "SQLite",
            "sh",
            f"{fetched}\nsqlite3 -header -csv openalliances.sqlite > answer.csv <<'{end}'\n"
            f"{query}\n{end}",
        ),
        Snippet(
            "pandas",
            "python",
            "import sqlite3\nfrom urllib.request import urlretrieve\n\nimport pandas as pd\n\n"
            f'urlretrieve("{address}", "openalliances.sqlite")\n'
            'tables = sqlite3.connect("openalliances.sqlite")\n'
            f'answer = pd.read_sql_query("""\n{quoted}\n""", tables)\nprint(answer)',
        ),
        Snippet(
            "R",
            "r",
            f'download.file("{address}", "openalliances.sqlite", mode = "wb")\n'
            'tables <- DBI::dbConnect(RSQLite::SQLite(), "openalliances.sqlite")\n'
            f'answer <- DBI::dbGetQuery(tables, "\n{quoted}\n")\nstr(answer)',
        ),
    )


def _end_of(text: str) -> str:
    """Return a word that is no line of *text*."""
    lines, end = set(text.splitlines()), "SQL"
    while end in lines:
        end += "_"
    return end


def _polars(address: str, name: str, *, in_parts: bool) -> str:
    given = f'"{address}"' if in_parts else f'urlopen("{address}").read()'
    more = "" if in_parts else "from urllib.request import urlopen\n\n"
    read = f"{name} = pl.read_csv({given}, infer_schema_length=None)"
    return f"{more}import polars as pl\n\n{read}\nprint({name})"
