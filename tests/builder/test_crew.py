"""Work beside the main line: its result, its failures, its end."""

import os
import signal
import time
from pathlib import Path

import pytest

from openalliances.builder.background import Crew, done
from openalliances.errors import CheckError, MachineError


def fail(error):
    raise error


def test_the_result_comes_back_from_another_process():
    with Crew() as crew:
        pid, total = crew.beside(lambda n: (os.getpid(), n + 1), 2).result()
    assert total == 3
    assert pid != os.getpid() or os.cpu_count() == 1


def test_the_result_can_be_asked_for_again():
    with Crew() as crew:
        found = crew.beside(lambda: ["x"])
        assert found.result() is found.result()
    assert done(3).result() == 3


def test_our_errors_come_back_with_message_and_hint():
    with Crew() as crew, pytest.raises(CheckError, match="bad") as caught:
        crew.beside(fail, CheckError("bad", "do better")).result()
    assert caught.value.hint == "do better"


def test_a_full_disk_is_a_full_disk():
    with Crew() as crew, pytest.raises(OSError, match="No space") as caught:
        crew.beside(fail, OSError(28, "No space left on device", "x")).result()
    assert (caught.value.errno, caught.value.filename) == (28, "x")


def test_a_process_that_is_killed_is_told_of():
    with Crew() as crew, pytest.raises(MachineError, match="ended by itself"):
        crew.beside(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


def test_what_is_still_at_work_ends_with_the_block(tmp_path: Path):
    with Crew() as crew:
        crew.beside(time.sleep, 60)
        pids = [process.pid for process in crew._processes]
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
