"""What spreadsheet programs save is read as it is meant, or the cure is named."""

from __future__ import annotations

import pytest

from openalliances.errors import SourceError
from openalliances.tables.encoding import decode, misread
from openalliances.tables.spreadsheets import read_sheet

KNOWN = ("id", "n", "name_en", "note")
ROW = ("state/x", "1", "Größe", "")


def sheet_of(data: bytes):
    return read_sheet(decode(data, "t.csv"), "t.csv", KNOWN)


SAVED = {
    "comma": "id,n,name_en,note\nstate/x,1,Größe,\n",
    "semicolon": "id;n;name_en;note\nstate/x;1;Größe;\n",
    "tab": "id\tn\tname_en\tnote\nstate/x\t1\tGröße\t\n",
    "bar": "id|n|name_en|note\nstate/x|1|Größe|\n",
    "sep": "sep=,\r\nid,n,name_en,note\r\nstate/x,1,Größe,\r\n",
    "sep in capitals": "SEP=;\r\nid;n;name_en;note\r\nstate/x;1;Größe;\r\n",
    "sep with empty cells": "sep=;;;;\nid;n;name_en;note\nstate/x;1;Größe;\n",
    "sep in quotes": '"sep=;"\nid;n;name_en;note\nstate/x;1;Größe;\n',
    "byte order mark": "\ufeffid,n,name_en,note\nstate/x,1,Größe,\n",
    "byte order mark and sep": "\ufeffsep=;\nid;n;name_en;note\nstate/x;1;Größe;\n",
    "trailing columns": "id,n,name_en,note,,\nstate/x,1,Größe,,,\n,,,,,\n",
    "empty rows": "id,n,name_en,note\n\nstate/x,1,Größe,\n,,,\n\n",
    "empty rows above": "\n,,,\nid,n,name_en,note\nstate/x,1,Größe,\n",
    "quoted": '"id","n","name_en","note"\n"state/x","1","Größe",""\n',
    "blanks around": " id , n , name_en , note \n state/x , 1 , Größe , \n",
    "no line end": "id,n,name_en,note\nstate/x,1,Größe,",
    "old Mac": "id,n,name_en,note\rstate/x,1,Größe,\r",
    "commas in semicolons": 'id;n;name_en;note\nstate/x;1;Größe;""\n',
}


@pytest.mark.parametrize("text", SAVED.values(), ids=SAVED)
def test_it_is_the_same_table_however_it_was_saved(text):
    sheet = sheet_of(text.encode())
    assert sheet.header == KNOWN
    assert [cells for _, cells in sheet.rows if any(cells)] == [ROW]


def test_lines_are_those_of_the_file():
    sheet = sheet_of(b"sep=,\nid,n,name_en,note\n\nstate/x,1,a,\n")
    assert (sheet.line, [line for line, cells in sheet.rows if any(cells)]) == (2, [4])


TEXT = "id,n,name_en,note\nstate/x,1,Größe – „schön“,\n"

ENCODED = [
    (TEXT.encode("cp1252"), "Windows-1252", 2, 14),
    ("id,n,name_en,note\nstate/x,1,Größe,\n".encode("cp1252"), "Windows-1252", 2, 13),
    ("id,n,name_en\nstate/x,1,États-Unis\n".encode("mac_roman"), "Mac Roman", 2, 11),
    ("id,n,name_en\nstate/x,1,Österreich über Größe\n".encode("cp850"), "code page 850", 2, 11),
    ("id,n,name_en\nstate/x,1,Łódź źle śnieg\n".encode("cp1250"), "Windows-1250", 2, 11),
    ("id,n,name_en\nstate/x,1,Россия\n".encode("cp1251"), "Windows-1251", 2, 11),
    (TEXT.encode("utf-16"), "UTF-16", 0, 0),
    (TEXT.encode("utf-16-le"), "UTF-16 without a byte order mark", 0, 0),
    (TEXT.encode("utf-32"), "UTF-32", 0, 0),
]


@pytest.mark.parametrize(("data", "encoding", "line", "column"), ENCODED)
def test_another_encoding_is_named_with_the_way_to_save_as_utf8(data, encoding, line, column):
    with pytest.raises(SourceError) as caught:
        decode(data, "t.csv")
    error = caught.value
    assert encoding in error.message
    assert "UTF-8" in error.hint
    assert error.line == line
    assert column == 0 or abs(error.column - column) <= 1


def test_the_word_that_does_not_decode_is_shown_as_it_was_meant():
    with pytest.raises(SourceError, match="“Größe”"):
        decode(TEXT.encode("cp1252"), "t.csv")


@pytest.mark.parametrize(
    ("data", "told"),
    [
        (b"PK\x03\x04...", "a spreadsheet file (.xlsx or .ods)"),
        (b"\xd0\xcf\x11\xe0...", "a spreadsheet file (.xls)"),
        (b"%PDF-1.7", "a PDF"),
        (b"<!doctype html>", "a page"),
        (b'{"id": 1}', "JSON"),
        (b"\x1f\x8b\x08", "a compressed file"),
        (b"id,n\nstate/x\x00,1,Greece and more text than that\n", "a NUL"),
    ],
)
def test_what_is_no_text_is_named(data, told):
    with pytest.raises(SourceError) as caught:
        decode(data, "t.csv")
    assert told in caught.value.message
    assert "UTF-8" in caught.value.hint


@pytest.mark.parametrize(
    ("text", "line", "told"),
    [
        ('id,n,name_en\nstate/x,1,"open\nstate/y,1,b\n', 2, "nothing closes it"),
        ('id,n,name_en\nstate/x,1,"a" b\n', 2, "goes on after the quotation mark"),
        ("", 0, "The table is empty."),
        (",,\n,,\n", 0, "The table is empty."),
    ],
)
def test_what_is_no_csv_is_told_with_the_line_where_the_row_begins(text, line, told):
    with pytest.raises(SourceError) as caught:
        read_sheet(text, "t.csv", KNOWN)
    assert (told in caught.value.message, caught.value.line) == (True, line)
    assert caught.value.hint


def test_utf8_that_was_read_as_windows_1252_is_seen():
    assert misread("GrÃ¶ÃŸe") == "Größe"
    assert [misread(text) for text in ("Größe", "Ã", "naïve – “x”", "Łódź")] == [""] * 4
