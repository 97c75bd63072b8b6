"""Files to download: on a page, as they are stored and plain, whole and in ranges."""

import base64
import gzip
import hashlib
import re
from urllib.parse import quote

import pytest

from openalliances.release import SUMS

STORED = "/dumps/core.ttl.gz"
PLAIN = "/dumps/core.ttl"
AS_GZIP = {"Accept-Encoding": "gzip"}


@pytest.fixture(scope="module")
def stored(release):
    return (release.folder / STORED[1:]).read_bytes()


def sha256(data):
    return hashlib.sha256(data).hexdigest()


def test_the_page_lists_each_file_with_its_checksums(client, release):
    page = client.get("/dumps/").text
    for entry in release.manifest.files:
        for path, digest in (
            (entry.path, entry.sha256),
            (entry.plain_path, entry.plain_sha256),
        ):
            assert f'href="/{path}"' in page
            assert digest in page


def test_the_page_says_in_words_what_each_part_and_each_graph_is(client, release):
    page = client.get("/dumps/").text
    for thing in (*release.manifest.parts, *release.manifest.graphs):
        assert thing.title in page
        assert thing.description in page
    for graph in release.manifest.graphs:
        assert f"/graphs?graph={quote(graph.iri, safe='')}" in page


def test_the_stored_file_is_sent_as_the_gzip_file_that_it_is(door, stored):
    response = door.get(STORED, headers=AS_GZIP)
    assert response.content_type == "application/gzip"
    assert "Content-Encoding" not in response.headers
    assert response.data == stored


# name of the row, Accept-Encoding, coding of the answer
CODINGS = [
    ("none", None, ""),
    ("gzip", "gzip", "gzip"),
    ("a browser, which likes others better", "zstd, br, gzip;q=0.1", "gzip"),
    ("any", "*", "gzip"),
    ("gzip refused", "br, gzip;q=0", ""),
    ("only a coding that is not stored", "br", ""),
    ("as it is", "identity", ""),
]


@pytest.mark.parametrize(
    ("accepted", "coding"), [c[1:] for c in CODINGS], ids=[c[0] for c in CODINGS]
)
def test_what_is_in_a_file_is_encoded_only_for_whoever_takes_that(door, stored, accepted, coding):
    headers = {"Accept-Encoding": accepted} if accepted else {}
    response = door.get(PLAIN, headers=headers)
    sent = stored if coding else gzip.decompress(stored)
    assert response.headers.get("Content-Encoding", "") == coding
    assert response.content_type == "text/turtle; charset=utf-8"
    assert response.data == sent
    assert response.content_length == len(sent)
    assert "Accept-Encoding" in response.headers["Vary"]
    assert response.headers["ETag"] == f'"{sha256(sent)}"'
    assert response.headers["Last-Modified"]
    assert "Content-Disposition" not in response.headers
    digest = base64.b64encode(hashlib.sha256(sent).digest()).decode()
    assert response.headers["Repr-Digest"] == f"sha-256=:{digest}:"


def test_the_checksums_are_sent_as_text(door, release):
    response = door.get(f"/dumps/{SUMS}")
    assert response.content_type == "text/plain; charset=utf-8"
    assert response.data == (release.dumps / SUMS).read_bytes()


@pytest.mark.parametrize(
    ("wanted", "status", "cut"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=99999999-", 416, None),
        ("lines=1-2", 200, slice(None)),
        ("bytes=0-1,3-4", 200, slice(None)),
        ("bytes=5-3", 200, slice(None)),
        ("bytes=0-99999999999999999999", 200, slice(None)),
        ("bytes=-99999999", 206, slice(None)),
        ("bytes=-0", 416, None),
    ],
)
@pytest.mark.parametrize(
    ("path", "headers"),
    [(STORED, {}), (PLAIN, AS_GZIP), (PLAIN, {})],
    ids=["stored", "gzip", "plain"],
)
def test_ranges_are_those_of_what_is_sent(door, path, headers, wanted, status, cut):
    whole = door.get(path, headers=headers)
    response = door.get(path, headers={**headers, "Range": wanted})
    assert response.status_code == status
    if status == 206:
        assert response.headers["Content-Range"].endswith(f"/{len(whole.data)}")
    if status == 416:
        assert response.headers["Content-Range"] == f"bytes */{len(whole.data)}"
    if cut:
        assert response.data == whole.data[cut]
        assert response.headers["ETag"] == whole.headers["ETag"]
        assert response.headers["Repr-Digest"] == whole.headers["Repr-Digest"]


@pytest.mark.parametrize("headers", [AS_GZIP, {}], ids=["gzip", "plain"])
def test_a_range_of_another_version_is_answered_whole(door, headers):
    tag = door.get(PLAIN, headers=headers).headers["ETag"]
    asked = {**headers, "Range": "bytes=0-0"}
    same = door.get(PLAIN, headers={**asked, "If-Range": tag})
    other = door.get(PLAIN, headers={**asked, "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_each_representation_is_known_again_and_not_mistaken_for_the_other(door):
    plain, packed = (door.get(PLAIN, headers=h).headers["ETag"] for h in ({}, AS_GZIP))
    assert plain != packed
    assert door.get(PLAIN, headers={"If-None-Match": plain}).status_code == 304
    assert door.get(PLAIN, headers={"If-None-Match": packed, **AS_GZIP}).status_code == 304
    assert door.get(PLAIN, headers={"If-None-Match": packed}).status_code == 200


@pytest.mark.parametrize("headers", [AS_GZIP, {}], ids=["gzip", "plain"])
def test_head_says_the_same_without_a_body(door, headers):
    head, whole = door.head(PLAIN, headers=headers), door.get(PLAIN, headers=headers)
    assert (head.status_code, head.data) == (200, b"")
    for name in ("Content-Length", "ETag", "Repr-Digest", "Content-Encoding"):
        assert head.headers.get(name) == whole.headers.get(name)


@pytest.mark.parametrize("path", ["none", "core", "core.trig", "core.ttl.zst", "manifest.json"])
def test_only_what_the_manifest_lists_is_there(door, path):
    response = door.get(f"/dumps/{path}")
    assert response.status_code == 404
    assert re.search("/dumps/", response.text)
