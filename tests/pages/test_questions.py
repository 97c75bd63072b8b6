"""What is read as a question, in English and French; what is read as none."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.pages.answers.questions import LONGEST, Kind, Question, pairs, read


@pytest.mark.parametrize(
    ("text", "kind", "names", "date"),
    [
        ("Since when is Kenya in the EAC, and who says so?", "membership", ("Kenya", "EAC"), ""),
        ("When did Kenya join the EAC?", "membership", ("Kenya", "EAC"), ""),
        ("is Kenya in the EAC", "membership", ("Kenya", "EAC"), ""),
        ("Depuis quand le Kenya est-il membre de la CAE ?", "membership", ("Kenya", "CAE"), ""),
        ("quand le Kenya a-t-il rejoint la CAE", "membership", ("Kenya", "CAE"), ""),
        ("missions in somalia", "missions", ("somalia",), ""),
        ("Which missions were in Somalia, in order?", "missions", ("Somalia",), ""),
        ("UN operations in DR Congo 2005", "missions", ("DR Congo",), "2005"),
        ("peacekeeping in Mali", "missions", ("Mali",), ""),
        ("Somalia missions", "missions", ("Somalia",), ""),
        ("quelles missions en Somalie", "missions", ("Somalie",), ""),
        ("missions de l'ONU au Mali", "missions", ("Mali",), ""),
        ("opérations de paix en République centrafricaine", "missions",
         ("République centrafricaine",), ""),
        ("allied with Germany 1914", "allies", ("Germany",), "1914"),
        ("who was allied with Germany in August 1914?", "allies", ("Germany",), "1914-08"),
        ("allies of France 1939", "allies", ("France",), "1939"),
        ("Germany's allies 1914-08-01", "allies", ("Germany",), "1914-08-01"),
        ("alliés de la France en 1939", "allies", ("France",), "1939"),
        ("qui était allié à l’Allemagne le 1er août 1914", "allies", ("Allemagne",), "1914-08-01"),
        ("Who was allied with whom on 1 August 1914?", "allies", ("whom",), "1914-08-01"),
        ("members of NATO", "members", ("NATO",), ""),
        ("NATO members in 1955", "members", ("NATO",), "1955"),
        ("membres de l'OTAN en 1955", "members", ("OTAN",), "1955"),
        ("who leads AMISOM", "leader", ("AMISOM",), ""),
        ("peace missions running now", "running", ("peace missions",), ""),
        ("current UN missions", "running", ("missions", "UN"), ""),
        ("missions in Somalia now", "running", ("missions", "Somalia"), ""),
        ("missions in Somalia 2014", "missions", ("Somalia",), "2014"),
        ("peace operations in 2016", "running", ("peace operations",), "2016"),
        ("Dayton agreement mission", "support", ("Dayton agreement",), ""),
        ("missions de l'accord de Dayton", "support", ("accord de Dayton",), ""),
        ("treaties of France 2021", "treaties", ("France",), "2021"),
        ("traités entre la France et la Grèce", "treaties", ("France", "Grèce"), ""),
        ("defence pacts of Japan", "pacts", ("Japan",), ""),
        ("Russian alliances 2025", "pacts", ("Russian",), "2025"),
        ("alliances of Poland 1939", "allies", ("Poland",), "1939"),
        ("who left ECOWAS", "leavers", ("ECOWAS",), ""),
        ("former members of the African Union", "leavers", ("African Union",), ""),
        ("members of NATO 1955", "members", ("NATO",), "1955"),
        ("Qui dirige l'AMISOM ?", "leader", ("AMISOM",), ""),
        ("suspended from the EAC", "suspensions", ("EAC",), ""),
        ("When was Mali suspended by the AU?", "suspensions", ("Mali", "AU"), ""),
        ("suspendus de la CEDEAO en 2022", "suspensions", ("CEDEAO",), "2022"),
        ("Mali suspended Organization of American States", "suspensions",
         ("Mali", "Organization of American States"), ""),
        ("suspension du Niger par la CEDEAO", "suspensions", ("Niger par la CEDEAO",), ""),
        ("UN resolution 1545", "resolution", ("1545",), ""),
        ("resolution 1545 (2004)", "resolution", ("1545",), ""),
        ("S/RES/1545", "resolution", ("1545",), ""),
        ("résolution 1545 du Conseil de sécurité", "resolution", ("1545",), ""),
    ],
)  # fmt: skip
def test_questions_are_read_by_patterns(text, kind, names, date):
    first, second = (*names, "")[:2]
    assert read(text) == Question(Kind(kind), first, second, date)


@pytest.mark.parametrize(
    "text",
    ["", "?", "suspended", "Kenya", "Kenya EAC", "African Union", "members", "peace operation",
     "S/RES/", "missions in", "a\0b in c", "members of\nNATO\x07", "<script>alert(1)</script>",
     "members of " + "x" * LONGEST],
)  # fmt: skip
def test_what_fits_no_pattern_is_no_question(text):
    assert read(text) is None


def test_names_side_by_side_are_read_in_all_ways():
    assert [(one.first, one.second) for one in pairs("South Sudan and Uganda")] == [
        ("South", "Sudan and Uganda"),
        ("South Sudan", "Uganda"),
    ]
    assert [one.date for one in pairs("NATO Bosnia 1995")] == ["1995"]
    assert not list(pairs("one two three four five six seven eight"))


@given(st.text(max_size=300))
def test_any_text_is_read_or_is_none(text):
    read(text)
    assert len(list(pairs(text))) < 8


@pytest.mark.parametrize(
    "piece", ["who ", "in ", "a ", "member of ", "the ", "l'", "(", "1 ", "and "]
)
def test_long_texts_are_read_in_no_time(piece):
    text = (piece * LONGEST)[:LONGEST]
    began = time.process_time()
    read(text)
    list(pairs(text))
    assert time.process_time() - began < 0.2
