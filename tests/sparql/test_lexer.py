"""Terminals of SPARQL, one by one."""

import contextlib
import re
import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openalliances.errors import QueryRefusedError, QuerySyntaxError
from openalliances.sparql.lexer import ambiguous, decode, tokenize

SPACE = re.compile(r"(?:[ \t\r\n]|#[^\r\n]*)*")


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("<https://a/b#c>", "iri"),
        ("<>", "iri"),
        ("<relative?x=1&y='2'>", "iri"),
        ("?a<?b&&?c>?d", "variable iri variable"),  # the longest token wins, section 19.8
        ("?a <?b", "variable sign variable"),
        ("?a < ?b", "variable sign variable"),
        ("?a<=?b", "variable sign variable"),
        ("<a b>", "sign word word sign"),
        ("<a{b>", "sign word sign word sign"),
        ("a:b", "name"),
        (":", "name"),
        ("a:", "name"),
        ("a:b.c.", "name sign"),
        ("a:b:c", "name"),
        ("a:1", "name"),
        (r"a:\~\.\-\'\#", "name"),
        ("a:%41", "name"),
        ("a.b:c", "name"),
        ("é:ü", "name"),
        ("_:b.c.", "blank sign"),
        ("?é1·", "variable"),
        ("$x", "variable"),
        ("a:b?", "name sign"),
        ("1 1.5 .5 1e5 1.e-5 .5E+5", "number " * 6),
        ("1.", "number sign"),
        ("-1", "sign number"),
        ("'a' \"b\" '' \"\"", "string " * 4),
        ("'''a\n'b''c\\''''", "string"),
        ('"""a\n"b""c"""', "string"),
        (r'"\t\b\n\r\f\\\"\'"', "string"),
        ('"a"@en-GB "a"^^x:y', "string language string sign name"),
        ("SELECT*{}", "word sign sign sign"),
        ("<< <a> <b> <c> ~ _:r >>", "sign iri iri iri sign blank sign"),
        ("<<<a><b>1>>", "sign iri iri number sign"),
        ("<<(<a> <b> <c>)>>", "sign iri iri iri sign"),
        ("?a:p?b~x:r{|x:p?c|}", "variable name variable sign name sign name variable sign"),
        ("{|x:p?c|}|?", "sign name variable sign sign sign"),
        ("?a<<http://x>", "variable sign iri"),  # a comparison, as in SPARQL 1.1
        ("?a << http", "variable sign word"),
        ('"a"@ar--rtl,"b"@en-GB--ltr.', "string language sign string language sign"),
        ('"a"@en--1', "string language sign sign number"),
        ('"a"@en--ltr:f', "string language sign sign name"),  # SPARQL 1.1: minus minus a call
        ('"a"@en--ltr.x:f', "string language sign sign name"),
        ('"a"@en--ltrs', "string language sign sign word"),
        ("a # comment 'with \" quotes\nb", "word word"),
        ("a # comment\rb", "word word"),
        ("<a#b>", "iri"),
        ("ENCODE_FOR_URI SHA256", "word word"),
        ("!= >= <= && || ^^ ! | ^ / * ? + - = ; , .", "sign " * 18),
        ("", ""),
        (" \t\r\n", ""),
    ],
)
def test_terminals(text, kinds):
    assert [token.kind for token in tokenize(text)] == kinds.split()


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("'a", 1, 1),
        ("x\n  'a\n'", 2, 3),
        (r"'\q'", 1, 1),
        ('"""a""', 1, 1),
        ("a § b", 1, 3),
        ("a\n\x00", 2, 1),
        ("a\u00a0b", 1, 2),
        ("@", 1, 1),
        ("a:%4z", 1, 3),
        ("\\", 1, 1),
    ],
)
def test_what_is_no_terminal_is_told_with_its_place(text, line, column):
    with pytest.raises(QuerySyntaxError) as caught:
        tokenize(text)
    assert (caught.value.line, caught.value.column) == (line, column)


