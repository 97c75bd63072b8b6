"""An SVG as PNG: the only file that imports resvg, which is an extra.

resvg (MPL 2.0) comes in one wheel and needs no library of the system; it reads no network and no
other file than the fonts. It is lettered with the fonts that were prepared, so that an image is
the same on each machine; where these are missing, with those of the machine.
"""

from __future__ import annotations

import struct
import zlib
from collections.abc import Mapping
from importlib.util import find_spec

from openalliances.errors import NotFoundError
from openalliances.pictures.prepared import fonts

WIDTH = 1600
"""Pixels that an image is wide."""
MOST = 16_000_000
"""Pixels that an image has at most; what would be larger is made smaller."""
_SIGNATURE = 8
_HEADER = 25
"""Bytes of the first chunk, IHDR, with its length, name and checksum (PNG, 5.3 and 11.2.1)."""


def is_there() -> bool:
    """Return whether images can be made here."""
    return find_spec("resvg_py") is not None


def png(svg: str, size: tuple[float, float], said: Mapping[str, str]) -> bytes:
    """Return *svg*, whose *size* is known, as PNG. *said* is written into it, by keyword.

    :raises NotFoundError: if the extra is not installed.
    """
    if not is_there():
        raise NotFoundError(
            "There are no images here: the extra `pictures` is not installed.",
            "Take the SVG, which every browser shows; or: pip install 'openalliances[pictures]'",
        )
    import resvg_py

    width, height = size
    scale = min(WIDTH / width, (MOST / (width * height)) ** 0.5)
    files = list(fonts())
    made = resvg_py.svg_to_bytes(
        svg_string=svg,
        width=round(width * scale),
        skip_system_fonts=bool(files),
        font_files=files,
        sans_serif_family="DejaVu Sans",
        serif_family="DejaVu Serif",
        font_family="DejaVu Sans",
    )
    return with_texts(bytes(made), said)


def with_texts(image: bytes, said: Mapping[str, str]) -> bytes:
    """Return a PNG with texts (iTXt, PNG 11.3.4.5) behind its head."""
    at = _SIGNATURE + _HEADER
    texts = b"".join(_chunk(b"iTXt", _text(key, text)) for key, text in said.items() if text)
    return image[:at] + texts + image[at:]


def _text(keyword: str, text: str) -> bytes:
    # Not compressed, no language.
    return keyword.encode("latin-1") + b"\0\0\0\0\0" + text.encode()


def _chunk(name: bytes, content: bytes) -> bytes:
    checksum = zlib.crc32(name + content)
    return struct.pack(">I", len(content)) + name + content + struct.pack(">I", checksum)
