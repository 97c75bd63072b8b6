"""Tools for what held when: members_at, missions_of, allies_of."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from openalliances.errors import BadRequestError
from openalliances.mcp.answers import Members, MissionRow, Missions, Spell, Tie, Ties
from openalliances.mcp.data import (
    ARRANGEMENT,
    ORGANIZATION,
    REGION,
    STATE,
    Data,
    Row,
    evidence_of,
    only_one,
    split,
    texts,
    year_of,
)
from openalliances.mcp.refusals import Whole
from openalliances.rdf.prefixes import ID
from openalliances.release.names import Entry
from openalliances.tabular import times

_BODIES = ("organization", "arrangement")
_OBLIGATIONS = ("defence", "neutrality", "non_aggression", "consultation", "offence")
_LATER = "Nothing is known of the time after known_until: it does not mean that it ended then."


_PARTLY = (
    "Rows with throughout=false are not known to hold for all of that time: it may be a part of "
    "it, or, where a date is not known, none."
)


def members_at(
    data: Data, thing: str, at: str = "", other: str = "", names_only: bool = False
) -> tuple[Members, Whole]:
    """Return the members of an organisation or arrangement, or what a state belonged to."""
    span = times.span({"at": at} if at else {})
    entry = data.entry("thing", thing, (ORGANIZATION, ARRANGEMENT, STATE), year_of(at))
    id_ = entry.iri.removeprefix(ID)
    is_body = id_.partition("/")[0] in _BODIES
    own, far = ("organization", "member") if is_body else ("member", "organization")
    asked = [(own, id_)]
    if other:
        kinds = (STATE,) if is_body else (ORGANIZATION, ARRANGEMENT)
        asked.append((far, data.entry("other", other, kinds, year_of(at)).iri.removeprefix(ID)))
    narrow = "Give at (a date), or other (one member), or names_only for the names alone."
    found = data.select("memberships", [*asked, *([("at", at)] if at else [])], narrow)
    every = data.select("memberships", asked, narrow).rows if span else found.rows
    rows = tuple(_spell(row, far, span) for row in found.rows)
    open_then = tuple(_spell(row, far, None) for row in _open_then(every, found.rows, span))
    told = {row["id"] for row in found.rows} | {row.row for row in open_then}
    others = [_spell(row, far, None) for row in every if other and row["id"] not in told]
    said = f"{'Members of' if is_body else 'What'} {entry.label}{'' if is_body else ' belonged to'}"
    said += f" at {at}" if at else " at any time"
    whole = Whole(said, len(rows), narrow, found.csv)
    body = _body(data, id_) if is_body else {}
    complete = bool(body["members_complete"]) if "members_complete" in body else None
    notes = _membership_notes(rows, open_then)
    if not (rows or open_then):
        as_of = str(body.get("as_of", ""))
        notes = (*_before(entry, body, span), _none_of(others, complete, as_of), *notes)
    answer = Members(
        release=data.stamp,
        notes=notes,
        csv=found.csv,
        sources=data.sources(s for row in (*rows, *open_then, *others) for s in row.sources),
        id=id_,
        name=entry.label,
        asked=said,
        count=len(rows),
        rows=rows,
        not_known=open_then,
        other_times=tuple(others),
        list_is_complete=complete,
    )
    return (_names_alone(answer) if names_only else answer), whole


def missions_of(
    data: Data, place: str, at: str = "", since: str = "", until: str = ""
) -> tuple[Missions, Whole]:
    """Return the missions that took place in a state or region, in the order of their start."""
    time = only_one(at, since, until)
    span = times.span(dict(time))
    entry = data.entry("place", place, (STATE, REGION), year_of(at or until or since))
    id_ = entry.iri.removeprefix(ID)
    asked = [("host", id_), ("sort", "start,id")]
    narrow = "Give at, or since and until."
    found = data.select("missions", [*asked, *time], narrow)
    every = data.select("missions", asked, narrow).rows if span else found.rows
    took_place = _taken_place(found.rows)
    ordered = sorted(took_place, key=lambda row: not row.get("start"))
    rows = tuple(_mission(row, span) for row in ordered)
    open_then = tuple(
        _mission(row, None) for row in _open_then(_taken_place(every), took_place, span)
    )
    notes = [] if rows else ["The data hold no mission in that place and time."]
    notes += _undeployed(found.rows)
    if span and any(not row.throughout for row in rows):
        notes.append(_PARTLY)
    if open_then:
        notes.append(f"{len(open_then)} had begun by then, of which no source speaks then.")
    if any(row.known_until for row in (*rows, *open_then)):
        notes.append(_LATER)
    answer = Missions(
        release=data.stamp,
        notes=tuple(notes),
        csv=found.csv,
        sources=data.sources(s for row in (*rows, *open_then) for s in row.sources),
        id=id_,
        name=entry.label,
        count=len(rows),
        rows=rows,
        not_known=open_then,
    )
    return answer, Whole(f"Missions in {entry.label}", len(rows), narrow, found.csv)


def allies_of(data: Data, state: str, at: str = "", other: str = "") -> tuple[Ties, Whole]:
    """Return with whom a state was allied, year by year put together to times."""
    if not at and not other:
        raise BadRequestError(
            "Neither at nor other is given.", "Give a year, or the other state, or both."
        )
    span = times.span({"at": at} if at else {})
    first = data.entry("state", state, (STATE,), year_of(at))
    second = data.entry("other", other, (STATE,), year_of(at)) if other else None
    rows, csv = _dyads(data, first.iri.removeprefix(ID), second.iri if second else None, span)
    ties = tuple(_ties(first.iri.removeprefix(ID), rows))
    notes = ["Years are those for which lists of alliances give an alliance in force."]
    if not ties:
        whom = f" with {second.label}" if second else ""
        notes.append(
            f"No alliance of {first.label}{whom} is known then. Lists of alliances end "
            "with a year (as_of in the table arrangements): later years are not known."
        )
    answer = Ties(
        release=data.stamp,
        notes=tuple(notes),
        csv=csv,
        sources=data.sources(source for tie in ties for source in tie.sources),
        count=len(ties),
        rows=ties,
    )
    narrow = "Name the other state, or ask for one arrangement with members_at."
    return answer, Whole(f"Allies of {first.label}", len(ties), narrow, csv)


def _dyads(
    data: Data, state: str, other: str | None, span: tuple[str, str] | None
) -> tuple[list[Row], str]:
    """Return the dyad-years of a state; of one pair all years, else those asked for."""
    asked = [("from", span[0]), ("to", span[1])] if span else []
    if other is None:
        narrow = "Name the other state, or give one year."
        found = data.select("dyad_years", [("state", state), *asked], narrow)
        return list(found.rows), found.csv
    rows: list[Row] = []
    csv = ""
    for pair in ((state, other.removeprefix(ID)), (other.removeprefix(ID), state)):
        names = [("state1", pair[0]), ("state2", pair[1])]
        found = data.select("dyad_years", [*names, *asked], "Give a year.")
        rows += found.rows
        csv = found.csv if found.rows or not csv else csv
    return rows, csv


def _ties(state: str, rows: Iterable[Row]) -> Iterable[Tie]:
    """Put years that follow one another, with all else the same, together."""

    def key(row: Row) -> tuple[str, ...]:
        partner = row["state2"] if row["state1"] == state else row["state1"]
        kinds = ";".join(name for name in _OBLIGATIONS if row.get(name))
        said = (row.get(name) for name in ("arrangements", "grade", "source_ids", "as_of"))
        return (str(partner), kinds, *(str(one or "") for one in said))

    ordered = sorted(rows, key=lambda row: (key(row), row["year"]))
    spans: list[tuple[tuple[str, ...], int, int]] = []
    for row in ordered:
        if spans and spans[-1][0] == key(row) and spans[-1][2] + 1 == row["year"]:
            spans[-1] = (spans[-1][0], spans[-1][1], row["year"])
        else:
            spans.append((key(row), row["year"], row["year"]))
    for (partner, kinds, arrangements, grade, sources, as_of), first, last in spans:
        yield Tie(
            state=state,
            partner=partner,
            first=first,
            last=last,
            arrangements=split(arrangements),
            obligations=split(kinds),
            **evidence_of({"grade": grade, "source_ids": sources, "as_of": as_of}),
        )


def _taken_place(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Return the operations that took place, without those planned or never deployed."""
    return tuple(row for row in rows if not row.get("deployment"))


