"""Names, codes and decisions to things: what is sure, what is not, and what contradicts."""

import io

import pytest

from openalliances.errors import NotFoundError, SettingError, SourceError
from openalliances.linking.joining import Joiner, Status, Wanted, judged
from openalliances.linking.linked_table import Plan, linked, write_rows
from openalliances.linking.match import Candidate, Features, match
from openalliances.linking.review import Review, read_decisions
from openalliances.linking.user_table import read_table
from openalliances.rdf.prefixes import ID
from openalliances.release.names import Entry

from .coded import coded

YEMEN, NORTH = f"{ID}state/yemen", f"{ID}state/north-yemen"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return coded(tmp_path_factory.mktemp("joining"))


def candidate(score, sure=False):
    entry = Entry(f"urn:{score}", str(score))
    return Candidate(entry, score, sure, entry.label, "", Features(name=score / 100))


@pytest.mark.parametrize(
    ("candidates", "status", "has_thing"),
    [
        ([], Status.NONE, False),
        ([candidate(20)], Status.NONE, False),
        ([candidate(60)], Status.SEVERAL, False),
        ([candidate(90), candidate(85)], Status.SEVERAL, False),
        ([candidate(90), candidate(60)], Status.LIKELY, True),
        ([candidate(100, sure=True), candidate(99)], Status.SURE, True),
    ],
)
def test_how_sure_a_match_is(candidates, status, has_thing):
    found = judged(candidates)
    assert (found.status, found.entry is not None) == (status, has_thing)


@pytest.mark.parametrize(
    ("wanted", "status", "iri"),
    [
        (Wanted("North Yemen"), Status.SURE, NORTH),
        (Wanted("wd:Q805"), Status.SURE, YEMEN),
        (Wanted("https://www.wikidata.org/wiki/Q805"), Status.SURE, YEMEN),
        (Wanted("gw:678", 1970), Status.SURE, NORTH),
        (Wanted("gw:678"), Status.SEVERAL, ""),
        (Wanted("gw:1"), Status.NONE, ""),
        (Wanted("", codes=("gw:678",), year=2000), Status.SURE, YEMEN),
        (Wanted("", codes=("gw:1", "iso3:YEM")), Status.SURE, YEMEN),
        (Wanted("", codes=("gw:1",)), Status.NONE, ""),
        (Wanted("North Yemen", 1970, codes=("gw:678",)), Status.SURE, NORTH),
        (Wanted("North Yemen", 2000, codes=("gw:678",)), Status.SURE, YEMEN),
        (Wanted("Afghanistan", 2000, codes=("gw:678",)), Status.CONFLICT, ""),
        (Wanted("Jemen, arab.", 1970, codes=("gw:678",)), Status.SURE, NORTH),
        (Wanted("North Yemen", codes=("gw:1",)), Status.SURE, NORTH),
        (Wanted("Note: nothing"), Status.NONE, ""),
        (Wanted("qwertz"), Status.NONE, ""),
        (Wanted(""), Status.EMPTY, ""),
    ],
)
def test_what_a_row_means(index, wanted, status, iri):
    found = Joiner(index).join(wanted)
    assert (found.status, found.entry.iri if found.entry else "") == (status, iri)


def test_codes_are_those_of_the_year(index):
    found = Joiner(index).join(Wanted("Yemen", 2000, codes=("iso3:YEM",)))
    assert found.code("gw") == "678"
    assert found.told_codes == "gw:678; iso3:YEM; wikidata:Q805"
    assert (found.code("register"), found.code("cow")) == ("1-23; both; near", "")


def test_each_distinct_name_is_looked_for_once(index, monkeypatch):
    asked = []
    monkeypatch.setattr(
        "openalliances.linking.joining.match", lambda _, asked_: asked.append(asked_.text) or []
    )
    data = b"name,year\nA,1\nB,1\nA,1\nA,2000\nA,1\n"
    table = linked(read_table(iter(data.splitlines(True)), "t"), Joiner(index), Plan("name"))
    assert [row.is_new for row in table.rows] == [True, True, False, False, False]
    assert asked == ["A", "B"]


def test_a_name_is_looked_for_once_for_all_years_in_which_its_thing_was_there(index, monkeypatch):
    asked = []

    def counted(index_, asked_):
        asked.append(asked_.year)
        return match(index_, asked_)

    monkeypatch.setattr("openalliances.linking.joining.match", counted)
    joiner = Joiner(index)
    found = [joiner.join(Wanted("North Yemen", year)) for year in range(1930, 1980)]
    assert {one.entry.iri for one in found} == {NORTH}
    assert asked == [None]
    joiner.join(Wanted("North Yemen", 2000))
    assert asked == [None, 2000]


