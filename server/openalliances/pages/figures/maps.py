"""Maps of a day: partners in defence alliances, members, operations."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from openalliances.errors import BadRequestError
from openalliances.facts.allies import (
    DEFENCE,
    Pact,
    Pair,
    Pairs,
    last_seen_pairs,
    pacts,
    pairs,
    promising,
    with_promise,
)
from openalliances.facts.spans import (
    hosted,
    members_of,
    short_name_of,
    states_on_maps,
)
from openalliances.pages.figures.lately import with_lately
from openalliances.pages.figures.model import Cell, Column, Figure, Twin
from openalliances.pages.figures.queries import query
from openalliances.pages.figures.words import (
    called,
    counts_now,
    end_words,
    name_cell,
    shown_day,
    start_words,
    when_words,
)
from openalliances.pages.view import View
from openalliances.pictures import map as drawn
from openalliances.pictures.prepared import MISSING, Shapes, maps
from openalliances.pictures.sheet import Sample
from openalliances.pictures.svg import Drawing, Place
from openalliances.tabular.database import Reader

MAKER = "Natural Earth"
_SEEN = "seen"
"""The colour of what was so when last seen, earlier than the day."""
WORLD = "world"
REGIONS = (WORLD, "africa", "europe", "americas", "asia", "oceania")


@dataclass(frozen=True, slots=True)
class _Marked:
    """A state on a map: what is said of it, its number or none, its colour if that is fixed."""

    words: str
    value: int = 0
    tone: str = ""


def partners(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return with how many others each state shares a defence alliance, or who with ``thing``."""
    day, thing = shown_day(view), given.get("thing", "")
    known = promising(with_lately(view, pacts(reader, day)), DEFENCE)
    found = with_promise(known, DEFENCE)
    joined = pairs(found, day)
    earlier = last_seen_pairs(known, day, joined)
    if thing:
        return _of_one(view, reader, given, joined, earlier)
    return _of_all(view, reader, given, _Allied(len(found), joined, earlier))


@dataclass(frozen=True, slots=True)
class _Allied:
    """How many alliances join which pairs, and the pairs that were joined when last seen."""

    alliances: int
    known: Pairs
    earlier: Pairs

    def counted(self) -> dict[str, tuple[str, int, int]]:
        """Return the states by id: name, partners then, more partners when last seen."""
        more = {id_: (name, number) for id_, name, number in self.earlier.counted()}
        found = {
            id_: (name, number, more.get(id_, ("", 0))[1])
            for id_, name, number in self.known.counted()
        }
        rest = {id_: (name, 0, number) for id_, (name, number) in more.items() if id_ not in found}
        return {**found, **rest}


def _of_all(view: View, reader: Reader, given: Mapping[str, str], allied: _Allied) -> Figure | None:
    """Return the number of partners of each state, and apart those last seen earlier."""
    numbers, text = allied.counted(), view.wording.text
    if not numbers:
        return None
    said = text(
        "With how many other states each shares an alliance with a duty to defend: "
        "{alliances} alliances, {pairs} pairs.",
        alliances=allied.alliances,
        pairs=view.number_of(len(allied.known)),
    )
    legend = []
    if len(allied.earlier):
        said += " " + text(
            "{n} more pairs were allied when last seen; no source here shows them so late.",
            n=view.number_of(len(allied.earlier)),
        )
        legend.append((_SEEN, text("last seen earlier")))
    return _figure(
        view,
        reader,
        "partners-map",
        given,
        text("Partners in defence alliances, {when}", when=when_words(view)),
        said,
        {id_: _counted(view, view.plain(id_, name), *n) for id_, (name, *n) in numbers.items()},
        _partners_twin(view, numbers),
        query("partners", day=shown_day(view), is_now=view.day is None),
        legend=legend,
    )


def _counted(view: View, name: str, count: int, more: int) -> _Marked:
    text = view.wording.text
    if not count:
        words = text("{name}: {count} partners when last seen", name=name, count=more)
        return _Marked(words, tone=_SEEN)
    words = text("{name}: {count} partners", name=name, count=count)
    if more:
        words = text("{told}, {count} more when last seen", told=words, count=more)
    return _Marked(words, count)


