"""The digest of the inputs changes with whatever a release depends on, and with nothing else."""

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from openalliances.builder import inputs
from openalliances.builder.inputs import (
    BUNDLE,
    LIBRARIES,
    PACKAGE,
    building_modules,
    input_files,
    inputs_digest,
)
from openalliances.bundle import bundle

MODULES = [path.relative_to(PACKAGE).as_posix() for path in building_modules()]
SHAPING_NOTHING = {"rapidfuzz"}
"""Libraries that the build reaches and that leave no trace in a release."""


def one_of_each_kind() -> list[str]:
    """Return the first file of each folder and each suffix, of all that take part."""
    found = {}
    for name, path in input_files(bundle()):
        if not name.startswith(f"{PACKAGE.name}/"):
            found.setdefault((Path(name).parent, path.suffix), name)
    return sorted(found.values())


FILES = one_of_each_kind()


@pytest.fixture(scope="module")
def tree(tmp_path_factory):
    """Return a copy of the package, and a data set with a file of each kind."""
    top = tmp_path_factory.mktemp("tree")
    package = top / PACKAGE.name
    for name in MODULES:
        (package / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PACKAGE / name, package / name)
    for name in FILES:
        (top / "set" / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(bundle() / name, top / "set" / name)
    return top / "set", package


def with_more(path: Path, text: str, tree) -> tuple[str, str]:
    """Return the digest before and after *text* is added to a file, which is then as before."""
    old = path.read_bytes() if path.exists() else None
    before = inputs_digest(*tree)
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes((old or b"") + text.encode())
    after = inputs_digest(*tree)
    path.unlink() if old is None else path.write_bytes(old)
    return before, after


@pytest.mark.parametrize("name", MODULES)
def test_a_change_of_each_module_that_builds_is_seen(tree, name):
    before, after = with_more(tree[1] / name, "# more\n", tree)
    assert before != after


@pytest.mark.parametrize("name", FILES)
def test_a_change_of_each_kind_of_file_is_seen(tree, name):
    before, after = with_more(tree[0] / name, "\n", tree)
    assert before != after


@pytest.mark.parametrize(
    "name", ["data/tables/new.csv", "ontology/rules/new.rq", "ontology/more.ttl", "shapes/new.ttl"]
)
def test_a_new_file_is_seen(tree, name):
    before, after = with_more(tree[0] / name, "x", tree)
    assert before != after


@pytest.mark.parametrize(
    "name", ["tests/test_x.py", "README.md", "data/tables/README.md", "data/.x.ttl.swp", "server/a"]
)
def test_what_takes_no_part_is_not_seen(tree, name):
    before, after = with_more(tree[0] / name, "x", tree)
    assert before == after


def test_a_module_that_only_serves_is_not_seen(tree):
    before, after = with_more(tree[1] / "web" / "app.py", "x", tree)
    assert before == after


@pytest.mark.parametrize("library", [*LIBRARIES, "python"])
def test_another_version_of_each_library_is_seen(tree, library, monkeypatch):
    before = inputs_digest(*tree)
    known = inputs.built_with()
    monkeypatch.setattr(inputs, "built_with", lambda: known | {library: "of tomorrow"})
    assert inputs_digest(*tree) != before


def test_another_layout_of_releases_is_seen(tree, monkeypatch):
    before = inputs_digest(*tree)
    monkeypatch.setattr(inputs, "RELEASE_FORMAT", 999)
    assert inputs_digest(*tree) != before


def test_no_file_of_the_data_set_is_forgotten():
    taking_part = {path for _, path in input_files(bundle())}
    there = {path for folder in BUNDLE for path in (bundle() / folder).rglob("*") if path.is_file()}
    rest = {path.name for path in there - taking_part if not path.name.startswith(".")}
    assert rest <= {"catalog-v001.xml", "README.md"}
    assert len(FILES) >= 15


IMPORTED = """
import sys, openalliances.builder.pipeline
ours = [m for n, m in sys.modules.items() if n.partition(".")[0] == "openalliances"]
print(*(m.__file__ for m in ours), sep="\\n")
"""


def test_what_python_imports_for_a_build_is_among_its_modules():
    command = [sys.executable, "-c", IMPORTED]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    imported = {Path(line) for line in done.stdout.split()}
    assert imported - {PACKAGE / "version.py"} <= set(building_modules())  # told by its value
    assert len(imported) > 50


def test_what_serves_is_not_among_the_modules():
    assert not [name for name in MODULES if name.startswith(("web/", "asgi/", "cli/", "engine/"))]


def test_each_library_that_the_build_imports_is_in_the_list():
    texts = [path.read_text(encoding="utf-8") for path in building_modules()]
    named = {name for text in texts for name in re.findall(r"^(?:from|import) (\w+)", text, re.M)}
    others = named - sys.stdlib_module_names - {PACKAGE.name} - SHAPING_NOTHING
    assert others <= set(LIBRARIES)