def test_types_are_those_that_people_say(index):
    assert Joiner(index, ["State"]).join(Wanted("North Yemen")).status is Status.SURE
    assert Joiner(index, ["treaty"]).join(Wanted("North Yemen")).status is Status.NONE
    with pytest.raises(SettingError, match="no type of things called “statt”") as caught:
        Joiner(index, ["statt"])
    assert caught.value.hint.startswith("Is it state?")


def test_a_scheme_that_is_not_there_is_told(index):
    with pytest.raises(NotFoundError):
        Joiner(index).join(Wanted("", codes=("cow:1",)))


def _review(index, *wanted):
    text = io.StringIO()
    review, joiner = Review(text), Joiner(index)
    for one in wanted:
        review.add(one, joiner.join(one))
    return text.getvalue(), review.count


def test_what_is_doubtful_is_written_with_its_candidates(index):
    text, count = _review(index, Wanted("gw:678"), Wanted("Yemen x", 2000), Wanted("wd:Q805"))
    assert count == 2
    assert text.count("gw:678") == 2 and YEMEN in text and NORTH in text
    assert "wd:Q805" not in text


@pytest.mark.parametrize(
    ("decision", "iri"),
    [
        ("x", NORTH),
        ("X", NORTH),
        ("none", ""),
        ("state/yemen", YEMEN),
        (YEMEN, YEMEN),
        (f"{YEMEN}.html", YEMEN),
        ("wd:Q805", YEMEN),
    ],
)
def test_a_decision_stands(index, tmp_path, decision, iri):
    wanted = Wanted("gw:678", context=("a", "b; c"))
    text, _ = _review(index, wanted)
    lines = text.splitlines()
    chosen = next(n for n, line in enumerate(lines) if NORTH in line)
    lines[chosen] = decision + lines[chosen]
    path = tmp_path / "review.csv"
    path.write_text("\n".join(lines))
    found = Joiner(index, decisions=read_decisions(path, index)).join(wanted)
    assert found.status is Status.DECIDED
    assert (found.entry.iri if found.entry else "") == iri
    again, count = _review(index, wanted)
    assert (again, count) == (text, 1)


@pytest.mark.parametrize(
    ("rows", "line", "told"),
    [
        ("maybe,a,,,,,,,,,", 2, "Nothing is called “maybe”"),
        ("x,a,,,,,,,,,", 2, "leads to nothing here"),
        ("state/nowhere,a,,,,,,,,,", 2, "Nothing is called"),
        (f"x,a,,,,,{YEMEN},,,,\nx,a,,,,,{NORTH},,,,", 3, "decided in two ways"),
    ],
)
def test_a_decision_that_cannot_be_kept_is_told_with_its_line(index, tmp_path, rows, line, told):
    path = tmp_path / "review.csv"
    header = "decision,name,year,context,codes,status,candidate,label,type,years,score"
    path.write_text(f"{header}\n{rows}\n")
    with pytest.raises(SourceError, match=told) as caught:
        read_decisions(path, index)
    assert caught.value.line == line


@pytest.mark.parametrize(
    ("data", "plan", "expected"),
    [
        (b"n\tcc\tdate\nx\t678\t1970-01-02\n", Plan(year="date", codes=(("gw", "cc"),)), NORTH),
        (b"n,cc\nx,678\n", Plan(year="2000", codes=(("gw", "cc"),)), YEMEN),
        (b"n,y\nNorth Yemen,unknown\n", Plan("n", year="y"), NORTH),
    ],
)
def test_the_year_is_that_of_the_row_or_one_for_all(index, data, plan, expected):
    table = linked(read_table(iter(data.splitlines(True)), "t"), Joiner(index), plan)
    assert [row.joined.entry.iri for row in table.rows] == [expected]


@pytest.mark.parametrize(
    ("data", "plan", "told"),
    [
        (b"n\n", Plan("m"), "no column “m”"),
        (b"n\n", Plan("n", year="when"), "no column “when”"),
        (b"n,openalliances_iri\n", Plan("n"), "openalliances_iri” in it already"),
    ],
)
def test_columns_that_do_not_fit_are_told(index, data, plan, told):
    with pytest.raises(SourceError, match=told):
        linked(read_table(iter(data.splitlines(True)), "t"), Joiner(index), plan)


def test_rows_are_written_in_the_shape_in_which_they_came(index):
    data = b'n;m\r\n"wd:Q805";"a;b"\r\n'
    plan = Plan("n", added=("gw",))
    table = linked(read_table(iter(data.splitlines(True)), "t"), Joiner(index), plan)
    text = io.StringIO()
    assert len(list(write_rows(table, text))) == 1
    header, row, end = text.getvalue().split("\r\n")
    assert header.startswith("n;m;openalliances_iri;openalliances_label;")
    assert row.startswith(f'wd:Q805;"a;b";{YEMEN};Yemen;"gw:678; iso3:YEM')
    assert row.endswith(";678;100;sure")
    assert end == ""
