"""RFC 9110, section 12.5.1: which format a header chooses."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openalliances.errors import NotAcceptableError
from openalliances.http.negotiation import MediaRange, negotiate, parse_accept
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    HTML,
    JSON_LD,
    N_TRIPLES,
    RDF_XML,
    RESULT_FORMATS,
    RESULTS_CSV,
    RESULTS_JSON,
    RESULTS_TSV,
    RESULTS_XML,
    TRIPLE_FORMATS,
    TURTLE,
)

LAWS = settings(max_examples=100, deadline=None)
PAGE_FORMATS = (HTML, *GRAPH_FORMATS)
COMPACTED = 'application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted"'
FIREFOX = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
CHROME = (
    "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,image/webp,image/apng,"
    "*/*;q=0.8,application/signed-exchange;v=b3;q=0.7"
)


@pytest.mark.parametrize(
    ("header", "ranges"),
    [
        (None, []),
        ("", []),
        (" , ,", []),
        ("text/turtle", [MediaRange("text", "turtle")]),
        ("Text/TURTLE;Q=0.5", [MediaRange("text", "turtle", (), 0.5)]),
        ("a/b ; c = d ; q = 0.7", [MediaRange("a", "b", (("c", "d"),), 0.7)]),
        ("a/b;q=0.5;c=d", [MediaRange("a", "b", (("c", "d"),), 0.5)]),
        ('a/b;c="x, y; \\"z\\""', [MediaRange("a", "b", (("c", 'x, y; "z"'),))]),
        ("a/b;;", [MediaRange("a", "b")]),
        ("a/b;q=1.", [MediaRange("a", "b")]),
        ("*, a/*", [MediaRange("*", "*"), MediaRange("a", "*")]),
        ("*; q=.2", [MediaRange("*", "*", (), 0.2)]),
        ("a/b, c/d;q=0", [MediaRange("a", "b"), MediaRange("c", "d", (), 0)]),
    ],
)
def test_a_header_is_read(header, ranges):
    assert parse_accept(header) == tuple(ranges)


@pytest.mark.parametrize(
    "member",
    [
        "text",
        "text/",
        "/turtle",
        "*/turtle",
        "a/b/c",
        "a b/c",
        "a/b;q",
        "a/b;q=",
        "a/b;q=x",
        "a/b;q=-1",
        "a/b;q=1.1",
        "a/b;q=1e-1",
        "a/b;q=nan",
        "a/b;q=0.5;q=0.6",
        "a/b;c=d e",
        'a/b;c="d"e',
        'x"y"/z',
        "\u00e4/b",
    ],
)
def test_a_member_that_cannot_be_read_is_left_out(member):
    assert parse_accept(f"{member}, text/turtle") == (MediaRange("text", "turtle"),)


def test_an_open_quotation_takes_the_rest():
    assert parse_accept('a/b, c/d;e="f, g/h') == (MediaRange("a", "b"),)


# The names of the first rows are those of Oxigraph's tests.
CHOICES = {
    "star": ("*/*", RESULT_FORMATS, RESULTS_JSON),
    "substar": ("text/*", RESULT_FORMATS, RESULTS_CSV),
    "specific exclusion": (
        "*/*;q=1, application/sparql-results+json;q=0, text/csv;q=0.5",
        RESULT_FORMATS,
        RESULTS_XML,
    ),
    "wildcard exclusion": ("text/*, text/csv;q=0", RESULT_FORMATS, RESULTS_TSV),
    "parameter specificity": (
        "text/csv;charset=utf-8;q=0, text/csv;q=1, text/tab-separated-values;q=0.5",
        RESULT_FORMATS,
        RESULTS_TSV,
    ),
    "non-matching parameter": (
        "text/csv;header=absent;q=0, text/csv;q=1",
        RESULT_FORMATS,
        RESULTS_CSV,
    ),
    "incompatible charset": (
        "text/csv;charset=iso-8859-1;q=0, text/csv;q=1, application/sparql-results+json;q=0.5",
        RESULT_FORMATS,
        RESULTS_CSV,
    ),
    "explicit priority": (
        "text/foo;q=0.5 , application/json ; q = 0.7",
        RESULT_FORMATS,
        RESULTS_JSON,
    ),
    "implicit priority": ("application/json,text/foo", RESULT_FORMATS, RESULTS_JSON),
    "implicit and explicit priority": ("text/foo;q=0.9,text/csv", RESULT_FORMATS, RESULTS_CSV),
    "good with a charset": (
        "application/sparql-results+json;charset=utf-8",
        RESULT_FORMATS,
        RESULTS_JSON,
    ),
    "absent": (None, TRIPLE_FORMATS, TURTLE),
    "empty": ("", TRIPLE_FORMATS, TURTLE),
    "nonsense": ("🤷 , ;;q=;,", TRIPLE_FORMATS, TURTLE),
    "nonsense and a wish": ("🤷, application/n-triples", TRIPLE_FORMATS, N_TRIPLES),
    "Java": ("text/html, image/gif, *; q=.2, */*; q=.2", TRIPLE_FORMATS, TURTLE),
    "the first offer wins a tie": ("application/rdf+xml, text/turtle", TRIPLE_FORMATS, TURTLE),
    "a higher weight wins": (
        "text/turtle;q=0.8, application/ld+json;q=0.9",
        TRIPLE_FORMATS,
        JSON_LD,
    ),
    "specific before higher": ("*/*, text/turtle;q=0.1", TRIPLE_FORMATS, JSON_LD),
    "type star before star": ("text/*;q=0, */*", TRIPLE_FORMATS, JSON_LD),
    "the weight of a repeated range is its highest": (
        "text/turtle;q=0.2, text/turtle;q=0.9, application/ld+json;q=0.5",
        TRIPLE_FORMATS,
        TURTLE,
    ),
    "a charset that we send": ("text/turtle;charset=UTF-8", TRIPLE_FORMATS, TURTLE),
    "a charset that we do not send": ("text/turtle;charset=latin1", TRIPLE_FORMATS, TURTLE),
    "a profile": (COMPACTED, TRIPLE_FORMATS, JSON_LD),
    "a profile refused": (f"{COMPACTED};q=0, */*", (JSON_LD,), JSON_LD),
    "a profile beside the type itself": (
        f"{COMPACTED}, application/ld+json;q=0.4, text/turtle;q=0.5",
        TRIPLE_FORMATS,
        TURTLE,
    ),
    "an alias": ("application/json", TRIPLE_FORMATS, JSON_LD),
    "an alias refused": ("application/json;q=0, */*", (JSON_LD, TURTLE), JSON_LD),
    "an alias is no part of its type": ("text/*", (RDF_XML, TURTLE), TURTLE),
    "the type itself before its alias": (
        "application/ld+json;q=0.1, application/json, text/turtle;q=0.5",
        TRIPLE_FORMATS,
        TURTLE,
    ),
    "Firefox": (FIREFOX, PAGE_FORMATS, HTML),
    "Chrome": (CHROME, PAGE_FORMATS, HTML),
    "Firefox without a page": (FIREFOX, TRIPLE_FORMATS, RDF_XML),
    "curl": ("*/*", PAGE_FORMATS, HTML),
}


@pytest.mark.parametrize(("header", "offers", "chosen"), CHOICES.values(), ids=CHOICES.keys())
def test_the_best_offer_is_chosen(header, offers, chosen):
    assert negotiate(header, offers) == chosen


@pytest.mark.parametrize(
    "header",
    [
        "application/foo",
        "text/html",
        "text/turtle;q=0",
        "*/*;q=0",
        "text/*;q=0.0",
        "text/turtle;q=0, text/*",
        "text/turtle;q=0, text/turtle;charset=latin1",
        "*/*, text/turtle;charset=utf-8;q=0",
    ],
)
def test_406_says_what_there_is(header):
    with pytest.raises(NotAcceptableError) as refusal:
        negotiate(header, (TURTLE, RESULTS_JSON) if header == "application/foo" else (TURTLE,))
    assert "text/turtle" in refusal.value.hint
    assert refusal.value.status_hint == 406


def test_the_hint_lists_every_offer():
    with pytest.raises(NotAcceptableError) as refusal:
        negotiate("image/png", PAGE_FORMATS)
    assert [f.media_type for f in PAGE_FORMATS if f.media_type not in refusal.value.hint] == []


# Laws

PIECES = st.sampled_from(
    [f.media_type for f in PAGE_FORMATS]
    + ["text", "/", "*", ",", ";", "q", "=", "0", "1", ".", '"', "\\", " ", "charset", "utf-8"]
    + ["*/*", "text/*", ";q=0", ";q=0.5", ";charset=utf-8", "application/json", "\x00", "é"]
)
HEADERS = st.one_of(st.none(), st.text(), st.lists(PIECES, max_size=20).map("".join))


@LAWS
@given(header=HEADERS)
def test_any_header_is_answered_or_refused(header):
    try:
        chosen = negotiate(header, PAGE_FORMATS)
    except NotAcceptableError:
        return
    assert chosen in PAGE_FORMATS
    plain = [r for r in parse_accept(header) if not r.parameters]
    weights = [r.q for r in plain if r.media_type == chosen.media_type]
    assert not weights or max(weights) > 0


PLAIN = st.dictionaries(
    st.sampled_from([f.media_type for f in GRAPH_FORMATS] + ["text/*", "application/*", "*/*"]),
    st.sampled_from(["0", "0.3", "0.5", "0.500", "1"]),
    min_size=1,
)


@LAWS
@given(weights=PLAIN)
def test_plain_headers_are_answered_as_the_rfc_says(weights):
    def weight(media_type: str) -> float:
        group = media_type.split("/")[0] + "/*"
        found = next((r for r in (media_type, group, "*/*") if r in weights), None)
        return float(weights[found]) if found else 0.0

    header = ", ".join(f"{media_range};q={q}" for media_range, q in weights.items())
    best = max(weight(f.media_type) for f in GRAPH_FORMATS)
    if best == 0:
        with pytest.raises(NotAcceptableError):
            negotiate(header, GRAPH_FORMATS)
    else:
        expected = next(f for f in GRAPH_FORMATS if weight(f.media_type) == best)
        assert negotiate(header, GRAPH_FORMATS) == expected