def _undeployed(rows: Sequence[Row]) -> list[str]:
    """Return a note on operations that were decided and did not take place, if there are any."""
    names = [f"{row['name']} ({row['deployment']})" for row in rows if row.get("deployment")]
    return [f"Decided, and not among these: {', '.join(names)}."] if names else []


def _open_then(
    every: Sequence[Row], found: Sequence[Row], span: tuple[str, str] | None
) -> list[Row]:
    """Return the rows that had begun, have no end, and of which nothing is known so late."""
    if span is None:
        return []
    known = {row["id"] for row in found}
    return [
        row
        for row in every
        if row["id"] not in known
        and not row.get("end_latest")
        and str(row.get("start_earliest") or "") <= span[1]
        and row.get("end_status") != "ended"
    ]


def _spell(row: Row, far: str, span: tuple[str, str] | None) -> Spell:
    return Spell(
        id=str(row[far]),
        name=str(row[f"{far}_name"]),
        row=str(row["id"]),
        throughout=_held(row, span) if span else None,
        **texts(row, "kind", "start", "start_kind", "end", "end_kind", "known_until"),
        **evidence_of(row),
    )


def _held(row: Row, span: tuple[str, str]) -> bool:
    """Return whether a spell surely held from the first to the last day."""
    start = str(row.get("start_latest") or "9999")
    if end := str(row.get("end_earliest") or ""):
        return start <= span[0] and end >= span[1]
    known = str(row.get("known_until") or "")
    return start <= span[0] and bool(known) and known >= span[1][: len(known)]


