"""The forms of a name by which it is looked up, beside those of :mod:`.folding`.

A name is found by any of its forms, each of which forgets something: the order of the words, the
way an organisation or a state in it is written, the form of government, the number of a mission,
what stands in brackets. The index holds hashes of forms, as does whoever searches; one look finds
what meets. The first forms of :class:`Form` forget least.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from enum import StrEnum
from hashlib import blake2b

from openalliances.release.folding import content_words, fold, key

LONGEST_PHRASE = 8
"""Words of the longest name of a state or an organisation that is recognized in another name."""

ENTITY = "\ue000"
"""What a word that stands for a state or an organisation begins with; its number follows."""


class Form(StrEnum):
    """What is kept of a name.

    WHOLE keeps all but spaces; WORDS the words that say something, in any order; EXPANDED has
    one word for each state and organisation, however it is called; CORE leaves out the form of
    government; SERIES numbers and years; OUTSIDE and INSIDE are what stands out of and in
    brackets; SOUND has one letter for those that languages write a sound with. NUMBERED is only
    asked for: WORDS of a name that is written with a number that it does not have.
    """

    WHOLE = "whole"
    WORDS = "words"
    EXPANDED = "expanded"
    CORE = "core"
    SERIES = "series"
    OUTSIDE = "outside"
    INSIDE = "inside"
    SOUND = "sound"
    NUMBERED = "numbered"


_SAME_WORD: dict[str, tuple[str, ...]] = {
    "republic": (
        *("republique", "republica", "republik", "republika", "repubblica", "repubblika"),
        *("repub", "bundesrepublik"),
    ),
    "democratic": ("democratique", "democratica", "demokratische", "democ"),
    "people": ("peoples", "populaire", "popular", "ppl"),
    "federal": (
        *("fed", "federated", "federative", "federation", "federale", "federees", "federes"),
        *("federada", "federados", "federacion"),
    ),
    "kingdom": ("royaume", "reino", "konigreich", "koenigreich", "regno"),
    "arab": ("arabe", "arabische"),
    "commonwealth": ("mancomunidad", "comunidade"),
    "socialist": ("socialiste", "socialista"),
    "united": ("unie", "unies", "unis", "unida", "unidas", "unidos", "unido", "vereinigte"),
    "nation": ("nations", "naciones", "nacoes"),
    "state": ("states", "etat", "etats", "estado", "estados", "sts"),
    "islamic": ("islamique", "islamica", "isl"),
    "island": ("islands", "is", "isls", "ile", "iles", "isla", "islas", "ilhas"),
    "government": ("govt", "gov", "gouvernement", "gobierno", "governo"),
    "union": ("unions",),
    "international": ("intl", "internationale", "internacional"),
    "organization": ("organizacion", "organizacao", "org"),
    "mission": ("mision", "missao", "msn"),
    "operation": ("operacion", "operacao"),
    "force": ("fuerza", "forca"),
    "office": ("bureau", "oficina", "offices"),
    "observer": ("observers", "observateurs", "observadores", "obs"),
    "treaty": (
        *("treaties", "traite", "tratado", "pact", "pacte", "pacto", "pacts", "accord"),
        *("accords", "agreement", "agreements", "acuerdo", "acordo"),
    ),
    "alliance": ("alliances", "alianza", "alianca"),
    "charter": ("charte", "carta"),
    "defense": ("defensa", "defesa"),
    "north": ("nord", "norte", "northern", "septentrionale"),
    "south": ("sud", "sur", "sul", "southern"),
    "west": ("ouest", "oeste", "western"),
    "east": ("est", "este", "leste", "eastern"),
    "1": ("first", "premiere", "primera"),
    "2": ("ii", "second", "deuxieme", "segunda"),
    "3": ("iii", "third", "troisieme"),
    "4": ("iv", "fourth"),
}
_WORD = {other: word for word, others in _SAME_WORD.items() for other in others}
"""Words of the field in the languages that its data sets are written in, with short forms."""

_SHORT_FORM = {
    "pr": "people republic",
    "dr": "democratic republic",
    "dpr": "democratic people republic",
    "pdr": "people democratic republic",
    "fr": "federal republic",
    "sr": "socialist republic",
    "ssr": "soviet socialist republic",
    "sfr": "socialist federal republic",
    "fyr": "former yugoslav republic",
    "ur": "united republic",
    "ar": "arab republic",
    "ir": "islamic republic",
    "rb": "republic bolivarian",
}
"""The forms of government in lists, as in "Venezuela, RB"; alone these letters are a name."""

_SOUNDS = tuple(
    (re.compile(pattern), sound)
    for pattern, sound in (
        ("ph", "f"),
        ("tsch|tch|dsch|dzh|dj|zh|ch", "j"),
        ("c(?=[eiy])|z", "s"),
        ("ck|kh|qu|[cq]", "k"),
        ("gh", "g"),
        ("th", "t"),
        ("ou|oo|ue", "u"),
        ("ae", "a"),
        ("oe", "o"),
        ("w", "v"),
        ("y|j(?![aeiou])", "i"),
        (r"(.)\1+", r"\1"),
    )
)

FORMAL = frozenset(
    re.findall(
        r"\w+",
        "republic democratic people federal kingdom state islamic government arab socialist "
        "union united commonwealth principality sultanate duchy grand nation independent "
        "sovereign plurinational bolivarian hashemite cooperative grossherzogtum groussherzogtum "
        "grandducato furstentum principado principaute",
    )
)
"""Words for the form of a state's government, which its usual name leaves out."""

