"""The server of the Model Context Protocol: the only file that imports the SDK (``mcp``).

Each tool is a function of this room with a schema of what it takes and of what it answers. What
an answer is too long for is refused, and each error is a sentence that says what to do. Standard
output carries the protocol and nothing else.

Specification: https://modelcontextprotocol.io/specification, tools and resources.
"""

from __future__ import annotations

import json
import signal
from collections.abc import Callable
from typing import Annotated, Any

from anyio import to_thread
from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError, UnexpectedToolError
from mcp.types import CallToolResult, TextContent, ToolAnnotations
from pydantic import Field, ValidationError

from openalliances.errors import OpenAlliancesError
from openalliances.library import OpenAlliances
from openalliances.mcp import describing, introduction, naming, queries, spells, tables
from openalliances.mcp.answers import (
    Answer,
    Cited,
    Claims,
    Described,
    Examples,
    Matches,
    Members,
    Missions,
    Resolved,
    Result,
    Rows,
    Ties,
)
from openalliances.mcp.data import Data
from openalliances.mcp.refusals import MOST, Whole
from openalliances.version import __version__

_READS = ToolAnnotations(read_only_hint=True, idempotent_hint=True, open_world_hint=False)
_SCHEME = "openalliances://"

Name = Annotated[str, Field(description="A name, acronym, code, id (state/burundi) or IRI.")]
Place = Annotated[str, Field(description="A state or region: name, code, id or IRI.")]
At = Annotated[str, Field(description="A day, month or year: 1985-01-01, 1985-01 or 1985.")]
Year = Annotated[str, Field(description="A year or date for which the code has to hold.")]
Kind = Annotated[str, Field(description="Label of a class: state, organization, peace operation.")]
Where = Annotated[
    dict[str, str] | None,
    Field(description='Filters, as {"mission": "mission/amisom", "at": "2010"}.'),
]


class Server(MCPServer[Any]):
    """Says what is wrong with arguments in sentences."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool; arguments that do not fit its schema are told by their names."""
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            is_crash = isinstance(error, UnexpectedToolError)
            if isinstance(error.__cause__, ValidationError) and not is_crash:
                return _failed(_misfits(name, error.__cause__))
            raise


def make_server(library: OpenAlliances) -> Server:
    """Return the server of the tools and resources over *library*."""
    server = Server(
        "openalliances",
        title="OpenAlliances",
        instructions=introduction.INTRODUCTION,
        website_url="https://w3id.org/openalliances/",
        version=__version__,
        log_level="WARNING",
    )
    data = Data(library)
    for add in (_add_names, _add_things, _add_times, _add_tables, _add_queries):
        add(server, data)
    _add_resources(server, data)
    return server


def serve(library: OpenAlliances) -> None:
    """Answer on standard input and output until the input ends.

    Ctrl-C ends the process, and the engine's with it: a thread that reads standard input cannot
    be woken by an exception, so that a polite end would wait for one more line.
    """
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    make_server(library).run("stdio")


def _add_names(server: Server, data: Data) -> None:
    @server.tool(annotations=_READS)
    async def search(
        text: Name, kind: Kind = "", limit: int = 10
    ) -> Annotated[CallToolResult, Matches]:
        """Find things by name, acronym, code or IRI, the best first; typing errors are forgiven."""
        return await _answered(lambda: naming.search(data, text, kind, limit))

    @server.tool(annotations=_READS)
    async def resolve(
        text: Name, kind: Kind = "", year: Year = ""
    ) -> Annotated[CallToolResult, Resolved]:
        """Say which one thing a name or code means, with all its codes (COW, GW, ISO, M49, …).

        Codes are written with their scheme, as cow:516, iso3:BDI, gw:516, wikidata:Q967; in
        years in which a code stood for another state, give the year.
        """
        return await _answered(lambda: naming.resolve(data, text, kind, year))


def _add_things(server: Server, data: Data) -> None:
    @server.tool(annotations=_READS)
    async def describe(thing: Name) -> Annotated[CallToolResult, Described]:
        """Describe one thing: each fact with its value, grade, as of, sources, and what differs."""
        return await _answered(lambda: describing.describe(data, thing))

    @server.tool(annotations=_READS)
    async def claims_about(
        thing: Name,
        words: Annotated[str, Field(description="Words that the claims have.")] = "",
    ) -> Annotated[CallToolResult, Claims]:
        """Tell what documents (essays) claim of a thing, and what contradicts or supports it."""
        return await _answered(lambda: describing.claims_about(data, thing, words))


def _add_times(server: Server, data: Data) -> None:
    @server.tool(annotations=_READS)
    async def members_at(
        thing: Name,
        at: At = "",
        other: Annotated[str, Field(description="Only this member, or this organisation.")] = "",
        names_only: bool = False,
    ) -> Annotated[CallToolResult, Members]:
        """Give the members of an organisation or arrangement, or what a state belonged to.

        Without a date all spells are given, past ones too.
        """
        return await _answered(lambda: spells.members_at(data, thing, at, other, names_only))

    @server.tool(annotations=_READS)
    async def missions_of(
        place: Place, at: At = "", since: At = "", until: At = ""
    ) -> Annotated[CallToolResult, Missions]:
        """Give the peace missions and operations in a place, in the order of their start."""
        return await _answered(lambda: spells.missions_of(data, place, at, since, until))

    @server.tool(annotations=_READS)
    async def allies_of(
        state: Place,
        at: At = "",
        other: Annotated[str, Field(description="Only with this state.")] = "",
    ) -> Annotated[CallToolResult, Ties]:
        """Give the states with which a state was allied, by which arrangements and obligations."""
        return await _answered(lambda: spells.allies_of(data, state, at, other))


