"""Problems as people read them: where, what, what is expected, how to mend it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

import pyoxigraph as ox

from openalliances.builder.checks.shacl_results import ValidationResult
from openalliances.builder.dataset import Dataset, Places, SourceFile
from openalliances.builder.inference.closure import Contradiction
from openalliances.errors import SourceError, SourceFaultsError
from openalliances.rdf.prefixes import shorten
from openalliances.rdf.vocabulary import RDFS, SKOS

_RULE_OF_OWL = (
    "https://www.w3.org/TR/owl2-profiles/#Reasoning_in_OWL_2_RL_and_RDF_Graphs_using_Rules"
)
_SEVERITIES = {"violation": "error", "warning": "warning", "info": "note"}
_LACKING = ("MinCount", "QualifiedMinCount", "HasValue")
_SHOWN = 80
_LABELS = (RDFS.label, SKOS.prefLabel)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[A-Z])")
_IRI = re.compile(r"\bhttps?://[^\s,()'\"<>]*[^\s,()'\"<>.]")

_TOGETHER = (
    "Each of the statements may be right alone, but they cannot hold together.",
    "Look at its types, and at the domains and ranges of the properties it is used with.",
)
_MALFORMED = (
    "What stands in the quotation marks is not written as that datatype asks, or does not exist.",
    "Write it as others do in the same file, or take another datatype.",
)
_EXPECTED = {
    "MinCount": "Too little is said with this property.",
    "MaxCount": "More is said with this property than there can be.",
    "Class": "The value is not of the class that is expected.",
    "Datatype": "The value is not of the datatype that is expected.",
    "NodeKind": "The value is not of the kind (IRI or literal) that is expected.",
    "Pattern": "The value is not written as it should be.",
    "In": "The value is not one of those that are allowed.",
    "Closed": "This property is not foreseen here.",
    "UniqueLang": "There are two texts in the same language.",
    "LanguageIn": "The text is not in one of the languages that are expected.",
}
"""What to say where a shape says nothing, by constraint component (SHACL, section 4)."""


@dataclass(frozen=True, slots=True)
class Problem:
    """Something to mend. ``severity`` is error, warning or note; ``line`` 0 is unknown.

    ``sentence`` says what is there, ``expected`` what should be, ``mend`` what
    to do, ``rule`` is the IRI or the name of the rule; the last three may be empty.
    """

    path: str
    line: int
    severity: str
    sentence: str
    expected: str = ""
    mend: str = ""
    rule: str = ""
    column: int = 0

    def to_text(self) -> str:
        """Return the problem in lines, for a terminal."""
        place = ":".join(str(part) for part in (self.path, self.line, self.column) if part)
        lines = [f"{place}  {self.severity.upper()}  {self.sentence}"]
        lines += [f"    {self.expected}"] if self.expected else []
        lines += [f"    try: {self.mend}"] if self.mend else []
        lines += [f"    rule: {self.rule}"] if self.rule else []
        return "\n".join(lines)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """Return the problems by file and line, each once."""
    return tuple(
        sorted(set(problems), key=lambda p: (p.path, p.line, p.severity, p.sentence, p.rule))
    )


def from_source_errors(error: SourceError) -> list[Problem]:
    """Return the problems of a file that cannot be read: all that were found."""
    faults = error.faults if isinstance(error, SourceFaultsError) else (error,)
    return [from_source_error(fault) for fault in faults]


def from_source_error(error: SourceError, severity: str = "error") -> Problem:
    """Return the problem of a file that cannot be read, or a slip in it."""
    return Problem(
        error.path, error.line, severity, error.message, mend=error.hint, column=error.column
    )


@dataclass(slots=True)
class Translator:
    """Turns IRIs into labels and places, by what is known of the *dataset*."""

    dataset: Dataset
    _index: dict[str, list[tuple[SourceFile, ox.Triple]]] = field(default_factory=dict)
    _places: dict[str, Places] = field(default_factory=dict)

    def said(self, subject: str) -> list[tuple[SourceFile, ox.Triple]]:
        """Return what the files say of a thing; they are sorted when there is a first problem."""
        if not self._index:
            for file in self.dataset.files:
                for triple in file.triples:
                    if isinstance(triple.subject, ox.NamedNode):
                        self._index.setdefault(triple.subject.value, []).append((file, triple))
        return self._index.get(subject, [])

    def of_result(self, result: ValidationResult) -> Problem:
        """Return the problem that a SHACL result stands for."""
        expected, mend = _halves(result.message)
        path, line, column = self.place(result.focus, result.path, result.value)
        return Problem(
            path,
            line,
            _SEVERITIES[result.severity],
            self.sentence(result),
            expected or _EXPECTED.get(result.component, "It does not have the shape it should."),
            mend,
            result.shape,
            column,
        )

    def contradiction(self, found: Contradiction) -> Problem:
        """Return the problem that a contradiction stands for."""
        property_ = found.terms[1] if found.value else ""
        path, line, column = self.place(found.focus, property_, found.value)
        sentence = _IRI.sub(lambda match: f'"{self.label(match[0])}"', found.sentence)
        expected, mend = _MALFORMED if found.value else _TOGETHER
        return Problem(path, line, "error", sentence, expected, mend, _RULE_OF_OWL, column)

    def sentence(self, result: ValidationResult) -> str:
        """Return in one sentence what is there."""
        about = f'"{self.label(result.focus)}"' if result.focus else "Something without a name"
        if not result.path:
            return f"{about} does not fit."
        name = self.labelled(result.path)
        values = self._values(result)
        if values:
            return f"{about}: {name} {', '.join(values)}."
        if result.component in _LACKING:
            return f'{about}: "{name}" is missing.'
        return f'{about}: what is said with "{name}" does not fit.'

    def _values(self, result: ValidationResult) -> list[str]:
        """Return, in quotation marks, the value that a result names, or all of its property."""
        values = [result.value]
        if result.value in ("", result.focus):
            said = {t.object for _, t in self.said(result.focus) if _is(t, result.path)}
            values = sorted(_text(value) for value in said)
        return [f'"{_cut(self.label(value))}"' for value in values]

    def label(self, text: str) -> str:
        """Return the English label of an IRI, or a short form of it; other text as it is."""
        if not text.startswith(("http://", "https://")):
            return text
        labels = [
            triple.object
            for _, triple in self.said(text)
            if triple.predicate in _LABELS and isinstance(triple.object, ox.Literal)
        ]
        ordered = sorted(labels, key=lambda m: (m.language != "en", bool(m.language), m.value))
        return ordered[0].value if ordered else shorten(text)

    def labelled(self, sentence: str) -> str:
        """Return *sentence* with labels in place of IRIs."""
        return _IRI.sub(lambda match: self.label(match[0]), sentence)

    def place(self, focus: str, path: str = "", value: str = "") -> tuple[str, int, int]:
        """Return the file, line and column where that is said, as exactly as they are known.

        Line and column are 0 where they are not; Turtle gives lines, tables columns, too.
        """
        holding = list({file.name: file for file, _ in self.said(focus)}.values())
        for file in holding:
            found = self.places(file).cell(focus, path, value or None) if path else None
            if found:
                return file.name, *found
        for file in holding:
            if line := self.places(file).subject(focus):
                return file.name, line, 0
        return (holding[0].name if holding else shorten(focus) or "the whole set"), 0, 0

    def places(self, file: SourceFile) -> Places:
        """Return the places of a file's statements; each file is looked through once."""
        if file.name not in self._places:
            self._places[file.name] = file.places()
        return self._places[file.name]


def _is(triple: ox.Triple, predicate: str) -> bool:
    return triple.predicate.value == predicate


def _text(term: object) -> str:
    return term.value if isinstance(term, ox.NamedNode | ox.BlankNode | ox.Literal) else ""


def _cut(text: str) -> str:
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def _halves(message: str) -> tuple[str, str]:
    """Return what is expected and how to mend it: the first sentence and the others."""
    first, *others = _SENTENCE_END.split(message.strip(), maxsplit=1)
    return first, others[0] if others else ""
