"""Bibliographies: what rows rest on, as BibTeX, CSL-JSON and RIS, and how the data set is cited.

BibTeX is that of the classic programs (``@misc`` with ``year`` and ``month``) with the fields of
biblatex beside them (``date``, ``url``); the text is UTF-8, which biber and all reference managers
read. CSL-JSON follows ``csl-data.json`` of the Citation Style Language, version 1.0.2.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from openalliances.rdf.prefixes import ID

_SPECIAL = {
    "\\": r"{\textbackslash}",
    "{": r"{\textbraceleft}",
    "}": r"{\textbraceright}",
    "~": r"{\textasciitilde}",
    "^": r"{\textasciicircum}",
    **{sign: "\\" + sign for sign in "$&%#_"},
}
"""What TeX reads as something else. BibTeX counts braces, escaped or not, so they are words."""

_IN_URL = {"\\": "%5C", "{": "%7B", "}": "%7D", " ": "%20", '"': "%22", "<": "%3C", ">": "%3E"}
_BLANK, _UNSEEN = ("Cc", "Zl", "Zp", "Zs"), ("Cf", "Cn", "Co", "Cs")
_JOINERS = "\u200c\u200d"
"""Scripts from Persian to Hindi spell with these."""
_DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
_NO_KEY = re.compile(r"[^A-Za-z0-9:._/-]+")
_WHOLE_DAY = 3
"""Parts of a date whose day is known."""
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")

_CSL_TYPES: Mapping[str, str] = {
    "data-set": "dataset",
    "official-page": "webpage",
    "press": "article-newspaper",
    "primary-law": "legislation",
    "reference-work": "entry-encyclopedia",
    "scholarly": "article",
}
"""Kind of source (``vocab/source-kind``) to type of item."""
_RIS_TYPES: Mapping[str, str] = {
    "data-set": "DATA",
    "official-page": "ELEC",
    "press": "NEWS",
    "primary-law": "STAT",
    "reference-work": "ENCYC",
    "scholarly": "JOUR",
}
"""Kind of source to type of reference in RIS."""


MAINTAINERS = "OpenAlliances maintainers"
"""Who is cited as the author of the data set."""


@dataclass(frozen=True, slots=True)
class Work:
    """What is cited: a source, or the data set itself; what is not known is empty.

    ``id`` is the path of its IRI below ``/id/``, or the IRI. ``date`` is a day, month or year.
    """

    id: str
    title: str
    publisher: str = ""
    date: str = ""
    address: str = ""
    kind: str = ""
    note: str = ""
    version: str = ""

    @property
    def key(self) -> str:
        """Return the key under which it is cited."""
        name = self.id.rpartition("://")[2].removeprefix("source/")
        return _NO_KEY.sub("-", name).strip("-") or "source"

    @property
    def date_parts(self) -> list[int]:
        """Return year, month and day as far as they are known."""
        found = _DATE.fullmatch(self.date)
        return [int(part) for part in found.groups() if part] if found else []


def bibtex(works: Iterable[Work]) -> str:
    """Return *works* as BibTeX, in their order."""
    return "\n".join(map(_entry, works))


def csl_json(works: Iterable[Work]) -> str:
    """Return *works* as CSL-JSON, in their order."""
    return json.dumps([_item(work) for work in works], ensure_ascii=False, indent=1) + "\n"


def ris(works: Iterable[Work]) -> str:
    """Return *works* in the form of Research Information Systems (RIS), in their order."""
    return "\r\n".join(map(_tagged, works))


def plain(work: Work) -> str:
    """Return the work as a list of references has it (APA, 7th edition)."""
    parts = work.date_parts
    year = f"({parts[0]})" if parts else "(n.d.)"
    title = _line(work.title) + (f" (Version {work.version})" if work.version else "")
    what = " [Data set]" if work.kind == "data-set" else ""
    return f"{_line(work.publisher)}. {year}. {title}{what}. {work.address}\n"


def citation_file(work: Work) -> str:
    """Return how the data set is cited, as a CITATION.cff (https://citation-file-format.github.io)."""
    said = {
        "cff-version": "1.2.0",
        "type": "dataset",
        "message": "Please cite the data set, and the sources of the statements that you use.",
        "title": work.title,
        "version": work.version,
        "url": work.address,
        "license": "CC-BY-4.0",
    }
    if len(work.date_parts) == _WHOLE_DAY:
        said["date-released"] = work.date
    lines = [f"{name}: {json.dumps(text, ensure_ascii=False)}" for name, text in said.items()]
    authors = f"authors:\n  - name: {json.dumps(work.publisher, ensure_ascii=False)}"
    return "\n".join((*lines, authors, ""))


def escaped(text: str) -> str:
    """Return *text* as TeX sets it, on one line and without signs that control a machine."""
    return "".join(_SPECIAL.get(sign, sign) for sign in _line(text))


def _line(text: str) -> str:
    """Return *text* on one line; of what is unseen, only what joins letters is kept."""
    kept = (
        " " if unicodedata.category(sign) in _BLANK else sign
        for sign in text
        if unicodedata.category(sign) not in _UNSEEN or sign in _JOINERS
    )
    return " ".join("".join(kept).split())


def _entry(work: Work) -> str:
    parts = work.date_parts
    fields = {
        # A second pair of braces: a publisher has no first name, a title keeps its capitals.
        "author": f"{{{escaped(work.publisher)}}}" if work.publisher else "",
        "title": f"{{{escaped(work.title)}}}",
        "year": str(parts[0]) if parts else "",
        "date": work.date if parts else "",
        "version": escaped(work.version),
        "url": "".join(_IN_URL.get(sign, sign) for sign in work.address if sign.isprintable()),
        "note": escaped(work.note),
    }
    lines = [f"  {name} = {{{text}}}," for name, text in fields.items() if text]
    if len(parts) > 1 and 1 <= parts[1] <= len(_MONTHS):
        lines.append(f"  month = {_MONTHS[parts[1] - 1]},")
    return "\n".join((f"@misc{{{work.key},", *lines, "}\n"))


def _tagged(work: Work) -> str:
    parts = work.date_parts
    day = "/".join(f"{part:02}" for part in (*parts, *[""] * (3 - len(parts))) if part != "")
    tags = (
        ("TY", _RIS_TYPES.get(work.kind, "GEN")),
        ("ID", work.key),
        ("AU", _line(work.publisher)),
        ("TI", _line(work.title)),
        ("PY", str(parts[0]) if parts else ""),
        ("DA", day),
        ("ET", _line(work.version)),
        ("UR", work.address),
        ("N1", _line(work.note)),
    )
    lines = [f"{tag}  - {text}" for tag, text in tags if text]
    return "\r\n".join((*lines, "ER  - ", ""))


def _item(work: Work) -> dict[str, object]:
    item: dict[str, object] = {
        "id": work.key,
        "type": _CSL_TYPES.get(work.kind, "document"),
        "title": _line(work.title),
        "author": [{"literal": _line(work.publisher)}] if work.publisher else [],
        "issued": {"date-parts": [work.date_parts]} if work.date_parts else {},
        "URL": work.address,
        "version": work.version,
        "note": work.note,
        "custom": {"iri": work.id if "://" in work.id else ID + work.id},
    }
    return {name: value for name, value in item.items() if value}
