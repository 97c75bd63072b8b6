"""Whole tables are files: with length, range, validator, and as gzip for whoever takes that."""

import gzip
import sqlite3

import pytest

from ..tabular.small import ROWS


def test_a_whole_table_is_sent_as_it_lies_there(door):
    packed = door.get("/data/missions.csv", headers={"Accept-Encoding": "gzip"})
    plain = door.get("/data/missions.csv")
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in plain.headers
    assert gzip.decompress(packed.data) == plain.data
    assert packed.headers["ETag"] != plain.headers["ETag"]
    assert int(plain.headers["Content-Length"]) == len(plain.data)
    assert plain.content_type.startswith("text/csv")
    assert 'missions.csv-metadata.json>; rel="describedby"' in str(plain.headers.get_all("Link"))


def test_the_file_and_the_selection_of_all_rows_are_the_same_table(door):
    assert door.get("/data/missions.csv").data == door.get("/data/missions.csv?limit=999").data


@pytest.mark.parametrize("coding", ["", "gzip"])
def test_a_part_of_it_is_sent(door, coding):
    headers = {"Accept-Encoding": coding} if coding else {}
    whole = door.get("/data/missions.csv", headers=headers).data
    part = door.get("/data/missions.csv", headers={**headers, "Range": "bytes=5-14"})
    assert part.status_code == 206
    assert part.data == whole[5:15]


def test_who_has_it_gets_304(door):
    tag = door.get("/data/missions.csv").headers["ETag"]
    assert door.get("/data/missions.csv", headers={"If-None-Match": tag}).status_code == 304


def test_all_tables_are_one_sqlite_file(door, tmp_path):
    answer = door.get("/data/openalliances.sqlite")
    assert answer.content_type == "application/vnd.sqlite3"
    (tmp_path / "all.sqlite").write_bytes(answer.data)
    base = sqlite3.connect(tmp_path / "all.sqlite")
    assert base.execute("SELECT count(*) FROM missions").fetchone() == (len(ROWS["missions"]),)
    base.close()


@pytest.mark.parametrize("name", ["missions.rq.gz", "..", "../manifest.json", "nothing.sqlite"])
def test_nothing_else_of_the_folder_is_sent(door, name):
    assert door.get(f"/data/{name}").status_code in (400, 404)


def test_a_part_of_a_selection_is_sent_too(door):
    path = "/data/missions.csv?host=somalia"
    whole = door.get(path)
    assert whole.headers["Accept-Ranges"] == "bytes"
    for _ in range(2):  # made, and kept
        part = door.get(path, headers={"Range": "bytes=5-14"})
        assert (part.status_code, part.data) == (206, whole.data[5:15])
        assert part.headers["Content-Range"] == f"bytes 5-14/{len(whole.data)}"
    beyond = door.get(path, headers={"Range": f"bytes={len(whole.data)}-"})
    assert (beyond.status_code, beyond.data) == (416, b"")
    other = door.get(path, headers={"Range": "bytes=5-14", "If-Range": '"another"'})
    assert (other.status_code, other.data) == (200, whole.data)


def test_a_page_is_sent_whole(door):
    page = door.get("/data/", headers={"Range": "bytes=5-14"})
    assert page.status_code == 200
