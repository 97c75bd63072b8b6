"""Pages of states, alliances, organisations, regions and single rows, over a few tables."""

import html
import re
from dataclasses import replace

import pytest
from markupsafe import Markup

from openalliances.facts import bodies, operations
from openalliances.facts.bodies import Body
from openalliances.facts.days import SPELL, Day, Spell
from openalliances.facts.memberships import Membership
from openalliances.facts.operations import ALLOTMENT, Operation
from openalliances.pages import composed
from openalliances.pages.composed import body_answers, operation_tables, records
from openalliances.pages.composed.body_answers import Belonging
from openalliances.pages.composed.english import listed_places
from openalliances.pages.composed.membership_tables import of_member, places_of
from openalliances.pages.composed.operation_tables import Sorted
from openalliances.pages.composed.state_answers import Known, answer
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID

from ..facts.conftest import small
from ..facts.small import HOSTILE, membership
from ..sample import engine, release, settings

__all__ = ["engine", "release", "settings", "small"]

ANSWERS = {
    "state/aland": "Aland shares a duty of defence with 2 states, through Pact of Lands (since "
    "1960). It leads TM in Celand (with one other leader). It has people in one operation: TM in "
    "Celand (20 on 31 January 2025). It took part earlier in one operation: Second Mission "
    "(1965–1971). It belongs to one organisation: LL since 2 January 1950.",
    "state/aland?1910": "In 1910, Aland shared a duty of defence with one state, through Old Pact "
    "(1900–1918).",
    "state/aland?1967": "In 1967, Aland shared a duty of defence with one state, through Pact of "
    "Lands (since 1960). It had people in one operation: Second Mission in Celand.",
    "state/aland?1970-06": "In June 1970, Aland shared a duty of defence with one state, through "
    "Pact of Lands (since 1960). It had people in one operation: Second Mission in Celand (1,234 "
    "in May 1970).",
    "state/aland?2024-06-01": "On 1 June 2024, Aland led TM in Celand (with one other leader). It "
    "had shared a duty of defence with 2 states, last seen in 2024: Pact of Lands (since 1960).",
    "state/beland?2002-03-04": "On 4 March 2002, Beland shared a duty of defence with 2 states, "
    "through Pact of Lands (since 1960). It led TM in Celand (with one other leader). It was a "
    "suspended member of League of Lands (since 3 February 2001).",
    "state/celand": "3 missions are recorded in Celand, in order: FM (1961–1964), Second Mission "
    "(1964–1999) and TM (since 2000). Celand belonged to 2 alliances and organisations: Old Pact "
    "(1900–1918) and League of Lands (1950–1970).",
    "state/celand?1962-02-03": "One mission was in Celand on 3 February 1962: FM (1961–1964). "
    "Celand belonged to one organisation: LL since 2 January 1950.",
    "state/beland?1800": "Nothing is recorded of Beland in 1800.",
    "arrangement/pact": "Pact of Lands has 3 members, obliged to defend one another and to consult "
    "one another. They are Aland, Beland and {hostile}. It began with 2 members on 4 March "
    "1960, under “Treaty of Lands”. {hostile} joined last, on 1 January 1999.",
    "arrangement/pact?1970-01-01": "On 1 January 1970, Pact of Lands had 2 members, obliged to "
    "defend one another and to consult one another.",
    "arrangement/pact?2025-01-01": "Pact of Lands had been joined by 3 members earlier; no source "
    "shows so late who was left.",
    "arrangement/pact?1900": "Pact of Lands did not exist in 1900: it began on 4 March 1960.",
    "arrangement/old-pact": "Aland and Celand were obliged to defend one another, from 1900 to "
    "3 November 1918.",
    "arrangement/old-pact?1950": "Old Pact no longer existed in 1950: it ended on 3 November 1918.",
    "arrangement/forum": "Forum of Lands had one participant when it was last seen in August "
    "2022. It began with one participant in 1994.",
    "organization/league": "LL has 3 members. They are Aland, Beland and {hostile}. It "
    "began with 3 members on 2 January 1950. {hostile} joined last, in June 1980. Celand no longer "
    "belongs to it. It led 2 operations that have ended.",
    "membership/league/aland": "Aland has belonged to the League of Lands since 2 January 1950. "
    "A Publisher says so.",
    "membership/league/celand": "Celand belonged to the League of Lands from 2 January 1950 to "
    "1970. "
    "No source that was seen bears this out.",
    "membership/forum/aland": "Aland joined Forum of Lands in 1994 and was last seen to belong to "
    "it in August 2022, as a participant. No source that was seen bears this out.",
    "suspension/league/beland": "The League of Lands suspended Beland from 3 February 2001 to "
    "5 April 2003. No source that was seen bears this out.",
    "obligation/pact/defence": "The members of Pact of Lands oblige themselves to defend one "
    "another, by Article 5 of “Treaty of Lands”. No source that was seen bears this out.",
    "period/aland": "Lists of states have Aland as a state since 1 January 1900, last on "
    "1 February 2026. No source that was seen bears this out.",
    "region/north": "One operation is recorded in The North, of 2000. One of them goes on: TM "
    "(since 2000). 2 states lie in The North.",
}
"""The first sentences of pages; what follows ``?`` is the day that is asked for."""


