"""Pages of missions, mandates, legal texts and contributions, over the shipped set."""

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
    "mission/amisom": "AMISOM was the African Union’s mission in Somalia from March 2007 to "
    "31 March 2022. The Security Council authorized it by resolution 1744 (2007). It came in "
    "place of IGASOM, never deployed. ATMIS took over from it the next day.",
    "mission/maprobu": "MAPROBU was to be the African Union’s mission in Burundi. It was never "
    "deployed. It was decided by the African Union.",
    "mission/isf-gaza": "ISF is planned as the United States’ mission in Palestine. No source that "
    "was seen says that it has begun. The Security Council authorized it by resolution 2803 "
    "(2025).",
    "mission/bonuca": "BONUCA was the United Nations’ mission in the Central African Republic from "
    "15 February 2000 to 31 December 2009. It was set up by the United Nations. It took over from "
    "MINURCA, and BINUCA took over from it.",
    "mission/minusca": "MINUSCA has been the United Nations’ mission in the Central African "
    "Republic since 10 April 2014. The Security Council set it up by resolution 2149 (2014). It "
    "took over from MISCA.",
    "mission/onub": "ONUB was the United Nations’ mission in Burundi from 1 June 2004 to "
    "31 December 2006. The Security Council set it up by resolution 1545 (2004). It took over from "
    "AMIB, and AUSTF and BINUB took over from it.",
    "mission/unef-i": "UNEF I was the United Nations’ mission in Egypt from November 1956 to June "
    "1967. The General Assembly set it up by resolution 1000 (ES-I).",
    "mission/kfor": "KFOR was NATO’s mission in Kosovo, and in Serbia and Montenegro from "
    "12 June 1999; its end is not stated. The last record of it here is of 11 October 2024. The "
    "Security Council authorized it by resolution 1244 (1999).",
    "mission/nato-bosnia-1990s": "This stands for several missions of the North Atlantic Treaty "
    "Organization in Bosnia and Herzegovina together, of which a document speaks as one. It has no "
    "dates of its own.",
    "mandate/amisom/unsc-2182-2014": "On 24 October 2014, resolution 2182 (2014) extended the "
    "mandate of AMISOM. It gave leave until 30 November 2015. The next decision was resolution "
    "2232 (2015) of 28 July 2015.",
    "resolution/unsc-1545-2004": "On 21 May 2004, resolution 1545 (2004) set up ONUB as part of a "
    "transition.",
    "resolution/unsc-1692-2006": "On 30 June 2006, resolution 1692 (2006) raised the strength of "
    "MONUC and extended the mandate of ONUB.",
    "treaty/north-atlantic-treaty-1949": "The North Atlantic Treaty was adopted on 4 April 1949. "
    "It has been in force since 24 August 1949. It founded NATO. It obliges its parties to "
    "consultation and defence.",
    "peace-agreement/arusha-agreement-2000": "The Arusha Peace and Reconciliation Agreement for "
    "Burundi was adopted on 28 August 2000.",
    "treaty/oau-charter-1963": "The Charter of the Organisation of African Unity was adopted on "
    "25 May 1963. It ended in 2002. It founded the OAU.",
    "contribution/amisom/kenya": "Records show troops of Kenya in AMISOM from 22 January 2014 to "
    "21 September 2020. At the last count, on 21 September 2020, there were 3,664.",
    "contribution/aussom/egypt": "Egypt was to have 1,091 people in AUSSOM, as allotted in "
    "February 2025; that they came is not recorded here.",
    "contribution/amisom/burundi": "Records show troops of Burundi in AMISOM from 24 December "
    "2007 to 21 September 2020. At the last count, on 21 September 2020, there were 5,432.",
    "personnel-count/unifil/italy/2020": "On 31 December 2020, Italy had 1,064 people in UNIFIL.",
    "conflict/somalia-conflict": "Sources say that UNOSOM I, UNITAF, UNOSOM II, UNPOS, "
    "AMISOM, UNSOA, EUTM Somalia, UNSOM, UNSOS, ATMIS, UNTMIS and AUSSOM responded to it. Its own "
    "dates are not stated.",
    "conflict/sierra-leone-civil-war": "Sources say that ECOMOG, UNOMSIL, UNAMSIL, UNIOSIL and "
    "UNIPSIL responded to it. It is dated from 23 March 1991 to 20 December 2001.",
    "succession/austria-hungary/austria": "Austria came after Austria-Hungary as a state on "
    "12 November 1918.",
    "armed-force/burundi-army": "An armed force of Burundi, as documents speak of it.",
}
HEAVY = ("mission/monusco", "mission/unifil", "mission/unficyp", "mission/minusca", "mission/undof")


