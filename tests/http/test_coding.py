"""Content codings: which one a client gets, and that each is made as it says."""

import gzip

import brotli
import pytest
import zstandard
from hypothesis import given
from hypothesis import strategies as st

from openalliances.http.coding import CODINGS, choose_coding, coded_tag, coder, encode

DECODERS = {
    "": bytes,
    "gzip": gzip.decompress,
    "br": brotli.decompress,
    "zstd": lambda data: zstandard.ZstdDecompressor().decompressobj().decompress(data),
}


@pytest.mark.parametrize(
    ("header", "chosen"),
    [
        (None, ""),
        ("", ""),
        ("identity", ""),
        ("gzip", "gzip"),
        ("GZIP", "gzip"),
        ("x-gzip", "gzip"),
        ("deflate", ""),
        ("gzip, br", "br"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1.0, br;q=0.5", "gzip"),
        ("gzip ; q = 0.5 , br;Q=0.8", "br"),
        ("gzip;q=0", ""),
        ("gzip;q=0.000", ""),
        ("*", "zstd"),
        ("*;q=0", ""),
        ("zstd;q=0, *", "br"),
        ("*;q=0.1, gzip", "gzip"),
        ("zstd;q=0, br;q=0, gzip;q=0, *;q=1", ""),
        # What cannot be read is left out; the rest counts.
        ("gzip;q=x, br", "br"),
        ("gzip;q=", ""),
        (",, ,gzip,", "gzip"),
        ("gz ip", ""),
        ("é, gzip", "gzip"),
    ],
)
def test_the_coding_that_a_client_gets(header, chosen):
    assert choose_coding(header) == chosen


@given(
    st.one_of(
        st.text(),
        st.lists(st.sampled_from(["gzip", "br", ";q=", "0.5", ",", "*", " "])).map("".join),
    )
)
def test_any_header_has_a_coding_or_none(header):
    assert choose_coding(header) in ("", *CODINGS)


@pytest.mark.parametrize("coding", ["", *CODINGS])
@given(st.lists(st.binary(max_size=2000), max_size=5))
def test_decoded_it_is_what_it_was(coding, chunks):
    whole = b"".join(chunks)
    assert DECODERS[coding](encode(whole, coding)) == whole
    made = coder(coding)
    streamed = b"".join([made.add(chunk) for chunk in chunks] + [made.end()])
    assert DECODERS[coding](streamed) == whole


@pytest.mark.parametrize("coding", ["gzip", "br", "zstd"])
def test_the_same_bytes_each_time(coding):
    assert encode(b"x" * 5000, coding) == encode(b"x" * 5000, coding)


def test_each_coding_has_a_tag_of_its_own():
    assert len({coded_tag("t", coding) for coding in ("", *CODINGS)}) == 4