@pytest.fixture(scope="module")
def site(release, engine, settings, small):
    dated = replace(release, manifest=replace(release.manifest, version="2026.11.1"))
    made = Site(dated, engine, settings)
    made.__dict__["tables"] = small
    return made


def page_of(site, address, **asked):
    id_, _, day = address.partition("?")
    view = View(site, day=Day.of(day) if day else None, **asked)
    return composed.page(view, ID + id_)


def words(markup):
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", "", markup))).strip()


def answer_of(page):
    return words(re.search(r'<p class="answer">(.*?)</p>', page, re.DOTALL)[1])


def rows_of(page, place):
    """Return the cells of the rows of a section."""
    section = re.search(rf'<section aria-labelledby="{place}">(.*?)</section>', page, re.DOTALL)[1]
    records = "".join(re.findall(r'<table class="rec">(.*?)</table>', section, re.DOTALL))
    rows = re.findall(r"<tr(?! class=\"why\")[^>]*>(.*?)</tr>", records, re.DOTALL)
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL) for row in rows]
    return [[words(cell) for cell in row] for row in cells]


@pytest.mark.parametrize("address", ANSWERS)
def test_the_first_sentence_answers(site, address):
    expected = ANSWERS[address].format(hostile=HOSTILE)
    assert answer_of(page_of(site, address)) == expected


@pytest.mark.parametrize("address", ANSWERS)
def test_what_strangers_wrote_stays_text(site, address):
    page = page_of(site, address)
    assert "<script>alert" not in page
    assert page.startswith("<!doctype html>")


def test_a_title_of_markup_is_shown_as_text(site):
    page = page_of(site, "state/deland")
    assert "&lt;script&gt;" in page
    assert "<script>alert" not in page


def test_what_has_no_row_has_no_composed_page(site):
    for kind in ("state", "organization", "region", "membership", "obligation", "period"):
        assert page_of(site, f"{kind}/none") is None


def test_a_release_without_citations_has_none(site, small):
    kept = {name: table for name, table in small.definitions.items() if name != "citations"}
    older = Site(site.release, site.engine, site.settings)
    older.__dict__["tables"] = replace(small, definitions=kept)
    assert page_of(older, "state/aland") is None


def test_memberships_stand_in_groups(site):
    rows = rows_of(page_of(site, "state/aland"), "memberships")
    assert [row[0] for row in rows[1:]] == [
        "Bound to defence",
        "Pact of Lands obliges to defend one another and to consult one another · 3 members",
        "Organisations",
        "League of Lands LL 3 members",
        "In another role",
        "Forum of Lands as participant",
        "Ended",
        "Old Pact obliges to defend one another",
    ]


def test_on_a_day_what_is_not_known_so_late_stands_apart(site):
    rows = rows_of(page_of(site, "state/aland?1967"), "memberships")
    assert [row[0].partition(" obliges")[0] for row in rows[1:]] == [
        "Bound to defence",
        "Pact of Lands",
        "Not known to have lasted so late",
        "League of Lands LL",
    ]


def test_what_was_never_deployed_stands_apart_and_is_not_counted(site):
    for address in ("organization/league", "state/celand"):
        page = page_of(site, address)
        assert "Mission That Never Was" not in answer_of(page)
        assert rows_of(page, "not-deployed")[1][-1] == "Never deployed"
        assert "Mission That Never Was" not in page_of(site, f"{address}?1962")


