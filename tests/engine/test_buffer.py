"""The buffer of long answers: the same bytes in memory and on disk, and its bounds."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.engine.buffer import CHUNK, AnswerBuffer
from openalliances.errors import OpenAlliancesError, QueryMemoryError
from openalliances.settings import Settings


def read(buffer):
    found = b""
    while chunk := buffer.read(len(found)):
        assert len(chunk) <= CHUNK
        found += chunk
    return found


@given(st.lists(st.binary(max_size=500), max_size=8), st.sampled_from([1, 100, 10_000]))
def test_what_is_read_is_what_was_written(chunks, in_memory):
    buffer = AnswerBuffer(Settings(buffer_size=in_memory))
    written = b""
    for chunk in chunks:
        buffer.write(chunk)
        written += chunk
        assert read(buffer) == written
    assert (buffer.whole(), buffer.size) == (written, len(written))
    buffer.close()


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
