"""Tables of others are read as they come, and what cannot be read is told with its line."""

import pytest

from openalliances.errors import SourceError
from openalliances.linking.user_table import Shape, read_table

READ = [
    (b"a,b\n1,2\n", (), ("a", "b"), [["1", "2"]], Shape()),
    (b"a;b\r\n1;2\r\n", (), ("a", "b"), [["1", "2"]], Shape(";", "\r\n")),
    (b"a\tb,c\n1\t2\n", (), ("a", "b,c"), [["1", "2"]], Shape("\t")),
    (b"a|b\n1|2", (), ("a", "b"), [["1", "2"]], Shape("|")),
    (b"\xef\xbb\xbfa,b\n", (), ("a", "b"), [], Shape(mark=True)),
    (b'"a;b",c\n"1;1",2\n', (), ("a;b", "c"), [["1;1", "2"]], Shape()),
    (b"name of, the state;x\n1;2\n", ("x",), ("name of, the state", "x"), [["1", "2"]], Shape(";")),
    (b"only\nx\n", (), ("only",), [["x"]], Shape()),
    (b'a,b\n"1\n2","3""4"\n', (), ("a", "b"), [["1\n2", '3"4']], Shape()),
    (b"a,b\n\n1\n1,2,\n", (), ("a", "b"), [["1", ""], ["1", "2"]], Shape()),
    (" a ,b\nCôte d’Ivoire,x\n".encode(), (), ("a", "b"), [["Côte d’Ivoire", "x"]], Shape()),
]

UNREADABLE = [
    (b"", 0, "no header"),
    (b"\n\n", 0, "no header"),
    (b"a,b\n1,\xe9t\xe9\n", 2, "not in UTF-8; it looks like Windows-1252"),
    (b'a,b\n1,2\n3,"4\n5,6\n', 3, "opened in the row that begins here, and not closed"),
    (b'a,b\n1,"' + b"x\n" * 200_000, 2, "opened in the row that begins here, and not closed"),
    (b'a,b\n1,"2"3\n', 2, "within a cell of the row that begins in line 2"),
    (b"a,b\n1,2\n3,4,5\n", 3, "3 cells, and the header 2"),
    (b"a,b\n1,\x002\n", 2, "NUL"),
    ("a,b\n1,2\n".encode("utf-16"), 0, "UTF-16"),
    ("a,b\n1,2\n".encode("utf-16-le"), 0, "UTF-16"),
    (b"PK\x03\x04....", 0, "spreadsheet file"),
    (b"\x1f\x8b\x08....", 0, "compressed file"),
    (b"a,b\r1,2\r", 0, "CR alone"),
    (b"a,b\n" + b"x" * 2_100_000 + b"\n", 2, "more than 2,000,000 bytes"),
]


def table(data, **given):
    return read_table(iter(data.splitlines(True) if b"\r1" not in data else [data]), "t", **given)


@pytest.mark.parametrize(("data", "wanted", "columns", "rows", "shape"), READ)
def test_what_is_read(data, wanted, columns, rows, shape):
    read = table(data, wanted=wanted)
    assert (read.columns, read.shape) == (columns, shape)
    assert [cells for _, cells in read.rows] == rows


@pytest.mark.parametrize(("data", "line", "told"), UNREADABLE)
def test_what_cannot_be_read_is_told_with_its_line(data, line, told):
    with pytest.raises(SourceError, match=told) as caught:
        list(table(data).rows)
    assert caught.value.line == line
    assert caught.value.hint


def test_rows_know_the_line_in_which_they_begin():
    assert [line for line, _ in table(b'a\n"1\n1"\n\n2\n').rows] == [2, 5]


@pytest.mark.parametrize(
    ("column", "told"),
    [("nme", "Is it name?"), ("zzz", "There is name, x, x"), ("x", "Give each its own name")],
)
def test_a_column_that_is_not_there_is_told_with_those_that_are(column, told):
    with pytest.raises(SourceError) as caught:
        table(b"name,x,x\n").place(column)
    assert told in caught.value.hint


def test_what_separates_cells_may_be_said():
    assert table(b"a,b;c\n", separator=";").columns == ("a,b", "c")
