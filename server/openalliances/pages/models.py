"""What the pages of things are made of: values for templates, which work nothing out."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.things.description import Text


@dataclass(frozen=True, slots=True)
class Anchor:
    """Words that lead somewhere; ``href`` is empty where there is nothing to open."""

    text: Text
    href: str = ""
    iri: str = ""
    outside: bool = False


@dataclass(frozen=True, slots=True)
class Alternate:
    """Another form of the same page."""

    name: str
    media_type: str
    href: str


@dataclass(frozen=True, slots=True)
class Expression:
    """What stands behind a value without a name: a sentence, a list in its order, facts.

    ``words`` are links and literals, and the words between them. ``left_out`` counts what is
    too much for a page, as far as that is known; the document that ``whole`` leads to has it.
    """

    words: tuple[Anchor | str, ...] = ()
    items: tuple[Expression, ...] = ()
    facts: tuple[NestedRow, ...] = ()
    left_out: int = 0
    whole: Anchor | None = None


@dataclass(frozen=True, slots=True)
class NestedRow:
    """A property within an expression, and its values."""

    name: Anchor
    values: tuple[Expression, ...]


@dataclass(frozen=True, slots=True)
class Fact:
    """A value in the facts table: where it comes from, and how well it is supported.

    ``inside`` says what stands behind a value that has no name, ``about`` what is said about
    the statement itself.
    """

    value: Anchor
    origin: str = ""
    evidence: str = ""
    claims: tuple[Anchor, ...] = ()
    datatype: str = ""
    sources: tuple[Anchor, ...] = ()
    inside: Expression | None = None
    about: tuple[Expression, ...] = ()
    receipt: str = ""


@dataclass(frozen=True, slots=True)
class FactRow:
    """A row of the facts table. Without facts it reads "not stated".

    ``evidence`` is what holds for all facts of the row alike. ``more`` counts those that are not
    shown; ``whole`` leads to all.
    """

    name: Anchor
    facts: tuple[Fact, ...] = ()
    evidence: str = ""
    more: int = 0
    whole: Anchor | None = None


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim in the evidence list: what it says or is about, and where that was found."""

    number: int
    claim: Anchor
    rationale: Text | None
    kind: str
    subject: Anchor
    predicate: Anchor
    object: Anchor
    passages: tuple[Anchor, ...]
    section: str
    digest: str
    about: tuple[Anchor, ...] = ()
    grade: Anchor | None = None
    sources: tuple[Anchor, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass(frozen=True, slots=True)
class Remark:
    """What a claim says of others, or others of it: "contradicts", "supported by"."""

    words: str
    claims: tuple[Anchor, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """A finding at the head of a page: what it says, by which sources, and of which claims."""

    finding: Anchor
    sources: tuple[Anchor, ...]
    remarks: tuple[Remark, ...]


@dataclass(frozen=True, slots=True)
class Claimed:
    """Says of a thing that weak documents alone claim it, and what is reported of it."""

    documents: tuple[Anchor, ...]
    quality: str
    reports: tuple[Report, ...]


@dataclass(frozen=True, slots=True)
class ClaimPages:
    """Which of the claims a page shows, and where those before and after them are."""

    first: int
    last: int
    total: int
    previous: str = ""
    next: str = ""


@dataclass(frozen=True, slots=True)
class ClaimGroup:
    """The claims of one document, or of one agent; ``quality`` says what kind of document."""

    who: Anchor
    quality: str
    claims: tuple[ClaimRow, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A source in the list of sources: where in it, how that was checked, what differs."""

    number: int
    source: Anchor
    kind: str
    place: str
    status: str
    checked: str
    reported: str
    observed: str
    note: Text | None
    address: str
    copy: str
    properties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChoiceRow:
    """How a published value was chosen: by which rule, why, and what else is reported.

    ``value`` is empty where none is published. ``others`` are sources with what they report.
    """

    name: Anchor
    value: str
    rule: Anchor
    reason: Text | None
    is_contested: bool
    followed: tuple[Anchor, ...]
    others: tuple[tuple[Anchor, str], ...]


@dataclass(frozen=True, slots=True)
class RecordRow:
    """A membership or an operation in a table: what it leads to, with whom, from when to when.

    ``known`` says, of one without an end, until when it is known.
    """

    row: Anchor
    others: tuple[Anchor, ...]
    kind: str
    acronym: str
    start: str
    start_kind: str
    end: str
    end_kind: str
    grade: str
    known: str = ""


@dataclass(frozen=True, slots=True)
class ListRow:
    """Whether we have all of one kind that belongs to a thing: in words, and by whose account.

    ``count`` is the number of those on the list of the ``source``.
    """

    kind: str
    words: str
    count: str = ""
    source: Anchor | None = None


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """Why something is published no longer, and what takes its place."""

    reason: Text
    others: tuple[Anchor, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordTable:
    """A table of records under one heading; ``other`` heads the column of the other end.

    ``recorded`` says whether the table is complete; ``spells`` are memberships, whose rows
    have no name of their own. ``more`` counts the rows that are not shown; ``whole`` leads to all.
    """

    slug: str
    title: str
    other: str
    rows: tuple[RecordRow, ...]
    recorded: ListRow | None = None
    spells: bool = False
    more: int = 0
    whole: Anchor | None = None


@dataclass(frozen=True, slots=True)
class TermRow:
    """A term that is part of a document: where it stands there, its page, what it is."""

    anchor: str
    term: Anchor
    kinds: str
    definition: Text | None


@dataclass(frozen=True, slots=True)
class ThingPage:
    """Everything on the page of a thing.

    ``standing`` says what is disputed of a polity, and by whom it is recognised.
    ``terms`` are those that are part of its document, ``<iri>#…``. ``whole`` and
    ``terms_whole`` say whether these are all.
    """

    iri: str
    title: Text
    also: tuple[Text, ...]
    kinds: str
    sentence: str
    definition: Text | None
    facts: tuple[FactRow, ...]
    evidence: tuple[ClaimGroup, ...]
    incoming: tuple[FactRow, ...]
    raw: tuple[FactRow, ...]
    formats: tuple[Alternate, ...]
    cut: bool = False
    uses: int | None = None
    is_claim: bool = False
    sources: tuple[SourceRow, ...] = ()
    choices: tuple[ChoiceRow, ...] = ()
    tables: tuple[RecordTable, ...] = ()
    claimed: Claimed | None = None
    claim_pages: ClaimPages | None = None
    lists: tuple[ListRow, ...] = ()
    withdrawn: Withdrawal | None = None
    standing: tuple[Text, ...] = ()
    whole: bool = True
    terms: tuple[TermRow, ...] = ()
    terms_whole: bool = True
    whole_document: Anchor | None = None
