"""The files that are given: regular ones only, each once, opened as UTF-8 text."""

from __future__ import annotations

import hashlib
import io
import os
import stat
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from openalliances.errors import SourceError
from openalliances.rdf.formats import GRAPH_FORMATS, Format
from openalliances.reader.compression import COMPRESSIONS, Compression, Unpacked, compression_of
from openalliances.reader.encoding import Readable, Utf8, encoding_of
from openalliances.reader.options import ReadOptions
from openalliances.reader.recognition import by_name, named_format, recognise, refuse_binary

_HEAD = 65536
_KINDS = (
    (stat.S_ISDIR, "This is a folder.", "Name the files in it."),
    (stat.S_ISFIFO, "This is a pipe, not a file.", "Write what comes out of it to a file first."),
    (stat.S_ISSOCK, "This is a socket, not a file.", "Give a file of RDF."),
    (stat.S_ISCHR, "This is a device, not a file.", "Give a file of RDF."),
    (stat.S_ISBLK, "This is a device, not a file.", "Give a file of RDF."),
)


@dataclass(frozen=True, slots=True)
class RdfFile:
    """A file that is one: its path, format, compression and encoding.

    ``name`` is the last part of its path without the ending of a compression. ``mark`` is
    the length of its byte order mark. ``notice`` is a sentence, empty if there is none.
    ``empty`` says that there is nothing in it but blanks; ``content`` is its text in UTF-8, if
    that is at hand already.
    """

    path: str
    name: str
    format: Format
    compression: Compression | None = None
    encoding: str = "utf-8"
    mark: int = 0
    notice: str = ""
    empty: bool = False
    content: bytes | None = None

    @contextmanager
    def opened(self, most: int) -> Iterator[Utf8]:
        """Give its text in UTF-8, of which there may be *most* bytes.

        :raises SourceError: if it cannot be read or unpacked.
        """
        if self.content is not None:
            yield Utf8(io.BytesIO(self.content), "utf-8", 0, self.path)
            return
        with _raw(self.path) as raw:
            stream = _unpacked(raw, self.compression, self.path, most)
            yield Utf8(stream, self.encoding, self.mark, self.path)

    def text(self, most: int) -> bytes:
        """Return all of its text in UTF-8.

        :raises SourceError: if it cannot be read or unpacked, or has more than *most* bytes.
        """
        with self.opened(most) as stream:
            return b"".join(iter(lambda: stream.read(_HEAD), b""))


def look_at(path: str, options: ReadOptions) -> RdfFile:
    """Return what the file at *path* is.

    :raises SourceError: if it is none, cannot be read, or is no RDF, naming what it is.
    :raises SettingError: if the options name a format that there is not.
    """
    asked = named_format(options.format)
    refuse_other_than_files(path)
    with _raw(path) as raw:
        ending = Path(path).suffix
        compression = compression_of(raw, ending, path)
        name = Path(path).name
        if any(ending.lower() in c.endings for c in COMPRESSIONS):
            name = name[: -len(ending)]
        stream = _unpacked(raw, compression, path, options.size)
        head = _head(stream)
    refuse_binary(head, path)
    if compression and any(head.startswith(c.magic) for c in COMPRESSIONS):
        raise SourceError(path, "It is compressed twice.", "Unpack it once.")
    encoding, mark = encoding_of(head, path)
    text = head[mark:].decode(encoding, errors="replace")
    empty = len(head) < _HEAD and not text.strip()
    format_, notice = (asked or GRAPH_FORMATS[0], "")
    if asked is None and not (empty and by_name(name)):
        format_, notice = recognise(text, name, path)
    return RdfFile(path, name, format_, compression, encoding, mark, notice, empty)


def refuse_other_than_files(path: str) -> None:
    """Refuse what is no regular file, before anything waits for it.

    :raises SourceError: naming what it is.
    """
    try:
        mode = Path(path).stat().st_mode
    except (FileNotFoundError, NotADirectoryError):
        raise SourceError(path, "There is no such file.", "Look at the spelling.") from None
    except (OSError, ValueError) as error:
        raise _unreadable(path, error) from None
    for is_kind, message, hint in _KINDS:
        if is_kind(mode):
            raise SourceError(path, message, hint)


def digests(paths: Sequence[str | os.PathLike[str]]) -> list[str]:
    """Return the SHA-256 of each file.

    :raises SourceError: if one cannot be read.
    """
    found = []
    for given in paths:
        path = os.fspath(given)
        refuse_other_than_files(path)
        with _raw(path) as raw:
            found.append(hashlib.file_digest(raw, "sha256").hexdigest())
    return found


@contextmanager
def _raw(path: str) -> Iterator[io.BufferedReader]:
    try:
        # Whatever has taken the file's place since it was looked at is not waited for.
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0))
    except OSError as error:
        raise _unreadable(path, error) from None
    with os.fdopen(descriptor, "rb") as raw:
        yield raw


def _unpacked(
    raw: io.BufferedReader, compression: Compression | None, path: str, most: int
) -> Readable:
    return raw if compression is None else Unpacked(raw, compression, path, most)


def _head(stream: Readable) -> bytes:
    head = b""
    while len(head) < _HEAD and (more := stream.read(_HEAD - len(head))):
        head += more
    return head


def _unreadable(path: str, error: Exception) -> SourceError:
    why = (error.strerror if isinstance(error, OSError) else str(error)) or "no reason was given"
    return SourceError(path, f"It cannot be read: {why}.")
