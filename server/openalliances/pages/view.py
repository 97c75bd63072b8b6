"""What one request asks of a page: in which language, for which day, which part of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from babel import Locale
from markupsafe import Markup, escape

from openalliances.facts.days import Day
from openalliances.http.languages import ENGLISH
from openalliances.pages.site import ACRONYM, Site
from openalliances.pages.wording import Wording
from openalliances.rdf.prefixes import BASE, ID

UNKNOWN = "und"
"""The tag of a language that nobody states (BCP 47, 4.1)."""


@dataclass(frozen=True, slots=True)
class View:
    """A site as one reader sees it.

    ``language`` is that of the names of things, and of the interface where there is one in it;
    ``is_language_asked`` says that the address names it;
    ``day`` is what ``at`` asks for, ``number`` the part of what is paged, counted from 1.
    """

    site: Site
    language: str = ENGLISH
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

    def plural(self, n: int, one: str, many: str, **values: object) -> Markup:
        """Return *one* or *many*, which its language uses for *n*; that is ``{n}`` in them."""
        return self.wording.plural(n, one, many, **values)

    def listed(self, items: Iterable[object]) -> Markup:
        """Return *items* as the language lists them: a, b and c."""
        return self.wording.list(items)

    def language_name(self, tag: str) -> str:
        """Return what the language with the tag *tag* (BCP 47) is called; the tag if unknown."""
        short = tag.split("-")[0]
        return str(Locale.parse(self.wording.language).languages.get(short, tag))

    def href(self, path: str, **parameters: str) -> str:
        """Return *path*, a path of this site, keeping day and language; *parameters* are added."""
        if not parameters and self.day is None and not self.is_language_asked:
            return path
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
        """Return a link to the page of *thing*, called *name*, which is hostile unless markup.

        Its English name gives way to that in the language of the reader, where there is one.
        """
        href = escape(self.href(self.path(thing)))
        # Markup.format does the same in several times the time; long lists are made of links.
        return Markup(f'<a href="{href}">{self.name(thing, name, language)}</a>')  # noqa: S704

    def name(self, thing: str, name: str | Markup, language: str = "") -> Markup:
        """Return what *thing* is called, as :meth:`link` has it, without a link."""
        said, tag = self.named(thing, name, language)
        return Markup(f"<bdi{self.lang(tag)}>{escape(said)}</bdi>")  # noqa: S704  all escaped

    def named(self, thing: str, name: str | Markup, language: str = "") -> tuple[str | Markup, str]:
        """Return the name of *thing* to show for its English one, and the language of that."""
        if self.language == ENGLISH or isinstance(name, Markup) or language not in ("", ENGLISH):
            return name, language
        iri = iri_of(thing)
        english, said = self.site.labels_in(self.language).get(iri, ("", ""))
        if said and name in (english, said):
            return said, self.language
        if ACRONYM.fullmatch(name):
            # Initials are of no language that one would hear.
            return self.site.acronyms_in(self.language).get(iri, name), language
        return name, language or ENGLISH

    def plain(self, thing: str, name: str) -> str:
        """Return the name of *thing* to show for its English one, as the text of a picture."""
        return str(self.named(thing, name)[0])

    def own(self, text: object) -> Markup:
        """Return a note of ours, which is in English, so marked in a page of another language."""
        return Markup(f"<bdi{self.lang(ENGLISH)}>{escape(text)}</bdi>")  # noqa: S704  all escaped

    def foreign(self, text: object) -> Markup:
        """Return a title or a name of which nobody states the language."""
        return Markup(f"<bdi{self.lang(UNKNOWN)}>{escape(text)}</bdi>")  # noqa: S704  all escaped

    def lang(self, tag: str) -> Markup:
        """Return the attribute for a text in the language *tag*; none in that of the page."""
        here = self.wording.language
        # Pages in English are mostly of titles in English, so that nothing is said there.
        if tag in ("", here) or (tag == UNKNOWN and here == ENGLISH):
            return Markup("")
        return Markup(f' lang="{escape(tag)}"')  # noqa: S704  it is escaped


def iri_of(thing: str) -> str:
    """Return the IRI of *thing*: what follows ``/id/`` in it, or begins with vocab/, ontology/."""
    return (BASE if thing.startswith(("vocab/", "ontology/")) else ID) + thing
