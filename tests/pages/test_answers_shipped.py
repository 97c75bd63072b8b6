"""Answers to what is asked in the search box, over the shipped set: exact, sourced, or none."""

import re
from html import unescape

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.pages.answers import answer
from openalliances.pages.site import Site
from openalliances.pages.view import View
from openalliances.settings import Settings
from openalliances.web.app import create_app

SOMALIA = [
    *("UNOSOM I", "UNITAF", "UNOSOM II", "UNPOS", "AMISOM", "Operation Allied Provider", "UNSOA"),
    *("EUTM Somalia", "EUCAP Somalia", "UNSOM", "UNSOS", "ATMIS", "UNTMIS", "AUSSOM"),
]
ALLIES_OF_GERMANY = ["Austria-Hungary", "Italy", "Romania"]


@pytest.fixture(scope="module")
def site(shipped_release):
    settings = Settings(query_workers=1)
    engine = open_local(shipped_release.store, settings)
    yield Site(shipped_release, engine, settings)
    engine.close()


def words(markup):
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", str(markup))).replace("\u202f", " ").split())


def firsts(found):
    """Return what stands first in each row of an answer."""
    cells = (row.cells[0] for group in found.table.groups for row in group.rows)
    return [words(str(cell).partition("</a>")[0]) for cell in cells]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kenya EAC", "Kenya has been a full member of the East African Community since 7"),
        ("is Rwanda in NATO", "No membership of Rwanda in the North Atlantic Treaty Organization"),
        ("missions in somalia", "14 operations in Somalia are recorded, in this order."),
        ("missions in mali 2014", "5 operations were at work in Mali in 2014"),
        ("allied with Germany 1914-08-01", "allied with 3 states on 1 August 1914 , as far"),
        ("allies of France 1939", "France was allied with 9 states in 1939 , as far as"),
        ("allies of Kenya", "Kenya was allied with 12 states when last seen, in 2016."),
        ("Brazil allies 2025", "Brazil was allied with 17 states when last seen, in 2019."),
        ("allies of France", "With 3 more it was allied when last seen, in 2014–2016."),
        ("allies of Somaliland", "No pact of defence that binds Somaliland today is recorded."),
        ("who was allied with whom 2025", "more pairs were allied when last seen; no source"),
        ("Who was allied with whom on 1914-08-01", "10 pairs of states were allied on 1"),
        ("NATO members in 1955", "The North Atlantic Treaty Organization had 15 full members"),
        ("who leads AMISOM", "The African Union led AMISOM from March 2007 to 31 March 2022 ."),
        ("missions in somalia 2026", "3 more had begun; no source here shows whether they were"),
        ("NATO bosnia", "6 operations of the North Atlantic Treaty Organization in Bosnia"),
        ("Burundi Rwanda", "Documents describe a defence partnership of Burundi and Rwanda"),
        ("Kenya EAC since when", "Kenya has been a full member of the East African Community"),
        ("missions running in 2016", "operations were at work in 2016 , as far as is recorded"),
        ("current peace missions", "peace operations go on, as far as is known lately"),
        ("Dayton agreement mission", "operations that help to carry out General Framework"),
        ("missions under the Dayton agreement", "They are OSCE Mission to Bosnia"),
        ("treaties of France 2021", "2 treaties and other texts of 2021 that France signed are"),
        ("current UN missions", "The United Nations : "),
        ("current missions in Somalia", "Somalia : "),
        ("peace operations in 2016", "peace operations were at work in 2016 , as far as is"),
        ("treaties between France and Greece 2021", "1 treaty or other text of 2021 that France"),
        ("treaties of Trinidad and Tobago", "that Trinidad and Tobago signed is recorded."),
        ("Burundi alliances", "2 pacts bound Burundi when last seen; no source here shows"),
        ("treaties of Liechtenstein 1850", "No treaty of 1850 that Liechtenstein signed is"),
        ("defence pacts of Japan", "1 pact binds Japan , as far as is known lately."),
        ("Russian alliances 2025", "pacts bound Russia in 2025 , as far as is recorded."),
        ("Kenyan allies", "Kenya was allied with 12 states when last seen"),
        ("who left ECOWAS", "4 memberships in the Economic Community of West African States"),
        ("who left NATO", "No membership in the North Atlantic Treaty Organization that ended"),
        ("resolution 9999", "Resolution 9999 of the Security Council is not held here;"),
        ("S/RES/9999 (2023)", "Resolution 9999 of the Security Council is not held here;"),
        ("UN resolution 1545", "was adopted on 21 May 2004 . It concerns ONUB ."),
    ],
)  # fmt: skip
def test_answers_are_exact(site, text, said):
    found = answer(View(site), text)
    assert said in words(found.sentence)
    assert found.ways


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Kenya CAE", "depuis le 7 juillet 2000"),
        ("quelles missions en Somalie", "14 opérations en Somalie"),
        ("alliés de l'Allemagne le 1er août 1914", "Allemagne avait pour alliés 3"),
        ("membres de l'OTAN en 1955", "15 membres à part entière"),
        ("qui dirige l'AMISOM", "de mars 2007 au 31 mars 2022"),
        ("résolution 1545", "21 mai 2004"),
        ("résolution 9999", "n’est pas détenue ici"),
        ("traités de la France 2021", "2 traités et autres textes de 2021 signés par la France"),
        ("pactes de défense du Japon", "1 pacte lie le Japon"),
        ("qui a quitté la CEDEAO", "4 adhésions à la Communauté économique des États"),
        ("missions de paix en cours", "opérations de paix sont en cours"),
        ("missions de l'accord de Dayton", "qui aident à mettre en œuvre"),
        ("Kenya CAE depuis quand", "depuis le 7 juillet 2000"),
    ],
)
def test_answers_are_in_french(site, text, said):
    assert said in words(answer(View(site, "fr"), text).sentence)


