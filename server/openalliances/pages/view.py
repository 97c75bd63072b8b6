"""What one request asks of a page: in which language, for which day, which part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from babel import Locale
from markupsafe import Markup, escape

from openalliances.facts.days import Day
from openalliances.pages.site import Site
from openalliances.pages.wording import Wording
from openalliances.rdf.prefixes import BASE, ID


@dataclass(frozen=True, slots=True)
class View:
    """A site as one reader sees it.

    ``language`` is that of the interface, ``is_language_asked`` says that the address names it;
    ``day`` is what ``at`` asks for, ``number`` the part of what is paged, counted from 1.
    """

    site: Site
    language: str = "en"
    is_language_asked: bool = False
    day: Day | None = None
    number: int = 1

    @property
    def wording(self) -> Wording:
        """Return the words of its language."""
        return Wording.of(self.language)

    def say(self, text: str, **values: object) -> Markup:
        """Return *text*, a sentence in English, in the language of the reader.

        ``{name}`` in it is replaced by the value of that name, escaped unless it is markup.
        """
        return self.wording.say(text, **values)

    def date(self, text: str) -> Markup:
        """Return a day, month or year in words, as ``<time>``, which never wraps."""
        return self.wording.date(text)

    def number_of(self, value: int) -> str:
        """Return a number as the language writes it."""
        return self.wording.number(value)

    def listed(self, items: Iterable[object]) -> Markup:
        """Return *items* as the language lists them: a, b and c."""
        return self.wording.list(items)

    def language_name(self, tag: str) -> str:
        """Return what the language with the tag *tag* (BCP 47) is called; the tag if unknown."""
        short = tag.split("-")[0]
        return str(Locale.parse(self.language).languages.get(short, tag))

    def href(self, path: str, **parameters: str) -> str:
        """Return *path*, a path of this site, keeping day and language; *parameters* are added."""
        kept = {
            **({"at": self.day.text} if self.day else {}),
            **({"lang": self.language} if self.is_language_asked else {}),
            **parameters,
        }
        asked = urlencode({name: value for name, value in kept.items() if value})
        return path + (("&" if "?" in path else "?") + asked if asked else "")

    def at(self, day: Day | None) -> View:
        """Return the same view for another day, or for none."""
        return replace(self, day=day, number=1)

    def path(self, thing: str) -> str:
        """Return the path of the page of *thing*: an id, or an IRI below ``vocab/``, ``ontology/``.

        Without day and language, so that it is the address to cite.
        """
        return self.site.urls.document(iri_of(thing))

    def link(self, thing: str, name: str | Markup, language: str = "") -> Markup:
        """Return a link to the page of *thing*, called *name*, which is hostile unless markup."""
        said = f' lang="{escape(language)}"' if language else ""
        href = escape(self.href(self.path(thing)))
        # Markup.format does the same in several times the time; long lists are made of links.
        return Markup(f'<a href="{href}"><bdi{said}>{escape(name)}</bdi></a>')  # noqa: S704


def iri_of(thing: str) -> str:
    """Return the IRI of *thing*: what follows ``/id/`` in it, or begins with vocab/, ontology/."""
    return (BASE if thing.startswith(("vocab/", "ontology/")) else ID) + thing
