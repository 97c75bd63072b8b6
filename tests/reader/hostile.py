"""Files that break readers, made by a table: what they are, and what is to be said of them.

``count`` is the number of statements that is right, None where the file is refused; ``says`` is
a part of the sentence. Where both are given, either will do (a flipped byte may hit the name in
a gzip header). ``file`` is the ending that the file has.
"""

from __future__ import annotations

import bz2
import codecs
import gzip
import io
import lzma
import tarfile
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace

import zstandard

LINE = b'<http://e.example/a> <http://e.example/b> "c" .\n'
LINES = b"".join(b'<http://e.example/%d> <http://e.example/b> "c" .\n' % n for n in range(200))
TURTLE = b"@prefix ex: <http://e.example/> .\nex:a ex:b ex:c .\n"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
DEEP = 50_000


@dataclass(frozen=True)
class Hostile:
    name: str
    file: str
    data: bytes
    says: str = ""
    count: int | None = None
    options: dict[str, object] = field(default_factory=dict)


def xml(inside: str, head: str = "", attributes: str = "") -> bytes:
    return (
        f'{head}<rdf:RDF xmlns:rdf="{RDF}" xmlns:ex="http://e.example/"{attributes}>\n'
        f"{inside}\n</rdf:RDF>"
    ).encode()


def about(inside: str, attributes: str = "") -> str:
    return f'<rdf:Description rdf:about="http://e.example/a"{attributes}>{inside}</rdf:Description>'


ONE = about("<ex:b>c</ex:b>")


def nested() -> Iterator[Hostile]:
    """Everything within everything, far deeper than anybody writes."""
    start = b"<http://e.example/a> <http://e.example/b> "
    for ending in ("ttl", "trig"):
        yield Hostile(
            "brackets", ending, start + b"[ <b:> " * DEEP + b"1" + b"]" * DEEP + b" .", "deep"
        )
        yield Hostile("open-brackets", ending, start + b"[ <b:> " * DEEP, "deep")
        yield Hostile("lists", ending, start + b"(" * DEEP + b"1" + b")" * DEEP + b" .", "deep")
        yield Hostile("triple-terms", ending, start + b"<<( <a:> <b:> " * DEEP, "deep")
        yield Hostile("reified", ending, start + b"<< <a:> <b:> " * DEEP, "deep")
    for ending in ("nt", "nq"):
        terms = start + b"<<( <http://a> <http://b> " * DEEP + b"1" + b" )>>" * DEEP + b" .\n"
        yield Hostile("triple-terms", ending, LINE + terms, "deep")
    yield Hostile("graphs", "trig", b"<http://g> {" * DEEP, "deep")
    elements = "<ex:T><ex:b>" * DEEP + "</ex:b></ex:T>" * DEEP
    yield Hostile("elements", "rdf", xml(elements), "deep")
    yield Hostile("open-elements", "rdf", xml("<ex:T><ex:b>" * DEEP), "deep")
    literal = '<ex:b rdf:parseType="Literal">' + "<i>" * DEEP + "</i>" * DEEP + "</ex:b>"
    yield Hostile("xml-literal", "rdf", xml(about(literal)), "deep")
    yield Hostile(
        "objects", "jsonld", b'{"http://e.example/b":' * DEEP + b"1" + b"}" * DEEP, "deep"
    )
    yield Hostile("arrays", "jsonld", b"[" * DEEP + b"]" * DEEP, "deep")
    yield Hostile("open-objects", "json", b'{"a":' * DEEP, "deep")
    context = b'{"@context":' + b'{"a":{"@id":"http://a","@context":' * DEEP + b"{}" + b"}}" * DEEP
    yield Hostile("contexts", "jsonld", context + b"}", "deep")
    yield Hostile(
        "a-hundred-brackets", "ttl", start + b"[ <b:> " * 100 + b"1" + b"]" * 100 + b" .", count=101
    )
    yield Hostile("many-shallow", "ttl", (start + b"[ <b:> 1 ] .\n") * 3000, count=6000)


