"""What the names in a question mean: one thing of the kinds that are asked for, or nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.linking.evidence import Match
from openalliances.linking.index import NameIndex
from openalliances.linking.match import Asked, Candidate, match
from openalliances.pages.answers.adjectives import names_of
from openalliances.rdf.prefixes import ALLY, ID
from openalliances.release.folding import fold

STATE, BODY, PACT, MISSION = "state", "organization", "arrangement", "mission"
"""The first segments of identifiers of things that questions are about."""
_LOOKED_AT = 5


@dataclass(frozen=True, slots=True)
class Subject:
    """A thing that is named: its identifier, its English name, the kind of its identifier."""

    id: str
    name: str

    @property
    def kind(self) -> str:
        """Return the first segment of the identifier."""
        return self.id.partition("/")[0]


def subject(index: NameIndex, name: str, kinds: Sequence[str], year: int | None) -> Subject | None:
    """Return the one thing of *kinds* that *name* means; None where that is in doubt.

    A name has to be whole: what only begins so, or is spelt nearly so, is not meant.
    """
    found = [one for one in match(index, Asked(name, year=year, limit=_LOOKED_AT)) if _whole(one)]
    meant = [(one, id_) for one in found if (id_ := _id(one)) and id_.partition("/")[0] in kinds]
    if not meant or meant[0][0] is not found[0]:
        return None
    first = meant[0][0]
    if not first.sure or (_is_short_for_another(name, first) and any(_rivals(o) for o, _ in meant)):
        return None
    return Subject(meant[0][1], first.entry.label)


def agreement(index: NameIndex, name: str) -> Subject | None:
    """Return the one peace agreement that *name* means, or whose name alone has all its words."""
    asked = Asked(name, kinds=(ALLY + "PeaceAgreement",), limit=_LOOKED_AT)
    found = [one for one in match(index, asked) if one.match <= Match.WORD and _id(one)]
    if not found or not (len(found) == 1 or found[0].sure):
        return None
    return Subject(_id(found[0]), found[0].entry.label)


def of_adjective(index: NameIndex, name: str) -> Subject | None:
    """Return the state that an adjective of it names: Russian, French; None where none does."""
    for called in names_of(name):
        found = subject(index, called, (STATE,), None)
        if found is not None:
            return found
    return None


def _whole(one: Candidate) -> bool:
    return one.match <= Match.EXPANDED or one.match in (Match.FORMAL, Match.INITIALS)


def _is_short_for_another(name: str, one: Candidate) -> bool:
    """Return whether *name* is one word, and not what the thing is called first."""
    return " " not in name and fold(name) != fold(one.entry.label)


def _rivals(one: Candidate) -> bool:
    """Return whether a thing is called so but for its form of government, as two are Congo."""
    return one.match is Match.FORMAL


def _id(one: Candidate) -> str:
    iri = one.entry.iri
    return iri.removeprefix(ID) if iri.startswith(ID) else ""
