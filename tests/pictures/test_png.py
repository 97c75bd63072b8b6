"""Images: as wide as promised, with title, licence and address inside."""

import struct
import zlib

import pytest

from openalliances.errors import NotFoundError
from openalliances.pictures import png

SVG = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 800 200" width="800" height="200">'
    '<rect width="800" height="200" fill="#fff"/><text x="10" y="50">Kenya</text></svg>'
)
SAID = {"Title": "Ägypten – 1914", "Copyright": "CC BY 4.0", "Source": ""}


def chunks(image):
    """Yield the name and content of each chunk, and check its sum."""
    at = 8
    while at < len(image):
        length, name = struct.unpack(">I4s", image[at : at + 8])
        content = image[at + 8 : at + 8 + length]
        assert struct.unpack(">I", image[at + 8 + length :][:4])[0] == zlib.crc32(name + content)
        yield name, content
        at += 12 + length


@pytest.fixture(scope="module")
def image():
    if not png.is_there():
        pytest.skip("resvg-py is not installed; see the targets of the Makefile")
    return png.png(SVG, (800, 200), SAID)


def test_an_image_is_1600_pixels_wide(image):
    head = next(content for name, content in chunks(image) if name == b"IHDR")
    assert struct.unpack(">II", head[:8]) == (1600, 400)


def test_an_image_says_what_it_is(image):
    texts = [content for name, content in chunks(image) if name == b"iTXt"]
    assert texts == [
        b"Title\0\0\0\0\0" + "Ägypten – 1914".encode(),
        b"Copyright\0\0\0\0\0CC BY 4.0",
    ]


def test_an_image_has_letters_without_any_font_of_the_machine(image):
    blank = png.png(SVG.replace("Kenya", ""), (800, 200), SAID)
    assert len(image) > len(blank) + 200


def test_what_would_be_too_large_is_made_smaller():
    if not png.is_there():
        pytest.skip("resvg-py is not installed; see the targets of the Makefile")
    tall = SVG.replace('200"', '40000"')
    made = png.png(tall, (800, 40000), {})
    head = next(content for name, content in chunks(made) if name == b"IHDR")
    width, height = struct.unpack(">II", head[:8])
    assert width * height <= png.MOST * 1.01


def test_without_the_extra_it_is_said_what_there_is_instead(monkeypatch):
    monkeypatch.setattr(png, "is_there", lambda: False)
    with pytest.raises(NotFoundError, match="extra"):
        png.png(SVG, (800, 200), {})