_HYPHENED = re.compile(r"\bco (op|or)")
_BRACKETS = re.compile(r"\s*[(\[]([^()\[\]]*)[)\]]?\s*")
_NUMBER = re.compile(r"\d{1,2}|1[89]\d\d|20\d\d")

Entities = Callable[[str], str]
"""Gives the word for a state or an organisation from its words (:func:`as_bag`), or ""."""


def hash_of(form: Form, text: str) -> int:
    """Return the number that stands for *text* as that form in the index."""
    digest = blake2b(f"{form[:2]}:{text}".encode(errors="replace"), digest_size=8).digest()
    return int.from_bytes(digest, signed=True)


def words_of(folded: str) -> list[str]:
    """Return the words of a folded name that say something, in the one way they are written."""
    words = [_WORD.get(word, word) for word in content_words(_HYPHENED.sub(r"co\1", folded))]
    if len(words) > 1:
        words = [one for word in words for one in _SHORT_FORM.get(word, word).split()]
        if words[-1] == "i":
            words[-1] = "1"
    return words


def same_words(word: str) -> tuple[str, ...]:
    """Return all ways to write a word that :func:`words_of` gives, that one first."""
    return word, *_SAME_WORD.get(word, ())


def as_bag(words: Sequence[str]) -> str:
    """Return words in an order that is always the same."""
    return " ".join(sorted(words))


def phrases(words: Sequence[str]) -> Iterator[str]:
    """Yield, as bags, all runs of words that may be the name of a state or an organisation."""
    for begin in range(len(words)):
        for end in range(begin + 1, min(begin + LONGEST_PHRASE, len(words)) + 1):
            yield as_bag(words[begin:end])


def spans(words: Sequence[str], entities: Entities) -> Iterator[tuple[int, int, str]]:
    """Yield where in *words* each name of a state or an organisation begins and ends, and its word.

    Of names within names the longest counts; all other words come one by one, with "".
    """
    at = 0
    while at < len(words):
        ends = range(min(at + LONGEST_PHRASE, len(words)), at, -1)
        found = ((end, entities(as_bag(words[at:end]))) for end in ends)
        end, entity = next(((end, entity) for end, entity in found if entity), (at + 1, ""))
        yield at, end, entity
        at = end


def expanded(words: Sequence[str], entities: Entities) -> list[str]:
    """Return *words* with one word for each state and organisation."""
    return [entity or words[begin] for begin, _, entity in spans(words, entities)]


def core(words: Sequence[str]) -> list[str]:
    """Return *words* without those for the form of government; none if only such are left."""
    left = [word for word in words if word not in FORMAL]
    return left if len(left) < len(words) else list(words)


def without_numbers(words: Sequence[str]) -> list[str]:
    """Return *words* without numbers, ordinal ones too, and years."""
    return [word for word in words if not _NUMBER.fullmatch(word)]


def sound(folded: str) -> str:
    """Return a folded name as it sounds: "Tadjikistan" and "Tadzhikistan", "Lybia" and "Libya"."""
    text = key(folded)
    for pattern, letter in _SOUNDS:
        text = pattern.sub(letter, text)
    return text


def brackets(name: str) -> tuple[str, list[str]]:
    """Return what stands outside of brackets, and what in them."""
    inside = [text.strip() for text in _BRACKETS.findall(name)]
    outside = " ".join(_BRACKETS.sub(" ", name).split())
    return outside, [text for text in inside if text]


def forms_of(name: str, folded: str, entities: Entities, *, notable: bool) -> set[tuple[Form, str]]:
    """Return all forms of a name; only those that every name has, if its thing is not *notable*."""
    words = words_of(folded)
    found = {(Form.WHOLE, key(folded)), (Form.WORDS, as_bag(words))}
    if not notable:
        return found
    whole = expanded(words, entities)
    if len(whole) > 1 or not whole[0].startswith(ENTITY):
        found.add((Form.EXPANDED, as_bag(list(set(whole)))))
    found.add((Form.SOUND, sound(folded)))
    if left := core(words):
        found.add((Form.CORE, as_bag(left)))
    rest = without_numbers(whole)
    if rest and len(rest) < len(whole):
        found.add((Form.SERIES, as_bag(rest)))
    outside, inside = brackets(name)
    if inside and (bare := words_of(fold(outside))):
        found.add((Form.OUTSIDE, as_bag(bare)))
        found |= {(Form.INSIDE, as_bag(words_of(fold(text)))) for text in inside if fold(text)}
    return found
