"""French in front of dates and names, where English has one word: du 7 juillet, de 1914, au Kenya.

A text in French asks for it behind the name of a value: ``{start:du}``, ``{place:en}``. What is
no French name, or of unknown gender, stands without an article. Words with a bar between them stand
for the value itself: ``{who:dirige|dirigent}`` is the second where it is a plural.
"""

from __future__ import annotations

import re
from typing import Final

from markupsafe import Markup

_DAY = re.compile(r'^(?:<time datetime="\d{4}-\d\d-\d\d"|\d\d?(?:er)? \w+ \d{4}$)')
_TIME = re.compile(r"^(?:<time |\d\d?(?:er)? \w+ \d{4}$|(?:[a-zéû]+ )?\d{4}$)")
_VOWEL = re.compile(r"^[aâàeéèêëiîïoôuùûyh]", re.IGNORECASE)
_TAGS = re.compile(r"<[^>]*>")
_WITH_H: Final = ("Haut", "Hong", "Honduras")
"""Names before which nothing is elided."""
_PLURAL: Final = re.compile(
    r"^(?:États|Etats|Pays-Bas|Philippines|Comores|Maldives|Seychelles|Fidji|Palaos|Bahamas|Émirats"
    r"|Îles|Tonga$|Nations|Forces|Territoires)"
)
_BARE: Final = re.compile(
    r"^(?:Cuba|Israël|Madagascar|Malte|Chypre|Djibouti|Haïti|Monaco|Singapour|Oman|Bahreïn|Maurice"
    r"|Sao Tomé|São Tomé|Kiribati|Tuvalu|Nauru|Vanuatu|Andorre|Saint-|Sainte-|Samoa|Trinité"
    r"|Antigua|Taïwan|Taiwan|Grenade|Dominique|Hong Kong|Kosovo et)"
)
_SAID: Final = re.compile(r"^(?:En|Le|Ce) ")
"""What begins with a word of its own: a state on a day, "ce pays"."""
_MANY: Final = 4
_MASCULINE_IN_E: Final = re.compile(r"^(?:Mexique|Mozambique|Cambodge|Zimbabwe|Belize|Suriname)")
_NOUNS: Final = re.compile(
    r"^(?P<f>Communauté|Ligue|Mission|Force|Conférence|Coalition|Commission|Convention|Brigade"
    r"|Police|République|Fédération|Principauté|Triple|Petite|[Rr]ésolution|[Dd]écision"
    r"|[Dd]éclaration|Charte|Lettre|Position|Directive)\b"
    r"|^(?P<m>Conseil|Pacte|Traité|Groupe|Commandement|Royaume|Bureau|Sultanat|Dialogue"
    r"|[Cc]ommuniqué|Mémorandum|Protocole|Document|Mandat|Marché|Forum|Partenariat)\b"
)
_INITIALS: Final = re.compile(
    r"^(?P<m>BANU|BI?N|BONU|BREN|BUN|CCG|COMESA|CTSAMM|FRA\b|GANU|MAPE|NMOG|PIF|QUAD|RSS|SICA)"
    r"|^(?P<f>BIMST|CA[ER]|CBLT|CDAA|CE[DEIMNP]|CICA|CIRGL|CMF|CPLP|DOMREP|F[ACIMNOR]|GUAM|J[EP]"
    r"|K|M[A-Z]|N(?:ARC|MI|NSC)|PESCO|RA|RSM|SA[ADM]|SAPM|S[FL]|TIPH|ZOPACAS)"
)
"""Acronyms of what is masculine and feminine, that do not begin with a vowel."""
_FOREIGN: Final = re.compile(
    r'^(?:<[^>]*>)*<bdi lang="(?!fr)|^[^<]*\b(?:of|and|the|for|in|against)\b'
)
"""A name that is not in French: by its tag, or by its words where it has none."""
_WORD = "[A-ZÉa-zéèêëîïôç’'-]+"
_LAND: Final = re.compile(rf"^(?![A-Z]{{2}})[A-ZÉÎ]{_WORD}(?: {_WORD})*$")
_ACRONYM: Final = re.compile(r"^[A-Z][A-Z0-9-]+")
_FORMS: Final = {
    # form: (the word alone, before a masculine, a feminine, a vowel, a plural)
    "le": ("", "le ", "la ", "l’", "les "),
    "de": ("de ", "du ", "de la ", "de l’", "des "),
    "à": ("à ", "au ", "à la ", "à l’", "aux "),
    "en": ("à ", "au ", "en ", "en ", "aux "),
}
_DATES: Final = {
    # form: (before a day, before a month or a year)
    "le": ("le ", ""),
    "du": ("du ", "de "),
    "au": ("au ", "en "),
    "à": ("au ", "à "),
    "en": ("le ", "en "),
}


class French(Markup):
    """A value of a text in French, before which it can have its words."""

    def __format__(self, form: str) -> str:
        """Return the value, with the words of *form* before it."""
        if "|" in form:
            one, many = form.split("|")
            return many if _is_many(_TAGS.sub("", self).strip()) else one
        return str(self) if not form else before(form, str(self)) + str(self)


def before(form: str, value: str) -> str:
    """Return what stands before *value* in one of the forms; *value* is safe HTML.

    A form with a capital stands at the head of a sentence.

    :raises KeyError: if there is no such form.
    """
    if form[:1].isupper():
        words = before(form[0].lower() + form[1:], value)
        return words[:1].upper() + words[1:]
    if _TIME.match(value):
        words = _DATES[form][0 if _DAY.match(value) else 1]
        return "d’" if words == "de " and _VOWEL.match(_TAGS.sub("", value)) else words
    # What is expected to be a date may be words.
    form = {"du": "de", "au": "à"}.get(form, form)
    if _FOREIGN.match(value):
        return _FORMS[form][0]
    name = _TAGS.sub("", value).strip()
    if _BARE.match(name) and _VOWEL.match(name) and form in ("de", "en"):
        return "d’" if form == "de" else "en "
    return _FORMS[form][_kind(name)]


def _is_many(name: str) -> bool:
    return ", les " in name if _SAID.match(name) else _kind(name) == _MANY


def _kind(name: str) -> int:
    if _SAID.match(name):
        return 0
    if _PLURAL.match(name):
        return _MANY
    if noun := _NOUNS.match(name):
        return 2 if noun["f"] else 1
    if _ACRONYM.match(name) and (initials := _INITIALS.match(name)):
        return 2 if initials["f"] else 1
    starts_with_vowel = bool(_VOWEL.match(name)) and not name.startswith(_WITH_H)
    if _BARE.match(name):
        return 0
    if starts_with_vowel:
        return 3
    if _ACRONYM.match(name) or not _LAND.match(name):
        return 0
    first = name.split()[0]
    is_feminine = first.endswith("e") and not _MASCULINE_IN_E.match(name)
    return 2 if is_feminine else 1