def _add_tables(server: Server, data: Data) -> None:
    @server.tool(annotations=_READS)
    async def rows(
        table: Annotated[str, Field(description="As mandates; the resource tables lists all.")],
        where: Where = None,
        columns: Annotated[str, Field(description="Names with commas; empty takes all.")] = "",
    ) -> Annotated[CallToolResult, Rows]:
        """Give rows of a published table: mandates, contributions, obligations, treaties, …."""
        return await _answered(lambda: tables.rows(data, table, where, columns))

    @server.tool(annotations=_READS)
    async def cite(
        thing: Annotated[str, Field(description="What to cite the sources of.")] = "",
        table: Annotated[str, Field(description="Or a table, with where.")] = "",
        where: Where = None,
        style: Annotated[str, Field(description="bibtex or csl.")] = "bibtex",
    ) -> Annotated[CallToolResult, Cited]:
        """Give the sources of a thing or of rows, and the data set, as BibTeX or CSL-JSON."""
        return await _answered(lambda: tables.cite(data, thing, table, where, style))


def _add_queries(server: Server, data: Data) -> None:
    @server.tool(annotations=_READS)
    async def list_examples(
        words: Annotated[str, Field(description="Words of title, topic or text.")] = "",
    ) -> Annotated[CallToolResult, Examples]:
        """List queries that are known to work, each with a name for run_example."""
        return await _answered(lambda: queries.list_examples(data, words))

    @server.tool(annotations=_READS)
    async def run_example(name: str, parameters: Where = None) -> Annotated[CallToolResult, Result]:
        """Run one of the examples, as it stands or with other values for its parameters."""
        return await _answered(lambda: queries.run_example(data, name, parameters))

    @server.tool(annotations=_READS)
    async def run_query(
        query: Annotated[str, Field(description="SPARQL: SELECT, ASK, CONSTRUCT, DESCRIBE.")],
    ) -> Annotated[CallToolResult, Result]:
        """Run a SPARQL query that only reads; the usual prefixes (ally:, skos:, …) are known."""
        return await _answered(lambda: queries.run_query(data, query))


def _add_resources(server: Server, data: Data) -> None:
    texts: dict[str, tuple[str, Callable[[], str]]] = {
        "introduction": ("How to ask, and how to read answers", lambda: introduction.INTRODUCTION),
        "ontology": ("Classes and properties in use", lambda: introduction.ontology(data)),
        "tables": ("Tables and their columns", lambda: introduction.tables(data)),
        "examples": ("Examples of queries by topic", lambda: introduction.examples(data)),
    }
    for name, (title, made) in texts.items():
        add = server.resource(_SCHEME + name, name=name, title=title, mime_type="text/markdown")
        add(_text(made))

    @server.resource(
        _SCHEME + "examples/{name}", title="The query of an example", mime_type="text/plain"
    )
    def example(name: str) -> str:
        """Return the query of an example."""
        return _text(lambda: introduction.example(data, name))()


def _text(made: Callable[[], str]) -> Callable[[], str]:
    def read() -> str:
        try:
            return made()
        except OpenAlliancesError as error:
            raise ResourceError(_sentence(error)) from None

    return read


async def _answered(ask: Callable[[], tuple[Answer, Whole]]) -> CallToolResult:
    """Answer in a thread; whoever takes the question back, or leaves, waits for nothing."""
    return await to_thread.run_sync(_asked, ask, abandon_on_cancel=True)


def _asked(ask: Callable[[], tuple[Answer, Whole]]) -> CallToolResult:
    """Return what a tool answers: complete, or an error that says what to do."""
    try:
        answer, whole = ask()
        said = answer.model_dump(mode="json", exclude_defaults=True)
        said |= {name: said.pop(name) for name in _LAST if name in said}
        text = json.dumps(said, ensure_ascii=False, separators=(",", ":"))
        if len(text) > MOST:
            raise whole.refused()
    except OpenAlliancesError as error:
        return _failed(_sentence(error))
    return CallToolResult(content=[TextContent(text=text)], structured_content=said)


def _failed(sentence: str) -> CallToolResult:
    return CallToolResult(content=[TextContent(text=sentence)], is_error=True)


def _sentence(error: OpenAlliancesError) -> str:
    return f"{error.message} {error.hint}".strip()


def _misfits(tool: str, error: ValidationError) -> str:
    told = "; ".join(
        f"{'.'.join(map(str, one['loc'])) or 'arguments'}: {one['msg'].lower()}"
        for one in error.errors(include_url=False, include_input=False)
    )
    return f"The arguments of {tool} do not fit: {told}. Its input schema says what it takes."


_LAST = ("notes", "csv", "sources", "release")
"""What stands behind the answer itself."""