SIGNED = Body(
    *("arrangement/signed", "Treaty", "", "", ("collective-defence-alliance",), ("defence",)),
    *("", "", "", "", (), (), "", "", False, "single-source"),
    Spell("2025-10-06", "2025-10-06", "2025-10-06", "signature", end_status="known-lately"),
)


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (
            "",
            "Aland and Beland signed it on 6 October 2025. It would oblige them to defend one "
            "another; that it entered into force was not seen.",
        ),
        (
            "2025-10-06",
            "On 6 October 2025, Treaty had 2 signatories; that it was in force was not seen.",
        ),
    ],
)
def test_what_was_only_signed_binds_nobody(site, day, said):
    signed = Spell("2025-10-06", "2025-10-06", "2025-10-06", end_status="known-lately")
    signed = replace(signed, known_until="2025-11-01")
    parties = tuple(
        Membership(
            *(f"membership/signed/{name.lower()}", SIGNED.id, "Treaty", ""),
            *(f"state/{name.lower()}", name, "signatory", "single-source"),
            kinds=SIGNED.kinds,
            obligations=SIGNED.obligations,
            spell=signed,
        )
        for name in ("Aland", "Beland")
    )
    known = Belonging(SIGNED, "signatory", parties, (), (), (), (), ())
    asked = View(site, day=Day.of(day) if day else None)
    assert words(body_answers.answer(asked, known)) == said


def test_operations_without_an_end_that_nobody_saw_lately_have_not_ended(site):
    view = View(site)
    spells = (Spell(end_status="known-lately"), Spell(end_status="known-earlier"))
    spells += (Spell("2001", end="2002", end_status="known"), Spell(end_status="ended"))
    made = [
        Operation(f"mission/{place}", "", "", "", spell, (), (), ())
        for place, spell in enumerate(spells)
    ]
    found = Sorted.of(view, made)
    assert [len(some) for some in (found.runs, found.open, found.ended)] == [1, 1, 2]
    assert found.counted(view) == "1 go on, 2 have ended, of 1 no end is stated"


def test_on_a_day_what_has_no_start_stands_apart(site):
    view = View(site, day=Day.of("1990"))
    spell = Spell(start_earliest="1949-08-03", end_status="known-lately", known_until="2025-07-12")
    one = Membership(
        *("membership/x/a", "organization/x", "X", "", "state/a", "A", "full", "single-source"),
        kinds=(),
        obligations=(),
        spell=spell,
    )
    (group,) = of_member(view, Markup("Memberships"), [one], (), {}).groups
    assert group.title == "Not known since when"
    seen = of_member(replace(view, day=Day.of("2025")), Markup("Memberships"), [one], (), {})
    assert [group.title for group in seen.groups] == ["Organisations"]
    before = of_member(replace(view, day=Day.of("1914")), Markup("Memberships"), [one], (), {})
    assert before.groups == ()


def test_a_row_says_since_when_and_what_happened_then(site):
    rows = rows_of(page_of(site, "state/aland"), "memberships")
    league = next(row for row in rows if row[0].startswith("League"))
    assert league[1:] == ["2 January 1950 founding 1949 in A Publisher", "No end stated"]
    forum = next(row for row in rows if row[0].startswith("Forum"))
    assert forum[1:] == ["1994", "No end stated last known August 2022"]


def test_the_sources_of_a_row_are_folded_in_place(site):
    page = page_of(site, "state/aland")
    row = page.index('id="organization-league"')
    after = page[row : page.index("</tbody>", row)]
    assert "There: <bdi>row 7</bdi>" in after
    assert "gives another start" in words(after)


def test_the_date_in_the_first_sentence_leads_to_the_row(site):
    page = page_of(site, "state/aland")
    assert 'href="#organization-league"' in page
    assert 'id="organization-league"' in page


def test_missions_in_a_state_stand_first_and_in_order(site):
    page = page_of(site, "state/celand")
    assert [row[0] for row in rows_of(page, "operations-here")[1:]] == [
        "FM First Mission",
        "Second Mission",
        "TM Third Mission",
    ]
    assert page.index('id="operations-here"') < page.index('id="memberships"')


def test_on_a_day_only_what_held_then_is_shown(site):
    page = page_of(site, "state/aland?1967")
    assert [row[0] for row in rows_of(page, "operations")[1:]] == ["Second Mission (1964–1999)"]
    # No source shows Aland in the league so late, so that it is told apart.
    assert 'id="arrangement-old-pact"' not in page
    assert "?at=1967" in page


