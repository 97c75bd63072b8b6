"""What the sources say of Burundi and Rwanda, and what contradicts it, over the shipped set."""

import re
import time

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.pages import composed
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import BASE, ID
from openalliances.settings import Settings

from .test_claim_pages import part, said_in, sides_of, words

ESSAY = [
    "The Burundi–Rwanda defence partnership includes border security measures.",
    "The Burundi–Rwanda defence partnership includes the exchange of information.",
    "The Burundi–Rwanda defence partnership includes intelligence sharing.",
    "The Burundi–Rwanda defence partnership is praised as a corner stone of peace and security.",
]
PRESS = [
    "The border of Burundi and Rwanda was closed from 2015 to 2022 while each accused the other of "
    "supporting rebels.",
    "Burundi closed its border with Rwanda on 11 January 2024 and stopped relations, accusing it "
    "of backing rebels, which Rwanda denies.",
    "In March 2025 the President of Burundi said that he knew of a plan of Rwanda to attack his "
    "country, which Rwanda called unfortunate.",
    "In the fighting around Uvira, which M23 seized on 9 December, Burundi and Rwanda each accused "
    "the other of firing into its land; their security chiefs then met to calm tensions.",
]
LARGEST, LONGEST = 250_000, 0.25
"""Characters of a page, and seconds of processor time that making it takes at the very most."""
EVERY = (
    *(ID + "partnership/burundi-rwanda", ID + "partnership/burundi-tanzania"),
    *(
        ID + "claim/burundi-defence-partnerships/c30",
        ID + "claim/finding/burundi-rwanda-border-2024",
    ),
    *(ID + "source/cow-alliances-4-1", ID + "source/un-security-council-resolutions-1946-2015"),
    *(ID + "source/burundi-defence-partnerships", ID + "section/burundi-defence-partnerships/a2"),
    *(
        ID + "initiative/burundi-defence-partnerships",
        ID + "strand/burundi-rwanda/training-programme",
    ),
    *(ID + "framework/east-african-security-architecture",),
    *(ID + "statement/membership/east-african-community/kenya/startDate",),
    *(BASE + "vocab/peacebuilding-component/capacity-building", BASE + "vocab/date-precision/day"),
)


@pytest.fixture(scope="module")
def site(shipped_release):
    engine = open_local(shipped_release.store, Settings(query_workers=1))
    yield Site(shipped_release, engine, Settings())
    engine.close()


def test_the_essay_and_the_press_stand_side_by_side(site):
    page = composed.page(View(site), ID + "partnership/burundi-rwanda")
    essay, press = sides_of(page)
    assert said_in(essay) == ESSAY
    assert said_in(press) == PRESS
    assert "undated and unsourced" in essay
    assert press.count("corroborated") == 2
    assert "#ev-against" not in essay + press
    for name in ("KFM", "The Spectator Africa", "Crisis24", "Vida e Celebridades"):
        assert name in words(press), name
    # It comes before anything else of the body.
    assert page.index('class="sides"') < page.index('class="rec"')


def test_what_nobody_contradicts_has_no_two_sides(site):
    page = composed.page(View(site), ID + "partnership/burundi-tanzania")
    assert 'class="sides"' not in page
    answer = words(part(page, '<p class="answer">', "</p>"))
    assert answer.startswith("An essay without date and references describes")
    assert re.search(r"\d\d findings document it, of 2000 – 2\d{3}", answer)
    assert "One finding speaks against it, of 2002 : In 2002 Burundi accused Tanzania" in answer


PARTNERSHIPS = {
    **dict.fromkeys(("burundi-kenya", "burundi-uganda", "burundi-south-sudan"), 0),
    **{"burundi-drc": 3, "burundi-tanzania": 1, "burundi-rwanda": 5},
}
"""How many findings speak against a partnership; what broke off elsewhere is none of them."""


@pytest.mark.parametrize("slug", PARTNERSHIPS)
def test_what_speaks_against_is_counted_by_one_rule(site, slug):
    number = PARTNERSHIPS[slug]
    page = composed.page(View(site), ID + f"partnership/{slug}")
    counted = "1 finding" if number == 1 else f"{number} findings" if number else "Nothing here"
    assert f"<dt>What speaks against it</dt><dd>{counted}" in re.sub(
        r"</?(?:div|span)[^>]*>|\s+(?=<)", "", page
    )
    answer = words(part(page, '<p class="answer">', "</p>"))
    assert ("against it" in answer) is bool(number)
    section = part(page, 'aria-labelledby="against"', "</section>")
    assert section.count('<tr class="why"') == number
    state = composed.page(View(site), ID + "state/burundi")
    documented = part(page, 'aria-labelledby="reported"', "</section>").count('<tr class="why"')
    row = next(r for r in state.split("<tr") if f"partnership/{slug}" in r and "finding" in r)
    told = [int(n) for n in re.findall(r"(\d+) findings?", words(row))]
    assert told == [documented, number][: 2 if number else 1]


def test_an_event_of_no_single_claim_says_so(site):
    page = composed.page(View(site), ID + "partnership/burundi-rwanda")
    against = words(part(page, 'aria-labelledby="against"', "</section>"))
    expulsion = against.partition("Burundi expelled a counsellor")[2]
    assert "No single claim" in expulsion.partition("Burundi closed")[0]
    lines = words(part(page, 'aria-labelledby="strands"', "</section>"))
    assert "strain the whole" in lines


def test_agreements_that_are_reported_stand_among_the_key_facts(site):
    page = words(composed.page(View(site), ID + "partnership/burundi-drc"))
    key = page.partition("Treaty, start, end")[2].partition("Described by")[0]
    assert "6 March 2023" in key
    assert "28 August 2023" in key


def test_operations_of_a_component_are_told_by_decade_with_their_reason(site):
    page = composed.page(View(site), BASE + "vocab/peacebuilding-component/mediation")
    section = words(part(page, 'aria-labelledby="operations"', "</section>"))
    decades = re.findall(r"First mandated in the (\d{4})s", section)
    assert len(decades) >= 4
    assert decades == sorted(decades)
    assert "Security Council" in section


@pytest.mark.parametrize("iri", EVERY, ids=lambda iri: iri.removeprefix(BASE))
def test_pages_are_of_a_size_to_be_read_and_made(site, iri):
    assert composed.page(View(site), iri)
    before = time.process_time()
    page = composed.page(View(site), iri)
    assert time.process_time() - before < LONGEST
    assert len(page) < LARGEST