@pytest.mark.parametrize(
    ("text", "signs"),
    [
        ("<< a >>", ["<<", ">>"]),
        ("<<a>>", ["<", ">"]),
        ("<<(:a)>>", ["<<(", ")>>"]),
        ("?a<<(:a#b)>", ["<"]),
        ("?a<<(:a'b)>", ["<"]),
        ("<<<a> )>>>", ["<<", ")>>", ">"]),
        ("{| |}", ["{|", "|}"]),
        ("{ | }", ["{", "|", "}"]),
        ("||}", ["||", "}"]),
        ("< < > >", ["<", "<", ">", ">"]),
    ],
)
def test_brackets_of_triples_are_one_token_each(text, signs):
    assert [token.text for token in tokenize(text) if token.kind == "sign"] == signs


def test_places_count_from_one():
    places = [(token.line, token.column) for token in tokenize("a b\n'''x\ny''' c\n\n  d")]
    assert places == [(1, 1), (1, 3), (2, 1), (3, 6), (5, 3)]


@pytest.mark.parametrize(
    ("text", "decoded"),
    [
        (r"?\u0078", "?x"),
        (r"\U00000053ERVICE", "SERVICE"),
        (r"'caf\u00E9'", "'café'"),
        (r"'\\u0041'", r"'\\u0041'"),
        (r"'\\\u0041'", r"'\\A'"),
        ("'é'", "'é'"),
    ],
)
def test_code_point_escapes_are_read_first(text, decoded):
    assert decode(text) == decoded


@pytest.mark.parametrize("code", ["0022", "0027", "005C", "005c", "0023", "003C", "007b", "000A"])
@pytest.mark.parametrize("form", [r"\u{}", r"\U0000{}", r"'\\u{}'"])
def test_escapes_that_would_end_a_token_are_refused(code, form):
    with pytest.raises(QueryRefusedError, match="two ways"):
        decode(form.format(code))


@pytest.mark.parametrize("text", [r"\uD83D\uDE00", r"\UFFFFFFFF", "'\ud800'"])
def test_what_is_no_character_is_an_error(text):
    with pytest.raises(QuerySyntaxError, match="no character"):
        decode(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("?a<?b#>", True),
        ("?a<'x>", True),
        ("<urn:x#y>", True),
        ("<#x>", True),
        ("<<?s#>", True),
        ("<https://a/b#c>", False),
        ("?a<?b&&?c>", False),
        ("'<#x>'", False),
        ("a:b#c", False),
    ],
)
def test_two_readings_are_noticed(text, expected):
    assert ambiguous(tokenize(text)) == expected


@given(st.text(alphabet="aS?$:<>#'\"\\.{}()@^|&=! \n\r1e-_%é\x00", max_size=40))
def test_tokens_and_space_make_up_the_text(text):
    try:
        tokens = tokenize(text)
    except QuerySyntaxError:
        return
    at = 0
    starts = [0, *(place + 1 for place, character in enumerate(text) if character == "\n")]
    for token in tokens:
        start = starts[token.line - 1] + token.column - 1
        assert SPACE.fullmatch(text[at:start])
        assert text.startswith(token.text, start)
        at = start + len(token.text)
    assert SPACE.fullmatch(text[at:])


@pytest.mark.parametrize(
    "piece",
    [
        "'",
        '"""',
        "'''a",
        "<",
        "<a",
        "a",
        "a.",
        "a-",
        "_:a.",
        "a:.",
        "''",
        "\\u",
        "{",
        "<<",
        "<<(",
        "<<a",
        "{|",
        "@en--ltr",
        "#",
        "!",
        "1.",
        "@a-",
    ],
)
def test_long_texts_take_no_time_that_grows(piece):
    began = time.process_time()
    with contextlib.suppress(QuerySyntaxError):
        tokenize(piece * (50_000 // len(piece)))
    assert time.process_time() - began < 2