def test_few_members_have_a_row_each_and_those_who_left_stand_apart(site):
    rows = rows_of(page_of(site, "organization/league"), "members")
    heads = [row[0] for row in rows[1:]]
    assert heads == [
        "Aland",
        "Beland suspended from 3 February 2001 to 5 April 2003",
        HOSTILE,
        "Left earlier",
        "Celand",
    ]


def test_many_members_stand_by_the_day_of_joining(site, monkeypatch):
    monkeypatch.setattr(composed.member_sections, "_FEW", 2)
    rows = rows_of(page_of(site, "organization/league"), "members")
    assert rows[1] == [
        "2 January 1950 founding",
        "Aland, Beland and Celand (until 1970) Aland: 1949 in A Publisher",
        "3",
        "3",
    ]
    assert rows[2][1:] == [HOSTILE, "1", "3"]


def test_long_lists_have_parts(site, monkeypatch):
    monkeypatch.setattr(composed.member_sections, "_FEW", 2)
    monkeypatch.setattr(composed.member_sections, "_WAVES", 1)
    first = page_of(site, "organization/league")
    second = page_of(site, "organization/league", number=2)
    assert "page=2" in first
    assert [row[2] for row in rows_of(first, "members")[1:2]] == ["3"]
    assert [row[1] for row in rows_of(second, "members")[1:2]] == [HOSTILE]


def test_it_is_said_whether_a_list_is_complete(site):
    assert "The list is complete" in page_of(site, "organization/league")
    assert "As far as recorded" in page_of(site, "arrangement/pact")


def test_the_years_stand_beside_the_key_facts(site):
    page = page_of(site, "organization/league?1990")
    head = page.index('<header class="head">')
    assert page.index('class="years"') < page.index("</header>", head) < page.index('class="key"')


def test_a_place_with_an_and_in_its_name_is_told_from_the_others(site):
    both = [("state/aland", "Aland"), ("state/nowhere", "North and South")]
    assert words(listed_places(View(site), both)) == "Aland, and in North and South"
    assert words(listed_places(View(site), both[:1])) == "Aland"


def test_the_codes_stand_first_among_key_facts(site):
    page = page_of(site, "state/aland")
    names = re.findall(r"<dt>(.*?)</dt>", page[page.index('id="key"') :])
    assert names[:3] == ["ISO 3166, M49", "COW", "GW"]
    assert "http://www.wikidata.org/entity/Q1" in page


def test_a_section_can_be_taken_along_for_the_same_day(site):
    page = page_of(site, "state/aland?1967")
    assert "/data/memberships.csv?member=state%2Faland&amp;at=1967" in page
    assert "/data/contributions.json?state=state%2Faland&amp;at=1967" in page


def test_the_page_of_a_row_shows_its_sources_at_once(site):
    assert '<details class="src" open>' in page_of(site, "membership/league/aland")


def test_who_joined_twice_has_two_places():
    def spell_of(number, **cells):
        row = membership("organization/league", "aland", **cells)
        return Membership(
            f"membership/league/aland-{number}",
            row["organization"],
            *("", "", "", "", "full", ""),
            kinds=(),
            obligations=(),
            spell=Spell.of([row.get(name) for name in SPELL]),
        )

    first = spell_of(1, start="1950-01-02", end="1960")
    second = spell_of(2, start="1970-01-02")
    assert places_of([first, second]) == {
        "membership/league/aland-2": "organization-league",
        "membership/league/aland-1": "membership-league-aland-1",
    }


def test_what_is_not_recorded_is_said(site):
    assert (
        "Nothing is recorded here of operations in it and operations that it took part in. "
        "That does not say that there were none."
    ) in words(page_of(site, "state/deland"))
    assert "Nothing is recorded here of operations in it." in words(page_of(site, "state/aland"))
    assert "at that time" in words(page_of(site, "state/aland?1967"))


def test_a_map_is_one_link_away(site):
    state, body = page_of(site, "state/aland"), page_of(site, "arrangement/pact?1970")
    assert 'href="/figure/partners-map?thing=state%2Faland"' in state
    assert 'href="/figure/members-map?at=1970&amp;thing=arrangement%2Fpact"' in body


def known(site, **parts):
    """Return what is known of Aland in the few tables, with other parts of it."""
    with site.tables.reading(60) as reader:
        polity = bodies.polity(reader, "state/aland")
        given = operations.contributions(reader, "state/aland")
    empty = Known(polity, (), (), (), (), (), Markup(polity.name))
    return replace(empty, **parts), given


def told(site, found):
    return words(answer(View(site), found))