def _of_one(
    view: View, reader: Reader, given: Mapping[str, str], joined: Pairs, last_seen: Pairs
) -> Figure | None:
    """Return the partners of ``thing``: those who were then, and those who were when last seen."""
    thing, text, day = given["thing"], view.wording.text, shown_day(view)
    known, unknown = _bonds(joined.of(thing), thing), _bonds(last_seen.of(thing), thing)
    if not known and not unknown:
        return None
    own, when = called(view, reader, thing), when_words(view)
    words = {True: text("known"), False: text("not known so late")}
    marked = {thing: _Marked(own, tone="self")}
    rows = []
    for bonds, is_known in ((known, True), (unknown, False)):
        for id_, (english, shared) in bonds.items():
            name = view.plain(id_, english)
            said = ", ".join(view.plain(pact.id, pact.acronym or pact.name) for pact in shared)
            marked[id_] = _Marked(f"{name}: {said}", tone="m4" if is_known else _SEEN)
            rows.append(
                (
                    Cell(id_),
                    name_cell(view, id_, name),
                    Cell(
                        ";".join(pact.id for pact in shared),
                        ", ".join(view.plain(pact.id, pact.name) for pact in shared),
                    ),
                    Cell("known" if is_known else "not-known", words[is_known]),
                )
            )
    columns = (
        Column("partner"),
        Column("partner_name", text("Partner")),
        Column("alliances", text("Alliances")),
        Column("status", text("On that day") if view.day else text("Now")),
    )
    numbers = {"count": len(known), "others": len(unknown)}
    subtitle = text("{count} states with a duty to defend one another.", **numbers)
    if unknown and not known:
        subtitle = text(
            "{others} states did when last seen; whether they still do is not known.", **numbers
        )
    elif unknown:
        subtitle = text(
            "{count} states with a duty to defend one another; of {others} more it is not known "
            "so late.",
            **numbers,
        )
    legend = [("self", own)]
    if known:
        legend.append(("m4", text("shares a defence alliance")))
    if unknown:
        legend.append((_SEEN, text("did when last seen")))
    return _figure(
        view,
        reader,
        "partners-map",
        given,
        text("Who shares a defence alliance with {name}, {when}", name=own, when=when),
        subtitle,
        marked,
        Twin(columns, tuple(rows)),
        query("partners_of", thing=thing, day=day, is_now=view.day is None),
        legend=legend,
    )


def _bonds(pairs_: Iterable[Pair], thing: str) -> dict[str, tuple[str, list[Pact]]]:
    """Return the other side of each pair by id: its name, and what joins them."""
    found = {}
    for pair in pairs_:
        sides = ((pair.one, pair.one_name), (pair.two, pair.two_name))
        id_, name = next(side for side in sides if side[0] != thing)
        found[id_] = (name, [bond.pact for bond in pair.bonds])
    return found


