"""The reader's own copies of the documents, from which passages are quoted.

Documents are not part of the set. Whoever has them names their folder; they are read once, at the
start, as far as they are not larger than what is looked for, and a passage is quoted only where
the digest says that these are its words.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from pathlib import Path

from openalliances.facts.claims import Document, Passage

LARGEST = 4_000_000
"""Bytes of a document that is read; a larger file is none of ours."""


class Copy(Enum):
    """What there is of a document in the folder of the reader."""

    NONE = "none"
    """No folder was named, or it has no such file."""
    OTHER = "other"
    """There is a file, and it holds other words."""
    SAME = "same"
    """There is the very document."""


@dataclass(frozen=True, slots=True)
class Copies:
    """The documents that were found, by id: their words, where they are the very document."""

    folder: str = ""
    texts: Mapping[str, str] = field(default_factory=dict)
    others: frozenset[str] = frozenset()

    def state(self, document: str) -> Copy:
        """Return what there is of the document."""
        if document in self.texts:
            return Copy.SAME
        return Copy.OTHER if document in self.others else Copy.NONE

    def quote(self, passage: Passage) -> str:
        """Return the words of a passage; empty where they are not at hand, or are others."""
        words = self.texts.get(passage.document, "")[passage.start : passage.end]
        return words if words and _digest(words) == passage.digest else ""


NO_COPIES = Copies()


def read_copies(folder: str, documents: Iterable[Document]) -> Copies:
    """Return the *documents* that are in *folder*, the name of a folder; none without one."""
    if not folder:
        return NO_COPIES
    found: dict[str, str] = {}
    others: set[str] = set()
    for document in documents:
        name = document.file_name
        path = Path(folder).expanduser() / name
        if not name or Path(name).name != name or not path.is_file():
            continue
        text = _text(path)
        if text is not None and _digest(text) == document.digest:
            found[document.id] = text
        else:
            others.add(document.id)
    return Copies(folder, found, frozenset(others))


def _text(path: Path) -> str | None:
    """Return the text of a file; None if it cannot be read, is too large, or is no UTF-8."""
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        return content.decode("utf-8") if len(content) <= LARGEST else None
    except (OSError, UnicodeDecodeError):
        return None


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8")).hexdigest()