def expanding() -> Iterator[Hostile]:
    """A little that becomes much."""
    entities = '<!ENTITY a0 "lol">' + "".join(
        f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10)
    )
    laughs = f"<!DOCTYPE rdf:RDF [{entities}]>"
    yield Hostile("billion-laughs", "rdf", xml(about("<ex:b>&a9;</ex:b>"), laughs), "")
    yield Hostile("laughs-in-attribute", "rdf", xml(about('<ex:b ex:c="&a9;"/>'), laughs), "")
    big = f'<!DOCTYPE rdf:RDF [<!ENTITY a "{"x" * 100_000}">]>'
    yield Hostile("quadratic", "rdf", xml(about(f"<ex:b>{'&a;' * 5000}</ex:b>"), big), "")
    many = "".join(f"<ex:b>&a;{n}</ex:b>" for n in range(5000))
    yield Hostile("quadratic-in-elements", "rdf", xml(about(many), big), "expand")
    yield Hostile(
        "few-entities",
        "rdf",
        xml(about("<ex:b>&e;</ex:b>"), '<!DOCTYPE rdf:RDF [<!ENTITY e "x">]>'),
        count=1,
    )
    loop = '<!DOCTYPE rdf:RDF [<!ENTITY a "&b;"><!ENTITY b "&a;">]>'
    yield Hostile("entity-loop", "rdf", xml(about("<ex:b>&a;</ex:b>"), loop), "recursive")
    for name, packed in (
        ("gz", gzip.compress(b"\n" * 40_000_000)),
        ("bz2", bz2.compress(b"\n" * 40_000_000)),
        ("xz", lzma.compress(b"\n" * 40_000_000, preset=0)),
        ("zst", zstandard.compress(b"\n" * 210_000_000)),
    ):
        most = {} if name == "zst" else {"size": 10_000_000}
        yield Hostile("bomb", f"nt.{name}", packed, "bytes of", options=most)
    yield Hostile("zeros", "nt.gz", gzip.compress(bytes(1_000_000)), "not a text file")
    yield Hostile("zip-bomb", "nt.zip", zipped(b"0" * 1000), "zip archive")


def long() -> Iterator[Hostile]:
    """Texts and lines that nothing behind the reader could carry."""
    size = 3_000_000
    text = b"x" * size
    yield from (replace(file, options={"literal": 1_000_000}) for file in _long(size, text))
    for ending in ("nt", "ttl", "trig"):
        more = LINE + b'<a:> <b:> "' + b"x" * 17_000_000 + b'" .\n'
        yield Hostile("seventeen-megabytes", ending, more, "more than 8,000,000 bytes")


