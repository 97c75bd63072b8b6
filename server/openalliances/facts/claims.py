"""What documents claim of things, and what findings say of these claims.

A claim stands in a passage of a document, or is a classification of our own with its reason. A
finding is what sources report, for or against a claim, or what shows it to be so no longer.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from openalliances.facts.cells import parts, texts
from openalliances.facts.names import marks
from openalliances.tabular.database import Reader

_DOCUMENT = (
    "id, name, description, publisher, publisher_name, file_name, digest, undated, unsourced"
)
_PASSAGE = 'id, document, section, section_number, section_title, digest, paragraph, start, "end"'
_CLAIM = "id, name, kind, subject, predicate, object, rationale, grade, document, passages"
_FINDING = (
    "id, name, kind, grade, as_of, contradicts, supports, outdates, about, source_ids, "
    "event, event_start, event_end, strain"
)


@dataclass(frozen=True, slots=True)
class Document:
    """A document with claims: what it is in our words, and how a copy of it is known again."""

    id: str
    name: str
    description: str = ""
    publisher: str = ""
    publisher_name: str = ""
    file_name: str = ""
    digest: str = ""
    undated: bool = field(default=False, kw_only=True)
    unsourced: bool = field(default=False, kw_only=True)


@dataclass(frozen=True, slots=True)
class Passage:
    """A stretch of a document, in code points from 0, the end not included; its SHA-256."""

    id: str
    document: str
    section: str
    number: str = ""
    title: str = ""
    digest: str = ""
    paragraph: int = field(default=0, kw_only=True)
    start: int = field(default=0, kw_only=True)
    end: int = field(default=0, kw_only=True)


@dataclass(frozen=True, slots=True)
class Finding:
    """What sources report: the claims and findings that it contradicts, supports, outdates.

    ``event`` is the kind of the event that it reports, if it reports one, and ``start`` and
    ``end`` are when that took place; ``is_strain`` says that such an event strains or breaks what
    states do together.
    """

    id: str
    name: str
    kind: str = ""
    grade: str = ""
    as_of: str = ""
    contradicts: tuple[str, ...] = field(default=(), kw_only=True)
    supports: tuple[str, ...] = field(default=(), kw_only=True)
    outdates: tuple[str, ...] = field(default=(), kw_only=True)
    about: tuple[str, ...] = field(default=(), kw_only=True)
    sources: tuple[str, ...] = field(default=(), kw_only=True)
    event: str = field(default="", kw_only=True)
    start: str = field(default="", kw_only=True)
    end: str = field(default="", kw_only=True)
    is_strain: bool = field(default=False, kw_only=True)

    @property
    def date(self) -> str:
        """Return when its event began, or else ended; empty if it reports none, or no date."""
        return self.start or self.end

    def speaks_against(self, thing: str, said: Iterable[Claim]) -> bool:
        """Return whether it contradicts one of the claims *said* of *thing*, or strains that.

        An event of several states together strains none of their partnerships by itself.
        """
        if any(claim.id in self.contradicts for claim in said):
            return True
        together = sum(one.startswith("partnership/") for one in self.about)
        return self.is_strain and thing in self.about and together <= 1


@dataclass(frozen=True, slots=True)
class Claim:
    """What a document says, in our words; ``document`` is empty for a classification of our own.

    ``predicate`` is the name of a property of ours; ``subject`` and ``object`` are ids, or what
    is claimed in words.
    """

    id: str
    name: str
    kind: str = ""
    subject: str = ""
    predicate: str = ""
    object: str = ""
    rationale: str = ""
    grade: str = ""
    document: str = ""
    passages: tuple[Passage, ...] = field(default=(), kw_only=True)

    @property
    def place(self) -> tuple[str, int]:
        """Return what puts claims in the order of their documents."""
        return (self.document, self.passages[0].start if self.passages else -1)


@dataclass(frozen=True, slots=True)
class Heard:
    """What findings say of one claim."""

    against: tuple[Finding, ...] = ()
    support: tuple[Finding, ...] = ()
    later: tuple[Finding, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.against or self.support or self.later)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of a document: its number and title in its name, and how many claims it holds."""

    id: str
    name: str
    claims: int


def documents(reader: Reader) -> dict[str, Document]:
    """Return the documents with claims, by id."""
    found: dict[str, Document] = {}
    for row in reader.rows(f"SELECT {_DOCUMENT} FROM documents ORDER BY id"):  # noqa: S608
        cells = texts(row)
        undated, unsourced = (cell == "1" for cell in cells[7:])
        found[cells[0]] = Document(*cells[:7], undated=undated, unsourced=unsourced)
    return found


