"""The buffer of long answers: the same bytes in memory and on disk, and its bounds."""

import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.engine import buffer as buffers
from openalliances.engine.buffer import CHUNK, AnswerBuffer, AnswerSpace, Budget
from openalliances.errors import OpenAlliancesError, QueryMemoryError, UnreadAnswersError
from openalliances.settings import Settings

ROOM = {"unread_size": 1000, "client_unread": 400, "spool_size": 2000, "client_spool": 900}


def read(buffer, offset=0):
    found = b""
    while chunk := buffer.read(offset + len(found)):
        assert len(chunk) <= CHUNK
        found += chunk
    return found


@given(
    st.lists(st.tuples(st.binary(max_size=500), st.booleans()), max_size=12),
    st.sampled_from([1, 100, 10_000]),
    st.sampled_from([1, 300, 100_000]),
)
def test_what_is_read_is_what_was_written(chunks, in_memory, of_a_file):
    space = AnswerSpace(Settings())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(buffers._OnDisk, "full", of_a_file)
        buffer = AnswerBuffer(Settings(buffer_size=in_memory), space)
        written = found = b""
        for chunk, is_read in chunks:
            buffer.write(chunk)
            written += chunk
            assert space.memory.held <= in_memory
            if is_read:
                found += read(buffer, len(found))
                assert found == written
                assert space.memory.held + space.disk.held == 0
        assert buffer.whole() == written[len(found) :]
        assert buffer.size == len(written)
        buffer.close()
    assert space.memory.held + space.disk.held == 0


def test_an_answer_beyond_the_limit_is_refused_with_what_to_do():
    buffer = AnswerBuffer(Settings(result_size=10))
    buffer.write(b"0123456789")
    with pytest.raises(QueryMemoryError, match="10 bytes") as refused:
        buffer.write(b"x")
    assert "/dumps/" in refused.value.hint
    assert read(buffer) == b"0123456789"
    buffer.close()


def test_a_writer_is_told_that_the_reader_has_left():
    buffer = AnswerBuffer(Settings())
    buffer.write(b"x")
    buffer.close()
    with pytest.raises(OpenAlliancesError):
        buffer.write(b"y")
    assert buffer.read(0) == b""


def fill(buffer, most=100_000):
    """Write until there is no room; return how much there was."""
    with pytest.raises(UnreadAnswersError):
        for _ in range(most // 100):
            buffer.write(b"x" * 100)
    return buffer.size


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(buffers, "_PATIENCE", -1)


def test_one_client_gets_its_share_and_another_gets_its_own(impatient):
    settings = Settings(**ROOM)
    space = AnswerSpace(settings)
    one, again = AnswerBuffer(settings, space, "a"), AnswerBuffer(settings, space, "a")
    one.write(b"x" * 400)
    one.write(b"x" * 900)
    assert fill(again) == 0
    other = AnswerBuffer(settings, space, "b")
    assert fill(other) == 1300
    for buffer in (one, again, other):
        buffer.close()
    assert (space.memory.held, space.disk.held) == (0, 0)


def test_in_sum_no_more_is_held_than_the_setting_says(impatient):
    settings = Settings(**ROOM)
    space = AnswerSpace(settings)
    held = [AnswerBuffer(settings, space, str(n)) for n in range(24)]
    for buffer in held:
        for _ in range(3):
            if not buffer._closed:
                try:
                    buffer.write(b"x" * 300)
                except UnreadAnswersError as error:
                    assert error.retry_after
                    assert error.status_hint == 503
        assert space.memory.held <= 1000
        assert space.disk.held <= 2000
    for buffer in held:
        buffer.close()
    assert (space.memory.held, space.disk.held) == (0, 0)


def test_an_answer_that_fails_for_want_of_room_gives_back_its_own(impatient):
    settings = Settings(**ROOM)
    space = AnswerSpace(settings)
    buffer = AnswerBuffer(settings, space, "a")
    fill(buffer)
    assert (space.memory.held, space.disk.held) == (0, 0)
    assert buffer.read(0) == b""


def test_a_writer_waits_for_a_reader_who_reads_on():
    settings = Settings(**ROOM)
    buffer = AnswerBuffer(settings, AnswerSpace(settings), "a")
    content = [bytes([n % 256]) * 100 for n in range(200)]

    def write():
        for chunk in content:
            buffer.write(chunk)

    writer = threading.Thread(target=write)
    writer.start()
    found = b""
    while len(found) < 20_000:
        found += buffer.read(len(found))
    writer.join(10)
    buffer.close()
    assert found == b"".join(content)


def test_a_disk_that_is_full_costs_no_room(monkeypatch):
    def fail(*_):
        raise OSError

    monkeypatch.setattr(buffers._OnDisk, "append", fail)
    settings = Settings(buffer_size=1)
    space = AnswerSpace(settings)
    buffer = AnswerBuffer(settings, space, "a")
    with pytest.raises(OSError):
        buffer.write(b"xx")
    buffer.close()
    assert space.disk.held == 0


@given(st.lists(st.tuples(st.sampled_from("abc"), st.integers(1, 60)), max_size=40))
def test_a_budget_is_never_passed_and_all_comes_back(wanted):
    budget = Budget(100, 50)
    taken = [(client, size) for client, size in wanted if budget.take(client, size)]
    assert budget.held == sum(size for _, size in taken) <= 100
    for client in "abc":
        assert sum(size for name, size in taken if name == client) <= 50
    for client, size in taken:
        budget.give(client, size)
    assert budget.held == 0
    assert budget.take("a", 50)
