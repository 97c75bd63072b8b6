"""Pages of the shipped set in French: what is English in them says so."""

import re
from html.parser import HTMLParser

import pytest

from openalliances.engine.local.engine import open_local
from openalliances.settings import Settings

from ..door import opened
from ..looks import KINDS

MORE = {
    "suspension": "/id/suspension/african-union/sudan.html",
    "world body": "/id/organization/united-nations.html",
    "union": "/id/organization/european-union.html",
    "partnership of three years": "/id/partnership/burundi-drc.html",
    "state on a day": "/id/state/burundi.html?at=2016",
    "treaty of two": "/id/arrangement/australia-png-mutual-defence-2025.html",
    "running mission": "/id/mission/unsmil.html",
    "successor": "/id/state/russia.html",
    "suspensions": "/browse/suspensions",
    "states": "/browse/states",
    "organisations": "/browse/organisations",
    "alliances": "/browse/alliances",
    "partnerships": "/browse/partnerships",
    "memberships": "/browse/memberships",
    "mandates": "/browse/mandates",
    "contributions": "/browse/contributions",
    "instruments": "/browse/instruments",
    "decisions": "/browse/decisions",
    "agreements": "/browse/agreements",
    "regions": "/browse/regions",
    "findings": "/browse/findings",
    "comparison of bodies": "/compare?ids=nato~african-union",
    "days": "/at/",
    "questions": "/examples/",
    "editor": "/sparql",
    "data": "/data/",
    "links": "/links/",
    "freshness": "/about/freshness",
    "forms": "/id/state/kenya.html?_profile=alt",
    "vocabulary": "/vocab/activity-type.html",
}
"""Pages of kinds that :data:`KINDS` has not, or has in another state."""
NOT_IN_FRENCH = ("in French", "nothing")
ENGLISH = re.compile(
    r"\b(?:the|of|and|in|is|are|was|were|by|with|from|that|which|for|has|have|had|its|their|this"
    r"|these|those|what|who|when|where|how|been|be|it|all|than|between|others?|each|can|will"
    r"|would|may|your|you|see|into|since|until|under|here|there|does|not|no|nothing|members?"
    r"|began|ended|shows?)\b(?!’)",
    re.IGNORECASE,
)
"""Words of English sentences, none of which French writes as well."""
IDS = re.compile(r"https?://\S+|\b[a-z-]+/[a-z0-9/.-]+|/(?:at|data)/\S+|« [^»]* »|\b[A-Z]{2,3}\b")
"""What is of no language: addresses, ids and codes; what is quoted."""
VOID = frozenset(
    ("area", "base", "br", "col", "hr", "img", "input", "link", "meta", "source", "track", "wbr")
)
LEFT_OUT = frozenset(("script", "style", "code", "pre", "svg", "textarea"))
PARTS = frozenset(
    (
        *("p", "li", "td", "th", "h1", "h2", "h3", "dt", "dd", "caption", "div", "section"),
        *("summary", "figcaption", "label", "option", "title", "button", "table", "tr", "ul"),
    )
)
"""Elements whose texts are told apart."""
TOLD = ("title", "placeholder", "aria-label", "alt")


class Texts(HTMLParser):
    """The texts of a page that are in French by the nearest ``lang`` around them."""

    def __init__(self):
        super().__init__()
        self.open, self.words, self.found = [], [], []

    @property
    def language(self):
        return next((language for _, language in reversed(self.open) if language is not None), "")

    def handle_starttag(self, tag, attrs):
        given = dict(attrs)
        if tag in PARTS:
            self.close_part()
        if tag not in VOID:
            self.open.append((tag, given.get("lang")))
        if self.language == "fr" and not self.is_left_out:
            self.found += [given[name] for name in TOLD if given.get(name)]

    def handle_endtag(self, tag):
        if tag in PARTS:
            self.close_part()
        places = [place for place, (name, _) in enumerate(self.open) if name == tag]
        if places:
            del self.open[places[-1] :]

    def handle_data(self, data):
        if not self.is_left_out:
            self.words.append(data if self.language == "fr" else "…")

    @property
    def is_left_out(self):
        return any(tag in LEFT_OUT for tag, _ in self.open)

    def close_part(self):
        self.found.append(" ".join("".join(self.words).split()))
        self.words = []


def english_in(page):
    """Return the texts with English words among those that are to be French."""
    texts = Texts()
    texts.feed(page)
    texts.close_part()
    return [text for text in dict.fromkeys(texts.found) if ENGLISH.search(IDS.sub("", text))]


def in_french(path):
    return path + ("&" if "?" in path else "?") + "lang=fr"


@pytest.fixture(scope="module")
def door(shipped_release):
    settings = Settings(client_rate=1_000_000, client_errors=1_000_000)
    engine = open_local(shipped_release.store, settings)
    with opened(shipped_release, engine, settings) as door:
        yield door
    engine.close()


def test_english_is_found_where_it_is_not_said_to_be():
    page = (
        '<html lang="fr"><p>L’OTAN a 32 members</p><p lang="en">of the</p><p>Il est là</p></html>'
    )
    assert english_in(page) == ["L’OTAN a 32 members"]


@pytest.mark.parametrize("kind", [name for name in (*KINDS, *MORE) if name not in NOT_IN_FRENCH])
def test_no_english_is_called_french(door, kind):
    answer = door.get(in_french({**KINDS, **MORE}[kind]))
    assert answer.status_code == 200
    assert english_in(answer.text) == []
