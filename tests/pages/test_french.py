"""Every text of the interface has its French, with the same values in it."""

import pytest

from openalliances.pages.kinds import KINDS
from openalliances.pages.lists.shown import LISTED
from openalliances.pages.wording import Wording
from openalliances.pages.wording.french import before

from .messages import (
    in_programs,
    in_templates,
    missing,
    named_in_tables,
    places,
    sentences,
    translated,
)

TECHNICAL = ("view.py",)
"""Where what looks like a text is none."""


@pytest.mark.parametrize("found", [in_templates, in_programs, named_in_tables, sentences])
def test_every_text_has_its_french(found):
    without = {texts: at for texts, at in missing(found()).items() if at not in TECHNICAL}
    # The second of two forms is no text of its own.
    many = {texts[1] for texts, _ in in_all() if len(texts) > 1}
    left = {texts: at for texts, at in without.items() if texts[0] not in many}
    assert not left, "python -m tests.pages.messages writes them as entries of fr.po"


def test_lists_have_their_french():
    """What they are called stands in tables of their own, and is said where they are shown."""
    kinds = {text for kind in KINDS for text in (kind.plural, kind.about, kind.group)}
    shown = {
        text
        for listed in LISTED.values()
        for text in (listed.head, *(one.title for one in (*listed.columns, *listed.facets)))
    }
    assert sorted((kinds | shown) - translated().keys()) == []


def in_all():
    for found in (in_templates, in_programs, named_in_tables, sentences):
        yield from found()


def test_the_values_of_a_text_are_those_of_its_french():
    known = translated()
    texts = {text: texts for texts, _ in in_all() for text in texts[:1]}
    for text, said in known.items():
        forms = texts.get(text, (text,) * len(said))
        for form, french in zip(forms, said, strict=False):
            # "one" may stand for the number.
            assert places(french) <= places(form) | {"n"}, (form, french)
            assert places(form) - places(french) <= {"n"}, (form, french)


def test_every_french_text_can_be_filled():
    french = Wording.of("fr")
    for text, said in french.texts.items():
        assert french.say(text, **dict.fromkeys(places(said) | places(text), "Kenya"))


@pytest.mark.parametrize(
    ("name", "forms"),
    [
        ("Kenya", "le du au au"),
        ("Somalie", "la|de la|à la|en"),
        ("Angola", "l’|de l’|à l’|en"),
        ("États-Unis", "les des aux aux"),
        ("Cuba", "|de|à|à"),
        ("Israël", "|d’|à|en"),
        ("OTAN", "l’|de l’|à l’|en"),
        ("SADC", "la|de la|à la|en"),
        ("MINUSCA", "la|de la|à la|en"),
        ("BINUH", "le|du|au|au"),
        ("UNMISS", "l’|de l’|à l’|en"),
        ("résolution 2149 (2014)", "la|de la|à la|en"),
        ("Pukpuk Treaty of Australia", "|de|à|à"),
        ('<a><bdi lang="en">Somalia</bdi></a>', "|de|à|à"),
        ("Mexique", "le du au au"),
        ("Côte d’Ivoire", "la|de la|à la|en"),
        ("Communauté d’Afrique de l’Est", "la|de la|à la|en"),
        ("<a><bdi>Somalie</bdi></a>", "la|de la|à la|en"),
    ],
)
def test_names_have_their_words_before_them(name, forms):
    expected = forms.split("|" if "|" in forms else " ")
    assert [before(form, name).strip() for form in ("le", "de", "à", "en")] == expected


@pytest.mark.parametrize(
    ("iso", "forms"),
    [("2000-07-07", "le du au le au"), ("2000-07", "|de|en|en|à"), ("2000", "|de|en|en|à")],
)
def test_dates_have_their_words_before_them(iso, forms):
    expected = forms.split("|" if "|" in forms else " ")
    for date in (Wording.of("fr").date(iso), Wording.of("fr").date_text(iso)):
        forms_of_dates = ("le", "du", "au", "en", "à")
        assert [before(form, date).strip() for form in forms_of_dates] == expected


def test_a_month_with_a_vowel_is_elided():
    assert before("du", Wording.of("fr").date("2022-10")) == "d’"
    assert before("du", Wording.of("fr").date("2022-03")) == "de "


def test_a_capital_stands_at_the_head_of_a_sentence():
    assert before("Le", "Somalie") + "Somalie" == "La Somalie"
    assert before("En", Wording.of("fr").date("1914")) == "En "


def test_verbs_follow_the_number_of_a_name():
    french = Wording("fr", {"{who} leads.": "{who:Le} {who:dirige|dirigent}."})
    for name, said in (
        ("Kenya", "Le Kenya dirige."),
        ("États-Unis", "Les États-Unis dirigent."),
        ("En 2000, les Pays-Bas", "En 2000, les Pays-Bas dirigent."),
        ("Ce pays", "Ce pays dirige."),
    ):
        assert french.say("{who} leads.", who=name) == said


def test_texts_that_stand_alone_are_the_forms_of_a_number():
    french = Wording.of("fr")
    assert french.plural(1, "one member", "{n} members") == "un membre"
    assert french.plural(32, "one member", "{n} members") == "32 membres"
