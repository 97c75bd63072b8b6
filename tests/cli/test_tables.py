"""Commands about tables: new, columns, turtle; which data set they write to, and which never."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest

import openalliances
from openalliances.bundle import bundle

from ..tables.small import ROWS, write_small

TABLES = Path("data/tables")
ROW = "source/testa-2020,Test Agency: On pacts,On pacts,TA,2020-01-02,https://t.example/a,press,ß"
CSV = f"id,name_en,title,publisher,date,address,kind,note\n{ROW}\n"


class Clock(date):
    """A day that stands still."""

    @classmethod
    def today(cls) -> Clock:
        return cls(2031, 2, 3)


@pytest.fixture
def here(tmp_path, monkeypatch) -> Path:
    """Stand in a small data set, on a day that stands still."""
    root = write_small(tmp_path / "set")
    monkeypatch.chdir(root)
    monkeypatch.setattr("openalliances.cli.tables.date", Clock)
    return root


def added(root: Path, kind: str) -> list[str]:
    lines = (root / TABLES / f"{kind}.csv").read_text().splitlines()
    return [line for line in lines if line not in ROWS[kind]]


def test_new_adds_a_row_that_is_not_checked(run, here):
    result = run("new", "state", "Wakanda", "--source", "source/nato-members", "--place", "row 9")
    assert (result.exit_code, result.stdout) == (0, "data/tables/state.csv:6: state/wakanda\n")
    assert "1 row added" in result.stderr
    assert "still empty: m49, succeeds" in result.stderr
    assert added(here, "state") == [
        "state/wakanda,1,Wakanda,,,source/nato-members,row 9,not-checked,"
    ]


def test_new_with_check_fills_in_the_day(run, here):
    given = ("--source", "source/nato-members", "--place", "row 9", "--check", "seen-in-source")
    assert run("new", "state", "Wakanda", *given).exit_code == 0
    assert added(here, "state")[0].endswith("row 9,seen-in-source,2031-02-03")


def test_new_from_a_file_and_once_more(run, here):
    (here / "s.csv").write_text(CSV)
    result = run("new", "source", "--from", "s.csv")
    assert (result.exit_code, result.stdout) == (0, "data/tables/source.csv:3: source/testa-2020\n")
    again = run("new", "source", "--from", "s.csv")
    assert (again.exit_code, again.stdout) == (0, "")
    assert "0 rows added, 1 there already" in again.stderr
    assert added(here, "source") == [ROW]


def test_new_shows_what_is_alike_and_ends_with_1(run, here):
    result = run("new", "state", "Turkeye")
    assert (result.exit_code, result.stdout) == (1, "")
    assert "resembles state/turkey (Turkey): it has nearly the same name" in result.stderr
    assert "--force" in result.stderr
    assert added(here, "state") == []
    assert run("new", "state", "Turkeye", "--force").exit_code == 0
    assert added(here, "state") == ["state/turkeye,1,Turkeye,,,,,,"]


def test_every_fault_of_a_file_is_printed_with_its_cure(run, here):
    (here / "bad.csv").write_text("id,m49,start\nstate/x y,4,\nstate/z,12,\n")
    result = run("new", "state", "--from", "bad.csv")
    assert (result.exit_code, result.stdout) == (3, "")
    assert 'bad.csv:1:3: A state table has no column "start".' in result.stderr
    (here / "bad.csv").write_text("id,m49\nstate/x y,4\nstate/z,12\n")
    told = run("new", "state", "--from", "bad.csv").stderr
    assert all(place in told for place in ("bad.csv:2:1: id:", "bad.csv:2:2: m49:", "bad.csv:3:2:"))
    assert told.count("  try: ") == 3
    assert added(here, "state") == []


@pytest.mark.parametrize(
    "args",
    [
        ("new",),
        ("new", "state", "Wakanda", "--from", "x.csv"),
        ("new", "state", "--from", "x.csv", "--set", "m49=004"),
        ("new", "state", "Wakanda", "--check", "seen"),
        ("fmt", "x.ttl", "--in", "."),
    ],
)
def test_calls_that_contradict_themselves_are_refused_with_2(run, here, args):
    assert run(*args).exit_code == 2


# where it is written


def test_the_nearest_data_set_upwards_is_the_one_that_is_written(run, here, monkeypatch):
    below = here / "some" / "where"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    written = here / TABLES / "state.csv"
    assert run("new", "state", "Wakanda").stdout == f"{written}:6: state/wakanda\n"
    assert added(here, "state") == ["state/wakanda,1,Wakanda,,,,,,"]


def test_the_data_set_that_is_named_is_the_one_that_is_written(run, here, tmp_path):
    other = write_small(tmp_path / "other")
    assert run("new", "state", "Wakanda", "--in", other).exit_code == 0
    assert (added(here, "state"), len(added(other, "state"))) == ([], 1)


@pytest.mark.parametrize(
    "args",
    [
        ("new", "state", "Wakanda"),
        ("new", "source", "--from", "s.csv"),
        ("fmt",),
        ("fmt", "--check"),
    ],
)
def test_without_a_data_set_nothing_is_written(run, tmp_path, monkeypatch, args):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "s.csv").write_text(CSV)
    before = {path: path.stat().st_mtime_ns for path in (bundle() / TABLES).iterdir()}
    result = run(*args)
    assert (result.exit_code, result.stdout) == (3, "")
    assert "There is no data set here" in result.stderr
    assert "a clone" in result.stderr
    assert {path: path.stat().st_mtime_ns for path in (bundle() / TABLES).iterdir()} == before


def test_an_installed_package_is_never_written(run, tmp_path, monkeypatch):
    packages = tmp_path / "lib" / "site-packages"
    root = write_small(packages / "openalliances" / "bundle")
    monkeypatch.chdir(root)
    for args in (("new", "state", "Wakanda"), ("fmt",), ("fmt", root / TABLES / "state.csv")):
        (root / TABLES / "state.csv").write_text("\n".join([*ROWS["state"], "", ""]))
        result = run(*args)
        assert result.exit_code == 3
        assert "part of an installed program" in result.stderr


def test_the_command_of_another_checkout_writes_where_one_stands(here):
    """The program runs from this checkout, and the data set of the tmp folder changes."""
    code = Path(openalliances.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "openalliances", "new", "state", "Wakanda"],
        cwd=here,
        env={**os.environ, "PYTHONPATH": str(code)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stdout) == (0, "data/tables/state.csv:6: state/wakanda\n")


# fmt


def test_fmt_brings_tables_and_turtle_of_the_data_set_into_form(run, here):
    path = here / TABLES / "state.csv"
    text = path.read_text()
    head, *rows = text.splitlines()
    path.write_text(
        "\r\n".join([head.replace(",", ";"), *(r.replace(",", ";") for r in rows[::-1])])
    )
    listed = run("fmt", "--check")
    assert (listed.exit_code, listed.stdout) == (1, f"would change: {path}\n")
    assert (run("fmt").exit_code, path.read_text()) == (0, text)
    assert run("fmt", "--check").exit_code == 0


def test_fmt_of_a_table_that_is_wrong_changes_nothing(run, here):
    path = here / TABLES / "state.csv"
    path.write_text(path.read_text().replace("004", "4") + "\n")
    before = path.read_text()
    result = run("fmt", TABLES / "state.csv")
    assert (result.exit_code, path.read_text()) == (3, before)
    assert "data/tables/state.csv:2:4: m49:" in result.stderr


def test_fmt_of_a_table_without_metadata_says_what_to_do(run, tmp_path):
    (tmp_path / "x.csv").write_text("id\n")
    result = run("fmt", tmp_path / "x.csv")
    assert result.exit_code == 3
    assert "x.csv-metadata.json beside it" in result.stderr


# what is there


def test_columns_lists_tables_and_their_columns(run, here):
    listed = [line.split("\t") for line in run("columns").stdout.splitlines()]
    assert [row[0] for row in listed] == ["table", *sorted(ROWS)]
    rows = {
        row[0]: row for row in (x.split("\t") for x in run("columns", "state").stdout.splitlines())
    }
    assert list(rows)[1:] == ROWS["state"][0].split(",")
    assert rows["id"][2] == "in each row"
    assert rows["name_en"][2:4] == ["in one row of each thing", "The name_en of it."]


def test_columns_of_what_is_no_table(run, here):
    result = run("columns", "castle")
    assert result.exit_code == 3
    assert "Tables are: count, membership" in result.stderr


@pytest.mark.parametrize("what", ["data/tables/membership.csv", "membership"])
def test_turtle_of_a_table(run, here, what):
    said = run("turtle", what).stdout
    assert "<https://w3id.org/openalliances/id/membership/nato/greece>\n" in said
    assert "id/citation/membership/nato/greece/2>\n" in said
    assert "id/state/greece>\n    a" not in said


@pytest.mark.parametrize(
    "what", ["membership/nato/greece", "https://w3id.org/openalliances/id/membership/nato/greece"]
)
def test_turtle_of_one_thing_has_its_citations(run, here, what):
    subjects = [x for x in run("turtle", what).stdout.splitlines() if x.startswith("<")]
    names = [
        "adjudication/membership/nato/greece/start",
        *(f"citation/membership/nato/greece/{n}" for n in (1, 2)),
        "membership/nato/greece",
    ]
    assert subjects == [f"<https://w3id.org/openalliances/id/{name}>" for name in names]


@pytest.mark.parametrize(
    ("what", "told"),
    [
        ("membership/nato/atlantis", "No table describes it"),
        ("castle", "no table of that name"),
        ("elsewhere/membership.csv", "does not stand in the folder data/tables"),
    ],
)
def test_turtle_of_what_is_not_there(run, here, what, told):
    result = run("turtle", what)
    assert (result.exit_code, result.stdout) == (3, "")
    assert told in result.stderr


# the data that are shipped


def git(*args: str) -> str:
    """Run git without what the user has configured; return what it prints."""
    own = ("-c", "user.name=x", "-c", "user.email=x@example.org")
    env = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull}
    done = subprocess.run(("git", *own, *args), check=True, capture_output=True, text=True, env=env)
    return done.stdout


def test_a_membership_with_two_sources_is_two_lines_of_difference(tmp_path, run, monkeypatch):
    root = tmp_path / "clone"
    for part in ("data", "ontology"):
        shutil.copytree(bundle() / part, root / part)
    monkeypatch.chdir(root)
    for args in (("init", "-q"), ("add", "."), ("commit", "-qm", "as it was")):
        git(*args)
    pact, id_ = "arrangement/act-of-chapultepec", "membership/act-of-chapultepec/burundi"
    about = ("--set", f"arrangement={pact}", "--set", "member=state/burundi", "--set", "kind=full")
    first = ("--set", "start=1945-03-06", "--source", "source/cow-alliances-4-1")
    second = ("--set", "start=1945", "--source", "source/atop-4-01")
    assert run("new", "membership", *about, *first).exit_code == 0
    assert run("new", "membership", "--id", id_, *second).exit_code == 0
    assert git("diff", "--numstat") == "2\t0\tdata/tables/membership.csv\n"
    assert run("fmt", "--check", TABLES / "membership.csv").exit_code == 0
