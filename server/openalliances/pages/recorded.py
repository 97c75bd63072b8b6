"""Words for what is known until when, complete, withdrawn, or disputed."""

from __future__ import annotations

from collections.abc import Iterable

from openalliances.pages.links import Links
from openalliances.pages.models import ListRow, Withdrawal
from openalliances.rdf.prefixes import ALLY, PREFIXES
from openalliances.things.description import Description, List, Text

_EXPECTED = (
    (ALLY + "Organization", ("members", "operations", "suspensions")),
    (ALLY + "SecurityArrangement", ("members",)),
    (ALLY + "Operation", ("contributors",)),
    (ALLY + "Mandate", ("tasks",)),
)
"""Of what kinds of lists a page says whether they are complete, by class of the thing."""

_OF_TABLE = {
    "members": ("members", "parties"),
    "members-last-known": ("members", "parties"),
    "members-observer": ("observers",),
    "members-associate": ("associates",),
    "lead": ("operations",),
}
"""The lists that a table of records on a page is, by its place."""

_DISPUTED = ("StateWithLimitedRecognition", "Territory")
"""The classes of polities of which a page says at its head what is disputed."""

AS_FAR = "as far as recorded"
"""What is said of a list that no source that was read gives as complete."""


def until(end: str, known: str, observation: str) -> str:
    """Return until when something is known that goes on; nothing if it has an end.

    *observation* is the last part of the IRI of its observation status, empty if it has none.
    """
    if end or not observation:
        return "" if end else "No end stated"
    if not known:
        return "Not known since when"
    return f"{'Known until' if observation == 'known-lately' else 'Last known'} {known}"


def known_in_words(thing: Description) -> str:
    """Return "known until 2025-12-03" or "last known 2012-12-31" of what goes on, else nothing."""
    known = next((s.value.text.value for s in thing.group(ALLY + "knownUntil")), "")
    statuses = thing.group(ALLY + "hasObservationStatus")
    status = next((s.value.iri.rpartition("/")[2] for s in statuses), "")
    words = until("ended" if status in ("", "ended") else "", known, status)
    return words[:1].lower() + words[1:]


def lists_of(thing: Description, links: Links) -> tuple[ListRow, ...]:
    """Return a row for each kind of list that the thing should have, or that sources give of it."""
    expected = [kind for class_, kinds in _EXPECTED if thing.is_a(class_) for kind in kinds]
    kinds = dict.fromkeys((*expected, *(list_.kind for list_ in thing.lists)))
    return tuple(_row(kind, _best(thing.lists, (kind,)), links) for kind in kinds)


def of_table(slug: str, lists: Iterable[List], links: Links) -> ListRow:
    """Return whether the table of a page at the place *slug* is complete."""
    kinds = _OF_TABLE.get(slug, ())
    return _row(kinds[0] if kinds else "", _best(lists, kinds), links)


def withdrawal(thing: Description, links: Links) -> Withdrawal | None:
    """Return why the thing was withdrawn and what takes its place, if it was."""
    reasons = thing.group(ALLY + "withdrawalReason")
    if not reasons:
        return None
    others = thing.group(PREFIXES["dcterms"] + "isReplacedBy")
    return Withdrawal(reasons[0].value.text, tuple(links.anchor(s.value) for s in others))


def standing(thing: Description) -> tuple[Text, ...]:
    """Return the notes on a polity whose standing is disputed, for the head of its page."""
    if not any(thing.is_a(ALLY + name) for name in _DISPUTED):
        return ()
    return tuple(s.value.text for s in thing.group(PREFIXES["skos"] + "scopeNote"))


def _best(lists: Iterable[List], kinds: Iterable[str]) -> List | None:
    """Return the complete list of the latest day, if there is one."""
    wanted = tuple(kinds)
    complete = [list_ for list_ in lists if list_.kind in wanted and list_.is_complete]
    return max(complete, key=lambda list_: list_.day, default=None)


def _row(kind: str, best: List | None, links: Links) -> ListRow:
    if best is None:
        return ListRow(kind, AS_FAR)
    day = f" as of {best.day}" if best.day else ""
    return ListRow(kind, f"complete{day}", best.count, links.anchor(best.source))