def members(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return the members of ``thing`` on the day, with those of other kinds apart."""
    day, thing, text = shown_day(view), given["thing"], view.wording.text
    held = [one for one in members_of(reader, thing) if counts_now(view, one.spell)]
    if not held:
        return None
    name = view.plain(thing, short_name_of(reader, thing))
    marked: dict[str, _Marked] = {}
    for one in sorted(held, key=lambda one: one.kind != "full", reverse=True):
        words = text(
            "{name}: {kind}, since {start}",
            name=view.plain(one.other, one.name),
            kind=text(one.kind),
            start=start_words(view, one.spell),
        )
        marked[one.other] = _Marked(words, tone="m4" if one.kind == "full" else "m1")
    columns = (
        Column("member"),
        Column("member_name", text("Member")),
        Column("kind", text("Kind of membership")),
        Column("start", text("Since")),
        Column("end", text("Until")),
    )
    rows = tuple(
        (
            Cell(one.other),
            name_cell(view, one.other, one.name),
            Cell(one.kind, text(one.kind)),
            Cell(one.spell.start, start_words(view, one.spell)),
            Cell(one.spell.end, end_words(view, one.spell)),
        )
        for one in sorted(held, key=lambda one: one.name)
    )
    full = sum(one.kind == "full" for one in held)
    said = text("{count} full members.", count=full)
    if full < len(held):
        said = text(
            "{count} full members, {others} of another kind.", count=full, others=len(held) - full
        )
    return _figure(
        view,
        reader,
        "members-map",
        given,
        text("Members of {name}, {when}", name=name, when=when_words(view)),
        said,
        marked,
        Twin(columns, rows),
        query("members_on", thing=thing, day=day, is_now=view.day is None),
        legend=[
            ("m4", text("full member")),
            *([("m1", text("of another kind"))] if full < len(held) else []),
        ],
    )


def operations(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return in which states operations ran on the day, and how many."""
    day, text = shown_day(view), view.wording.text
    places: dict[str, tuple[str, list[tuple[str, str]]]] = {}
    ran = set()
    for one in hosted(reader):
        if counts_now(view, one.spell):
            places.setdefault(one.place, (view.plain(one.place, one.place_name), []))[1].append(
                (one.id, view.plain(one.id, one.name))
            )
            ran.add(one.id)
    if not places:
        return None
    marked = {
        id_: _Marked(f"{name}: {', '.join(short for _, short in there)}", len(there))
        for id_, (name, there) in places.items()
    }
    columns = (
        Column("place"),
        Column("place_name", text("Place")),
        Column("number", text("Operations"), is_number=True),
        Column("missions"),
        Column("names", text("Which")),
    )
    ordered = sorted(places.items(), key=lambda item: (-len(item[1][1]), item[1][0]))
    rows = tuple(
        (
            Cell(id_),
            name_cell(view, id_, name),
            Cell(len(there)),
            Cell(";".join(one for one, _ in there)),
            Cell(", ".join(short for _, short in there)),
        )
        for id_, (name, there) in ordered
    )
    return _figure(
        view,
        reader,
        "operations-map",
        given,
        text("Operations, {when}", when=when_words(view)),
        text(
            "{count} operations in {places} states and areas.", count=len(ran), places=len(places)
        ),
        marked,
        Twin(columns, rows),
        query("operations_on", day=day, is_now=view.day is None),
    )


def _figure(
    view: View,
    reader: Reader,
    kind: str,
    given: Mapping[str, str],
    title: str,
    subtitle: str,
    marked: Mapping[str, _Marked],
    twin: Twin,
    asked: str,
    *,
    legend: Sequence[tuple[str, str]] = (),
) -> Figure:
    text = view.wording.text
    codes = states_on_maps(reader)
    region = _region(given.get("region", ""), [codes[id_][0] for id_ in marked if id_ in codes])
    parameters = tuple((n, v) for n, v in given.items() if n != "at")
    figure = Figure(
        kind,
        parameters,
        title,
        subtitle,
        subtitle,
        None,
        twin,
        asked,
        maker=MAKER,
        day=view.day,
        is_dated=True,
    )
    notes = [
        text(
            "Borders of today. They imply no position on any territory; hatched areas are "
            "disputed and take no colour. Dots are small states, not exact sites."
        )
    ]
    shapes = maps().get(region)
    if shapes is None:
        return replace(figure, notes=(text(MISSING),), maker="")
    missing = [one.words for id_, one in marked.items() if not _is_drawn(codes, id_, shapes.codes)]
    if missing:
        notes.append(text("Not on this map: {names}.", names="; ".join(sorted(missing))))
    scale = drawn.Scale(max((one.value for one in marked.values()), default=0))
    areas = {}
    for id_, (code, name) in codes.items():
        one = marked.get(id_, _Marked(text("{name}: none recorded", name=name)))
        href = view.href(view.path(id_))
        areas[code] = drawn.Area(one.words, one.tone or scale.tone(one.value), href)
    samples = [Sample(drawn.sample("m0", figure.key), text("none recorded"))]
    samples += [
        Sample(drawn.sample(tone, figure.key), _class(first, min(last, scale.most)))
        for tone, first, last in scale.classes()
    ]
    samples += [Sample(drawn.sample(tone, figure.key), words) for tone, words in legend]
    samples.append(Sample(drawn.sample("land", figure.key), text("disputed")))
    disputed = text("disputed, not coloured")
    return replace(
        figure,
        draw=partial(_drawn, shapes, areas, disputed, figure.key),
        samples=tuple(samples),
        notes=tuple(notes),
        description=text("{title}. The table lists all.", title=subtitle),
    )


def _drawn(
    shapes: Shapes, areas: Mapping[int, drawn.Area], disputed: str, key: str, place: Place
) -> Drawing:
    return drawn.draw(shapes, areas, disputed, key)


def _class(first: int, last: int) -> str:
    return str(first) if first == last else f"{first}–{last}"


def _region(wanted: str, codes: Iterable[int]) -> str:
    """Return the map that is asked for; else the smallest that shows all states whole.

    :raises BadRequestError: if there is no such map.
    """
    if wanted:
        if wanted not in REGIONS:
            raise BadRequestError(
                f"There is no map of {wanted}.", "Maps are: " + ", ".join(REGIONS) + "."
            )
        return wanted
    shown = set(codes)
    whole = (name for name in REGIONS[1:] if name in maps() and shown <= maps()[name].whole)
    return next(whole, WORLD) if shown else WORLD


def _is_drawn(codes: Mapping[str, tuple[int, str]], id_: str, there: frozenset[int]) -> bool:
    return id_ in codes and codes[id_][0] in there and codes[id_][0] not in drawn.DISPUTED


def _partners_twin(view: View, numbers: Mapping[str, tuple[str, int, int]]) -> Twin:
    text = view.wording.text
    columns = (
        Column("state"),
        Column("state_name", text("State")),
        Column("partners", text("Partners"), is_number=True),
        Column("last_seen", text("More when last seen"), is_number=True),
    )
    rows = tuple(
        (Cell(id_), name_cell(view, id_, name), Cell(number), Cell(more))
        for id_, (name, number, more) in numbers.items()
    )
    return Twin(columns, rows)
