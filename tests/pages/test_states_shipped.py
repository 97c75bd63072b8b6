"""Pages of states, alliances and organisations, over the shipped set."""

import gzip
import html
import re

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.facts.cells import took_place
from openalliances.facts.days import Day
from openalliances.pages import composed
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID
from openalliances.settings import Settings

ANSWERS = {
    "arrangement/australia-png-mutual-defence-2025": "Australia and Papua New Guinea signed it on "
    "6 October 2025. It would oblige them to defend one another; that it entered into force was "
    "not seen. They agreed on it in “Papua New Guinea–Australia Mutual Defence Treaty”.",
    "arrangement/us-qatar-security-assurance-2025": "United States promised it to Qatar on "
    "29 September 2025, and is bound by it alone.",
    "state/somalia": "14 missions are recorded in Somalia since 1992; the newest are AUSSOM (since "
    "2025), UNTMIS (2024–2026) and ATMIS (2022–2024).",
    "state/russia@2015": "In 2015, Russia shared a duty of defence with 7 states,",
    "state/mali": "10 missions are recorded in Mali since 2013; the newest are ",
    "state/austria-hungary@1914-08-01": "On 1 August 1914, Austria-Hungary shared a duty of "
    "defence with 3 states, through Dual Alliance of 1879 (1879–1918), Triple Alliance of 1882 "
    "(1882–1918) and Alliance of Austria-Hungary, Germany, Italy and Romania of 1883 (1883–1918).",
    "organization/nato": "NATO has 32 members, obliged to defend one another, not to attack one "
    "another and to consult one another. It began with 12 members on 4 April 1949, under “North "
    "Atlantic Treaty”. Sweden joined last, on 7 March 2024.",
    "organization/nato@1960-01-01": "On 1 January 1960, NATO had 15 members, obliged to defend one "
    "another, not to attack one another and to consult one another.",
    "organization/east-african-community": "The EAC has 8 members. They are Kenya, Tanzania, "
    "Uganda, Burundi, Rwanda, South Sudan, Democratic Republic of the Congo and Somalia. It began "
    "with 3 members on 7 July 2000,",
    "arrangement/rio-treaty": "The Inter-American Treaty of Reciprocal Assistance had 18 members, "
    "obliged to defend one another, not to attack one another and to consult one another, when it "
    "was last seen on 4 October 2019. It began with 19 members on 2 September 1947,",
    "arrangement/dual-alliance-1879": "Austria-Hungary and Germany were obliged to defend one "
    "another and to stay neutral, from 7 October 1879 to 3 November 1918.",
    "membership/east-african-community/kenya": "Kenya has belonged to the East African Community "
    "since 7 July 2000. eaccon.com, East African Community and Central Intelligence Agency say so.",
    "suspension/csto/armenia": "Armenia suspended its own participation in the Collective Security "
    "Treaty Organization on 22 February 2024",
    "suspension/igad/eritrea": "Eritrea suspended its own participation in the Intergovernmental "
    "Authority on Development from ",
    "suspension/african-union/south-sudan": "The African Union suspended South Sudan from 16 June "
    "2020 to 25 June 2020 for unpaid contributions.",
    "suspension/african-union/egypt": "The African Union suspended Egypt from 5 July 2013 to "
    "17 June 2014.",
    "state/western-sahara": "One mission is recorded in Western Sahara: MINURSO (since 1991).",
}
"""How the answers of pages begin; what follows ``@`` is the day that is asked for."""

LARGEST = 100_000
"""Bytes that a page may have on its way, packed."""

LONGEST = 1100
"""Characters of the first sentences of a state: nine lines on a desk, and no list of all."""


