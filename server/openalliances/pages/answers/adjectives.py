"""Names that an adjective of a state may stand for: "Russian" for Russia, "Kenyan" for Kenya."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

_IRREGULAR: Mapping[str, str] = {
    "american": "United States",
    "us": "United States",
    "british": "United Kingdom",
    "uk": "United Kingdom",
    "french": "France",
    "dutch": "Netherlands",
    "greek": "Greece",
    "spanish": "Spain",
    "swiss": "Switzerland",
    "danish": "Denmark",
    "swedish": "Sweden",
    "norwegian": "Norway",
    "portuguese": "Portugal",
    "polish": "Poland",
    "german": "Germany",
    "finnish": "Finland",
    "togolese": "Togo",
    "turkish": "Türkiye",
    "czech": "Czechia",
    "filipino": "Philippines",
    "philippine": "Philippines",
    "emirati": "United Arab Emirates",
    "ivorian": "Côte d’Ivoire",
    "nigerien": "Niger",
    "malian": "Mali",
    "congolese": "Democratic Republic of the Congo",
    "burmese": "Myanmar",
    "soviet": "Soviet Union",
    "ottoman": "Ottoman Empire",
    "welsh": "United Kingdom",
    "thai": "Thailand",
    "peruvian": "Peru",
    "belgian": "Belgium",
    "argentine": "Argentina",
    "ukrainian": "Ukraine",
    "cypriot": "Cyprus",
    "slovak": "Slovakia",
    "slovene": "Slovenia",
    "serb": "Serbia",
    "croat": "Croatia",
    "bulgar": "Bulgaria",
}
"""Adjectives that no ending makes, in small letters."""
_ENDINGS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("ian", ("", "ia", "y", "a", "i")),
    ("ean", ("ea", "e")),
    ("an", ("a", "", "y", "o")),
    ("n", ("",)),
    ("ese", ("", "a", "o", "on")),
    ("ish", ("land", "")),
    ("ic", ("", "land")),
    ("i", ("", "a")),
    ("er", ("",)),
)
"""What an adjective ends in, and what the name has in place of that."""


def names_of(adjective: str) -> Iterator[str]:
    """Yield the names for which *adjective* may stand, the likeliest first."""
    word = adjective.strip().casefold()
    if word in _IRREGULAR:
        yield _IRREGULAR[word]
        return
    for ending, instead in _ENDINGS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) > 2:
            yield from (stem + own for own in instead)