def findings(reader: Reader) -> dict[str, Finding]:
    """Return all findings, by id; they are few."""
    found: dict[str, Finding] = {}
    for row in reader.rows(f"SELECT {_FINDING} FROM findings ORDER BY id"):  # noqa: S608
        cells = texts(row)
        contradicts, supports, outdates, about, sources = map(parts, cells[5:10])
        event, start, end, strain = cells[10:]
        found[cells[0]] = Finding(
            *cells[:5],
            contradicts=contradicts,
            supports=supports,
            outdates=outdates,
            about=about,
            sources=sources,
            event=event,
            start=start,
            end=end,
            is_strain=strain == "1",
        )
    return found


def heard(all_findings: Iterable[Finding], claim: str) -> Heard:
    """Return what findings say of the claim or finding *claim*."""
    known = tuple(all_findings)
    return Heard(
        tuple(one for one in known if claim in one.contradicts),
        tuple(one for one in known if claim in one.supports),
        tuple(one for one in known if claim in one.outdates),
    )


def findings_about(reader: Reader, thing: str, claims: Iterable[Claim] = ()) -> list[Finding]:
    """Return the findings that speak of *thing*, or of one of the *claims* about it.

    Those that contradict come first, then those that support, then those that others outdate.
    """
    ids = {claim.id for claim in claims}
    found = [
        one
        for one in findings(reader).values()
        if thing in one.about or ids.intersection((*one.contradicts, *one.supports))
    ]
    return sorted(found, key=lambda f: (not ids.intersection(f.contradicts), f.as_of, f.id))


def claims(reader: Reader, ids: Iterable[str]) -> dict[str, Claim]:
    """Return the claims with these *ids*, by id."""
    wanted = tuple(dict.fromkeys(ids))
    return {one.id: one for one in _claims(reader, f"id IN ({marks(len(wanted))})", wanted)}


def claims_about(reader: Reader, thing: str) -> tuple[Claim, ...]:
    """Return what documents claim of *thing*, or claim to be related to it, in their order.

    Classifications of our own are not among them.
    """
    where = "document IS NOT NULL AND (subject = ? OR object = ?)"
    return _ordered(_claims(reader, where, (thing, thing)))


def classifications(reader: Reader, thing: str) -> tuple[Claim, ...]:
    """Return our own classifications of *thing*, each with its reason."""
    return tuple(_claims(reader, "document IS NULL AND subject = ?", (thing,)))


def claims_of(reader: Reader, place: str) -> tuple[Claim, ...]:
    """Return the claims of a document, a section or a passage, in the order of the document."""
    kind = place.partition("/")[0]
    if kind == "source":
        return _ordered(_claims(reader, "document = ?", (place,)))
    column = "section" if kind == "section" else "passages"
    where = f"instr(';' || {column} || ';', ';' || ? || ';')"
    return _ordered(_claims(reader, where, (place,)))


def passages(reader: Reader, ids: Iterable[str]) -> dict[str, Passage]:
    """Return the passages with these *ids*, by id."""
    found: dict[str, Passage] = {}
    wanted = tuple(dict.fromkeys(ids))
    sql = f"SELECT {_PASSAGE} FROM passages WHERE id IN ({marks(len(wanted))})"  # noqa: S608
    for row in reader.rows(sql, wanted):
        cells = texts(row)
        paragraph, start, end = (int(cell or 0) for cell in cells[6:])
        found[cells[0]] = Passage(*cells[:6], paragraph=paragraph, start=start, end=end)
    return found


def sections(reader: Reader, document: str) -> tuple[Section, ...]:
    """Return the sections of a document, in its order, with the number of claims in each."""
    below = document.replace("source/", "section/", 1) + "/"
    named = "SELECT id, name FROM things WHERE id > ? AND id < ? ORDER BY id"
    names = {str(id_): str(name) for id_, name in reader.rows(named, (below, below + "~"))}
    placed = "SELECT section, min(start) FROM passages WHERE document = ? GROUP BY section"
    starts = {str(id_): int(start or 0) for id_, start in reader.rows(placed, (document,))}
    held = reader.column("SELECT section FROM claims WHERE document = ?", (document,))
    counts = Counter(id_ for cell in held for id_ in parts(cell))
    found = [Section(id_, name, counts[id_]) for id_, name in names.items()]
    return tuple(sorted(found, key=lambda one: (starts.get(one.id, -1), one.id)))


def _claims(reader: Reader, where: str, values: Sequence[str]) -> list[Claim]:
    """Return the claims for which *where*, a text of ours, holds."""
    sql = f"SELECT {_CLAIM} FROM claims WHERE {where} ORDER BY id"  # noqa: S608
    rows = [texts(row) for row in reader.rows(sql, values)]
    known = passages(reader, (id_ for row in rows for id_ in parts(row[9])))
    found = []
    for row in rows:
        there = (known[id_] for id_ in parts(row[9]) if id_ in known)
        places = sorted(there, key=lambda passage: (passage.document, passage.start))
        found.append(Claim(*row[:9], passages=tuple(places)))
    return found


def _ordered(found: Iterable[Claim]) -> tuple[Claim, ...]:
    return tuple(sorted(found, key=lambda claim: (claim.place, claim.id)))
