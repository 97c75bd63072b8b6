"""Rows are added to the table of the data set that was named, or nothing is written at all."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from openalliances.errors import SourceError, TableError
from openalliances.tables.adding import add_draft, add_file
from openalliances.tables.data_set import read_data_set
from openalliances.tables.drafts import Draft, Reading, pair, slug

from .small import ROWS, write_small

SEEN = Reading("seen-in-source", "2026-11-27")
SOURCE_HEADER = "id,name_en,title,publisher,date,address,kind,note"
SOURCE_ROW = (
    "source/testa-2020,Test Agency: On pacts,On pacts,TA,2020-01-02,https://t.example/a,press,Größe"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return write_small(tmp_path / "set")


def lines_of(root: Path, kind: str) -> list[str]:
    return (root / "data" / "tables" / f"{kind}.csv").read_text().splitlines()


def new_lines(root: Path, kind: str) -> list[str]:
    """Return the lines of a table that are new; the old ones have to be there still."""
    lines = lines_of(root, kind)
    assert set(ROWS[kind]) <= set(lines)
    return [line for line in lines if line not in ROWS[kind]]


def draft(root: Path, kind: str, *pairs: str, force: bool = False, **more: object):
    data_set = read_data_set(root)
    table = data_set.file(kind).table
    made = Draft(pairs=[pair(text, table) for text in pairs], **more)  # type: ignore[arg-type]
    return add_draft(data_set, kind, made, force=force)


def add(root: Path, kind: str, text: str | bytes, reading: Reading | None = None, **more: bool):
    path = root / "new.csv"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return add_file(read_data_set(root), kind, path, reading or Reading(), **more)


def untouched(root: Path) -> bool:
    return all(lines_of(root, kind) == rows for kind, rows in ROWS.items())


# one thing


def test_a_membership_with_its_source_is_one_line(root):
    added = draft(root, "membership", "arrangement=organization/nato", "member=state/turkey",
                  "start=1952-02-18", source="source/nato-members")  # fmt: skip
    assert new_lines(root, "membership") == [
        "membership/nato/turkey,1,organization/nato,state/turkey,1952-02-18,,,,"
        "source/nato-members,,not-checked,"
    ]
    assert [(row.line, row.id) for row in added.rows] == [(4, "membership/nato/turkey")]
    assert added.empty == ("start_kind", "end", "note")


def test_a_place_alone_does_not_say_that_somebody_has_read_it(root):
    draft(root, "state", "m49=792", name="Wakanda", source="source/nato-members", place="row 9")
    assert new_lines(root, "state") == [
        "state/wakanda,1,Wakanda,792,,source/nato-members,row 9,not-checked,"
    ]


def test_who_says_seen_says_where_and_gets_the_day(root):
    with pytest.raises(TableError, match="place is empty"):
        draft(root, "state", name="Wakanda", source="source/nato-members", reading=SEEN)
    assert untouched(root)
    draft(root, "state", name="Wakanda", source="source/nato-members", place="row 9", reading=SEEN)
    assert new_lines(root, "state") == [
        "state/wakanda,1,Wakanda,,,source/nato-members,row 9,seen-in-source,2026-11-27"
    ]


def test_a_further_value_goes_into_a_further_row(root):
    draft(root, "state", "succeeds=state/greece", "succeeds=state/turkey", name="Wakanda",
          source="source/nato-members")  # fmt: skip
    assert new_lines(root, "state") == [
        "state/wakanda,1,Wakanda,,state/greece,source/nato-members,,not-checked,",
        "state/wakanda,2,,,state/turkey,source/nato-members,,not-checked,",
    ]


def test_a_further_source_of_a_thing_gets_the_next_number_and_its_keys(root):
    draft(root, "membership", "start=1952-02", id="membership/nato/greece",
          source="source/nato-members")  # fmt: skip
    assert new_lines(root, "membership") == [
        "membership/nato/greece,3,organization/nato,state/greece,1952-02,,,,"
        "source/nato-members,,not-checked,"
    ]


@pytest.mark.parametrize(
    ("kind", "pairs", "more", "told", "hint"),
    [
        ("mission", (), {}, "no table of that name", "Tables are: count, membership"),
        ("state", ("m49=9",), {"name": "W", "source": "source/nato-members"}, "lost its", "009"),
        ("state", ("m49=792",), {"name": "W"}, "names no source", "Write who says so"),
        ("state", (), {"name": "W", "place": "row 9"}, "names no source", "Write who says so"),
        ("state", (), {"name": "W", "source": "source/none"}, "described nowhere", "new source"),
        ("state", (), {"name": "a\u202eb"}, "nobody sees", "Delete it"),
        ("state", (), {"name": "Greece"}, "is there already", "--id"),
        ("state", (), {"name": "?!"}, "No id can be made", "state/one"),
        ("state", (), {"name": "W", "id": "state/../x"}, "of dots", "Write it"),
        ("state", (), {"name": "W", "id": "org/x"}, "does not begin with state/", "looks like"),
        ("source", (), {"name": "N", "id": "source/treaty-text"}, "is there already", "Edit its"),
        ("source", (), {"name": "N"}, "title, kind are empty", "Each row has title, kind"),
        ("membership", (), {"name": "Greece in NATO"}, "no name of its own", "arrangement and mem"),
        ("membership", ("member=state/greece",), {}, "No id can be made", "membership/one"),
        ("membership", ("member=state/turkey",), {"id": "membership/nato/greece"},
         "in another row of", "an id of its own"),
        ("organization", ("start=2021-02-29",), {"name": "W", "source": "source/treaty-text"},
         "has 28 days", "which day"),
    ],
)  # fmt: skip
def test_a_draft_that_is_wrong_writes_nothing(root, kind, pairs, more, told, hint):
    with pytest.raises(SourceError) as caught:
        draft(root, kind, *pairs, **more)
    faults = caught.value.faults if isinstance(caught.value, TableError) else [caught.value]
    found = [fault for fault in faults if told in fault.message]
    assert {fault.column for fault in faults if not fault.line} <= {0}
    assert found, [fault.message for fault in faults]
    assert hint in found[0].hint
    assert untouched(root)


def test_ids_are_made_of_what_a_thing_is_about(root):
    pairs = ("state=state/greece", "soldiers=5")
    assert draft(root, "count", *pairs, source="source/treaty-text").rows[0].id == "count/greece"


@pytest.mark.parametrize("text", ["start", "strat=1949", "start=", "check=seen-in-source", "n=2"])
def test_a_pair_that_fills_no_column_is_refused(root, text):
    table = read_data_set(root).file("membership").table
    with pytest.raises(SourceError, match="fills no column") as caught:
        pair(text, table)
    assert "arrangement, member, start" in caught.value.hint


@pytest.mark.parametrize(
    ("name", "made"),
    [("Łódź Group (2nd)", "lodz-group-2nd"), ("Côte d’Ivoire", "cote-d-ivoire"),
     ("Größe", "grosse"), ("  NATO ", "nato"), ("..", "")],
)  # fmt: skip
def test_ids_are_made_of_plain_letters(name, made):
    assert slug(name) == made


# likely repetitions


@pytest.mark.parametrize(
    ("kind", "pairs", "more", "twin", "why"),
    [
        ("organization", ("acronym=NATO", "classes=Alliance"),
         {"name": "Nato", "id": "organization/n", "source": "source/treaty-text"},
         "organization/nato", "has acronym NATO too"),
        ("organization", ("classes=Alliance",), {"name": "North Atlantic Treaty Organisation"},
         "organization/nato", "nearly the same name"),
        ("organization", ("classes=Alliance",), {"name": "Organization, North-Atlantic Treaty"},
         "organization/nato", "nearly the same name"),
        ("source", ("title=M", "kind=press", "address=https://nato.example/m"), {"name": "Else"},
         "source/nato-members", "has address https://nato.example/m too"),
        ("membership", ("arrangement=organization/nato", "member=state/greece"),
         {"id": "membership/nato/hellas", "source": "source/treaty-text"},
         "membership/nato/greece", "is about organization/nato and state/greece too"),
    ],
)  # fmt: skip
def test_what_seems_to_be_there_is_shown_and_not_written(root, kind, pairs, more, twin, why):
    added = draft(root, kind, *pairs, **more)
    assert [(like.id, why in like.why) for like in added.similar] == [(twin, True)]
    assert (added.rows, untouched(root)) == ((), True)
    assert draft(root, kind, *pairs, force=True, **more).rows
    assert len(new_lines(root, kind)) == 1


def test_numbers_tell_names_apart(root):
    text = "id,name_en,title,kind\nsource/r-{0},Council: Resolution {0} (2013),R,press\n"
    add(root, "source", text.format(2085))
    assert add(root, "source", text.format(2086)).similar == ()


def test_things_of_one_file_that_repeat_each_other_are_seen(root):
    rows = ["source/a,Council: On the pact,T,press", "source/b,Council: on the Pact,T,press"]
    added = add(root, "source", "\n".join(["id,name_en,title,kind", *rows]))
    assert [(like.new, like.id) for like in added.similar] == [("source/b", "source/a")]


# many


def test_a_file_is_added_and_a_second_time_nothing(root):
    text = f"{SOURCE_HEADER}\n{SOURCE_ROW}\n"
    assert [row.id for row in add(root, "source", text).rows] == ["source/testa-2020"]
    assert new_lines(root, "source") == [SOURCE_ROW]
    again = add(root, "source", text)
    assert (again.rows, again.known) == ((), 1)
    assert new_lines(root, "source") == [SOURCE_ROW]


@pytest.mark.parametrize(
    "saved",
    [
        f"{SOURCE_HEADER}\n{SOURCE_ROW}\n".replace(",", ";"),
        f"{SOURCE_HEADER}\n{SOURCE_ROW}\n".replace(",", "\t"),
        f"sep=,\r\n{SOURCE_HEADER}\r\n{SOURCE_ROW}\r\n",
        f"\ufeff{SOURCE_HEADER},,\n{SOURCE_ROW},,\n,,,,,,,,,\n",
    ],
    ids=["semicolon", "tab", "sep", "mark-and-trailing"],
)
def test_a_file_of_a_spreadsheet_program_is_added(root, saved):
    add(root, "source", saved)
    assert new_lines(root, "source") == [SOURCE_ROW]


def test_numbers_and_checks_are_filled_in(root):
    rows = [
        "state/greece,300,source/treaty-text,p. 1",
        "state/turkey,792,source/treaty-text,p. 2",
        "state/turkey,,,",
    ]
    add(root, "state", "\n".join(["id,m49,source,place", *rows]), SEEN)
    assert new_lines(root, "state") == [
        "state/greece,3,,300,,source/treaty-text,p. 1,seen-in-source,2026-11-27",
        "state/turkey,2,,792,,source/treaty-text,p. 2,seen-in-source,2026-11-27",
        "state/turkey,3,,,,,,,",
    ]


def test_what_the_table_says_already_is_not_added_though_it_was_checked_since(root):
    rows = "state/greece,300,source/nato-members,row 2"
    added = add(root, "state", f"id,m49,source,place\n{rows}\n{rows}\n")
    assert (added.rows, added.known) == ((), 2)
    rows += ",seen-in-public-copy,2026-11-24"
    assert add(root, "state", f"id,m49,source,place,check,checked_on\n{rows}\n").rows


def test_keys_of_a_known_thing_may_be_left_empty(root):
    header = "id,arrangement,member,start,source\n"
    added = add(root, "membership", header + "membership/nato/greece,,,1953,source/treaty-text\n")
    assert added.rows[0].cells["member"] == "state/greece"
    assert new_lines(root, "membership")[0].startswith("membership/nato/greece,3,organization/nato")


def test_a_check_that_the_file_gives_stays(root):
    row = "state/greece,300,source/treaty-text,p. 1,seen-in-public-copy,2020-01-01"
    add(root, "state", f"id,m49,source,place,check,checked_on\n{row}\n", SEEN)
    assert new_lines(root, "state")[0].endswith("seen-in-public-copy,2020-01-01")


FILES = [
    ("source", "id,publisher\nsource/a,P\n", [(1, 3, "The columns name_en, title, kind are miss")]),
    ("membership", "start\n1949\n", [(1, 2, "The columns id, arrangement, member are missing")]),
    ("source", "id,name_en,title,kind,colour\n", [(1, 5, 'no column "colour"')]),
    ("source", SOURCE_HEADER + "\n", [(0, 0, "The table has no rows.")]),
    ("source", f"{SOURCE_HEADER}\n{SOURCE_ROW}".replace("testa-2020", "Test 2020"),
     [(2, 1, "has a blank in it")]),
    ("state", "id,m49,succeeds\nstate/x,4,\nstate/y,,state/none\nstate/z,444,\n",
     [(2, 2, "lost its leading"), (3, 0, "fills succeeds and names no source"),
      (3, 0, "has no name_en"), (3, 3, "is described nowhere"),
      (4, 0, "fills m49 and names no source"), (4, 0, "has no name_en")]),
    ("source", f"{SOURCE_HEADER}\n{SOURCE_ROW}".replace("2020-01-02", "2021-02-29"),
     [(2, 5, "February 2021 has 28 days")]),
    ("source", "id,name_en,title,kind\nsource/treaty-text,Other,T,press\n",
     [(2, 1, "is in line 3 of data/tables/source.csv already, with another name_en")]),
    ("state", "id,n,name_en\nstate/greece,1,Hellas\n",
     [(2, 1, "state/greece 1 is in line 3 of data/tables/state.csv already")]),
    ("state", "id,m49\nstate/x,4\nstate/y,12\nstate/z,Apr-49\n",
     [(2, 2, "lost its leading"), (3, 2, "lost its leading"), (4, 2, "not written as")]),
    ("count", "id,state,soldiers,source\n"
     + "".join(f"count/{n},state/greece,{cell},source/treaty-text\n"
               for n, cell in enumerate(["1.0", "1E+05", '"10,000"', "+5", "many"])),
     [(line, 3, "whole number" if line != 3 else "shortened") for line in range(2, 7)]),
    ("membership", "id,arrangement,member\nmembership/x,organization/nato,state/utopia\n",
     [(2, 3, '"state/utopia" is described nowhere')]),
    ("state", "id,name_en,source\nstate/x,X,source/unheard-of\n",
     [(2, 3, '"source/unheard-of" is described nowhere')]),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "text", "wanted"), FILES)
def test_a_file_that_is_wrong_is_told_whole_and_writes_nothing(root, kind, text, wanted):
    with pytest.raises(SourceError) as caught:
        add(root, kind, text)
    error = caught.value
    faults = error.faults if isinstance(error, TableError) else (error,)
    assert [(fault.line, fault.column) for fault in faults] == [w[:2] for w in wanted]
    assert all(w[2] in fault.message for w, fault in zip(wanted, faults, strict=True)), faults
    assert all(fault.hint for fault in faults)
    assert untouched(root)


def test_seen_needs_a_place_in_each_row_of_a_file(root):
    with pytest.raises(TableError, match="place is empty"):
        add(root, "state", "id,m49,source\nstate/turkey,792,source/treaty-text\n", SEEN)
    assert untouched(root)


# writing


def test_a_table_that_changed_meanwhile_is_not_overwritten(root):
    data_set = read_data_set(root)
    path = root / "data" / "tables" / "state.csv"
    path.write_text(path.read_text() + "state/other,1,Other,,,,,,\n")
    with pytest.raises(SourceError, match="changed the table meanwhile"):
        add_draft(data_set, "state", Draft(name="Wakanda"))
    assert lines_of(root, "state")[-1] == "state/other,1,Other,,,,,,"


_KILLED = """
import os, signal, sys
from pathlib import Path
from openalliances.tables import adding
from openalliances.tables.data_set import read_data_set
from openalliances.tables.drafts import Draft
adding.raw_triples = lambda _: os.kill(os.getpid(), signal.SIGKILL)
adding.add_draft(read_data_set(Path(sys.argv[1])), "state", Draft(name="Wakanda"))
"""


@pytest.mark.skipif(os.name == "nt", reason="there is no SIGKILL on Windows")
def test_a_writer_that_is_killed_leaves_the_old_table(root):
    ended = subprocess.run([sys.executable, "-c", _KILLED, root], check=False)
    assert ended.returncode == -signal.SIGKILL
    assert untouched(root)
