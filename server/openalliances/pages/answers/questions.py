"""What somebody may ask in a search box, read by patterns in English and French.

A text is read as a kind of question, the names in it, and a day, month or year. Whether the names
mean anything here is for others to find out (:mod:`.subjects`); a text that fits no pattern may
still be two names side by side, or anything else.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from functools import cache

from babel import Locale

LONGEST = 120
"""Characters of a question; what is longer is none."""
_MOST_WORDS = 7
"""Words of a text that may be two names side by side."""


class Kind(Enum):
    """What is asked for."""

    RESOLUTION = "resolution"
    MEMBERSHIP = "membership"
    MISSIONS = "missions"
    ALLIES = "allies"
    MEMBERS = "members"
    LEADER = "leader"
    SUSPENSIONS = "suspensions"
    RUNNING = "running"
    SUPPORT = "support"
    TREATIES = "treaties"
    PACTS = "pacts"
    LEAVERS = "leavers"
    PAIR = "pair"


@dataclass(frozen=True, slots=True)
class Question:
    """A question: its kind, the names in it as they were typed, and a date as in ISO 8601."""

    kind: Kind
    first: str
    second: str = ""
    date: str = ""


_OF = r"(?:of|de la|de l'|de|du|des|d')\s*"
_IN = r"(?:in|to|at|of|en|aux|au|a la|a l'|a|dans|sur|de la|de l'|de|du|des|d')\s*\b"
_WITH = r"(?:with|of|to|avec|a la|a l'|a|aux|au|de la|de l'|de|du|des|d')\s*\b"
_ASKED = (
    r"(?:(?:who|which|what|how many|list|show|all|the|are|is|were|was|have been|there|past|current"
    r"|quelles?|quels?|qui|combien de|liste|toutes?|tous|les|des|sont|etaient|est|etait)\s+)*"
)
_PEACE = r"(?:(?:peace(?:keeping|building)?|military|un|onu|us)\s+)?"
_MISSIONS = r"(?:missions?|operations?|peacekeepers|peacekeeping)"
_OF_PEACE = r"(?:\s+(?:de (?:la )?paix|de maintien de la paix|militaires?|de l'onu))?"
_BEEN = (
    r"(?:\s+(?:were|was|are|is|have been|took place|ont eu lieu|y a-t-il(?: eu)?|sont|ont ete))?"
)
_NOW = (
    r"(?:now|today|currently|at present|aujourd'hui|actuellement|maintenant|en ce moment|en cours)"
)
_RUN = (
    r"(?:running|active|ongoing|going on|under way|underway|at work|deployed|en cours|actives?"
    r"|deployees?|a l'oeuvre|a l'œuvre)"
)
_FOR_PEACE = r"(?:(?:peace(?:keeping|building)?|military)\s+)?"
_LED = r"(?:(?P<b>\S+(?: \S+){0,4}?)\s+)??"
_AGREEMENT = (
    r"(?:agreements?|accords?|protocole?|ceasefire|cessez-le-feu|truce|treve|armistice"
    r"|memorandum|terms of reference)"
)
_TREATIES = (
    r"(?:treaties|traites|(?:defen[cs]e|security|military|bilateral)(?: cooperation)? agreements"
    r"|accords (?:de defense|de securite|militaires?|bilateraux|de cooperation militaire))"
)
_PACTS = (
    r"(?:(?:defen[cs]e|military|non-aggression|neutrality)\s+)?(?:pacte?s|alliances)"
    r"(?:\s+(?:militaires?|de defense|defensifs|de non-agression))?"
)
_SIGNED = r"(?:(?:signed\s+)?by|signes? par)\s+"
_PATTERNS: tuple[tuple[Kind, str], ...] = (
    (
        Kind.RESOLUTION,
        r"(?:(?:un|unsc|onu|csnu|(?:un )?security council|conseil de securite)\s+)?"
        r"(?:resolution|res\.?)\s*(?:no\.?|number|n°)?\s*(?P<a>\d{1,4})(?:\s*\((?:19|20)\d\d\))?"
        r"(?: (?:of the|du) (?:un )?(?:security council|conseil de securite)(?: de l'onu)?)?",
    ),
    (Kind.RESOLUTION, r"s/res/(?P<a>\d{1,4})(?:\s*\((?:19|20)\d\d\))?"),
    (
        Kind.MEMBERSHIP,
        r"(?:since when|how long|when)\s+(?:is|was|has|did)\s+(?P<a>.+?)\s+(?:been\s+)?"
        r"(?:(?:a\s+)?member (?:of|in)|part of|in|join(?:ed)?|leave|left|enter|accede to)"
        r"\s+(?P<b>.+)",
    ),
    (Kind.MEMBERSHIP, r"(?:is|was)\s+(?P<a>.+?)\s+(?:a member of|part of|in)\s+(?P<b>.+)"),
    (
        Kind.MEMBERSHIP,
        r"(?:depuis )?quand\s+(?P<a>.+?)\s+(?:est|fait|a)(?:-t)?(?:-(?:il|elle))?\s+"
        rf"(?:membre|partie|dans|adhere a|rejoint|quitte|integre)\s*(?:{_OF}\b)?(?P<b>.+)",
    ),
    (
        Kind.MEMBERSHIP,
        rf"(?P<a>.+?)\s+(?:est|etait|fait)(?:-(?:il|elle))?\s+(?:membre|partie)\s+{_OF}\b(?P<b>.+)",
    ),
    (
        Kind.RUNNING,
        rf"{_ASKED}(?:{_RUN}|current)\s+{_LED}(?P<a>{_FOR_PEACE}{_MISSIONS}{_OF_PEACE})"
        rf"(?:\s+{_NOW})?",
    ),
    (
        Kind.RUNNING,
        rf"{_ASKED}{_LED}(?P<a>{_FOR_PEACE}{_MISSIONS}{_OF_PEACE})(?:\s+(?:that|which|qui))?"
        rf"(?:\s+(?:are|is|were|was|sont|etaient))?(?:\s+(?:still|encore|{_NOW}))?"
        rf"\s+(?:{_RUN}|{_NOW})(?:\s+{_NOW})?",
    ),
    (Kind.RUNNING, rf"{_ASKED}(?P<a>{_FOR_PEACE}{_MISSIONS}{_OF_PEACE}){_BEEN}"),
    (
        Kind.RUNNING,
        rf"{_ASKED}(?:{_RUN}\s+)?(?P<a>{_FOR_PEACE}{_MISSIONS}{_OF_PEACE}){_BEEN}"
        rf"(?:\s+(?:{_RUN}|{_NOW}))*\s+{_IN}(?P<b>.+?)(?:\s+(?:{_RUN}|{_NOW}))*",
    ),
    (Kind.SUPPORT, rf"(?P<a>.+?\b{_AGREEMENT})\s+{_PEACE}(?:missions?|operations?)"),
    (
        Kind.SUPPORT,
        rf"{_ASKED}{_PEACE}(?:{_MISSIONS}|mission|operation){_OF_PEACE}\s+(?:(?:that|which|qui)\s+)?"
        r"(?:supports?|of|for|under|by|soutient|soutiennent|de|pour|selon|d')\s*"
        rf"(?:l')?(?P<a>(?:\S+ )*?{_AGREEMENT}\b.*)",
    ),
    (
        Kind.MISSIONS,
        rf"{_ASKED}{_PEACE}{_MISSIONS}{_OF_PEACE}{_BEEN}\s+{_IN}(?P<a>.+)",
    ),
    (Kind.MISSIONS, rf"(?P<a>.+?)\s+{_PEACE}(?:missions|operations)"),
    (
        Kind.TREATIES,
        rf"{_ASKED}{_TREATIES}\s+(?:between|entre|{_SIGNED}|{_OF})\s*(?P<a>.+?)"
        r"\s+(?:and|with|et|avec)\s+(?:de )?(?P<b>.+)",
    ),
    (Kind.TREATIES, rf"{_ASKED}{_TREATIES}\s+(?:{_SIGNED}|{_WITH})(?P<a>.+)"),
    (Kind.TREATIES, rf"(?P<a>.+?)(?:'s)?\s+{_TREATIES}"),
    (Kind.PACTS, rf"{_ASKED}(?=.*pact|.*defen[cs]e){_PACTS}\s+{_WITH}(?P<a>.+)"),
    (Kind.PACTS, rf"(?P<a>.+?)(?:'s)?\s+{_PACTS}"),
    (
        Kind.LEAVERS,
        r"(?:who|which (?:states|countries|members)|qui|quels (?:etats|pays|membres))\s+"
        r"(?:(?:has|have|had|a|ont|avaient)\s+)?(?:left|quittee?|withdrew from|withdrawn from"
        r"|s'est retire de|se sont retires de)\s+(?P<a>.+)",
    ),
    (
        Kind.LEAVERS,
        rf"{_ASKED}(?:former|ex-|anciens|withdrawals?|retraits?|departures|departs)\s*"
        rf"(?:(?:members|membres|states|etats)\s+)?(?:from|{_OF})\s*(?P<a>.+)",
    ),
    (
        Kind.ALLIES,
        rf"{_ASKED}(?:allied|allies|ally|alliances?|alliee?s?)\s+{_WITH}(?P<a>.+)",
    ),
    (Kind.ALLIES, r"(?:who|with whom) (?:was|were|is) (?P<a>.+?) allied(?: (?:with|to))?"),
    (Kind.ALLIES, r"avec qui (?P<a>.+?) (?:etait|est)(?:-(?:il|elle))? alliee?"),
    (Kind.ALLIES, r"(?P<a>.+?)(?:'s)?\s+allies"),
    (
        Kind.MEMBERS,
        rf"{_ASKED}(?:(?:etats|pays|member)\s+)?(?:members?|membres?|states|countries)\s+"
        rf"(?:(?:states|in)\s+)?(?:{_OF}\b)?(?P<a>.+)",
    ),
    (Kind.MEMBERS, r"(?P<a>.+?)\s+(?:members?(?: states)?|membres?)"),
    (Kind.MEMBERS, r"(?:who|which states|which countries) (?:is|are|was|were) in (?P<a>.+)"),
    (
        Kind.LEADER,
        r"who\s+(?:is leading|leads?|led|runs?|ran|heads?|headed|commands?|commanded)\s+(?P<a>.+)",
    ),
    (Kind.LEADER, r"(?:who is |the )*(?:leader|head) of (?P<a>.+)"),
    (
        Kind.LEADER,
        r"qui\s+(?:dirige|dirigeait|a dirige|mene|menait|a mene|commande|conduit)\s+(?P<a>.+)",
    ),
)
_SUSPENDED = re.compile(r"\b(?:suspend(?:ed|s|re|ue?s?)?|suspensions?)\b")
"""What makes a text a question about suspensions; names stand before and behind it."""
_ASKS = re.compile(
    r"(?:who(?:m)?|which|what|when|why|how often|list of|list|show|all|is|are|was|were|has|have|"
    r"had|been|did|does|do|ever|now|still|currently|member states?|members?|states|countries|"
    r"qui|quels?|quelles?|quand|pourquoi|liste|tous|toutes|est|sont|etait|etaient|a|ont|ete|"
    r"encore|actuellement|(?:etats|pays) membres?|etats|pays|membres?|"
    r"(?:a-t|est|sont|ont|etait)-(?:ils?|elles?)|"
    r"from|by|in|of|to|within|par|de la|de l'|de|du|des|dans|au|aux|le|la|les|l'|d'|the)"
    r"(?:\s+|(?<=')|$)"
)
_ASKED_LAST = re.compile(
    r"(?:^|\s+)(?:been|was|were|is|are|has|have|had|ever|now|still|currently|today|membership|"
    r"members?|est|sont|a|ont|ete|(?:a-t|est|sont|ont|etait)-(?:ils?|elles?)|from|by|in|of|de|par)$"
)
_FROM = re.compile(
    r"\s+(?:from|by|in|within|of|par(?: la| l'| le)?|de la|de l'|du|des|de|dans|au|a la|a l')"
    r"(?:\s+|(?<='))"
)
_KNOWN = tuple((kind, re.compile(pattern)) for kind, pattern in _PATTERNS)
_WHO_SAYS = re.compile(
    r"\s*,?\s*(?:(?:and|et)\s+(?:who says so|qui le dit)|in order|dans l'ordre)\s*$"
)
_AT_TIMES = re.compile(rf"\b(?:{_RUN}|{_NOW}|current)\b")
_SINCE_WHEN = re.compile(r"(?:since when|depuis quand)\s+|,?\s*(?:since when|depuis quand)$")
_ARTICLE = re.compile(r"(?:(?:the|la|le|les|du|des|aux|au|en)\s+|(?:de |a )?l'\s*|d'\s*)")
_BESIDE = re.compile(r"(?:and|in|with|et|en|au|aux|avec|dans|&|[-–—/,:]+)")
_BEFORE_DATE = r"(?:^|(?:\s*,)?\s+)(?:(?:in|on|at|as of|during|since|en|le|au|du)\s+)?"
_ISO_DATE = re.compile(_BEFORE_DATE + r"((?:1[6-9]|20)\d\d(?:-[01]\d(?:-[0-3]\d)?)?)$")


def read(text: str) -> Question | None:
    """Return the question that *text* asks by a pattern, None if it fits none."""
    typed = tidy(text)
    if not typed:
        return None
    plain = _plain(typed)
    found = _WHO_SAYS.search(plain)
    typed = typed[: found.start()] if found else typed
    if fits := _resolution(_plain(typed)):
        return fits
    typed, date = _dated(typed)
    plain = _plain(typed)
    if fits := _suspension(typed, date):
        return fits
    for kind, pattern in _KNOWN:
        match = pattern.fullmatch(plain)
        if match is None:
            continue
        is_timed = _AT_TIMES.search(plain) or (date and not _has(match, "b"))
        if kind is Kind.RUNNING and not is_timed:
            continue  # all that ever were
        said = {name: _name(typed[slice(*match.span(name))]) for name in "ab" if _has(match, name)}
        if all(said.values()):
            return Question(kind, said["a"], said.get("b", ""), date)
    return None


def _has(match: re.Match[str], name: str) -> bool:
    return match.groupdict().get(name) is not None


def pairs(text: str) -> Iterator[Question]:
    """Yield the ways in which *text* may be two names side by side."""
    typed, date = _dated(_without_since_when(tidy(text)))
    words = typed.split()
    if not 2 <= len(words) <= _MOST_WORDS:
        return
    for place in range(1, len(words)):
        first, second = words[:place], words[place:]
        while first and _BESIDE.fullmatch(_plain(first[-1])):
            first.pop()
        if second and _BESIDE.fullmatch(_plain(second[0])):
            continue  # it stands with the names before it
        names = [_name(" ".join(part).strip(",;:–—-")) for part in (first, second)]
        if all(names):
            yield Question(Kind.PAIR, names[0], names[1], date)


def parted(text: str) -> Iterator[Question]:
    """Yield the ways in which *text* may be two names with "from", "by", "de" between them."""
    for found in _FROM.finditer(_plain(text)):
        names = [_name(text[: found.start()]), _name(text[found.end() :])]
        if all(names):
            yield Question(Kind.PAIR, names[0], names[1])


def _without_since_when(typed: str) -> str:
    """Return *typed* without "since when" at one end: of two names it is told anyway."""
    plain = _plain(typed)
    found = _SINCE_WHEN.match(plain) or _SINCE_WHEN.search(plain)
    return typed[: found.start()] + typed[found.end() :] if found else typed


def tidy(text: str) -> str:
    """Return *text* on one line without the sign of a question; empty for what is none."""
    if len(text) > LONGEST or any(unicodedata.category(sign) == "Cc" for sign in text):
        return ""
    return " ".join(text.split()).rstrip(" ?!.").replace("’", "'")


def _resolution(plain: str) -> Question | None:
    for kind, pattern in _KNOWN:
        if kind is Kind.RESOLUTION and (match := pattern.fullmatch(plain)):
            return Question(kind, match["a"])
    return None


def _suspension(typed: str, date: str) -> Question | None:
    """Return the question that speaks of suspensions: what stands before the word, and behind."""
    found = _SUSPENDED.search(_plain(typed))
    if found is None:
        return None
    names = [_bare(typed[: found.start()]), _bare(typed[found.end() :])]
    first, *more = [name for name in names if name] or [""]
    return Question(Kind.SUSPENSIONS, first, more[0] if more else "", date) if first else None


def _bare(text: str) -> str:
    """Return *text* without the words that ask, at either end.

    The African Union is called as the French word for "to the": nothing else is left then.
    """
    name = text.strip(" \"'“”«»(),:")
    while (found := _ASKS.match(plain := _plain(name))) and plain != "au":
        name = name[found.end() :]
    while found := _ASKED_LAST.search(_plain(name)):
        name = name[: found.start()]
    return name.strip()


def _plain(text: str) -> str:
    """Return *text* in small letters without accents, each sign in its place."""
    return "".join(unicodedata.normalize("NFD", sign)[0].lower()[:1] or sign for sign in text)


def _name(text: str) -> str:
    """Return a name without the articles before it."""
    name = text.strip(" \"'“”«»()")
    while found := _ARTICLE.match(_plain(name)):
        name = name[found.end() :]
    return name.strip()


def _dated(typed: str) -> tuple[str, str]:
    """Return *typed* without the date at its end, and that date as in ISO 8601."""
    plain = _plain(typed)
    if found := _ISO_DATE.search(plain):
        if (written := _written().search(plain)) is None:
            return typed[: found.start()], found[1]
        month = _months()[written["month"]]
        day = f"-{int(written['day']):02}" if written["day"] else ""
        return typed[: written.start()], f"{written['year']}-{month:02}{day}"
    return typed, ""


@cache
def _months() -> dict[str, int]:
    """Return the months by their names in English and French, without accents."""
    return {
        _plain(name): number
        for language in ("en", "fr")
        for number, name in Locale(language).months["format"]["wide"].items()
    }


@cache
def _written() -> re.Pattern[str]:
    names = "|".join(_months())
    return re.compile(
        _BEFORE_DATE + r"(?:(?P<day>[0-3]?\d)(?:st|nd|rd|th|er)?\s+)?"
        rf"(?P<month>{names})\s+(?P<year>(?:1[6-9]|20)\d\d)$"
    )
