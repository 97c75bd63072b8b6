"""What reports say of a thing and of the claims about it, in the order of the reports."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from markupsafe import Markup

from openalliances.facts.claims import (
    Claim,
    Finding,
    findings_about,
    heard,
)
from openalliances.facts.receipts import citations
from openalliances.pages.composed.disagreement import finding_receipt, in_time
from openalliances.pages.composed.model import (
    Column,
    Group,
    Row,
    Section,
    Table,
    Way,
)
from openalliances.pages.composed.speaking import Told, says, shortened
from openalliances.pages.view import View
from openalliances.tabular.database import Reader


def findings_section(
    view: View, reader: Reader, thing: str, found: Sequence[Claim] = (), leading: str = ""
) -> Section | None:
    """Return what reports say of *thing* and of the claims about it; None without any."""
    told = Told.read(reader)
    reported = findings_about(reader, thing, found)
    if not reported:
        return None
    reported.sort(key=in_time)
    cited = citations(reader, (one.id for one in reported))
    names = {claim.id: shortened(claim.name, leading).rstrip(".") for claim in found}
    rows = tuple(
        Row(
            (says(view, one.id, one.name), remarks(view, told, one, names)),
            finding_receipt(one, cited),
        )
        for one in reported
    )
    columns = (Column(view.say("Reported")), Column(view.say("For the claims")))
    return Section(
        "reported",
        view.say("What is reported"),
        (Table(view.say("What is reported"), columns, (Group(rows),)),),
        count=view.wording.plural(len(rows), "{n} finding", "{n} findings"),
        lede=view.say("From press, officials and others, each with its sources."),
        ways=(
            Way("CSV", f"/data/findings.csv?about={thing}", view.say("of what is reported")),
            Way("JSON", f"/data/findings.json?about={thing}", view.say("of what is reported")),
        )
        if any(thing in one.about for one in reported)
        else (),
        jump=str(len(rows)),
    )


def _remark(view: View, words: str, finding: Finding, tone: str) -> Markup:
    said = view.say(words, finding=view.link(finding.id, finding.name))
    return Markup('<span class="{}">{}</span>').format(tone, said)


def remarks(view: View, told: Told, one: Finding, names: Mapping[str, str]) -> Markup:
    """Return what a finding says of claims, and which later one outdates it."""
    later = heard(told.findings.values(), one.id).later
    parts = [
        _named(view, "speaks against: {claims}", one.contradicts, names, "other"),
        _named(view, "supports: {claims}", one.supports, names, "sub"),
        *(_remark(view, "out of date since: {finding}", f, "sub") for f in later),
    ]
    said = Markup("").join(part for part in parts if part)
    return said or Markup('<span class="missing">{}</span>').format(view.say("No single claim"))


def _named(
    view: View, words: str, ids: Sequence[str], names: Mapping[str, str], tone: str
) -> Markup:
    known = [(id_, names[id_]) for id_ in ids if id_ in names]
    if not ids:
        return Markup("")
    if not known:
        said = view.say(words, claims=view.wording.plural(len(ids), "{n} claim", "{n} claims"))
    else:
        links = (view.link(id_, name) for id_, name in known)
        said = view.say(words, claims=Markup("; ").join(links))
    return Markup('<span class="{}">{}</span>').format(tone, said)
