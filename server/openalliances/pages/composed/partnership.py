"""Partnerships, initiatives and frameworks that documents describe, and strands of them.

Where reports speak against what is claimed, that comes first; then what the document says, what
is documented, what speaks against it, each line of cooperation with its events or the search that
found none, what is documented of the same states, and what nobody states.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from markupsafe import Markup

from openalliances.facts.claims import Claim, Finding, claims, claims_about, findings_about
from openalliances.facts.names import titles
from openalliances.facts.partnerships import Partnership, Shared, partnership, shared, strand
from openalliances.facts.receipts import citations
from openalliances.pages import glossary
from openalliances.pages.composed.claims import claims_section, section_of
from openalliances.pages.composed.disagreement import sides_of
from openalliances.pages.composed.evidence import (
    evidence_sections,
    in_years,
    search_section,
    split,
    strands_section,
    when,
)
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Receipt,
    Row,
    Section,
    Table,
    Way,
)
from openalliances.pages.composed.reported import findings_section
from openalliances.pages.composed.speaking import Told, in_english, speaker
from openalliances.pages.view import View
from openalliances.statements import grades
from openalliances.tabular.database import Reader

_DOCUMENTED = ("One finding documents it, of {years}.", "{n} findings document it, of {years}.")
_AGAINST = (
    "One finding speaks against it, of {years}: {latest}",
    "{n} findings speak against it, of {years}; the latest: {latest}",
)
_AGAINST_UNDATED = (
    "One finding speaks against it: {latest}",
    "{n} findings speak against it; the latest: {latest}",
)
"""How many findings there are on either side of a partnership, in one and in several."""


def compose_partnership(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a partnership; None if the tables have none of this id."""
    found = partnership(reader, thing)
    if found is None:
        return None
    said = claims_about(reader, thing)
    told = Told.read(reader)
    parties = [view.link(id_, name) for id_, name in found.parties]
    disputed = sides_of(view, reader, said)
    kind = glossary.term(view, "ontology/BilateralDefencePartnership", view.say("Partnership"))
    slugs = [id_.rpartition("/")[2] for id_, _ in found.parties]
    return Composed(
        thing,
        view.wording.text("{parties}", parties=_plain_list(view, found)),
        language=view.wording.language,
        eyebrow=view.say("{kind}, as documents describe it", kind=kind),
        answer=_answer(view, reader, told, found, said),
        also=(),
        key=tuple(_key(view, reader, told, thing, said, parties)),
        head=(disputed,) if disputed else (),
        sections=tuple(_sections(view, reader, found, said)),
        ways=(
            Way(
                view.wording.text("Compare {parties}", parties=_plain_list(view, found)),
                view.href("/compare", ids="~".join(slugs)),
            ),
        )
        if len(slugs) == 2
        else (),
    )


