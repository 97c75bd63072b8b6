"""What a maintainer reads about a broken file: ``broken/x.ttl`` and, beside it, ``broken/x.txt``.

The text is what ``openalliances check`` prints, to the letter. Whoever changes a message or a
shape writes the texts anew, from the top of the repository, and reads what has changed::

    cd tests/checks/broken
    for f in *.ttl *.xlsx; do (cd ../../.. &&
      openalliances check tests/checks/broken/$f > tests/checks/broken/${f%.*}.txt); done

The files name different things, so that they can be checked together.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from openalliances.builder.checks.check import check
from openalliances.builder.read_files import read_file
from openalliances.cli import main
from openalliances.errors import SourceError

ROOT = Path(__file__).parents[2]
FOLDER = Path(__file__).parent / "broken"
FILES = sorted(path for path in FOLDER.iterdir() if path.suffix != ".txt")
NAMES = [path.stem for path in FILES]
QUERIES = tuple(sorted((ROOT / "ontology" / "checks").glob("*.rq")))

ONE_PROBLEM = re.compile(
    r"tests/checks/broken/[\w.]+(:\d+){0,2}  (ERROR|WARNING)  .*[.?]\n"
    r"(    [^ ].*\.\n)?"
    r"    try: .+\n"
    r"(    rule: (https://\S+|\w+\.rq)\n)?"
)
JARGON = re.compile(
    r"\b(min|max)Count|\bsh:|SHACL|[Cc]onstraint|focus node|NodeKind|qualified|Traceback"
    r"|_:|\bf-tests-|\bn[0-9a-f]{32}\b|\b(None|URIRef|Literal)\b"
)
RAW_IRI = re.compile(r"(?<!<)https?://\S+")


def readable(path: Path) -> bool:
    try:
        read_file(path, ROOT)
    except SourceError:
        return False
    return True


@pytest.fixture(scope="module")
def told() -> dict[str, str]:
    """Return what is said of each file; a file that cannot be read would hide the others."""
    said: dict[str, str] = {}
    for group in (
        [path for path in FILES if readable(path)],
        [path for path in FILES if not readable(path)],
    ):
        for problem in check(group, root=ROOT, queries=QUERIES).problems:
            said[problem.path] = said.get(problem.path, "") + problem.to_text() + "\n"
    return said


def expected(path: Path) -> str:
    return path.with_suffix(".txt").read_text(encoding="utf-8")


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_the_text_is_as_written(path: Path, told: dict[str, str]) -> None:
    assert told.get(path.relative_to(ROOT).as_posix(), "") == expected(path)


@pytest.mark.parametrize(
    "name", ["dates_reversed", "file_empty", "term_misspelt_property", "syntax_missing_dot"]
)
def test_alone_it_is_the_same_on_standard_output_and_the_code_is_1(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(ROOT)
    run = CliRunner().invoke(main, ["check", f"tests/checks/broken/{name}.ttl"])
    assert (run.exit_code, run.stdout) == (1, expected(FOLDER / f"{name}.ttl"))
    assert "Traceback" not in run.stderr


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_it_says_where_what_and_how_to_mend_it(path: Path) -> None:
    rest = ONE_PROBLEM.sub("", expected(path))
    assert (rest, ONE_PROBLEM.search(expected(path)) is not None) == ("", True)


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_it_needs_no_knowledge_of_shacl(path: Path) -> None:
    assert not JARGON.search(expected(path))


@pytest.mark.parametrize("path", FILES, ids=NAMES)
def test_things_go_by_their_labels(path: Path) -> None:
    """No IRI stands outside of the line of the rule, but one of others or one to write."""
    lines = [line for line in expected(path).splitlines() if not line.startswith("    rule: ")]
    ours = [iri for line in lines for iri in RAW_IRI.findall(line) if "openalliances" in iri]
    assert ours == []


def test_each_text_has_its_file() -> None:
    texts = {path.stem for path in FOLDER.glob("*.txt")}
    assert texts == set(NAMES) and len(NAMES) >= 50