def test_counts_of_several_days_are_never_added_up(site):
    empty, (_, third) = known(site)
    counted = [
        replace(third, id=f"{third.id}-{day}", personnel=people, counted=day)
        for day, people in (("2014-10", 650), ("2025-07-31", 771), ("2022-10", 762))
    ]
    found = told(site, replace(empty, given=tuple(counted)))
    assert found == "Aland has people in one operation: TM in Celand (771 on 31 July 2025)."


def test_the_day_of_several_counts_is_said_once_if_it_is_the_same(site):
    empty, (_, third) = known(site)
    given = [
        replace(
            third,
            id=f"contribution/{name}/aland",
            operation=replace(third.operation, id=f"mission/{name}", acronym=name, places=()),
            personnel=people,
            counted=day,
        )
        for name, people, day in (("A", 3, "2025-07"), ("B", 5, "2025-07"), ("C", 1, "2025-07"))
    ]
    found = told(site, replace(empty, given=tuple(given)))
    assert found.endswith("among them B (5), A (3) and C (1), as counted in July 2025.")
    given[0] = replace(given[0], counted="2024")
    found = told(site, replace(empty, given=tuple(given)))
    assert found.endswith("among them B (5 in July 2025), A (3 in 2024) and C (1 in July 2025).")


def test_treaties_are_not_told_as_organisations_and_many_are_counted(site):
    def one(body, year):
        spell = Spell(start=str(year), end_status="known-lately")
        texts = (body, body, body.title(), "", "state/aland", "Aland", "full", "")
        return Membership(*texts, kinds=(), obligations=(), spell=spell)

    belonging = [
        *(one(f"organization/o{year}", year) for year in range(1990, 1995)),
        *(one(f"arrangement/a{year}", year) for year in range(2000, 2002)),
    ]
    empty, _ = known(site, memberships=tuple(belonging))
    assert told(site, empty) == (
        "Aland belongs to 5 organisations: Organization/O1994 since 1994, Organization/O1993 since "
        "1993, Organization/O1992 since 1992 and 2 more. It is a party to 2 arrangements: "
        "Arrangement/A2001 (since 2001) and Arrangement/A2000 (since 2000)."
    )
    assert '<a href="#memberships">2 more</a>' in answer(View(site), empty)


def test_many_missions_in_a_place_are_counted_and_the_newest_named(site):
    empty, (_, third) = known(site)
    hosted = tuple(
        replace(
            third.operation,
            id=f"mission/m{year}",
            acronym=f"M{year}",
            spell=Spell(start=str(year), end=str(year)),
        )
        for year in range(1990, 1996)
    )
    assert told(site, replace(empty, hosted=hosted)) == (
        "6 missions are recorded in Aland since 1990; the newest are M1995 (1995), M1994 (1994) "
        "and M1993 (1993)."
    )


def test_an_operation_that_is_led_and_given_to_counts_once(site):
    assert "1 now, 1 ended" in words(page_of(site, "state/aland"))


def test_memberships_that_were_seen_some_time_ago_are_counted_apart(site):
    assert "2 now, 1 last seen earlier, 1 ended" in words(page_of(site, "state/aland"))


def test_troops_that_were_allotted_are_not_told_as_there(site):
    empty, (_, third) = known(site)
    one = replace(third, kind=ALLOTMENT, personnel=None, counted="2025-02", allotted=50)
    found = told(site, replace(empty, given=(one,)))
    assert found == "Aland was to send troops to TM in Celand (50 in February 2025)."
    assert words(operation_tables.part_of(View(site), one)) == (
        "Troops, as allotted, 50 people as allotted in February 2025"
    )


@pytest.mark.parametrize(
    ("kind", "end", "text"),
    [
        ("existence;system-membership", "", "have {state} as a state since"),
        ("system-membership", "1999", "count {state} among the states of the system from"),
        ("disputed", "", "whether it is a state is disputed"),
        ("disputed", "1999", "whether it was a state then is disputed"),
    ],
)
def test_a_period_says_which_lists_have_the_state(kind, end, text):
    names = ("period/x", "X", "state/x", "X", kind, "", "", "single-source")
    assert text in records.in_lists(bodies.Period(*names, spell=Spell(start="1990", end=end)))


def test_the_title_of_a_suspension_has_its_year(site):
    page = page_of(site, "suspension/league/beland")
    assert words(re.search(r"(?s)<h1[^>]*>(.*?)</h1>", page)[1]).endswith("(2001)")