@pytest.fixture(scope="module")
def site(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield Site(shipped_release, engine, settings)
    engine.close()


def page_of(site, address, **asked):
    id_, _, day = address.partition("@")
    return composed.page(View(site, day=Day.of(day) if day else None, **asked), ID + id_)


def words(markup):
    plain = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", "", re.sub(r"<(br|/td|/th|/li|/p)>", " ", markup))
    return " ".join(html.unescape(plain).split())


def rows_of(page, place):
    section = re.search(rf'(?s)<section aria-labelledby="{place}">(.*?)</section>', page)[1]
    records = "".join(re.findall(r'(?s)<table class="rec">(.*?)</table>', section))
    rows = re.findall(r'(?s)<tr(?! class="why")[^>]*>(.*?)</tr>', records)
    return [[words(cell) for cell in re.findall(r"(?s)<t[hd][^>]*>(.*?)</t[hd]>", r)] for r in rows]


def answer_of(site, address):
    return words(re.search(r'(?s)<p class="answer">(.*?)</p>', page_of(site, address))[1])


@pytest.mark.parametrize("address", ANSWERS)
def test_a_page_begins_with_its_answer(site, address):
    assert answer_of(site, address).startswith(ANSWERS[address])


def test_since_when_kenya_is_in_the_community_and_who_says_so(site):
    page = page_of(site, "state/kenya")
    place = page.index('id="organization-east-african-community"')
    row = words(page[place - 50 : page.index("</summary>", place)])
    assert "7 July 2000 entry into force" in row
    assert "eaccon.com" in row


def test_numbers_of_people_are_those_of_the_day_and_never_sums(site):
    assert "MINUSCA in Central African Republic (771 on 31 July 2025)" in answer_of(
        site, "state/burundi"
    )
    assert "MINUSCA in Central African Republic (826 on 31 December 2016)" in answer_of(
        site, "state/burundi@2016"
    )
    said = answer_of(site, "state/russia@2015")
    assert (
        "MONUSCO in Democratic Republic of the Congo (27), MINURSO in Western Sahara (15) and "
        in said
    )
    assert "UNMISS in South Sudan (10), as counted on 31 December 2015" in said
    assert "UNISFA (3,891)" in answer_of(site, "state/ethiopia@2012")


def test_suspended_members_are_called_so_at_once(site):
    for state in ("mali", "niger", "sudan", "madagascar"):
        assert "It is a suspended member of African Union (since" in answer_of(
            site, f"state/{state}"
        )


def test_treaties_are_no_organisations(site):
    said = answer_of(site, "state/ukraine")
    assert "It belongs to 2 organisations: CoE since 1995 and UN since 24 October 1945." in said
    assert "It is a party to " in said


def test_the_answer_of_a_state_is_short(site):
    with site.tables.reading(60) as reader:
        ids = reader.column("SELECT id FROM states WHERE id LIKE 'state/%'")
    sizes = {id_: len(answer_of(site, id_)) for id_ in ids}
    assert not {id_: size for id_, size in sizes.items() if size > LONGEST}


@pytest.mark.parametrize("leader", ["united-nations", "nato", "european-union", "african-union"])
def test_operations_led_are_those_that_took_place_and_only_those_with_an_end_ended(site, leader):
    sql = f'SELECT end_status, "end" FROM missions WHERE {took_place()} AND '
    sql += "';' || lead || ';' LIKE '%;' || ? || ';%'"
    with site.tables.reading(60) as reader:
        led = list(reader.rows(sql, [f"organization/{leader}"]))
    ended = sum(bool(end) or status == "ended" for status, end in led)
    seen = sum(not end and status == "known-lately" for status, end in led)
    page = page_of(site, f"organization/{leader}")
    open_ = len(led) - ended - seen
    rest = f", of {open_} no end is stated" if open_ else ""
    assert f"{seen} go on, {ended} have ended{rest}" in words(page)


def test_what_was_never_deployed_is_not_counted_in_a_state(site):
    for state, mission in (("burundi", "MAPROBU"), ("somalia", "IGASOM")):
        page = page_of(site, f"state/{state}")
        assert mission not in answer_of(site, f"state/{state}")
        assert mission in words(page[page.index('id="not-deployed"') :])


def test_lists_of_members_that_may_have_gaps_are_called_so(site):
    said = "The list of its members may not be complete."
    assert said in answer_of(site, "organization/comesa")
    assert said not in answer_of(site, "organization/nato")


def test_members_are_grouped_by_the_day_on_which_they_joined(site):
    rows = rows_of(page_of(site, "organization/nato"), "members")
    assert [(row[0], row[2], row[3]) for row in rows[1:5]] == [
        ("4 April 1949 signature", "12", "12"),
        ("18 February 1952 accession", "2", "14"),
        ("6 May 1955 accession", "1", "15"),
        ("30 May 1982 accession", "1", "16"),
    ]
    assert rows[2][1].startswith("Greece and Türkiye 22 October 1951 in Correlates of War Project")


def test_missions_in_somalia_stand_in_order(site):
    rows = rows_of(page_of(site, "state/somalia"), "operations-here")
    assert [row[0].split(" United")[0] for row in rows[1:4]] == [
        "UNOSOM I",
        "UNITAF Unified Task Force",
        "UNOSOM II",
    ]
    assert len(rows) == 15


def test_no_page_is_too_large(site):
    with site.tables.reading(60) as reader:
        ids = reader.column(
            "SELECT id FROM states UNION SELECT id FROM organizations UNION "
            "SELECT id FROM arrangements WHERE id LIKE 'arrangement/%'"
        )
    sizes = {id_: len(gzip.compress(page_of(site, id_).encode())) for id_ in ids}
    assert not {id_: size for id_, size in sizes.items() if size > LARGEST}
    assert len(sizes) > 350


def test_each_part_of_a_long_list_has_members(site):
    first, last = (page_of(site, "organization/united-nations", number=n) for n in (1, 99))
    assert rows_of(first, "members")[1][0] == "24 October 1945 founding"
    assert "South Sudan" in [row[1] for row in rows_of(last, "members") if len(row) > 1]
