"""Questions that many bring, with their answers in one line, worked out from the tables.

A question names things; its answer is computed, and where the tables do not hold one the question
is not asked. Each leads to the page that shows the answer with its sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from markupsafe import Markup

from openalliances.facts import answers
from openalliances.facts.allies import DEFENCE, pacts, pairs, with_promise
from openalliances.facts.days import Day
from openalliances.facts.merging import weakest
from openalliances.pages.comparing.links import compare_path
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_NAMED = 6
"""Things that are named in an answer; the others are counted."""


@dataclass(frozen=True, slots=True)
class Question:
    """A question, where its answer is shown, the answer in a line, and how well it is known."""

    text: Markup
    href: str
    answer: Markup
    grade: str = ""


def questions(view: View, reader: Reader) -> tuple[Question, ...]:
    """Return the questions to which the tables hold an answer."""
    found = (one for ask in _ASKED for one in ask(view, reader))
    return tuple(found)


def _since_when(view: View, reader: Reader) -> Iterator[Question]:
    known = answers.membership(reader, "state/kenya", "organization/east-african-community")
    if known is None:
        return
    ways = {
        "entry-into-force": "Since {date}, when the treaty entered into force for it.",
        "accession": "Since {date}, by accession.",
        "founding": "Since {date}, as a founding member.",
    }
    said = view.say(ways.get(known.spell.start_kind, "Since {date}."), date=_start(view, known))
    text = view.say("Since when is Kenya in the East African Community, and who says so?")
    yield Question(text, _page(view, "state/kenya", "memberships"), said, known.grade)


def _missions_in_order(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.operations_in(reader, "state/somalia")
    if len(found) < 2:
        return
    said = view.say(
        "{count} are recorded, from {first} ({start}) to {last} ({end}).",
        count=len(found),
        first=view.name(found[0].id, found[0].short),
        start=_start(view, found[0]),
        last=view.name(found[-1].id, found[-1].short),
        end=_start(view, found[-1]),
    )
    text = view.say("Which missions were in Somalia, in order?")
    href = _page(view, "state/somalia", "operations-here")
    yield Question(text, href, said, weakest(one.grade for one in found))


def _allied(view: View, reader: Reader) -> Iterator[Question]:
    for at in ("1914-08-01", "1985-01-01"):
        day = Day.of(at)
        alliances = with_promise(pacts(reader, day), DEFENCE)
        count = len(pairs(alliances, day))
        if count:
            said = view.say(
                "{pairs} of states in {alliances}, as far as recorded.",
                pairs=view.plural(count, "{n} pair", "{n} pairs"),
                alliances=view.plural(
                    len(alliances), "{n} defence alliance", "{n} defence alliances"
                ),
            )
            text = view.say("Who was allied with whom on {day}?", day=view.date(at))
            yield Question(text, view.at(None).href(f"/at/{at}"), said)


def _disagreement(view: View, reader: Reader) -> Iterator[Question]:
    thing = "partnership/burundi-rwanda"
    claims, findings = answers.contradicted(reader, thing)
    if claims:
        said = view.say(
            "They disagree: {findings} contradict {claims} of a document about a partnership.",
            findings=view.plural(findings, "{n} finding", "{n} findings"),
            claims=view.plural(claims, "{n} claim", "{n} claims"),
        )
        text = view.say("What do sources say about Burundi and Rwanda, and what contradicts it?")
        yield Question(text, _page(view, thing), said, "contradicted")


def _last_member(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.members_by_start(reader, "organization/nato")
    if found:
        last = found[-1]
        said = view.say(
            "{state}, on {date}, as one of {count} members.",
            state=view.name(last.id, last.name),
            date=_start(view, last),
            count=len(found),
        )
        href = _page(view, "organization/nato", "members")
        yield Question(view.say("Who joined NATO last?"), href, said, last.grade)


def _taken_part(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.operations_with(reader, "state/burundi")
    if found:
        said = view.say(
            "{count} are recorded, the latest of them {names}.",
            count=len(found),
            names=view.listed([view.name(one.id, one.short) for one in found[-3:]]),
        )
        text = view.say("In which peace missions has Burundi taken part?")
        yield Question(text, _page(view, "state/burundi", "operations"), said)


def _contributors(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.allotted_to(reader, "mission/aussom")
    if found:
        names = [view.name(one.id, one.name) for one in found[:_NAMED]]
        if len(found) > _NAMED:
            names.append(view.say("{count} others", count=len(found) - _NAMED))
        said = view.say(
            "{count} are recorded: {names}.", count=len(found), names=view.listed(names)
        )
        text = view.say("Which states were to send troops to AUSSOM?")
        href = _page(view, "mission/aussom", "contributors")
        yield Question(text, href, said, weakest(one.grade for one in found))


def _article(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.article(reader, "organization/nato", DEFENCE)
    if found:
        said = view.say("{article} of the {treaty}.", article=found.article, treaty=found.treaty)
        text = view.say("Which article obliges the members of NATO to defend one another?")
        yield Question(text, _page(view, "organization/nato", "obligations"), said, found.grade)


def _leader(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.leaders(reader)
    if len(found) > 1:
        said = view.say(
            "{first} with {number}, before {second} with {other}.",
            first=view.name(found[0].id, found[0].name),
            number=found[0].number,
            second=view.name(found[1].id, found[1].name),
            other=found[1].number,
        )
        text = view.say("Who led most operations?")
        yield Question(text, _page(view, found[0].id, "operations"), said)


def _suspended(view: View, reader: Reader) -> Iterator[Question]:
    found = answers.suspended(reader, "organization/african-union")
    if found:
        states, last = len({one.id for one in found}), found[-1]
        said = view.say(
            "{states}, {times} times in all; the latest was {state} on {date}.",
            states=view.plural(states, "{n} state", "{n} states"),
            times=len(found),
            state=view.name(last.id, last.name),
            date=_start(view, last),
        )
        text = view.say("Which states has the African Union suspended?")
        yield Question(text, _page(view, "organization/african-union", "suspensions"), said)


def _in_common(view: View, reader: Reader) -> Iterator[Question]:
    one = answers.operations_with(reader, "state/kenya")
    two = {mission.id for mission in answers.operations_with(reader, "state/uganda")}
    both = [mission for mission in one if mission.id in two]
    if both:
        said = view.say(
            "{count}, among them {names}.",
            count=len(both),
            names=view.listed([view.name(mission.id, mission.short) for mission in both[:3]]),
        )
        text = view.say("To which missions did both Kenya and Uganda contribute?")
        href = view.at(None).href(compare_path(["state/kenya", "state/uganda"])) + "#operations"
        yield Question(text, href, said)


_ASKED: tuple[Callable[[View, Reader], Iterator[Question]], ...] = (
    *(_since_when, _missions_in_order, _allied, _disagreement),
    *(_last_member, _taken_part, _contributors, _article, _leader, _suspended, _in_common),
)


def _start(view: View, one: answers.Told) -> Markup:
    return view.date(one.spell.start)


def _page(view: View, thing: str, place: str = "") -> str:
    """Return the path of the page of *thing*, at a *place* of it."""
    path = view.at(None).href(view.path(thing))
    return f"{path}#{place}" if place else path
