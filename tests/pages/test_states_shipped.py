"""Pages of states, alliances and organisations, over the shipped set."""

import gzip
import html
import re

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.facts.days import Day
from openalliances.pages import composed
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.rdf.prefixes import ID
from openalliances.settings import Settings

ANSWERS = {
    "state/somalia": "15 missions are recorded in Somalia, in order: ",
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


@pytest.mark.parametrize("address", ANSWERS)
def test_a_page_begins_with_its_answer(site, address):
    answer = re.search(r'(?s)<p class="answer">(.*?)</p>', page_of(site, address))[1]
    assert words(answer).startswith(ANSWERS[address])


def test_since_when_kenya_is_in_the_community_and_who_says_so(site):
    page = page_of(site, "state/kenya")
    answer = re.search(r'(?s)<p class="answer">(.*?)</p>', page)[1]
    assert "EAC since 7 July 2000" in words(answer)
    assert 'href="#organization-east-african-community"' in answer
    place = page.index('id="organization-east-african-community"')
    row = words(page[place - 50 : page.index("</summary>", place)])
    assert "7 July 2000 entry into force" in row
    assert "eaccon.com" in row


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
    assert len(rows) == 16


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
