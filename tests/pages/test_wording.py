"""The language of the interface: texts, dates, numbers and lists."""

from __future__ import annotations

import pytest
from markupsafe import Markup

from openalliances.pages.wording import Wording

ENGLISH, FRENCH = Wording.of("en"), Wording.of("fr")


@pytest.mark.parametrize(
    ("asked", "language"),
    [("en", "en"), ("fr", "fr"), ("fr-CA", "fr"), ("FR", "fr"), ("sw", "en"), ("", "en")],
)
def test_a_language_that_is_not_there_is_english(asked, language):
    assert Wording.of(asked).language == language


def test_a_text_is_said_in_its_language_and_in_english_where_it_has_none():
    assert FRENCH.say("Skip to the content") == "Aller au contenu"
    assert ENGLISH.say("Skip to the content") == "Skip to the content"
    assert FRENCH.say("Nobody has translated this.") == "Nobody has translated this."


def test_texts_and_values_are_escaped_and_markup_is_kept():
    said = ENGLISH.say("This & {name}, {link}", name='<b>"', link=Markup("<i>x</i>"))
    assert said == "This &amp; &lt;b&gt;&#34;, <i>x</i>"
    assert isinstance(said, Markup)
    assert ENGLISH.text("This & {name}", name="<b>") == "This & <b>"


def test_a_text_without_its_values_is_an_error():
    with pytest.raises(KeyError):
        ENGLISH.say("Hello {name}")


@pytest.mark.parametrize(
    ("iso", "english", "french"),
    [
        ("2000-07-07", "7 July 2000", "7 juillet 2000"),
        ("1914-08-01", "1 August 1914", "1er août 1914"),
        ("1914-08-11", "11 August 1914", "11 août 1914"),
        ("2000-07", "July 2000", "juillet 2000"),
        ("2000", "2000", "2000"),
        ("0843", "843", "843"),
        ("2000-13-01", "2000-13-01", "2000-13-01"),
        ("<b>", "<b>", "<b>"),
        ("", "", ""),
    ],
)
def test_dates_are_as_exact_as_they_are_known(iso, english, french):
    assert (ENGLISH.date_text(iso), FRENCH.date_text(iso)) == (english, french)


def test_a_date_is_a_time_that_is_safe():
    assert ENGLISH.date("2000-07-01", "month") == '<time datetime="2000-07">July 2000</time>'
    assert "<b>" not in ENGLISH.date("<b>")
    assert ENGLISH.date("") == ""


@pytest.mark.parametrize(
    ("n", "english", "french"),
    [
        (0, "0 results", "0 résultat"),
        (1, "1 result", "1 résultat"),
        (1234, "1,234 results", "1 234 résultats"),
    ],
)
def test_plurals_follow_the_language(n, english, french):
    forms = ("{n} result", "{n} results")
    assert ENGLISH.plural(n, *forms) == english
    assert FRENCH.plural(n, *forms).replace("\u202f", " ") == french


def test_lists_are_joined_by_the_language_and_escaped():
    assert ENGLISH.list([]) == ""
    assert ENGLISH.list(["a"]) == "a"
    assert ENGLISH.list(["a", "b"], choice=True) == "a or b"
    assert FRENCH.list(["<a>", "b", Markup("<i>c</i>")]) == "&lt;a&gt;, b et <i>c</i>"
    assert ENGLISH.list("abcd") == "a, b, c and d"
