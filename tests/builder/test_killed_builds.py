"""Twenty builds are killed at random moments: the old release stays whole, and nothing is left."""

import random
import subprocess
import sys

from pyoxigraph import Store

from openalliances.builder.folder import partial_folder
from openalliances.release import open_release

# Each build replaces the one before. It is forked from a process that has opened no store, so that
# nothing but the build takes time; the moments of the kills are spread over what a build takes.
PROGRAM = """
import os, random, signal, sys, time
from pathlib import Path
from pyoxigraph import Literal, NamedNode, Quad, Store
from openalliances.builder.folder import partial_folder, settle
from openalliances.release import RELEASE_FORMAT, Manifest, open_release, write_manifest

place, rng = Path(sys.argv[1]), random.Random(int(sys.argv[2]))


def build(number):
    with partial_folder(place) as folder:
        store = Store(str(folder / "store"))
        subject = NamedNode("https://example.org/s")
        values = [Literal(f"{number} {at}") for at in range(300)]
        store.bulk_extend(Quad(subject, NamedNode("https://example.org/p"), v) for v in values)
        store.flush()
        del store
        title = str(number)
        write_manifest(folder, Manifest(
            RELEASE_FORMAT, "files", "1", title, "http://x/", title, title, 300, (), (), (), {}
        ))
        settle(folder, place / "target", title)


def child(number):
    pid = os.fork()
    if pid == 0:
        build(number)
        os._exit(0)
    return pid


began = time.monotonic()
os.waitpid(child(0), 0)
longest = time.monotonic() - began
killed = 0
for number in range(1, 21):
    pid = child(number)
    time.sleep(rng.random() * longest)
    os.kill(pid, signal.SIGKILL)
    killed += os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1]) == -signal.SIGKILL
    release = place / "target"
    if release.exists():
        print(number, open_release(release).manifest.title, flush=True)
    else:
        print(number, "moved", [p.name for p in place.glob(".replaced-*/target")], flush=True)
print("killed", killed, flush=True)
"""


def test_twenty_killed_builds_leave_the_old_release_whole(tmp_path):
    place = tmp_path / "releases"
    seed = random.randrange(10**6)
    command = [sys.executable, "-c", PROGRAM, str(place), str(seed)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, (seed, done.stderr)
    *lines, last = done.stdout.splitlines()
    assert len(lines) == 20
    assert int(last.split()[1]) >= 5, (seed, done.stdout)
    # Between two renames there is neither: the old one is brought back by the next build.
    assert all(title != "moved" or rest for _, title, *rest in map(str.split, lines)), (seed, lines)
    with partial_folder(place):
        pass
    assert [path.name for path in place.iterdir()] == ["target"]
    release = open_release(place / "target")
    store = Store.read_only(str(release.store))
    title = release.manifest.title
    assert len(store) == 300
    assert all(quad.object.value.startswith(f"{title} ") for quad in store)


def test_a_release_that_was_moved_aside_comes_back(tmp_path):
    aside = tmp_path / ".replaced-x" / "target"
    aside.mkdir(parents=True)
    (aside / "file").write_text("old")
    with partial_folder(tmp_path):
        pass
    assert [path.name for path in tmp_path.iterdir()] == ["target"]
    assert (tmp_path / "target" / "file").read_text() == "old"
