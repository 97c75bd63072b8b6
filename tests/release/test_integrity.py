"""Releases that were damaged are refused with the reason, or answer as before: never otherwise."""

import random
import shutil
from pathlib import Path

import pytest

from openalliances.engine.interface import Query
from openalliances.engine.local.engine import open_local
from openalliances.engine.open import open_engine
from openalliances.errors import ReleaseDamagedError, StoreDamagedError
from openalliances.rdf.formats import RESULTS_CSV
from openalliances.release import open_release
from openalliances.release.integrity import CHECKSUMS, FileWatch, damage, write_checksums
from openalliances.settings import Settings

from ..sample import write_release

ALL = Query("SELECT ?g ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } ORDER BY ?g ?s ?p ?o", RESULTS_CSV, 20.0)
FEW = Settings(query_workers=1, light_workers=1)


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    return write_release(tmp_path_factory.mktemp("whole") / "r").folder


@pytest.fixture
def copy(whole, tmp_path):
    return Path(shutil.copytree(whole, tmp_path / "copy"))


def answer(folder, read_at_most=1e9, settings=FEW):
    engine = open_engine(open_release(folder, read_at_most), settings)
    try:
        return b"".join(engine.run(ALL))
    finally:
        engine.close()


@pytest.fixture(scope="module")
def right(whole):
    return answer(whole)


def flip(path, rng):
    data = bytearray(path.read_bytes())
    at = rng.randrange(len(data))
    data[at] ^= 1 << rng.randrange(8)
    path.write_bytes(data)


def cut(path, rng):
    path.write_bytes(path.read_bytes()[: rng.randrange(path.stat().st_size)])


def remove(path, rng):
    path.unlink()


def double(path, rng):
    path.write_bytes(path.read_bytes() * 2)


HARMS = (flip, cut, remove, double)


def files(folder):
    return sorted(path for path in folder.rglob("*") if path.is_file() and path.stat().st_size)


@pytest.mark.parametrize("harm", HARMS, ids=lambda harm: harm.__name__)
def test_each_file_that_was_harmed_is_told_by_name(whole, tmp_path, harm):
    rng = random.Random(7)
    harmed = files(whole)
    assert len(harmed) > 12
    for number, path in enumerate(harmed):
        folder = Path(shutil.copytree(whole, tmp_path / str(number)))
        harm(folder / path.relative_to(whole), rng)
        with pytest.raises(ReleaseDamagedError) as caught:
            open_release(folder)
        assert "memory" not in caught.value.message
        if path.name not in (CHECKSUMS, "manifest.json", "CURRENT"):
            assert path.name in caught.value.message
        shutil.rmtree(folder)


@pytest.mark.parametrize("held", [0, 1_000_000], ids=["disk", "memory"])
def test_what_is_too_large_to_be_read_first_is_refused_or_right(whole, tmp_path, right, held):
    """The size is the same, and nobody compares: the store itself tells, or it is no matter."""
    rng = random.Random(11)
    for number in range(6):
        folder = Path(shutil.copytree(whole, tmp_path / str(number)))
        table = rng.choice(sorted((folder / "store").glob("*.sst")) or files(folder / "store"))
        for _ in range(20):
            flip(table, rng)
        settings = Settings(query_workers=1, light_workers=1, memory_quads=held)
        try:
            found = answer(folder, 0, settings)
        except (ReleaseDamagedError, StoreDamagedError) as error:
            assert "memory" not in error.message
        else:
            assert found == right


def test_a_store_with_half_a_list_of_its_tables_is_refused(copy):
    (listed,) = (copy / "store").glob("MANIFEST-*")
    listed.write_bytes(listed.read_bytes()[: listed.stat().st_size // 2])
    with pytest.raises(ReleaseDamagedError, match=listed.name):
        open_release(copy)
    # Also where somebody has written new checksums over it.
    write_checksums(copy)
    with pytest.raises(ReleaseDamagedError, match="store"):
        open_engine(open_release(copy), FEW)


def test_the_quads_are_counted(copy):
    found = open_release(copy).manifest.quads
    engine = open_local(copy / "store", FEW, found + 1)
    assert f"{found:,} quads instead of {found + 1:,}" in engine.state().damage
    engine.close()


def test_a_whole_release_has_no_damage(whole):
    assert damage(whole) == ""
    assert FileWatch(whole).damage() == ""


def test_a_change_while_it_is_served_is_seen(copy):
    watch = FileWatch(copy)
    path = copy / "dumps" / "SHA256SUMS"
    before = path.read_bytes()
    path.write_bytes(before.swapcase())
    assert "SHA256SUMS was changed" in watch.damage()
    path.write_bytes(before)
    assert watch.damage() == ""
    path.unlink()
    assert "SHA256SUMS is missing" in watch.damage()