@pytest.fixture(scope="module")
def site(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield Site(shipped_release, engine, settings)
    engine.close()


@pytest.fixture(scope="module")
def page(site):
    made = {}

    def page(thing, at=""):
        if (thing, at) not in made:
            view = View(site, day=Day.of(at) if at else None)
            made[thing, at] = composed.page(view, ID + thing)
        return made[thing, at]

    return page


def text(markup):
    """Return what a reader reads: without tags, in single spaces."""
    plain = re.sub(r"(?s)<svg.*?</svg>|<[^>]+>", "", re.sub(r"<(br|/td|/th|/li|/p)>", " ", markup))
    return " ".join(html.unescape(plain).split())


def section(page, slug):
    """Return the section with the heading *slug*."""
    found = re.search(rf'(?s)<section aria-labelledby="{slug}">(.*?)</section>', page)
    return found[1] if found else ""


@pytest.mark.parametrize("thing", ANSWERS)
def test_a_page_opens_with_a_sentence_of_names_and_dates(page, thing):
    answer = re.search(r'(?s)<p class="answer">(.*?)</p>', page(thing))
    assert text(answer[1]) == ANSWERS[thing]


def test_troops_that_were_allotted_are_no_count(page):
    rows = text(section(page("mission/aussom"), "contributors"))
    assert "1,091 allotted allotted in February 2025" in rows
    assert "1,900 2025" in rows


def test_a_state_has_one_contribution_to_an_operation_with_all_its_counts(page):
    found = text(section(page("contribution/amisom/burundi"), "counts"))
    for count in ("December 2018 5,432", "August 2017 5,400", "March 2011 4,400"):
        assert count in found


def test_a_year_alone_is_told_as_what_the_sources_know(page):
    misca, amib, onub = (page(f"mission/{name}") for name in ("misca", "amib", "onub"))
    assert "give the years of its start and its end alone. The days of decisions" in text(misca)
    assert "give the year of its start alone." in text(section(amib, "facts"))
    assert "The sources that were seen give" not in text(onub)
    assert "AFISMA was the African Union" in text(page("mission/afisma"))
    assert "mission in Mali in 2013." in text(page("mission/afisma"))


def test_what_never_took_place_did_not_respond_to_a_conflict(page):
    libya = page("conflict/libya-war-2011")
    answer = re.search(r'(?s)<p class="answer">(.*?)</p>', libya)
    assert "EUFOR Libya" not in text(answer[1])
    assert "Never deployed" in text(page("mission/eufor-libya"))


def test_a_mission_shows_its_chain_facts_mandates_and_contributors(page):
    amisom = page("mission/amisom")
    chain = text(section(amisom, "chain"))
    assert (
        chain.index("IGASOM") < chain.index("AMISOM") < chain.index("ATMIS") < chain.index("AUSSOM")
    )
    facts = section(amisom, "facts")
    assert (
        '<span class="other"><time datetime="2021">2021</time> in <bdi>Wikipedia</bdi></span>'
        in facts
    )
    assert "Communiqué of the Peace and Security Council" in section(amisom, "mandate")
    first = text(section(amisom, "contributors")).partition("Counted on ")[2]
    assert first.startswith("Uganda 6 March 2007 deployment 21 September 2020 last seen")
    assert "/data/contributions.csv?mission=mission%2Famisom" in amisom


def test_conflict_operation_and_agreement_lead_to_each_other(page):
    conflict = text(section(page("conflict/sierra-leone-civil-war"), "operations"))
    assert "UNAMSIL" in conflict
    assert "(Lome Agreement)" in conflict
    mission = text(section(page("mission/unamsil"), "facts"))
    assert "Civil war in Sierra Leone" in mission
    assert "(Lome Agreement)" in mission
    agreement = text(section(page("peace-agreement/lome-agreement-1999"), "supporters"))
    assert "UNAMSIL" in agreement
    assert "Civil war in Sierra Leone" in agreement


def test_rows_of_a_conflict_have_the_sources_of_the_operations(page):
    conflict = section(page("conflict/burundi-civil-war"), "operations")
    assert "No source is recorded" not in conflict
    assert "Seen in" in text(conflict)
    running = text(section(page("conflict/ukraine-war-2022"), "operations"))
    assert "No end stated last known" in running.partition("EUMAM Ukraine")[2]


def test_a_task_stands_with_the_paragraph_that_gives_it(page):
    mandate = section(page("mission/amisom"), "mandate")
    assert "protection of humanitarian assistance operative paragraph 4(d)" in text(mandate)


def test_on_a_day_a_mission_has_the_mandate_and_the_contributors_of_that_day(page):
    then = page("mission/amisom", "2015-06-30")
    assert "On 30 June 2015 it was at work." in text(then)
    mandate = text(section(then, "mandate"))
    in_force = mandate.partition("In force on 30 June 2015")[2].partition("Set up by")[0]
    assert "Resolution 2182 (2014)" in in_force
    assert "esolution 2232 (2015)" not in mandate
    heads = re.findall(r"(?s)<th [^>]*>(.*?)</th>", section(then, "contributors"))
    people = [text(head) for head in heads][5:]
    assert people == [
        "Taking part on 30 June 2015",
        "Burundi",
        "Djibouti",
        "Ethiopia",
        "Kenya",
        "Uganda",
    ]


@pytest.mark.parametrize(
    ("at", "said"),
    [("2006", "In 2006 it had not begun."), ("2023-01", "In January 2023 it had ended.")],
)
def test_before_and_after_it_a_mission_was_not_at_work(page, at, said):
    assert said in text(page("mission/amisom", at))


def test_of_a_day_without_contributors_it_says_that_none_is_recorded(page):
    then = text(section(page("mission/unifil", "1985-06"), "contributors"))
    assert then.endswith("Who took part then is not recorded.")


def test_a_mandate_does_not_end_on_the_day_when_it_was_decided(page):
    mandate = text(page("mandate/minusca/unsc-2217-2015").partition("<main")[2])
    assert "It gave leave until 30 April 2016." in mandate
    assert "then by resolution 2281 (2016) of 26 April 2016" in mandate
    assert "known until" not in mandate


def test_a_treaty_says_what_it_founded_and_obliges_to_by_article(page):
    treaty = page("treaty/north-atlantic-treaty-1949")
    assert "North Atlantic Treaty Organization" in text(section(treaty, "founded"))
    obligations = text(section(treaty, "obligations"))
    assert "Article 4 consultation NATO" in obligations
    assert "Article 5 defence NATO" in obligations


def test_a_count_names_its_source_and_the_place_in_it(page):
    counts = text(section(page("contribution/unifil/italy"), "counts"))
    row = counts.partition("31 December 2020 1,064")[2].partition("31 December 2019")[0]
    assert "1,039 troops and 25 staff officers" in row
    assert "There: table of 31 December 2020, UNIFIL" in row


@pytest.mark.parametrize("thing", HEAVY)
def test_a_long_page_stays_light(page, thing):
    assert len(gzip.compress(page(thing).encode())) < 60_000


@pytest.mark.parametrize("at", ["", "2015-06-30"])
@pytest.mark.parametrize("thing", [*ANSWERS, *HEAVY])
def test_no_id_stands_twice_and_nothing_is_empty(page, thing, at):
    html = page(thing, at)
    ids = re.findall(r' id="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert "None" not in text(html)
    assert '<a href=""' not in html