def compose_described(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of what documents alone describe: an initiative, a framework.

    None where they say nothing of it.
    """
    said = claims_about(reader, thing)
    name = titles(reader, (thing,)).get(thing, "")
    if not said or not name:
        return None
    told = Told.read(reader)
    disputed = sides_of(view, reader, said)
    speaks = _speakers(view, told, said)
    words = {
        "initiative": "{speakers} describes it: {name}.",
        "framework": "{speakers} speaks of it: {name}.",
    }[thing.partition("/")[0]]
    class_ = {"initiative": "CooperationInitiative", "framework": "SecurityFramework"}
    kind = glossary.term(view, f"ontology/{class_[thing.partition('/')[0]]}")
    section = claims_section(view, reader, thing)
    reported = findings_section(view, reader, thing, said)
    return Composed(
        thing,
        name,
        eyebrow=view.say("{kind}, as documents describe it", kind=kind),
        answer=Markup(" ").join(
            (view.say(words, speakers=speaks, name=name), _heard(view, told, said))
        ),
        key=(
            Key(view.say("Described by"), _described_by(view, told, said)),
            *_counts(view, reader, told, thing, said),
        ),
        head=(disputed,) if disputed else (),
        sections=tuple(one for one in (section, reported) if one),
    )


def compose_strand(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a strand of a partnership; None if there is none of this id."""
    found = strand(reader, thing)
    if found is None:
        return None
    said = tuple(claims(reader, found.claims).values())
    told = Told.read(reader)
    known = titles(reader, (found.whole,))
    whole = view.link(found.whole, known.get(found.whole, found.whole))
    activity = f"vocab/activity-type/{found.activity}"
    disputed = sides_of(view, reader, said)
    kind = glossary.term(view, "ontology/CooperationStrand", view.say("Strand of cooperation"))
    return Composed(
        thing,
        found.name,
        eyebrow=view.say("{kind}, as documents describe it", kind=kind),
        answer=Markup(" ").join((_says(view, told, said), _heard(view, told, said))),
        key=(
            Key(view.say("Part of"), whole),
            Key(view.say("Kind of activity"), glossary.term(view, activity)),
            Key(
                view.say("Status"),
                view.say("expected, not begun")
                if found.status == "prospective"
                else view.say("described as current"),
            ),
            Key(view.say("Since"), _missing(view, "Not stated")),
            Key(view.say("Described by"), _described_by(view, told, said)),
        ),
        head=(disputed,) if disputed else (),
        sections=(
            *((section_of(view, reader, said, thing),) if said else ()),
            *evidence_sections(view, reader, thing, said),
            *filter(None, (search_section(view, reader, thing),)),
        ),
    )


def _plain_list(view: View, found: Partnership) -> str:
    """Return the parties as plain text."""
    if len(found.parties) != 2:
        return found.name
    first, second = (view.plain(*party) for party in found.parties)
    return view.wording.text("{first} and {second}", first=first, second=second)


def _answer(
    view: View, reader: Reader, told: Told, found: Partnership, said: Sequence[Claim]
) -> Markup:
    """Return who describes the partnership, and what reports say against or for it."""
    names_ = view.listed(view.name(*party) for party in found.parties)
    described = view.say(
        "{speakers} describes a defence partnership of {parties}.",
        speakers=_speakers(view, told, said),
        parties=names_,
    )
    reported = findings_about(reader, found.id, said)
    documented, against = split(reported, found.id, said)
    if not reported:
        return described + " " + _heard(view, told, said)
    return Markup(" ").join((described, *_both_sides(view, documented, against)))


def _both_sides(
    view: View, documented: Sequence[Finding], against: Sequence[Finding]
) -> Iterable[Markup]:
    """Yield of which years the findings are that document it, and those that speak against it."""
    plural, years = view.wording.plural, in_years(view, documented)
    if years:
        yield plural(len(documented), *_DOCUMENTED, years=years)
    elif documented:
        yield plural(len(documented), "One finding documents it.", "{n} findings document it.")
    if against:
        years, latest = in_years(view, against), in_english(view, against[0].name)
        texts = _AGAINST if years else _AGAINST_UNDATED
        yield plural(len(against), *texts, years=years, latest=latest)


def _speakers(view: View, told: Told, said: Iterable[Claim]) -> Markup:
    ids = dict.fromkeys(claim.document for claim in said)
    known = [told.documents[id_] for id_ in ids if id_ in told.documents]
    if not known:
        return view.say("Nobody named here")
    return view.listed([speaker(view, document) for document in known])


def _says(view: View, told: Told, said: Sequence[Claim]) -> Markup:
    """Return who says what, as a sentence that names the speaker."""
    if not said:
        return view.say("Nothing here says more of it.")
    return view.say(
        "{speakers} says: {claim}",
        speakers=_speakers(view, told, said),
        claim=in_english(view, said[0].name),
    )


def _heard(view: View, told: Told, said: Sequence[Claim]) -> Markup:
    """Return whether anybody else speaks of what is claimed."""
    every = [told.heard(claim.id) for claim in said]
    against, support = (
        sum(bool(one.against) for one in every),
        sum(bool(one.support) for one in every),
    )
    if not against and not support:
        return view.say("No other source here speaks for or against it.")
    parts = []
    if against:
        parts.append(
            view.wording.plural(
                against,
                "Reports speak against {n} of its claims.",
                "Reports speak against {n} of its claims.",
            )
        )
    if support:
        parts.append(
            view.wording.plural(
                support, "Reports support {n} of its claims.", "Reports support {n} of its claims."
            )
        )
    return Markup(" ").join(parts)


def _key(
    view: View,
    reader: Reader,
    told: Told,
    thing: str,
    said: Sequence[Claim],
    parties: Sequence[Markup],
) -> Iterable[Key]:
    yield Key(view.say("States"), Markup(", ").join(parties))
    agreed = [one for one in findings_about(reader, thing, said) if one.event == "agreement"]
    yield Key(view.say("Treaty, start, end"), _agreed(view, agreed))
    yield Key(view.say("Described by"), _described_by(view, told, said))
    yield from _counts(view, reader, told, thing, said)


def _agreed(view: View, agreed: Sequence[Finding]) -> Markup:
    """Return that no treaty is stated, and when agreements are reported."""
    if not agreed:
        return _missing(view, "Not stated")
    days = [view.link(one.id, when(view, one)) for one in sorted(agreed, key=lambda f: f.date)]
    text = "not stated by documents; agreements are reported: {days}"
    return view.say(text, days=view.listed(days))


def _counts(
    view: View, reader: Reader, told: Told, thing: str, said: Sequence[Claim]
) -> Iterable[Key]:
    """Yield how many findings speak against it, and how many support claims about it."""
    _, against = split(findings_about(reader, thing, said), thing, said)
    support = {one.id for claim in said for one in told.heard(claim.id).support}
    for name, found in (("What speaks against it", against), ("Supported by", support)):
        words = view.wording.plural(len(found), "{n} finding", "{n} findings")
        yield Key(view.say(name), words if found else _missing(view, "Nothing here"))


def _described_by(view: View, told: Told, said: Iterable[Claim]) -> Markup:
    ids = dict.fromkeys(claim.document for claim in said if claim.document in told.documents)
    return Markup(", ").join(view.link(id_, told.documents[id_].name) for id_ in ids)


def _sections(
    view: View, reader: Reader, found: Partnership, said: Sequence[Claim]
) -> Iterable[Section]:
    leading = f"The {found.name} "
    evidence = tuple(evidence_sections(view, reader, found.id, said, leading))
    section = claims_section(view, reader, found.id, leading)
    lines = strands_section(view, reader, found.id, said, leading)
    yield from filter(None, (section, *evidence, lines))
    if len(found.parties) == 2 and (together := _documented(view, reader, found)):
        yield together
    agreed = any(one.event == "agreement" for one in findings_about(reader, found.id, said))
    yield _not_stated(view, is_agreed=agreed)


def _documented(view: View, reader: Reader, found: Partnership) -> Section | None:
    """Return what is documented of the same states: where both are members."""
    (one, _), (other, _) = found.parties
    both = shared(reader, one, other)
    if not both:
        return None
    cited = citations(reader, (id_ for each in both for id_ in each.memberships))

    def row(each: Shared) -> Row:
        every = [c for id_ in each.memberships for c in cited.get(id_, ())]
        until = view.date(each.until) if each.until else _missing(view, "No end stated")
        since = view.date(each.since) if each.since else _missing(view, "Not stated")
        cells = (view.link(each.id, each.name), since, until)
        return Row(cells, Receipt.of(every, _weaker(each.grades)), is_past=bool(each.until))

    columns = tuple(Column(view.say(name)) for name in ("Arrangement", "Both since", "Both until"))
    title = view.say("What is documented of the two")
    return Section(
        "documented",
        title,
        (Table(title, columns, (Group(tuple(map(row, both))),)),),
        count=view.wording.plural(len(both), "{n} arrangement", "{n} arrangements"),
        lede=view.say("Both are or were members of the same; other sources than the essay say so."),
        jump=str(len(both)),
    )


def _weaker(both: tuple[str, str]) -> str:
    """Return the grade of what rests on two rows: that of the weaker one."""
    order = (grades.CORROBORATED, grades.SINGLE_SOURCE, grades.NOT_CHECKED, grades.CONTESTED)
    ranks = {grade.slug: rank for rank, grade in enumerate(order)}
    return max(both, key=lambda slug: ranks.get(slug, len(order)))


def _not_stated(view: View, *, is_agreed: bool) -> Section:
    """Return what nobody says of a partnership; *is_agreed* if agreements are reported."""
    treaty = "Not stated; no treaty is recorded here"
    if is_agreed:
        treaty = "The document names none; agreements that are reported stand above"
    rows = (
        ("Is there a treaty?", treaty),
        ("Since when?", "Not stated"),
        ("Until when?", "Not stated"),
    )
    title = view.say("What nobody states")
    return Section(
        "missing",
        title,
        (
            Table(
                title,
                (Column(view.say("Question")), Column(view.say("Answer"))),
                (Group(tuple(Row((view.say(a), _missing(view, b))) for a, b in rows)),),
            ),
        ),
        jump="-",
    )


def _missing(view: View, text: str) -> Markup:
    return Markup('<span class="missing">{}</span>').format(view.say(text))