def _body(data: Data, id_: str) -> Row:
    """Return what the tables say of an organisation or arrangement itself."""
    table = "organizations" if id_.startswith("organization/") else "arrangements"
    rows = data.select(table, [("id", id_)], "").rows
    return rows[0] if rows else {}


def _before(entry: Entry, body: Row, span: tuple[str, str] | None) -> Iterator[str]:
    """Yield what to know where a time is asked for in which there was no such body yet."""
    start = str(body.get("start_earliest", ""))
    if span is not None and start > span[1]:
        before = body.get("preceded_by", "")
        yield f"{entry.label} is of {entry.years}, after the time asked for." + (
            f" Before it there was {before}." if before else ""
        )


def _none_of(others: Sequence[Spell], complete: bool | None, as_of: str) -> str:
    """Return what it means that there is no row: seldom that there was no membership."""
    if others:
        return "It was one at other times only, as far as the data go: see other_times."
    if complete:
        when = f" (known until {as_of})" if as_of else ""
        return (
            f"The data hold no such membership. A source lists all present members{when}, and it "
            "is none of these; a past membership might be missing."
        )
    return "The data hold no such membership; they are not known to be complete, so it may exist."


def _membership_notes(rows: Sequence[Spell], open_then: Sequence[Spell]) -> tuple[str, ...]:
    notes = []
    if any(row.throughout is False for row in rows):
        notes.append(_PARTLY)
    if open_then:
        notes.append(f"{len(open_then)} had begun by then, of which no source speaks then.")
    if any(row.known_until for row in (*rows, *open_then)):
        notes.append(_LATER)
    return tuple(notes)


def _names_alone(answer: Members) -> Members:
    """Return the answer with the names of the members, and the evidence for all together."""
    rows = answer.rows
    grades = Counter(row.grade or "not graded" for row in rows)
    notes = [*answer.notes, "For the times and the evidence of one of them, ask with other."]
    if answer.not_known:
        notes.append(f"Not known then: {', '.join(row.name for row in answer.not_known)}.")
    return answer.model_copy(
        update={
            "notes": tuple(notes),
            "rows": (),
            "not_known": (),
            "names": tuple(map(_with_kind, rows)),
            "grades": dict(sorted(grades.items())),
            "as_of": min((row.as_of for row in rows if row.as_of), default=""),
        }
    )


def _with_kind(row: Spell) -> str:
    return row.name if row.kind in ("", "full") else f"{row.name} ({row.kind})"


def _mission(row: Row, span: tuple[str, str] | None) -> MissionRow:
    return MissionRow(
        throughout=_held(row, span) if span else None,
        kinds=split(row.get("kinds")),
        lead=split(row.get("lead")),
        hosts=split(row.get("hosts")),
        **texts(row, "id", "name", "acronym", "start", "start_kind", "end", "end_kind"),
        **texts(row, "known_until", "follows"),
        **evidence_of(row),
    )
