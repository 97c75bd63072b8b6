"""Files to download: listed, whole, in ranges, unchanged."""

import pytest

from openalliances.web.downloads import CHECKSUMS

PATH = "/dumps/openalliances.nq"


def test_the_page_lists_each_file_with_its_checksum(client, release):
    page = client.get("/dumps/").text
    for entry in release.manifest.files:
        assert f'href="/{entry.path}"' in page
        assert entry.sha256 in page


@pytest.mark.parametrize(
    ("path", "content_type"),
    [
        (PATH, "application/n-quads"),
        (PATH + ".gz", "application/gzip"),
        ("/dumps/graph/ontology/core.ttl", "text/turtle; charset=utf-8"),
        (f"/dumps/{CHECKSUMS}", "text/plain; charset=utf-8"),
    ],
)
def test_a_file_is_sent_as_what_it_is(client, release, path, content_type):
    response = client.get(path)
    assert response.status_code == 200
    assert response.content_type == content_type
    assert "Content-Encoding" not in response.headers
    assert response.data == (release.folder / path[1:]).read_bytes()


@pytest.mark.parametrize(
    ("wanted", "status", "piece"),
    [
        ("bytes=0-9", 206, slice(0, 10)),
        ("bytes=10-", 206, slice(10, None)),
        ("bytes=-5", 206, slice(-5, None)),
        ("bytes=99999999-", 416, None),
        ("lines=1-2", 416, None),
    ],
)
def test_ranges(client, release, wanted, status, piece):
    whole = (release.folder / PATH[1:]).read_bytes()
    response = client.get(PATH, headers={"Range": wanted})
    assert response.status_code == status
    if piece:
        assert response.data == whole[piece]
        assert response.headers["Content-Range"].endswith(f"/{len(whole)}")


def test_a_range_of_another_version_is_answered_whole(client):
    tag = client.get(PATH).headers["ETag"]
    same = client.get(PATH, headers={"Range": "bytes=0-0", "If-Range": tag})
    other = client.get(PATH, headers={"Range": "bytes=0-0", "If-Range": '"other"'})
    assert (same.status_code, other.status_code) == (206, 200)


def test_the_etag_is_the_checksum(client, release):
    entry = next(e for e in release.manifest.files if e.path == PATH[1:])
    assert client.get(PATH).headers["ETag"] == f'"{entry.sha256}"'
    again = client.get(PATH, headers={"If-None-Match": f'"{entry.sha256}"'})
    assert again.status_code == 304


def test_head(client):
    response = client.head(PATH)
    assert (response.status_code, response.data) == (200, b"")
    assert int(response.headers["Content-Length"]) > 0


@pytest.mark.parametrize("path", ["/dumps/none", "/dumps/graph/", "/dumps/manifest.json"])
def test_only_what_the_manifest_lists(client, path):
    assert client.get(path).status_code == 404
