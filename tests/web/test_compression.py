"""The app's answers in the coding that a client takes; one validator for each coding."""

import gzip

import brotli
import pytest
import zstandard

DECODERS = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}
PAGES = [
    "/",
    "/browse/",
    "/about/limits",
    "/id/state/burundi.html",
    "/id/state/burundi.ttl",
    "/id/state/burundi.nt",
    "/id/state/burundi.jsonld",
    "/sparql",
    "/sparql?query=SELECT+*+%7B+%3Fs+%3Fp+%3Fo+%7D",
    "/sparql?query=SELEC",
    "/nothing",
    "/search?q=a",
    "/static/style.css",
]


@pytest.fixture
def client(door):
    """Both doors: pages, and what is answered at /sparql."""
    return door


@pytest.mark.parametrize("path", PAGES)
def test_every_coding_has_the_same_content(client, path):
    plain = client.get(path).data
    for coding, decode in DECODERS.items():
        response = client.get(path, headers={"Accept-Encoding": coding})
        said = response.headers.get("Content-Encoding", "")
        assert DECODERS[said](response.data) == plain
        assert said in ("", coding)
        assert decode is DECODERS[coding]
        if len(plain) > 1000:
            assert said == coding
            assert len(response.data) < len(plain) or not coding
        if response.content_length is not None:
            assert response.content_length == len(response.data)
        head = client.head(path, headers={"Accept-Encoding": coding})
        assert head.headers.get("ETag") == response.headers.get("ETag")
        assert head.headers.get("Content-Encoding", "") == said


@pytest.mark.parametrize("path", PAGES)
def test_caches_are_told_what_it_depends_on(client, path):
    for coding in DECODERS:
        assert "Accept-Encoding" in client.get(path, headers={"Accept-Encoding": coding}).vary


@pytest.mark.parametrize(
    "path", ["/", "/id/state/burundi.html", "/id/state/burundi.ttl", "/sparql"]
)
def test_a_validator_fits_its_coding_only(client, path):
    tags = {
        coding: client.get(path, headers={"Accept-Encoding": coding}).headers["ETag"]
        for coding in DECODERS
    }
    assert len(set(tags.values())) == len(DECODERS)
    for coding, tag in tags.items():
        for other in DECODERS:
            asked = {"Accept-Encoding": other, "If-None-Match": tag}
            response = client.get(path, headers=asked)
            assert response.status_code == (304 if other == coding else 200)
            assert response.headers["ETag"] == tags[other]
            assert "Accept-Encoding" in response.vary


def test_stored_files_are_sent_as_they_are(client):
    path = "/dumps/openalliances.nq.gz"
    plain = client.get(path)
    response = client.get(path, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert "Content-Encoding" not in response.headers
    assert (response.data, response.headers["ETag"]) == (plain.data, plain.headers["ETag"])
    part = client.get(path, headers={"Accept-Encoding": "gzip", "Range": "bytes=5-9"})
    assert (part.status_code, part.data) == (206, plain.data[5:10])


def test_a_client_of_http_1_0_gets_a_length(app):
    response = app.test_client().get(
        "/graphs?default",
        headers={"Accept-Encoding": "gzip"},
        environ_overrides={"SERVER_PROTOCOL": "HTTP/1.0"},
    )
    assert response.content_length == len(response.data)
