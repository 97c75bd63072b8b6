"""The first sentence of a page: what the thing is, in words, from its statements."""

from __future__ import annotations

from collections.abc import Sequence

from openalliances.pages.recorded import known_in_words
from openalliances.rdf.prefixes import ALLY
from openalliances.things.description import Description, Origin, Statement
from openalliances.things.terms import DEFINITIONS


def main_types(thing: Description) -> tuple[str, ...]:
    """Return the names of the classes that the sources give it, else of those inferred."""
    for origin in Origin:
        names = [s.value.text.value for s in thing.types if s.origin is origin and s.value.iri]
        if names:
            return tuple(dict.fromkeys(names))
    return ()


def definition(thing: Description) -> Statement | None:
    """Return the statement that defines or describes the thing, in English if there is one."""
    stated = (statement for iri in DEFINITIONS for statement in thing.group(iri))
    return next((statement for statement in stated if statement.value.is_literal), None)


def answer(thing: Description, verb: str = "") -> str:
    """Return one sentence that answers "what is this?", or nothing if no class is known.

    *verb* is "is said to be" of what weak documents alone claim; else what has ended was.
    """
    types = main_types(thing)
    if not types:
        return ""
    verb = verb or ("was" if _first(thing, "endYear", "endDate") else "is")
    what = " and ".join(_with_article(name) for name in types[:2])
    parts = [f"{thing.label.value} {verb} {what}", *_circumstances(thing)]
    return " ".join((" ".join(parts) + ".", *_roles(thing)))


def years(thing: Description) -> str:
    """Return the years that are stated: "2007–2022", "from 2007", "until 2022", or nothing."""
    start = _first(thing, "startYear", "startDate")
    end = _first(thing, "endYear", "endDate")
    if start and end:
        return f"{start}–{end}"
    return f"from {start}" if start else f"until {end}" if end else ""


def listed(names: Sequence[str]) -> str:
    """Return names as English lists them: "a", "a and b", "a, b and c"."""
    if len(names) < 2:
        return "".join(names)
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _circumstances(thing: Description) -> list[str]:
    parts = []
    if parties := _named(thing, "hasParty"):
        parts.append(f"{'between' if len(parties) == 2 else 'of'} {listed(parties)}")
    if leaders := _named(thing, "isLedBy"):
        parts.append(f"led by {listed(leaders)}")
    if places := _named(thing, "takesPlaceIn"):
        parts.append(f"in {listed(places)}")
    if stated := ", ".join(filter(None, (years(thing), known_in_words(thing)))):
        parts.append(f"({stated})")
    return parts


def _roles(thing: Description) -> list[str]:
    """Return what an actor takes part in, counted, as a sentence of its own."""
    roles = [
        (f"is party to {_counted(thing, 'isPartyTo', 'hasParty')}", "arrangement"),
        (f"leads {_counted(thing, 'leads', 'isLedBy')}", "peace mission"),
        (f"contributes to {_counted(thing, 'contributesTo', '')}", "peace mission"),
    ]
    told = [
        f"{words} {noun}{'' if words.endswith(' 1') else 's'}"
        for words, noun in roles
        if not words.endswith(" 0")
    ]
    return [f"It {listed(told)}."] if told else []


def _counted(thing: Description, forward: str, backward: str) -> int:
    found = thing.group(ALLY + forward)
    back = thing.incoming_group(ALLY + backward) if backward else ()
    return len({statement.value.iri for statement in (*found, *back)})


def _named(thing: Description, name: str) -> list[str]:
    values = [s.value.text.value for s in thing.group(ALLY + name)]
    return values if len(values) <= 5 else [*values[:4], f"{len(values) - 4} others"]


def _first(thing: Description, *names: str) -> str:
    found = [s.value.text.value for name in names for s in thing.group(ALLY + name)]
    return found[0][:4] if found else ""


def _with_article(name: str) -> str:
    plain = name if name[1:2].isupper() else name[:1].lower() + name[1:]
    return f"{'an' if plain[:1].lower() in tuple('aeiou') else 'a'} {plain}"
