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


def snippets(site: Site, path: str, name: str) -> tuple[Snippet, ...]:
    """Return how to read the CSV at *path* on this server as a table called *name*."""
    address, name = address_of(site, path), re.sub(r"\W+", "_", name)
    return (
        Snippet("curl", "sh", f'curl --fail --compressed --output {name}.csv "{address}"'),
        Snippet("R", "r", f'{name} <- read.csv("{address}")\nstr({name})'),
        Snippet(
            "pandas",
            "python",
            f'import pandas as pd\n\n{name} = pd.read_csv("{address}")\nprint({name})',
        ),
        Snippet(
            "polars",
            "python",
            f'import polars as pl\n\n{name} = pl.read_csv("{address}", infer_schema_length=None)\n'
            f"print({name})",
        ),
        Snippet(
            "DuckDB",
            "python",
            "from urllib.request import urlretrieve\n\nimport duckdb\n\n"
            f'urlretrieve("{address}", "{name}.csv")\n'
            f"{name} = duckdb.sql(\"FROM read_csv('{name}.csv', sample_size = -1)\")\n"
            f"print({name})",
        ),
    )


def address_of(site: Site, path: str) -> str:
    """Return the whole address of *path* on this server, as far as the server knows it."""
    if site.settings.public_url:
        return site.absolute(path)
    return f"http://{site.settings.host}:{site.settings.port}{path}"
