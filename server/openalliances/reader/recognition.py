"""What a text is, by how it begins: which RDF format, or what else, named as what it is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from openalliances.errors import SettingError, SourceError
from openalliances.rdf.formats import (
    GRAPH_FORMATS,
    JSON_LD,
    N_QUADS,
    N_TRIPLES,
    RDF_XML,
    TRIG,
    TURTLE,
    Format,
)

ENDINGS = {
    **{ending: TURTLE for ending in ("ttl", "turtle", "n3")},
    **{ending: N_TRIPLES for ending in ("nt", "ntriples", "ntriple")},
    **{ending: N_QUADS for ending in ("nq", "nquads", "nquad")},
    "trig": TRIG,
    **{ending: RDF_XML for ending in ("rdf", "rdfs", "owl", "xml", "rdfxml", "skos", "rdf-xml")},
    **{ending: JSON_LD for ending in ("jsonld", "json", "json-ld")},
}
"""The endings of names, in small letters, with the format that they stand for."""

READABLE = ", ".join(f".{f.extension}" for f in GRAPH_FORMATS)
_NAMES = "turtle, nt, nq, trig, rdfxml, jsonld"
_TURTLES = (TURTLE, N_TRIPLES, N_QUADS, TRIG)

_RDF_NAMESPACE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_ROOT = re.compile(r"<(?!\?|!)(?:(?P<prefix>[\w.-]+):)?(?P<name>[\w.-]+)(?P<rest>[^>]*)")
_DECLARED = re.compile(r"\sxmlns(?::[\w.-]+)?\s*=")
_XML_BEFORE_ROOT = re.compile(
    r"(?:\s+|<\?.*?\?>|<!--.*?-->|<!DOCTYPE\s(?:[^>\[]|\[.*?\]\s*)*>)*+", re.DOTALL
)
_BEFORE = re.compile(r"(?:\s+|#[^\n]*(?:\n|\Z))*")
_TURTLE_START = re.compile(
    r"""@prefix|@base|@version|(?i:prefix|base|version)\s|<[^<>\s]*>\s*[<\[\w:_;]|_:|\[|\(|<<|[\w.-]*:\S+\s"""
)
_GRAPH_BLOCK = re.compile(r"^\s*(?:GRAPH\s+)?(?:<[^<>\s]+>|[\w.-]*:[\w.-]*)?\s*\{", re.M | re.I)


@dataclass(frozen=True, slots=True)
class _Stranger:
    """Something that is no RDF we read: what it is called, and what to do."""

    name: str
    advice: str


_SAVE = "Open it in an ontology editor such as Protégé and save it as RDF/XML or Turtle."
_BY_BYTES: tuple[tuple[bytes, _Stranger], ...] = (
    (b"PK\x03\x04", _Stranger("a zip archive", "Unpack it and name the RDF files in it.")),
    (b"PK\x05\x06", _Stranger("an empty zip archive", "Get the file again.")),
    (b"7z\xbc\xaf\x27\x1c", _Stranger("a 7z archive", "Unpack it and name the RDF files in it.")),
    (b"Rar!", _Stranger("a RAR archive", "Unpack it and name the RDF files in it.")),
    (b"%PDF-", _Stranger("a PDF document", "Look for the data themselves, where you found it.")),
    (b"$HDT", _Stranger("HDT", "Turn it into N-Triples first, with hdt2rdf.")),
    (b"SQLite format 3", _Stranger("an SQLite database", "Export its rows as RDF first.")),
    (b"PAR1", _Stranger("a Parquet table", "Turn its rows into RDF first.")),
    (b"\x7fELF", _Stranger("a program", "Give a file of RDF.")),
    (b"\x89PNG", _Stranger("a picture", "Give a file of RDF.")),
    (b"\xff\xd8\xff", _Stranger("a picture", "Give a file of RDF.")),
    (b"GIF8", _Stranger("a picture", "Give a file of RDF.")),
    (b"BRDF", _Stranger("RDF4J or Jena binary RDF", "Export it as N-Triples or N-Quads.")),
)
_TAR_AT, _TAR = 257, b"ustar"
_ARCHIVE = _Stranger("a tar archive", "Unpack it and name the RDF files in it.")

_BY_TEXT: tuple[tuple[re.Pattern[str], _Stranger], ...] = tuple(
    (re.compile(pattern, re.IGNORECASE), _Stranger(name, advice))
    for pattern, name, advice in (
        (
            r"version https://git-lfs\.github\.com/spec/",
            "a pointer of Git LFS instead of the file",
            "Fetch the file itself with: git lfs pull",
        ),
        (
            r"(?:<\?xml[^>]*>\s*|<!--.*?-->\s*)*<(?:!doctype\s+html|html[\s>])",
            "an HTML page",
            "Download the data file itself; the address may lead to a page about it.",
        ),
        (
            r"(?-i:(?:Prefix|Ontology|Declaration|Import)\s*\()",
            "an ontology in OWL functional syntax",
            _SAVE,
        ),
        (
            r"(?-i:(?:Prefix|Ontology|Import|Class|ObjectProperty|DataProperty"
            r"|AnnotationProperty|Individual|Datatype):\s)",
            "an ontology in Manchester syntax",
            _SAVE,
        ),
        (
            r"format-version:|\[Term\]|\[Typedef\]",
            "an ontology in OBO format",
            "Turn it into RDF/XML first, with: robot convert --input FILE --output FILE.owl",
        ),
        (
            r"(?:(?:PREFIX|BASE)\s[^\n]*\s+)*(?:SELECT|ASK|CONSTRUCT|DESCRIBE)\b(?!\s*:)",
            "a SPARQL query",
            "Run it with: openalliances query FILE.rq",
        ),
        (r"%YAML|---\s*\n", "YAML", "Turn it into JSON-LD first."),
        (r"diff --git |--- a/", "a patch", "Give the file that it changes."),
        (r"BEGIN:VCARD|BEGIN:VCALENDAR", "a vCard or a calendar", "Turn it into RDF first."),
    )
)
_XML_ROOTS = {
    "html": ("an HTML page", "Download the data file itself."),
    "sparql": ("the result of a SPARQL query", "Ask with CONSTRUCT for triples."),
    "trix": ("TriX", "Turn it into TriG or N-Quads first."),
    "svg": ("a picture", "Give a file of RDF."),
    "kml": ("a map (KML)", "Turn it into RDF first."),
    "rss": ("a news feed", "Turn it into RDF first."),
    "feed": ("a news feed", "Turn it into RDF first."),
    "graphml": ("a graph in GraphML", "Turn it into RDF first."),
    "error": ("an error message of a server", "Get the file again."),
}


def by_name(name: str) -> Format | None:
    """Return the format that the ending of a file's *name* stands for, in any case."""
    return ENDINGS.get(name.lower().rpartition(".")[2]) if "." in name else None


def named_format(name: str) -> Format | None:
    """Return the format that the user has named, or None if none is named.

    :raises SettingError: if there is no such format.
    """
    if not name:
        return None
    wanted = name.lower().lstrip(".")
    media = next((f for f in GRAPH_FORMATS if wanted in (f.media_type, *f.aliases)), None)
    found = media or ENDINGS.get(wanted) or ENDINGS.get(wanted.replace("-", "").replace("/", ""))
    if found is None:
        raise SettingError(f'"{name}" is no format of RDF files.', f"Use one of: {_NAMES}.")
    return found


def refuse_binary(head: bytes, path: str) -> None:
    """Refuse what is no text; *head* is how it begins, unpacked.

    :raises SourceError: naming what it is.
    """
    for magic, stranger in _BY_BYTES:
        if head.startswith(magic):
            raise _refusal(path, stranger)
    if head[_TAR_AT : _TAR_AT + len(_TAR)] == _TAR:
        raise _refusal(path, _ARCHIVE)


def recognise(text: str, name: str, path: str) -> tuple[Format, str]:
    """Return the format of a file called *name* that begins with *text*; a notice if both differ.

    :raises SourceError: naming what it is if it is no RDF, or if it cannot be told.
    """
    named = by_name(name)
    start = text[_BEFORE.match(text).end() :]  # type: ignore[union-attr]  # it matches the empty
    if named is None or named.name != "JSON-LD":
        for pattern, stranger in _BY_TEXT:
            if pattern.match(start) or pattern.match(text.lstrip()):
                raise _refusal(path, stranger)
    found = _by_content(text, start, named, path)
    if found is None and "\x00" in text[:4096]:
        raise SourceError(
            path, "This is not a text file.", f"Give a file of RDF, such as {READABLE}."
        )
    if named is None:
        raise _unknown_ending(path, name, text, found)
    if found is None or found is named or (found in _TURTLES and named in _TURTLES):
        return _wider(named, start), ""
    return found, f"{name} is {found.name}, whatever its name says, and is read as that."


def _wider(named: Format, start: str) -> Format:
    """Return Turtle for a file of lines that begins with what only Turtle has."""
    lines = named in (N_TRIPLES, N_QUADS)
    if lines and re.match(r"@prefix|@base|(?i:prefix|base)\s", start):
        return TURTLE if named is N_TRIPLES else TRIG
    return named


def _by_content(text: str, start: str, named: Format | None, path: str) -> Format | None:
    """Return the format that a text begins like, None if it begins like none."""
    if (root := _root(text)) is not None:
        found = _of_root(root, text, named, path)
        if found is not None:
            return found
    if _like_json(start) and named not in (TRIG, TURTLE):
        return JSON_LD
    if named in (TRIG, TURTLE) and re.match(r'\{\s*"|\[\s*\{\s*"', start):
        return JSON_LD
    if _TURTLE_START.match(start):
        return TRIG if _GRAPH_BLOCK.search(start) else TURTLE
    return None


def _root(text: str) -> re.Match[str] | None:
    """Return the first tag of XML, with its prefix, name and attributes; None if it is none."""
    before = _XML_BEFORE_ROOT.match(text)
    return _ROOT.match(text, before.end() if before else 0)


def _of_root(root: re.Match[str], text: str, named: Format | None, path: str) -> Format | None:
    """Return RDF/XML if the root is of it, None if this is no XML.

    :raises SourceError: if it is another kind of XML.
    """
    prefix, name, rest = root["prefix"] or "", root["name"], root["rest"]
    declared = text.lstrip().startswith(("<?xml", "<!DOCTYPE", "<!--")) or bool(
        _DECLARED.search(rest)
    )
    if name == "RDF" or (declared and _RDF_NAMESPACE in text):
        return RDF_XML
    if not declared and named is not RDF_XML:
        return None
    if name == "Ontology" and ("owl#" in rest or prefix == "owl"):
        raise _refusal(path, _Stranger("an ontology in OWL/XML syntax", _SAVE))
    if name.lower() in _XML_ROOTS:
        raise _refusal(path, _Stranger(*_XML_ROOTS[name.lower()]))
    if not declared and re.match(r"<[^>\s]*>\s*[<\[\w:]", root[0] + text[root.end() :][:200]):
        return None
    shown = f"{prefix}:{name}" if prefix else name
    what = f"XML, but not RDF/XML: its first element is <{shown}>"
    raise _refusal(path, _Stranger(what, "Give RDF/XML, whose first element is <rdf:RDF>."))


def _like_json(start: str) -> bool:
    return bool(re.match(r'\{\s*["}]|\[\s*(?:[{"\]\d]|\Z)', start))


def _unknown_ending(path: str, name: str, text: str, found: Format | None) -> SourceError:
    ending = "." + name.rpartition(".")[2] if "." in name else name
    if found is not None:
        hint = f"It looks like {found.name}: say --data-format {found.extension}"
    elif _like_table(text):
        return _refusal(path, _Stranger("a table", "Turn its rows into RDF first."))
    else:
        hint = "If it is RDF, say which with --data-format"
    return SourceError(
        path,
        f'Files ending in "{ending}" are not read.',
        f"{hint}, or give its name one of these endings: {READABLE}, "
        "each also with .gz, .zst, .bz2 or .xz.",
    )


def _like_table(text: str) -> bool:
    """Return whether the first lines have the same number of commas, semicolons or tabs."""
    lines = text.splitlines()[:5]
    return len(lines) > 1 and any(
        lines[0].count(mark) and len({line.count(mark) for line in lines[:3]}) == 1
        for mark in ",;\t"
    )


def _refusal(path: str, stranger: _Stranger) -> SourceError:
    return SourceError(path, f"This is {stranger.name}.", stranger.advice)
