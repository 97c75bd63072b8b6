"""A table of somebody else gets our identifiers on the command line; nothing is left half."""

import csv
import io
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from openalliances.cli import link

from ..linking.coded import coded

YEMEN = "https://w3id.org/openalliances/id/state/yemen"
NORTH = "https://w3id.org/openalliances/id/state/north-yemen"


@pytest.fixture(scope="module")
def index(tmp_path_factory):
    return coded(tmp_path_factory.mktemp("link"))


@pytest.fixture
def run(run, index, monkeypatch, tmp_path):
    monkeypatch.setattr(link, "_index", lambda: index)
    monkeypatch.chdir(tmp_path)
    return run


def test_a_table_is_written_beside_with_columns_added(run, tmp_path):
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfid;state\r\n1;North Yemen\r\n2;?\r\n")
    result = run("link", "a.csv", "--column", "state", "--add", "gwcode")
    assert result.exit_code == 0
    assert "2 rows: 1 sure, 1 none → a.linked.csv" in result.stderr
    data = (tmp_path / "a.linked.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbfid;state;openalliances_iri;")
    assert data.count(b"\r\n") == data.count(b"\n") == 3
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig")), delimiter=";"))
    assert [row["openalliances_iri"] for row in rows] == [NORTH, ""]
    assert [row["openalliances_gw"] for row in rows] == ["678", ""]


def test_codes_are_joined_in_their_year(run, tmp_path):
    (tmp_path / "a.tsv").write_text("gwno\tyear\n678\t1970\n678\t1995\n")
    result = run("link", "a.tsv", "--codes", "gw:gwno", "--year", "year", "--output", "-")
    assert [line.split("\t")[2] for line in result.stdout.splitlines()[1:]] == [NORTH, YEMEN]
    assert not (tmp_path / "a.linked.tsv").exists()


def test_what_is_doubtful_is_decided_and_fed_back(run, tmp_path):
    (tmp_path / "a.csv").write_text("state\ngw:678\ngw:678\n")
    told = run("link", "a.csv", "--column", "state", "--review", "r.csv").stderr
    assert "1 name to decide on → r.csv; then add --decisions r.csv" in told
    review = (tmp_path / "r.csv").read_text().splitlines()
    decided = ["x" + line if NORTH in line else line for line in review]
    (tmp_path / "r.csv").write_text("\n".join(decided))
    told = run("link", "a.csv", "--column", "state", "--decisions", "r.csv").stderr
    assert "2 rows: 2 decided" in told
    assert (tmp_path / "a.linked.csv").read_text().count(NORTH) == 2


WRONG = [
    (("nowhere.csv", "--column", "a"), 3, "nowhere.csv: No such file"),
    ((".", "--column", "a"), 3, "It is a folder"),
    (("a.csv",), 2, "--column"),
    (("a.csv", "--column", "stat"), 3, "Is it state? There is id, state"),
    (("a.csv", "--column", "state", "--year", "when"), 3, "no column “when”"),
    (("a.csv", "--column", "state", "--codes", "gwno"), 2, "cow:ccode"),
    (("a.csv", "--column", "state", "--codes", "gww:id"), 2, "Is it gw?"),
    (("a.csv", "--column", "state", "--add", "cow"), 2, "no scheme of codes called cow"),
    (("a.csv", "--column", "state", "--type", "statt"), 2, "Is it state?"),
    (("a.csv", "--column", "state", "--output", "a.csv"), 2, "are the same file"),
    (("a.csv", "--column", "state", "--output", "./link.csv"), 2, "are the same file"),
    (("a.csv", "--column", "state", "--review", "a.csv"), 2, "are the same file"),
    (("a.csv", "--column", "state", "--review", "a.linked.csv"), 2, "are the same file"),
    (("a.csv", "--column", "state", "--output", "no/b.csv"), 3, "cannot be written"),
    (("a.csv", "--column", "state", "--decisions", "a.csv"), 3, "no column “decision”"),
    (("latin.csv", "--column", "state"), 3, "latin.csv:3:1: The file is not in UTF-8"),
    (("open.csv", "--column", "state"), 3, "open.csv:3: A quotation mark is opened"),
]


@pytest.mark.parametrize(("args", "code", "told"), WRONG)
def test_what_cannot_be_done_is_told_and_nothing_is_left(run, tmp_path, args, code, told):
    (tmp_path / "a.csv").write_text("id,state\n1,Yemen\n")
    (tmp_path / "link.csv").symlink_to("a.csv")
    (tmp_path / "latin.csv").write_bytes(b"state\nYemen\n\xe9t\xe9\n")
    (tmp_path / "open.csv").write_text('state\nYemen\n"Ye\nmen\n')
    before = sorted(path.name for path in tmp_path.iterdir())
    result = run("link", *args)
    assert result.exit_code == code
    assert told in result.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == before


SCRIPT = """
import sys
from pathlib import Path
from openalliances.cli import link, main
from openalliances.linking.index import NameIndex
path = Path(sys.argv.pop(1))
link._index = lambda: NameIndex(path)
main()
"""


def start(index, *args):
    return subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(index._path), "link", *map(str, args)],
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )


def most_memory(pid):
    """Return the kilobytes that a process has had at most since it began; 0 if it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="ascii")
    except OSError:
        return 0
    # What rusage tells counts what the parent had when it forked.
    return next((int(s.split()[1]) for s in status.splitlines() if s.startswith("VmHWM")), 0)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="Windows has no /proc")
def test_memory_does_not_grow_with_the_file(index, tmp_path):
    path = tmp_path / "long.csv"
    with path.open("w") as file:
        file.write("state,text\n")
        for number in range(40_000):
            file.write(f"North Yemen,{number:0500}\n")
    assert path.stat().st_size > 20_000_000
    with start(index, path, "--column", "state") as process:
        most = 0
        while process.poll() is None:
            most = max(most, most_memory(process.pid))
            time.sleep(0.05)
        assert "40,000 rows: 40,000 sure" in process.stderr.read()
    assert 0 < most < 200_000, "kilobytes; the program alone takes half of that"
    assert (tmp_path / "long.linked.csv").stat().st_size > 20_000_000


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="Windows has no pipes with names")
def test_an_interruption_leaves_nothing_half(index, tmp_path):
    pipe, target = tmp_path / "pipe.csv", tmp_path / "out.csv"
    os.mkfifo(pipe)
    target.write_text("as it was\n")
    review = tmp_path / "review.csv"
    args = ("--column", "state", "--output", target, "--review", review)
    # For reading, too: to open a pipe for writing alone waits for its reader.
    with os.fdopen(os.open(pipe, os.O_RDWR), "w") as file, start(index, pipe, *args) as process:
        file.write("state\n" + "North Yemen\n" * 10_000)
        file.flush()
        _wait_until_written(tmp_path)
        process.send_signal(signal.SIGINT)
        assert process.wait(30) == 130
        assert "interrupted; nothing was changed" in process.stderr.read()
    assert target.read_text() == "as it was\n"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["out.csv", "pipe.csv"]


def _wait_until_written(folder: Path) -> None:
    from ..waiting import eventually

    eventually(lambda: any(path.name.startswith(".out") for path in folder.iterdir()))