ECOWAS = "The Economic Community of West African States suspended"
AU = "The African Union suspended"
SUSPENDED = {
    "suspended from ECOWAS": rf"{ECOWAS} 7 members, \d+ times in all\. No end is stated for "
    r".*Guinea-Bissau \( since 27 November 2025 \).* Earlier: .*Togo \( 2005 \)",
    "Who was suspended from the African Union": rf"{AU} \d+ members, .*Mali \( since 1 "
    r"June 2021 \)",
    "which states has the African Union suspended?": rf"{AU} \d+ members",
    "Mali suspended African Union": rf"{AU} Mali 3 times: .* and since 1 June 2021",
    "Is Mali suspended from the AU": rf"{AU} Mali 3 times",
    "Guinea-Bissau ECOWAS suspended": rf"{ECOWAS} Guinea-Bissau : since 27 November 2025",
    "suspension du Niger par la CEDEAO": rf"{ECOWAS} Niger 2 times",
    "Who suspended Niger": r"Niger was suspended by \d bodies: .*African Union \( 2010–2011",
    "qui a suspendu le Niger": r"Niger was suspended by \d bodies",
    "suspended from the African Union in 2022": r"^\d members of the African Union were "
    r"suspended in 2022 : .*Burkina Faso",
    "Armenia CSTO suspension": r"^Armenia suspended its own participation in the Collective .*; "
    r"the organisation did not suspend it",
    "suspensions IGAD": r"2 members suspended their own participation: .*Eritrea \( 2007",
    "suspended from NATO": r"No suspension of a member of the North Atlantic Treaty Organization",
}
"""What is asked about suspensions, and what the answer says."""


@pytest.mark.parametrize("text", SUSPENDED)
def test_suspensions_are_told_with_names_and_dates(site, text):
    found = answer(View(site), text)
    assert re.search(SUSPENDED[text], words(found.sentence))
    assert bool(found.table) is not text.endswith("NATO")


def test_suspensions_lead_to_their_pages_and_to_the_list_of_them(site):
    found = answer(View(site), "suspendus de la CEDEAO")
    assert 'href="/id/suspension/ecowas/togo.html"' in str(found.sentence)
    assert found.ways[0].href == "/browse/suspensions?organization=organization%2Fecowas"
    client = create_app(site).test_client()
    text = client.get(found.ways[0].href).text
    assert len(re.findall(r"<tbody", text)) == sum(len(g.rows) for g in found.table.groups)
    assert firsts(found)[0] == "Guinea-Bissau"
    assert "African Union" in firsts(answer(View(site), "who suspended Niger"))
    french = words(answer(View(site, "fr"), "suspendus de la CEDEAO").sentence)
    assert "a suspendu 7 membres" in french
    assert "Aucune fin n’est indiquée pour" in french


def test_rows_are_in_order_and_say_who_says_so(site):
    found = answer(View(site), "missions in somalia")
    assert firsts(found) == SOMALIA
    assert all(row.receipt.citations for group in found.table.groups for row in group.rows)
    assert firsts(answer(View(site), "allied with Germany 1914-08-01")) == ALLIES_OF_GERMANY
    assert len(answer(View(site), "Kenya EAC").receipt.citations) >= 2


@pytest.mark.parametrize(
    "text",
    [
        *("Kenya", "UN operations in Congo", "missions in Atlantis", "Rwanda NATO", "peace war"),
        *(
            "members of <script>",
            "allied with whom",
            "treaty of Versailles 1919",
        ),
        *("suspended", "suspended mission"),
        *("Xyzzian treaties", "Arusha agreement mission", "peace missions", "who left Xyzzy"),
        *("Warsaw pacts", "alliances"),
        *("allies of", "\0", "x" * 5000, "'; DROP TABLE missions; --", "Kenya Kenya"),
    ],
)
def test_there_is_no_answer_in_doubt(site, text):
    assert answer(View(site), text) is None


def test_what_was_signed_names_the_others(site):
    found = answer(View(site), "treaties of France 2021")
    others = [words(row.cells[1]) for group in found.table.groups for row in group.rows]
    assert others == ["Italy", "Greece"]
    running = answer(View(site), "peace missions running now")
    assert not [row for group in running.table.groups for row in group.rows if row.is_past]


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_question_that_is_said_to_be_understood_has_an_answer(site, language):
    text = create_app(site).test_client().get(f"/search?lang={language}").text
    asked = re.findall(r'<li><a href="/search\?q=[^"]*">(.*?)</a>', text)
    assert len(asked) > 10
    for question in map(unescape, asked):
        assert answer(View(site, language), question) is not None, question


def test_the_page_shows_the_answer_before_what_it_found(site):
    client = create_app(site).test_client()
    text = client.get("/search?q=Kenya+EAC").text
    assert text.index('class="answered"') < text.index('class="hits"')
    assert "eaccon.com" in text
    assert text.index("Memberships, mandates") < text.index("Sources and citations")
    found = client.get("/search?q=unoso").text
    mission = re.search(r"United Nations Operation in Somalia II<.*?</li>", found, re.DOTALL)[0]
    assert "UNOSOM II · Somalia · led by United Nations · 26 March 1993 to" in words(mission)
