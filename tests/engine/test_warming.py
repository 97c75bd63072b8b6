"""Workers that stand ready copy the pages that they share, unless that takes too much."""

import subprocess
import sys

import pytest

# In a process of its own, since it forks: prints the faults of writing to all pages.
PROGRAM = """
import os, resource, sys
from openalliances.engine.local.warming import warming

held = bytearray(b"x" * (64 << 20))
if os.fork() == 0:
    steps = sum(1 for _ in warming(int(sys.argv[1]) << 20))
    before = resource.getrusage(resource.RUSAGE_SELF).ru_minflt
    for at in range(0, len(held), 4096):
        held[at] = 1
    print(steps, resource.getrusage(resource.RUSAGE_SELF).ru_minflt - before, flush=True)
    os._exit(0)
os.wait()
"""


def faults(megabytes):
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(megabytes)], capture_output=True, text=True, check=True
    )
    steps, found = map(int, done.stdout.split())
    return steps, found


@pytest.mark.skipif(sys.platform != "linux", reason="NOT CHECKED: Linux knows how to copy pages")
def test_what_was_copied_beforehand_is_not_copied_when_it_is_written():
    steps, found = faults(1000)
    assert steps >= 32
    assert found < 1000


def test_what_takes_too_much_is_left_alone():
    assert faults(16)[0] == 0
