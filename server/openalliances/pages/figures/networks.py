"""Who was allied with whom on a day: as a network of a few states, and as a table of crosses."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import combinations

from markupsafe import Markup

from openalliances.errors import BadRequestError
from openalliances.facts.allies import DEFENCE, Pact, pacts, with_promise
from openalliances.facts.spans import memberships_of, name_of
from openalliances.pages.figures.lately import with_lately
from openalliances.pages.figures.model import Cell, Column, Figure, Twin
from openalliances.pages.figures.queries import query
from openalliances.pages.figures.words import counts_now, name_cell, shown_day, when_words
from openalliances.pages.render import render
from openalliances.pages.view import View
from openalliances.pictures import layout
from openalliances.pictures import matrix as crossed
from openalliances.pictures import network as drawn
from openalliances.pictures.sheet import Sample
from openalliances.pictures.svg import Drawing, Place
from openalliances.tabular.database import Reader

FEW = 16
"""States up to which a network can be read."""
MOST_ROWS, MOST_COLUMNS = 60, 40
"""What a table of crosses has at most."""
MOST_IDS = 20
BETWEEN = "~"


@dataclass(frozen=True, slots=True)
class Crosses:
    """States and what they belong to: (id, name) of both, and the pairs of ids that hold."""

    states: tuple[tuple[str, str], ...]
    bodies: tuple[tuple[str, str], ...]
    held: frozenset[tuple[str, str]]

    def letters(self) -> dict[str, str]:
        """Return a letter for each body: A to Z, then AA, AB and so on."""
        return {id_: _letters(n) for n, (id_, _) in enumerate(self.bodies)}


def network(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return the network of the allies on the day with its table; of many states the table alone.

    None if nobody was allied.
    """
    crosses = _allies(view, reader)
    if not crosses.states:
        return None
    text, day = view.wording.text, shown_day(view)
    letters = crosses.letters()
    joined = _ties(view, crosses, letters)
    notes = [text("Places in this picture are no map.")]
    draw = None
    if len(crosses.states) > FEW:
        notes = [
            text(
                "A network of {count} states cannot be read; the table has all.",
                count=len(crosses.states),
            )
        ]
    elif not layout.is_there():
        notes = [text("No network can be drawn here: the extra “pictures” is not installed.")]
    else:
        nodes = [drawn.Node(id_, name, view.href(view.path(id_))) for id_, name in crosses.states]
        places = layout.places(
            [id_ for id_, _ in crosses.states],
            [(tie.one, tie.two) for tie in joined],
            drawn.WIDTH,
            drawn.HEIGHT,
        )
        draw = partial(_drawn, nodes, joined, places)
    names = dict(crosses.states)
    columns = (
        Column("state1"),
        Column("state1_name", text("State")),
        Column("state2"),
        Column("state2_name", text("Ally")),
        Column("alliances", text("Alliances")),
    )
    titles = dict(crosses.bodies)
    bodies = {letter: id_ for id_, letter in letters.items()}
    rows = tuple(
        (
            Cell(tie.one),
            name_cell(view, tie.one, names[tie.one]),
            Cell(tie.two),
            name_cell(view, tie.two, names[tie.two]),
            Cell(
                ";".join(bodies[letter] for letter in tie.letters),
                ", ".join(titles[bodies[letter]] for letter in tie.letters),
            ),
        )
        for tie in joined
    )
    said = text(
        "{states} states, {pairs} pairs, {alliances} alliances with a duty to defend.",
        states=len(crosses.states),
        pairs=view.number_of(len(joined)),
        alliances=len(crosses.bodies),
    )
    return Figure(
        "network",
        (),
        text("Allies, {when}", when=when_words(view)),
        said,
        said,
        draw,
        Twin(columns, rows),
        query("allies_on", day=day, is_now=view.day is None),
        samples=tuple(Sample(drawn.letter(letters[id_]), title) for id_, title in crosses.bodies)
        if draw
        else (),
        notes=tuple(notes),
        day=view.day,
        beside=_matrix_markup(view, crosses),
        is_dated=True,
    )


