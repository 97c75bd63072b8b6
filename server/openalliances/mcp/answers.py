"""What the tools answer, as values: their fields are the published output schemas.

What is empty or not known is left out of an answer. Ids are those of the tables: the path of the
IRI below ``https://w3id.org/openalliances/id/``. Dates are as precise as they are known.
"""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A part of an answer."""

    model_config = ConfigDict(frozen=True)


class ReleaseStamp(Part):
    """The release that an answer is from; it never changes, so an answer can be repeated."""

    version: str
    digest: str = Field(description="Begin of the digest of its content.")
    data_set: str
    license: str = ""


class SourceNote(Part):
    """A source, and where in it something was seen."""

    id: str
    title: str = ""
    publisher: str = ""
    date: str = ""
    address: str = ""
    place: Annotated[str, Field(description="Where in the source.")] = ""
    checked: Annotated[str, Field(description="Whether it was seen in the source.")] = ""
    reported: Annotated[str, Field(description="The value that it gives instead.")] = ""


class Evidence(Part):
    """What stands behind a row: its grade, of when it is, and the ids of its sources."""

    grade: Annotated[
        str, Field(description="corroborated, single-source, contested, not-checked, …")
    ] = ""
    as_of: Annotated[
        str, Field(description="The last time of which a source speaks; it is not today.")
    ] = ""
    sources: tuple[str, ...] = ()


class Answer(Part):
    """What each answer has: the release, notes on how to read it, and the sources named in it."""

    release: ReleaseStamp
    notes: Annotated[
        tuple[str, ...], Field(description="What must be known to read the answer rightly.")
    ] = ()
    csv: Annotated[
        str, Field(description="Where a server of this release gives these rows as CSV.")
    ] = ""
    sources: tuple[SourceNote, ...] = ()


class Match(Evidence):
    """A thing that may be meant. It is *sure* only if it alone fits."""

    id: str
    iri: str
    name: str
    kind: str = ""
    years: str = ""
    matched: Annotated[str, Field(description="The name or code that fits.")] = ""
    score: Annotated[float, Field(description="From 0 to 100.")] = 0.0
    sure: bool


class Matches(Answer):
    """Things that a name fits, the best first; ``more`` says that others fit, too."""

    matches: tuple[Match, ...]
    more: bool


class CodeRow(Evidence):
    """A code of a thing, with the time in which it holds."""

    scheme: str
    code: str
    start: str = ""
    end: str = ""
    known_until: str = ""


class Resolved(Answer):
    """The one thing that is meant, if there is one, its codes, and what else may be meant."""

    thing: Match | None = None
    codes: tuple[CodeRow, ...] = ()
    others: tuple[Match, ...] = ()


class Fact(Evidence):
    """A statement about a thing. ``otherwise`` is what other sources give for the value."""

    property: str
    value: str
    id: Annotated[str, Field(description="Of a value that is a thing.")] = ""
    otherwise: tuple[SourceNote, ...] = ()
    chosen: Annotated[
        str, Field(description="By which rule, and why, this value is published.")
    ] = ""
    derived_by: str = ""


class Related(Part):
    """Things that are related to a thing by a property; all of them, or only their number."""

    property: str
    count: int
    things: Annotated[
        tuple[str, ...], Field(description="As “id (name)”; empty where there are many.")
    ] = ()


class Described(Answer):
    """What is said of one thing, and who says it."""

    id: str
    iri: str
    name: str
    kinds: tuple[str, ...] = ()
    years: str = ""
    facts: tuple[Fact, ...] = ()
    other_names: Annotated[
        tuple[str, ...], Field(description="Further names, with @ and their language.")
    ] = ()
    links: Annotated[
        tuple[str, ...], Field(description="What others call it: how near, and their IRI.")
    ] = ()
    related: tuple[Related, ...] = ()
    claims_recorded: Annotated[
        int, Field(description="What documents claim of it: ask claims_about.")
    ] = 0


class ClaimRow(Evidence):
    """A claim of a document, or a finding of ours that rests on sources."""

    id: str
    says: str
    document: Annotated[
        str, Field(description="The document that claims it; empty for a finding.")
    ] = ""
    section: str = ""
    why: str = ""
    contradicted_by: Annotated[
        tuple[str, ...], Field(description="Ids of other claims of the answer.")
    ] = ()
    supported_by: tuple[str, ...] = ()
    outdated_by: tuple[str, ...] = ()


class Claims(Answer):
    """What documents claim of a thing, and what contradicts or supports it."""

    id: str
    name: str
    claims: tuple[ClaimRow, ...]


class Spell(Evidence):
    """A membership from a start to an end. ``throughout``: it held all of the time asked for."""

    id: str = Field(description="Of the member, or of what the member belongs to.")
    name: str
    row: str = Field(description="Id of the membership itself.")
    kind: str = ""
    start: str = ""
    start_kind: str = ""
    end: str = ""
    end_kind: str = ""
    known_until: Annotated[
        str, Field(description="Last known to hold; nothing is known after it.")
    ] = ""
    throughout: bool | None = None


class Members(Answer):
    """Members of an organisation or arrangement, or what a state belonged to.

    Where names alone were asked for, they stand in place of the rows.
    """

    id: str
    name: str
    asked: str = Field(description="What the rows are, in words.")
    count: int
    rows: tuple[Spell, ...]
    not_known: Annotated[
        tuple[Spell, ...],
        Field(description="Had begun by then, but no source speaks of the time asked for."),
    ] = ()
    other_times: Annotated[
        tuple[Spell, ...], Field(description="With other: when it was one, but not then.")
    ] = ()
    list_is_complete: Annotated[
        bool | None,
        Field(description="Whether a source lists all present members, and all are here."),
    ] = None
    names: tuple[str, ...] = ()
    grades: Annotated[dict[str, int], Field(description="How many rows have each grade.")] = {}
    as_of: Annotated[str, Field(description="The earliest time of which the rows speak.")] = ""


class Tie(Evidence):
    """Two states allied in the years from ``first`` to ``last``, by the same arrangements."""

    state: str
    partner: str
    first: int
    last: int
    arrangements: tuple[str, ...]
    obligations: tuple[str, ...]


class Ties(Answer):
    """Pairs of states that were allied."""

    count: int
    rows: tuple[Tie, ...]


class MissionRow(Evidence):
    """A mission: where, led by whom, and from when to when."""

    id: str
    name: str
    acronym: str = ""
    kinds: tuple[str, ...] = ()
    lead: tuple[str, ...] = ()
    hosts: tuple[str, ...] = ()
    start: str = ""
    start_kind: str = ""
    end: str = ""
    end_kind: str = ""
    known_until: str = ""
    follows: str = ""
    throughout: Annotated[
        bool | None, Field(description="Whether it surely went on for all of the time asked for.")
    ] = None


class Missions(Answer):
    """Missions of a place in the order of their start; those without a known start are last."""

    id: str
    name: str
    count: int
    rows: tuple[MissionRow, ...]
    not_known: Annotated[
        tuple[MissionRow, ...],
        Field(description="Had begun by then, but no source speaks of the time asked for."),
    ] = ()


class Rows(Answer):
    """Rows of a published table, as its CSV has them; empty cells are left out."""

    table: str
    title: str
    count: int
    rows: tuple[dict[str, Any], ...]


class ExampleRow(Part):
    """A query that is known to work."""

    name: str
    title: str
    topic: str = ""
    about: str = ""
    parameters: tuple[str, ...] = ()


class Examples(Answer):
    """Examples of queries."""

    count: int
    examples: tuple[ExampleRow, ...]


class ThingNote(Evidence):
    """The evidence of a thing that a result names."""

    id: str


class Result(Answer):
    """The result of a query. IRIs with a known prefix are shortened, as in ``ally:State``."""

    form: str
    query: Annotated[
        str, Field(description="The query that was run, where another name was given.")
    ] = ""
    variables: tuple[str, ...] = ()
    count: int | None = None
    rows: tuple[dict[str, Any], ...] | None = None
    truth: bool | None = None
    triples: Annotated[tuple[str, ...], Field(description="As N-Triples.")] = ()
    evidence: Annotated[tuple[ThingNote, ...], Field(description="Of the things in the rows.")] = ()


class Cited(Answer):
    """A bibliography: the sources first, then the data set itself."""

    style: str
    count: int
    text: str
