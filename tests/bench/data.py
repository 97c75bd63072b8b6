"""Generated data: states, alliances, memberships with dates, missions; always the same ones."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

EX = "https://example.org/"
RDF_TYPE = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL = "<http://www.w3.org/2000/01/rdf-schema#label>"
DATE = "http://www.w3.org/2001/XMLSchema#date"
STATES = 250
_MOST_THINGS = 2_000


def write_triples(path: Path, size: int) -> Path:
    """Write *size* triples, nearly all of them about memberships, as N-Triples."""
    left = size
    with path.open("w", encoding="utf-8") as out:
        for line in triples(size):
            if not left:
                break
            out.write(line + "\n")
            left -= 1
    return path


def counts(size: int) -> dict[str, int]:
    """Return how many things of each kind there are, memberships aside."""
    return {"state": STATES, "alliance": size // 1000, "mission": size // 200}


def things(size: int, kind: str) -> list[str]:
    """Return IRIs of some things of *kind*, spread over all of them."""
    number = size // 9 if kind == "membership" else counts(size)[kind]
    taken = min(number, _MOST_THINGS)
    return [f"{EX}{kind}/{index * number // taken}" for index in range(taken)]


def triples(size: int) -> Iterator[str]:
    """Yield the triples; there are more memberships than anybody takes."""
    number = counts(size)
    for state in range(number["state"]):
        yield from _state(state)
    for alliance in range(number["alliance"]):
        yield from _alliance(alliance)
    for mission in range(number["mission"]):
        yield from _mission(mission, number["alliance"])
    for membership in range(size):
        yield from _membership(membership, number["alliance"])


def _state(index: int) -> Iterator[str]:
    s = _iri("state", index)
    yield f"{s} {RDF_TYPE} <{EX}State> ."
    yield f'{s} {LABEL} "State number {index}"@en .'
    yield f'{s} {LABEL} "État numéro {index}"@fr .'
    for step in (1, 7, 31):
        yield f"{s} <{EX}borders> {_iri('state', (index + step) % STATES)} ."


def _alliance(index: int) -> Iterator[str]:
    s = _iri("alliance", index)
    yield f"{s} {RDF_TYPE} <{EX}Alliance> ."
    yield f'{s} {LABEL} "Pact of the year {1816 + index % 200}, number {index}"@en .'
    yield f"{s} <{EX}founded> {_date(index)} ."
    if index:
        yield f"{s} <{EX}partOf> {_iri('alliance', (index - 1) // 2)} ."


def _mission(index: int, alliances: int) -> Iterator[str]:
    s = _iri("mission", index)
    yield f"{s} {RDF_TYPE} <{EX}Mission> ."
    yield f'{s} {LABEL} "Mission number {index}"@en .'
    yield f"{s} <{EX}ledBy> {_iri('alliance', index * 3 % alliances)} ."
    yield f"{s} <{EX}in> {_iri('state', index * 11 % STATES)} ."
    yield f"{s} <{EX}start> {_date(index)} ."


def _membership(index: int, alliances: int) -> Iterator[str]:
    s = _iri("membership", index)
    yield f"{s} {RDF_TYPE} <{EX}Membership> ."
    yield f"{s} <{EX}state> {_iri('state', index * 17 % STATES)} ."
    yield f"{s} <{EX}alliance> {_iri('alliance', index % alliances)} ."
    yield f'{s} {LABEL} "Membership number {index}"@en .'
    yield f"{s} <{EX}start> {_date(index)} ."
    if index % 3:
        yield f"{s} <{EX}end> {_date(index * 5)} ."
    yield f'{s} <{EX}note> "Signed at place {index % 997}, kept in archive {index % 89}" .'
    yield f"{s} <{EX}source> <{EX}document/{index // 4}> ."


def _iri(kind: str, index: int) -> str:
    return f"<{EX}{kind}/{index}>"


def _date(index: int) -> str:
    days = index * 7919
    return f'"{1816 + days % 209}-{1 + days % 12:02}-{1 + days % 28:02}"^^<{DATE}>'