def matrix(view: View, reader: Reader, given: Mapping[str, str]) -> Figure | None:
    """Return which state belonged to what on the day: ``ids``, or all in defence alliances.

    :raises BadRequestError: if there are too many ``ids``.
    """
    ids = tuple(dict.fromkeys(filter(None, given.get("ids", "").split(BETWEEN))))
    if len(ids) > MOST_IDS:
        raise BadRequestError(f"These are {len(ids)} ids.", f"At most {MOST_IDS} can be compared.")
    crosses = _among(view, reader, ids) if ids else _allies(view, reader)
    if not crosses.held:
        return None
    text, day = view.wording.text, shown_day(view)
    columns = (
        Column("state"),
        Column("state_name", text("State")),
        Column("arrangement"),
        Column("arrangement_name", text("Alliance or organisation")),
    )
    rows = tuple(
        (
            Cell(state),
            name_cell(view, state, name),
            Cell(body),
            name_cell(view, body, title),
        )
        for state, name in crosses.states
        for body, title in crosses.bodies
        if (state, body) in crosses.held
    )
    now = view.day is None
    asked = query("allies_on", day=day, is_now=now)
    letters, beside = crosses.letters(), _matrix_markup(view, crosses)
    if ids:
        known = tuple(state for state, _ in crosses.states)
        asked = query("memberships_among", ids=known, day=day, is_now=now)
    return Figure(
        "matrix",
        (("ids", BETWEEN.join(ids)),) if ids else (),
        text("Who belonged to what, {when}", when=when_words(view)),
        text(
            "{states} states, {bodies} alliances and organisations.",
            states=len(crosses.states),
            bodies=len(crosses.bodies),
        ),
        text("A table of crosses."),
        partial(_crossed, crosses) if beside else None,
        Twin(columns, rows),
        asked,
        samples=tuple(Sample(drawn.letter(letters[id_]), title) for id_, title in crosses.bodies),
        day=view.day,
        beside=beside,
        is_beside_alone=True,
        is_dated=True,
    )


def _allies(view: View, reader: Reader) -> Crosses:
    found = with_promise(with_lately(view, pacts(reader, shown_day(view))), DEFENCE)
    return _crosses(view, found)


def _crosses(view: View, found: Sequence[Pact]) -> Crosses:
    states = sorted(
        {(view.plain(m.state, m.name), m.state) for pact in found for m in pact.members}
    )
    return Crosses(
        tuple((state, name) for name, state in states),
        tuple((pact.id, view.plain(pact.id, pact.name)) for pact in found),
        frozenset((m.state, pact.id) for pact in found for m in pact.members),
    )


def _among(view: View, reader: Reader, ids: Iterable[str]) -> Crosses:
    states, bodies, held = [], {}, set()
    for id_ in ids:
        if not (name := name_of(reader, id_)):
            continue
        states.append((id_, view.plain(id_, name)))
        for one in memberships_of(reader, id_):
            if counts_now(view, one.spell):
                bodies[one.other] = view.plain(one.other, one.name)
                held.add((id_, one.other))
    shared = {body: -sum((state, body) in held for state, _ in states) for body in bodies}
    ordered = sorted(bodies.items(), key=lambda item: (shared[item[0]], item[1]))
    return Crosses(tuple(states), tuple(ordered), frozenset(held))


def _ties(view: View, crosses: Crosses, letters: Mapping[str, str]) -> list[drawn.Tie]:
    names, titles = dict(crosses.states), dict(crosses.bodies)
    joined: dict[tuple[str, str], list[str]] = {}
    for body, _ in crosses.bodies:
        there = [state for state, _ in crosses.states if (state, body) in crosses.held]
        for pair in combinations(there, 2):
            joined.setdefault(pair, []).append(body)
    return [
        drawn.Tie(
            one,
            two,
            tuple(letters[body] for body in bodies),
            view.wording.text(
                "{one} and {two}: {alliances}",
                one=names[one],
                two=names[two],
                alliances=", ".join(titles[body] for body in bodies),
            ),
        )
        for (one, two), bodies in sorted(
            joined.items(), key=lambda item: (names[item[0][0]], names[item[0][1]])
        )
    ]


def _matrix_markup(view: View, crosses: Crosses) -> Markup:
    """Return the table of crosses; empty if it would be too large to be read."""
    if len(crosses.states) > MOST_ROWS or len(crosses.bodies) > MOST_COLUMNS:
        return Markup("")
    return Markup(  # noqa: S704  made by a template that escapes
        render("composed/matrix.html", view, crosses=crosses, letters=crosses.letters())
    )


def _letters(n: int) -> str:
    text = ""
    n += 1
    while n:
        n, rest = divmod(n - 1, 26)
        text = chr(65 + rest) + text
    return text


def _crossed(crosses: Crosses, place: Place) -> Drawing:
    columns = [(id_, letter) for id_, letter in crosses.letters().items()]
    return crossed.draw(crosses.states, columns, crosses.held)


def _drawn(
    nodes: Sequence[drawn.Node],
    ties: Sequence[drawn.Tie],
    places: Mapping[str, layout.Point],
    place: Place,
) -> Drawing:
    return drawn.draw(nodes, ties, places)
