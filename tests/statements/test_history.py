"""The history of releases: what each published first, and what became of it."""

import pytest

from openalliances.errors import SourceError
from openalliances.statements.history import Change, State, in_order, read_history, to_csv

NEW = [Change("m/a/startDate/1", State.NEW), Change("m/a/note/2", State.NEW)]


def test_releases_are_in_the_order_of_their_numbers():
    assert in_order(["2026.11.0", "2026.9.1", "2025.12.3"]) == [
        "2025.12.3",
        "2026.9.1",
        "2026.11.0",
    ]


def test_what_vanishes_is_replaced_where_its_cell_has_one_value():
    history = read_history({"2026.9.1": to_csv(NEW)}, "2026.11.0")
    assert history.changes(["m/a/startDate/3"]) == (
        Change("m/a/note/2", State.GONE),
        Change("m/a/startDate/1", State.REPLACED, "m/a/startDate/3"),
        Change("m/a/startDate/3", State.NEW),
    )


def test_the_first_release_stays_the_first_and_what_comes_back_is_published_again():
    gone = to_csv([Change("m/a/note/2", State.GONE)])
    back = to_csv([Change("m/a/note/2", State.NEW)])
    texts = {"2026.1.0": to_csv(NEW), "2026.2.0": gone, "2026.3.0": back}
    assert "m/a/note/2" not in read_history(texts, "2026.3.0").published
    history = read_history(texts, "2026.4.0")
    assert history.first["m/a/note/2"] == "2026.1.0"
    assert "m/a/note/2" in history.published


def test_the_file_of_the_release_in_the_making_is_not_read():
    assert not read_history({"2026.1.0": to_csv(NEW)}, "2026.1.0").first


@pytest.mark.parametrize("text", ["a,b,c\n", "statement,state,replaced_by\nx,lost,\n"])
def test_a_row_that_is_none_is_told_with_its_line(text):
    with pytest.raises(SourceError, match=r"history/2026\.1\.0\.csv"):
        read_history({"2026.1.0": text}, "2026.2.0")
