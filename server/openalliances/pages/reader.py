"""Who reads what is made now: in which language, and under which address it was asked for.

The doors set it once for each request; whoever makes pages without a request has them in English.
Only the frame of pages asks for it (:mod:`.render`): what a page says is made from its arguments.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from urllib.parse import parse_qsl, urlencode

from openalliances.http.languages import ENGLISH, PARAMETER, speaks
from openalliances.pages.wording import NAMES, Wording


@dataclass(frozen=True, slots=True)
class Reader:
    """A reader.

    ``language`` is one of :data:`openalliances.http.languages.PAGES`; ``is_asked`` says that the
    address names it, so that links keep it. ``path`` and ``query`` are what was asked for.
    """

    language: str = ENGLISH
    is_asked: bool = False
    path: str = ""
    query: str = ""

    @property
    def wording(self) -> Wording:
        """Return the words of the language of the interface."""
        return Wording.of(self.language)

    def kept(self, href: str) -> str:
        """Return *href*, a link within this site, with the language that the reader asked for."""
        if not self.is_asked or not href.startswith("/") or href.startswith("//"):
            return href
        place, mark, fragment = href.partition("#")
        path, _, query = place.partition("?")
        if f"{PARAMETER}=" in query or not speaks(path):
            return href
        sign = "&" if "?" in place else "?"
        return f"{place}{sign}{PARAMETER}={self.language}{mark}{fragment}"

    def in_languages(self) -> tuple[tuple[str, str, str], ...]:
        """Return each language of the interface: its tag, its own name, where this page has it."""
        if not self.path:
            return ()
        others = [pair for pair in parse_qsl(self.query) if pair[0] != PARAMETER]
        return tuple(
            (tag, name, f"{self.path}?{urlencode([*others, (PARAMETER, tag)])}")
            for tag, name in NAMES.items()
        )


_reader: ContextVar[Reader] = ContextVar("reader", default=Reader())  # noqa: B039  frozen


def current_reader() -> Reader:
    """Return who reads what is made now."""
    return _reader.get()


def set_reader(reader: Reader) -> None:
    """Make what follows in this thread for *reader*, until another is set."""
    _reader.set(reader)


@contextmanager
def made_for(reader: Reader) -> Iterator[None]:
    """Make what is within for *reader*."""
    token = _reader.set(reader)
    try:
        yield
    finally:
        _reader.reset(token)