def _long(size: int, text: bytes) -> Iterator[Hostile]:
    for ending in ("nt", "nq", "ttl", "trig"):
        yield Hostile("text", ending, LINE + b'<a:> <b:> "' + text + b'" .\n', "more than")
    for ending in ("ttl", "trig"):
        yield Hostile(
            "long-text",
            ending,
            LINE + b'<a:> <b:> """' + b"x\n" * (size // 2) + b'""" .',
            "more than",
        )
        yield Hostile("open-text", ending, LINE + b'<a:> <b:> """' + text, "more than")
        yield Hostile("iri", ending, LINE + b"<a:> <b:> <a:" + text + b"> .", "")
        yield Hostile("comment", ending, LINE + b"#" + text, "more than")
    yield Hostile("text", "rdf", xml(about(f"<ex:b>{text.decode()}</ex:b>")), "more than")
    yield Hostile("attribute", "rdf", xml(about(f'<ex:b ex:c="{text.decode()}"/>')), "more than")
    yield Hostile(
        "xml-literal",
        "rdf",
        xml(about('<ex:b rdf:parseType="Literal">' + "<i>xxxx</i>" * 150_000 + "</ex:b>")),
        "more than",
    )
    yield Hostile("text", "jsonld", b'{"@id":"http://a","http://b":"' + text + b'"}', "more than")
    yield Hostile("key", "jsonld", b'{"@id":"http://a","http://b' + text + b'":1}', "more than")
    yield Hostile(
        "line", "nt.gz", gzip.compress(LINE + b'<a:> <b:> "' + text + b'" .\n', 1), "more than"
    )
    yield Hostile("no-line-end", "nt", b"x" * size, "more than")


def broken() -> Iterator[Hostile]:
    """Compressed files that were cut or changed."""
    packers = {
        "gz": lambda data: gzip.compress(data, mtime=0),
        "bz2": bz2.compress,
        "xz": lzma.compress,
        "zst": zstandard.ZstdCompressor(write_checksum=True).compress,
    }
    for ending, pack in packers.items():
        data = pack(LINES)
        for place in range(0, len(data), max(1, len(data) // 12)):
            flipped = bytearray(data)
            flipped[place] ^= 0x55
            yield Hostile(f"flipped-{place}", f"nt.{ending}", bytes(flipped), "unpacked", 200)
        for cut in (1, 3, 5, 9, len(data) // 2, len(data) - 8):
            yield Hostile(f"cut-{cut}", f"nt.{ending}", data[:-cut], "unpacked")
        yield Hostile("twice", f"nt.{ending}", pack(data), "compressed twice")
        yield Hostile("not", f"nt.{ending}", LINES, "unpacked")
        yield Hostile("without-the-ending", "nt", data, count=200)
        yield Hostile(
            "two-together",
            f"nt.{ending}",
            pack(LINES[: len(LINES) // 2]) + pack(LINES[len(LINES) // 2 :]),
            count=200,
        )
        yield Hostile("second-cut", f"nt.{ending}", data + data[:-5], "unpacked")
        yield Hostile("garbage-behind", f"nt.{ending}", data + b"garbage", "unpacked", 200)
    blocks = zstandard.ZstdCompressor(level=1).compress(bytes(range(256)) * 8000)
    yield Hostile("cut-between-blocks", "nt.zst", blocks[: len(blocks) // 2], "cut off")


def cut() -> Iterator[Hostile]:
    """Texts that end before their end."""
    whole = xml(ONE + "\n" + ONE)
    for place in range(30, len(whole) - 1, 23):
        yield Hostile(f"cut-{place}", "rdf", whole[:place], "")
    yield Hostile("cut-between-elements", "rdf", whole[: whole.rindex(b"</rdf:RDF")], "ends before")
    for end in (
        b"",
        b" .",
        b" . ex:d",
        b" . ex:d ex:e",
        b" . ex:d ex:e 'x",
        b' . ex:d ex:e """x\n',
    ):
        count = 1 if end == b" ." else None
        yield Hostile(f"cut-{len(end)}", "ttl", TURTLE[:-3] + end, "" if count else "Turtle", count)
    yield Hostile("cut", "trig", b"<http://g> { <http://a> <http://b> 1 .", "TriG")
    for length in range(5, len(LINE) - 3, 7):
        yield Hostile(f"cut-{length}", "nt", LINE + LINE[:length], "N-Triples")
        yield Hostile(f"cut-{length}", "nq", LINE + LINE[:length], "N-Quads")
    json = b'{"@id": "http://e.example/a", "http://e.example/b": ["c", {"@id": "http://d"}]}'
    for length in range(1, len(json), 9):
        yield Hostile(f"cut-{length}", "jsonld", json[:length], "JSON-LD")
    yield Hostile("last-line-without-end", "nt", LINES[:-1], count=200)


def strangers() -> Iterator[Hostile]:
    """What is no RDF, or not the RDF that its name says."""
    owl = "http://www.w3.org/2002/07/owl#"
    table: list[tuple[str, str, bytes, str]] = [
        ("functional", "owl", b"Prefix(:=<http://e/>)\nOntology(<http://e/o>\n)", "functional"),
        ("functional-comment", "owl", b"# made by hand\nOntology(<http://e/o>)", "functional"),
        ("functional", "ofn", b"Prefix(:=<http://e/>)\nOntology(<http://e/o>\n)", "functional"),
        (
            "manchester",
            "owl",
            b"Prefix: : <http://e/>\nOntology: <http://e/o>\nClass: :A",
            "Manchester",
        ),
        ("manchester", "omn", b"Ontology: <http://e/o>\nClass: A", "Manchester"),
        ("owl-xml", "owl", f'<Ontology xmlns="{owl}" ontologyIRI="http://e"/>'.encode(), "OWL/XML"),
        ("owl-xml", "ttl", f'<?xml version="1.0"?><Ontology xmlns="{owl}"/>'.encode(), "OWL/XML"),
        ("obo", "owl", b"format-version: 1.2\nontology: x\n\n[Term]\nid: X:1\n", "OBO"),
        ("obo", "obo", b"format-version: 1.2\n", "OBO"),
        ("html", "ttl", b"<!DOCTYPE html>\n<html></html>", "HTML"),
        ("html", "rdf", b"\n\n<html lang='en'><body>Moved</body></html>", "HTML"),
        ("html", "jsonld", b"<!doctype HTML><html></html>", ""),
        (
            "xhtml",
            "owl",
            b'<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml"/>',
            "HTML",
        ),
        (
            "lfs",
            "ttl",
            b"version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n",
            "LFS",
        ),
        ("lfs", "nt.gz", b"version https://git-lfs.github.com/spec/v1\noid sha256:0\n", "unpacked"),
        ("pdf", "ttl", b"%PDF-1.7\n", "PDF"),
        ("hdt", "hdt", b"$HDT\x01<http://purl.org/HDT/hdt#HDTv1>\x00", "HDT"),
        ("zip", "ttl", zipped(TURTLE), "zip archive"),
        ("zip", "owl.zip", zipped(TURTLE), "zip archive"),
        ("tar", "tar", tarred(TURTLE), "tar archive"),
        ("tar", "tar.gz", gzip.compress(tarred(TURTLE)), "tar archive"),
        ("sqlite", "ttl", b"SQLite format 3\x00" + bytes(100), "SQLite"),
        ("picture", "owl", b"\x89PNG\r\n\x1a\n" + bytes(50), "picture"),
        ("zeros", "ttl", bytes(5000), "not a text file"),
        ("noise", "nt", bytes(range(256)) * 40, ""),
        ("csv", "csv", b"a,b,c\n1,2,3\n4,5,6\n", "table"),
        ("tsv", "tsv", b"a\tb\n1\t2\n", "table"),
        ("csv", "ttl", b"id,name\n1,x\n", "Turtle"),
        ("query", "rq", b"PREFIX ex: <http://e/>\nSELECT * { ?s ?p ?o }", "SPARQL query"),
        ("results", "xml", b'<sparql xmlns="http://www.w3.org/2005/sparql-results#"/>', "SPARQL"),
        ("svg", "xml", b'<svg xmlns="http://www.w3.org/2000/svg"/>', "picture"),
        ("feed", "xml", b'<?xml version="1.0"?><rss version="2.0"/>', "news feed"),
        ("other-xml", "xml", b'<?xml version="1.0"?><a xmlns="http://e/"/>', "not RDF/XML"),
        ("bare-xml", "rdf", b"<rdf>", "not RDF/XML"),
        ("plain-json", "json", b'{"name": "x"}', "no triples"),
        ("geojson", "json", b'{"type":"FeatureCollection","features":[]}', "no triples"),
        ("json-lines", "jsonld", b'{"@id":"http://a"}\n{"@id":"http://b"}\n', "one list"),
        ("yaml", "ttl", b"---\na: b\n", "YAML"),
        (
            "n3-rules",
            "n3",
            b"@prefix : <http://e/> . { :a :b :c } => { :d :e :f } .",
            "go beyond it",
        ),
        ("unknown", "txt", TURTLE, "--data-format ttl"),
        ("unknown", "dat", LINE, "--data-format"),
        ("no-ending", "", TURTLE, "--data-format"),
        ("empty", "ttl", b"", "no triples"),
        ("blank", "nt", b"\n \n\t\n", "no triples"),
        ("empty", "rdf", b"", "no triples"),
        ("empty", "jsonld", b"", "no triples"),
        ("empty", "nt.gz", gzip.compress(b""), "no triples"),
        ("empty", "nt.zst", b"", "no triples"),
        ("comment", "ttl", b"# nothing\n", "no triples"),
        ("graphs-in-turtle", "ttl", b"<http://g> { <http://a> <http://b> 1 }", "Turtle"),
    ]
    for name, file, data, says in table:
        yield Hostile(name, file, data, says)
    yield Hostile("nul", "ttl", b'<http://a> <http://b> "x\x00y" .', count=1)
    for name, file, data in (
        ("turtle", "owl", TURTLE),
        ("turtle", "rdf", TURTLE),
        ("turtle", "xml", b"<http://a> <http://b> <http://c> ."),
        ("turtle", "nt", TURTLE),
        ("turtle", "json", TURTLE),
        ("rdf-xml", "ttl", xml(ONE, '<?xml version="1.0"?>')),
        ("rdf-xml", "nt", xml(ONE)),
        ("rdf-xml", "jsonld", xml(ONE)),
        ("one-node", "owl", f'<ex:T xmlns:ex="http://e/" xmlns:rdf="{RDF}"/>'.encode()),
        ("json-ld", "ttl", b'{"@id":"http://a","http://b":1}'),
        ("json-ld", "xml", b'[{"@id":"http://a","http://b":1}]'),
        ("blank-first", "ttl", b"[] <http://b> 1 ."),
        ("list-first", "ttl", b"(1) <http://b> 1 ."),
        ("relative", "ttl", b"<a> <b> <c> ."),
        ("capital", "TTL", TURTLE),
        ("capital", "NT.GZ", gzip.compress(LINE)),
        ("named", "turtle", TURTLE),
        ("named", "rdfs", xml(ONE)),
        ("named", "n3", TURTLE),
    ):
        count = 3 if name == "list-first" else 1
        yield Hostile(f"really-{name}", file, data, count=count)
    yield Hostile("format-is-said", "txt", TURTLE, count=1, options={"format": "turtle"})
    yield Hostile("wrong-format-is-said", "ttl", TURTLE, "N-Triples", options={"format": "nt"})
    yield Hostile("no-such-format", "ttl", TURTLE, "no format", options={"format": "word"})


def encodings() -> Iterator[Hostile]:
    """Bytes that are no UTF-8, and those that are in another dress."""
    named = '<http://e.example/a> <http://e.example/b> "é" .\n'
    for ending in ("ttl", "nt", "nq", "trig"):
        yield Hostile("mark", ending, codecs.BOM_UTF8 + named.encode(), count=1)
        yield Hostile("utf-16", ending, named.encode("utf-16"), count=1)
        yield Hostile("utf-32", ending, named.encode("utf-32"), count=1)
        yield Hostile("latin-1", ending, named.encode("latin-1"), "not UTF-8")
        yield Hostile(
            "mark-packed", f"{ending}.gz", gzip.compress(codecs.BOM_UTF8 + named.encode()), count=1
        )
    yield Hostile("half-utf-16", "ttl", named.encode("utf-16")[:-1], "utf-16")
    for name in ("iso-8859-1", "windows-1252", "iso-8859-15", "utf-8", "us-ascii", "koi8-r"):
        letter = "é" if name not in ("us-ascii", "koi8-r") else "e"
        head = f'<?xml version="1.0" encoding="{name}"?>'
        text = head + xml(about(f"<ex:b>{letter}</ex:b>")).decode()
        yield Hostile(f"xml-{name}", "rdf", text.encode(name), count=1)
    for name in ("utf-16", "utf-16-le", "utf-16-be"):
        head = '<?xml version="1.0" encoding="UTF-16"?>'
        yield Hostile(f"xml-{name}", "rdf", (head + xml(ONE).decode()).encode(name), count=1)
    head = '<?xml version="1.0" encoding="klingon"?>'
    yield Hostile("xml-unknown", "rdf", head.encode() + xml(ONE), "klingon")
    head = '<?xml version="1.0" encoding="rot13"?>'
    yield Hostile("xml-no-encoding", "rdf", head.encode() + xml(ONE), "rot13")
    wrong = xml(about("<ex:b>é</ex:b>"), '<?xml version="1.0"?>').decode().encode("latin-1")
    yield Hostile("xml-says-nothing", "rdf", wrong, "not UTF-8")
    yield Hostile("surrogate", "ttl", b'<http://a> <http://b> "\xed\xa0\x80" .', "not UTF-8")
    yield Hostile(
        "json-mark", "jsonld", codecs.BOM_UTF8 + b'{"@id":"http://a","http://b":1}', count=1
    )


def terms() -> Iterator[Hostile]:
    """IRIs and tags that are none."""
    bad = ("http://e/a b", "http://e/{x}", "http://e/%zz", "http://e/a|b", "http://e/^", "rel")
    for iri in bad:
        mended = iri.encode()
        count = 1 if iri == "rel" else None
        yield Hostile(
            f"iri-{iri[-3:]}",
            "nt",
            b"<http://a> <http://b> <" + mended + b"> .\n",
            "is no IRI" if not count else "relative",
        )
        yield Hostile(
            f"iri-{iri[-3:]}",
            "ttl",
            b"<http://a> <http://b> <" + mended + b"> .\n",
            "is no IRI",
            count,
        )
        yield Hostile(
            f"iri-{iri[-3:]}",
            "rdf",
            xml(about(f'<ex:b rdf:resource="{iri}"/>')),
            "is no IRI",
            count,
        )
        yield Hostile(
            f"iri-{iri[-3:]}",
            "jsonld",
            b'{"@id":"http://a","http://b":{"@id":"' + mended + b'"}}',
            "is no IRI",
            count,
        )
    for tag in ("9en", "en-", "toolonglanguage"):
        yield Hostile(f"tag-{tag}", "ttl", f'<http://a> <http://b> "x"@{tag} .'.encode(), "")
        yield Hostile(
            f"tag-{tag}", "rdf", xml(about(f'<ex:b xml:lang="{tag}">x</ex:b>')), "language tag"
        )
    yield Hostile(
        "empty-tag", "rdf", xml(about('<ex:b xml:lang="">x</ex:b>', ' xml:lang="fr"')), count=1
    )
    yield Hostile("undeclared", "ttl", b"ex:a ex:b ex:c .", "has not been declared")
    yield Hostile("undeclared", "rdf", xml(about("<dc:t>x</dc:t>")), "dc: is not declared")
    yield Hostile(
        "bad-id", "rdf", xml('<rdf:Description rdf:ID="2 x"><ex:b/></rdf:Description>'), "rdf:ID"
    )
    yield Hostile("stray-text", "rdf", xml("stray" + ONE), "text where none may be")
    yield Hostile("no-namespace", "rdf", xml(about("<b>x</b>")), "no namespace")
    yield Hostile("mismatch", "rdf", xml(about("<ex:b>x</ex:c>")), "closed here")
    external = '<!DOCTYPE rdf:RDF [<!ENTITY e SYSTEM "file:///etc/passwd">]>'
    yield Hostile(
        "external-entity", "rdf", xml(about("<ex:b>&e;</ex:b>"), external), "nothing is fetched"
    )
    outside = '<!DOCTYPE rdf:RDF SYSTEM "http://127.0.0.1:9/x.dtd">'
    yield Hostile("external-dtd", "rdf", xml(ONE, outside), count=1)
    yield Hostile(
        "entity-of-dtd", "rdf", xml(about("<ex:b>&e;</ex:b>"), outside), "nothing is fetched"
    )
    yield Hostile("undefined-entity", "rdf", xml(about("<ex:b>&e;</ex:b>")), "undefined entity")
    for context in (
        b'"https://e.example/c"',
        b'["https://schema.org","https://e.example/c"]',
        b'{"@import":"https://e.example/c"}',
        b'"context.jsonld"',
        b'{"a":{"@id":"http://a","@context":"https://e.example/c"}}',
    ):
        yield Hostile(
            f"context-{len(context)}", "jsonld", b'{"@context":' + context + b',"a":1}', "context"
        )
    for context in (
        b'"https://schema.org"',
        b'"http://schema.org/"',
        b'["http://schema.org"]',
        b'"https://schema.org/docs/jsonldcontext.json"',
    ):
        yield Hostile(
            f"schema-{len(context)}",
            "jsonld",
            b'{"@context":' + context + b',"@id":"http://a","name":"x"}',
            count=1,
        )


def zipped(data: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr("x.ttl", data)
    return out.getvalue()


def tarred(data: bytes) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        info = tarfile.TarInfo("x.ttl")
        info.size = len(data)
        archive.addfile(info, io.BytesIO(data))
    return out.getvalue()


GROUPS = {
    group.__name__: group
    for group in (nested, expanding, long, broken, cut, strangers, encodings, terms)
}
