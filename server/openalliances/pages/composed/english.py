"""English in front of and behind names: the article, the genitive."""

from __future__ import annotations

import re
from collections.abc import Sequence

from markupsafe import Markup, escape

from openalliances.pages.markup import filled, isolated
from openalliances.pages.view import View

_THE = re.compile(
    r"(African|European|Soviet|Western European|Arab|Maghreb|Gulf) |United |Organi[sz]ation |"
    r"Central African Republic|Democratic Republic|Dominican Republic|Czech Republic|"
    r"Federal Republic|German (Democratic|Federal) Republic|Yemen Arab Republic|Republic of |"
    r"Netherlands|Philippines|Gambia|Bahamas|Comoros|Maldives|Solomon Islands|Marshall Islands|"
    r"Lake Chad|League |Commonwealth |East African|Economic Community|Southern African |"
    r"Multinational |Collective |Intergovernmental |North Atlantic Treaty Org|Regional |"
    r"Peace and Security Council|Security Council|General Assembly|"
    r"Inter-American |Warsaw Treaty |International |Treaty |Convention "
)
_TO_SAY = re.compile(
    r"OSCE|OAU|OAS|WEU|CSTO|CIS|MFO|EAC|CEMAC|EU|AU|UN|ICGLR|GCC|RSS|AMU|EC|SCO|LCBC"
)
"""Acronyms that are spelt out, and so take the article."""


def article(language: str, name: str, *, at_start: bool = False) -> str:
    """Return "the " where English says it before a name, else nothing."""
    takes = _THE.match(name) or _TO_SAY.fullmatch(name)
    if language != "en" or not takes:
        return ""
    return "The " if at_start else "the "


def with_article(language: str, name: str, *, at_start: bool = False) -> Markup:
    """Return a name that is safe to print, in English with the article where it takes one."""
    said = isolated(name)
    return filled("{}{}", article(language, name, at_start=at_start), said)


def called(
    view: View, thing: str, name: str, *, at_start: bool = False, is_link: bool = False
) -> Markup:
    """Return the name of *thing* in the language of the reader, in English with the article."""
    said = view.link(thing, name) if is_link else view.name(thing, name)
    return filled("{}{}", article(view.language, name, at_start=at_start), said)


def listed_places(view: View, places: Sequence[tuple[str, str]]) -> Markup:
    """Return places, by id and name, as they stand after "in".

    In English one whose own name has an "and" stands last, behind an "in" of its own.
    """
    double = [one for one in places if view.language == "en" and " and " in one[1]]
    rest = [called(view, *one) for one in places if one not in double]
    if not (rest and double):
        return view.listed([called(view, *one) for one in places])
    named = [view.listed(rest), *(called(view, *one) for one in double)]
    return Markup(", and in ").join(named)


def sentence_start(name: Markup | str) -> Markup:
    """Return a name with a capital at its head, for the beginning of a sentence or a heading."""
    text = escape(name)
    return text[:1].upper() + text[1:] if text[:1].islower() else text
