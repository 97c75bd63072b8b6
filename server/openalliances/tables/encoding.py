"""Bytes of a table to text in UTF-8, or a sentence that names the encoding it looks like.

Nothing is decoded by a guess: a guess is a hint for the person who saves the file again.
"""

from __future__ import annotations

from openalliances.errors import SourceError

_SAVE = (
    "Save it as UTF-8: in Excel “CSV UTF-8 (comma delimited)”, in LibreOffice “Character set: "
    "Unicode (UTF-8)”, in an editor “Save with encoding UTF-8”."
)
_MARKS = (
    (b"\xff\xfe\x00\x00", "UTF-32"),
    (b"\x00\x00\xfe\xff", "UTF-32"),
    (b"\xff\xfe", "UTF-16 (Excel calls it “Unicode text”)"),
    (b"\xfe\xff", "UTF-16 (Excel calls it “Unicode text”)"),
)
"""Byte order marks of other encodings (Unicode 16, section 23.8)."""
_OTHER_FILES = (
    (b"PK\x03\x04", "a spreadsheet file (.xlsx or .ods)"),
    (b"\xd0\xcf\x11\xe0", "a spreadsheet file (.xls)"),
    (b"%PDF", "a PDF"),
    (b"\x1f\x8b", "a compressed file (.gz)"),
    (b"<", "a page or XML"),
    (b"{", "JSON"),
)
_FREQUENT = frozenset("àâäãáåæçèéêëíîïñóôöõøßúùûüýčćđšžłńśźżőűÀÂÄÅÇÈÉÊÎÓÔÖØÚÜČŠŽ‘’“”–—…€°«»§")
_CODE_PAGES = (
    ("cp1252", "Windows-1252 (Western European)"),
    ("mac_roman", "Mac Roman"),
    ("cp850", "code page 850 (DOS)"),
    ("cp1250", "Windows-1250 (Central European)"),
)
_WORDS_OF_HIGH_BYTES = 3
"""From how many high bytes in a row a text counts as written in another script than Latin."""


def decode(data: bytes, name: str) -> str:
    """Return the text of a table; a byte order mark stays in it.

    :raises SourceError: if it is in another encoding or no table; it says which, and the cure.
    """
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            raise _in_another(name, encoding)
    for mark, what in _OTHER_FILES:
        if data.startswith(mark):
            raise SourceError(
                name, f"This is {what}, not a CSV table.", "Save or export the table as CSV UTF-8."
            )
    if b"\x00" in data:
        wide = data[:400].count(0) * 3 > len(data[:400])
        if wide:
            raise _in_another(name, "UTF-16 without a byte order mark")
        raise SourceError(
            name, "There is a NUL in the file; no text has one.", _SAVE, line=_line(data, b"\x00")
        )
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        raise undecodable(data, name, error.start) from None


def misread(text: str) -> str:
    """Return what *text* says if it is UTF-8 that was read as Windows-1252, else nothing.

    ``GrÃ¶ÃŸe`` gives ``Größe``.
    """
    try:
        right = text.encode("cp1252").decode("utf-8")
    except UnicodeError:
        return ""
    return right if right != text else ""


def _line(data: bytes, part: bytes) -> int:
    return data.count(b"\n", 0, data.index(part)) + 1


def _in_another(name: str, encoding: str) -> SourceError:
    return SourceError(name, f"The file is not in UTF-8; it looks like {encoding}.", _SAVE)


def undecodable(data: bytes, name: str, at: int) -> SourceError:
    """Return the error for bytes that are no UTF-8 *at* a place, with the likely encoding."""
    begin = data.rfind(b"\n", 0, at) + 1
    encoding, spoken = _likely(data)
    sample = _around(data, at).decode(encoding, "replace")
    return SourceError(
        name,
        f"The file is not in UTF-8; it looks like {spoken}, where this line has “{sample}”.",
        _SAVE,
        line=data.count(b"\n", 0, at) + 1,
        column=len(data[begin:at].decode("utf-8", "replace")) + 1,
    )


def _around(data: bytes, at: int) -> bytes:
    """Return the word that the byte at that place stands in."""
    begin = end = at
    stops = b',;\t\r\n "'
    while begin > 0 and data[begin - 1] not in stops and at - begin < 20:
        begin -= 1
    while end < len(data) and data[end] not in stops and end - at < 20:
        end += 1
    return data[begin:end]


def _likely(data: bytes) -> tuple[str, str]:
    """Return the code page in which most of the high bytes are letters that are frequent."""
    high = [byte for byte in data if byte >= 0x80]
    runs = sum(1 for a, b in zip(b" " + data, data, strict=False) if a < 0x80 <= b)
    if len(high) >= _WORDS_OF_HIGH_BYTES * runs:
        return "cp1251", "Windows-1251 (Cyrillic), or another code page of a script not Latin"
    scores = [
        sum(bytes((byte,)).decode(code, "replace") in _FREQUENT for byte in high)
        for code, _ in _CODE_PAGES
    ]
    return _CODE_PAGES[scores.index(max(scores))]
