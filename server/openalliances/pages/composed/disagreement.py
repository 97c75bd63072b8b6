"""What is claimed beside what reports say against it: each side with its own mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.claims import (
    Claim,
    Finding,
    claims_about,
)
from openalliances.facts.receipts import Citation, citations
from openalliances.pages.composed.model import (
    Receipt,
    Side,
    Sides,
)
from openalliances.pages.composed.speaking import (
    Told,
    by_document,
    claim_receipt,
    in_english,
    speaker,
)
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


def sides(view: View, reader: Reader, thing: str) -> Sides | None:
    """Return what documents claim of *thing* beside what reports say against it.

    None where nothing speaks against any claim about it.
    """
    return sides_of(view, reader, claims_about(reader, thing))


def sides_of(view: View, reader: Reader, found: Sequence[Claim], only: str = "") -> Sides | None:
    """Return the two sides of the claims *found*; None where nothing speaks against any.

    *only* is the id of the finding that alone is told of, where the page is its own.
    """
    told = Told.read(reader)
    disputed = [claim for claim in found if told.heard(claim.id).against]
    ids = {claim.id for claim in disputed}
    against = [
        one
        for one in told.findings.values()
        if ids.intersection(one.contradicts) and only in ("", one.id)
    ]
    if not disputed or not against:
        return None
    against.sort(key=in_time)
    cited = citations(reader, (one.id for one in against))
    every = [citation for one in against for citation in cited.get(one.id, ())]
    return Sides(
        view.say("Sources disagree"),
        view.say("On one side what is claimed, on the other what is reported."),
        Side(_speakers(view, told, disputed), _claimed(view, told, disputed)),
        Side(
            _reporters(view, every),
            tuple((in_english(view, one.name), finding_receipt(one, cited)) for one in against),
        ),
    )


def finding_receipt(finding: Finding, cited: Mapping[str, tuple[Citation, ...]]) -> Receipt:
    """Return who reports a finding, each place once."""
    return Receipt.of(once(cited.get(finding.id, ())), finding.grade)


def once(cited: Iterable[Citation]) -> tuple[Citation, ...]:
    """Return citations without those that name the same place of the same source again.

    A finding has one for each property that it bears out.
    """
    return tuple({(one.source, one.place): one for one in cited}.values())


def in_time(finding: Finding) -> tuple[str, str]:
    """Return what puts findings in the order of their reports; those without a date come last."""
    return (finding.as_of.partition(";")[0] or "9", finding.id)


def _speakers(view: View, told: Told, found: Iterable[Claim]) -> Markup:
    ids = dict.fromkeys(claim.document for claim in found)
    known = [told.documents[id_] for id_ in ids if id_ in told.documents]
    if len(known) != 1:
        return view.say("Documents say")
    return view.say("{document} says", document=speaker(view, known[0]))


def _claimed(
    view: View, told: Told, disputed: Sequence[Claim]
) -> tuple[tuple[Markup, Receipt | None], ...]:
    """Return the claims that are disputed; the last one of each document has its places."""
    said: list[tuple[Markup, Receipt | None]] = []
    for _, ones in by_document(disputed):
        *before, last = ones
        said += [(in_english(view, claim.name), None) for claim in before]
        said.append((in_english(view, last.name), claim_receipt(view, told, ones)))
    return tuple(said)


def _reporters(view: View, cited: Sequence[Citation]) -> Markup:
    """Return who reports, and when, as the sources have it."""
    dates = sorted({one.date for one in cited if one.date})
    are_press = {one.kind for one in cited} == {"press"}
    if not dates:
        return view.say("Press reports say") if are_press else view.say("Sources report")
    first, last = (date[:7] for date in (dates[0], dates[-1]))
    if first == last:
        words = "Press reports of {date} say" if are_press else "Sources of {date} report"
        return view.say(words, date=view.date(first))
    words = "Press reports of {first} to {last} say" if are_press else "Sources report"
    return view.say(words, first=view.date(first), last=view.date(last))
