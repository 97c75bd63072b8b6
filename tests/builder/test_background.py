"""Work beside the main line: its result, its failures, its end."""

import os
import signal
import time
from pathlib import Path

import pytest

from openalliances.builder.background import BackgroundProcesses, done
from openalliances.errors import CheckError, MachineError


def fail(error):
    raise error


def test_the_result_comes_back_from_another_process():
    with BackgroundProcesses() as background:
        pid, total = background.submit(lambda n: (os.getpid(), n + 1), 2).result()
    assert total == 3
    assert pid != os.getpid() or os.cpu_count() == 1


def test_the_result_can_be_asked_for_again():
    with BackgroundProcesses() as background:
        found = background.submit(lambda: ["x"])
        assert found.result() is found.result()
    assert done(3).result() == 3


def test_our_errors_come_back_with_message_and_hint():
    with BackgroundProcesses() as background, pytest.raises(CheckError, match="bad") as caught:
        background.submit(fail, CheckError("bad", "do better")).result()
    assert caught.value.hint == "do better"


def test_a_full_disk_is_a_full_disk():
    with BackgroundProcesses() as background, pytest.raises(OSError, match="No space") as caught:
        background.submit(fail, OSError(28, "No space left on device", "x")).result()
    assert (caught.value.errno, caught.value.filename) == (28, "x")


def test_a_process_that_is_killed_is_told_of():
    with BackgroundProcesses() as background, pytest.raises(MachineError, match="ended by itself"):
        background.submit(lambda: os.kill(os.getpid(), signal.SIGKILL)).result()


def test_what_is_still_at_work_ends_with_the_block(tmp_path: Path):
    with BackgroundProcesses() as background:
        background.submit(time.sleep, 60)
        pids = [process.pid for process in background._processes]
    assert not [pid for pid in pids if Path(f"/proc/{pid}").exists()]
