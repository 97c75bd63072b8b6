"""Every setting is documented, read from the environment and refused when wrong."""

from dataclasses import fields
from pathlib import Path

import pytest

from openalliances.errors import SettingError
from openalliances.settings import PREFIX, Settings, describe_settings, query_limits

CHOICES = {
    "default_graph": "stored",
    "engine_default_graph": "union",
    "access_log": "on",
    "log_queries": "on",
    "base": "https://example.org/data#",
    "public_url": "http://localhost:8000",
    "contact": "mailto:data@example.org",
    "tracker": "https://example.org/issues/new?title={title}&body={body}",
    "operator_networks": "10.0.0.0/8",
}
"""Settings that do not take any word, with one that is not the default."""
NAMES = [f.name for f in fields(Settings)]


@pytest.mark.parametrize(("name", "default", "unit", "text"), describe_settings())
def test_every_setting_has_a_help_sentence(name, default, unit, text):
    assert text[0].isupper()
    assert text.endswith(".")
    assert not unit.endswith(".")
    assert default == str(getattr(Settings(), name))


def test_the_description_is_in_the_order_of_the_table():
    assert [row[0] for row in describe_settings()] == NAMES


def test_the_defaults_stand_without_an_environment():
    assert Settings.from_environment({}) == Settings()


@pytest.mark.parametrize("name", [n for n in NAMES if n not in CHOICES])
def test_every_setting_is_read_from_the_environment(name):
    default = getattr(Settings(), name)
    other = f"{default}x" if isinstance(default, str) else default + 1
    read = Settings.from_environment({PREFIX + name.upper(): str(other)})
    assert getattr(read, name) == other
    assert type(getattr(read, name)) is type(default)


@pytest.mark.parametrize(("name", "value"), CHOICES.items())
def test_every_choice_is_read_from_the_environment(name, value):
    assert getattr(Settings(), name) != value
    assert getattr(Settings.from_environment({PREFIX + name.upper(): value}), name) == value


def test_the_process_environment_is_read(monkeypatch):
    monkeypatch.setenv("OPENALLIANCES_PORT", "8123")
    assert Settings.from_environment().port == 8123


def test_other_variables_are_left_alone():
    assert Settings.from_environment({"PORT": "1", "OPENALLIANCES_UNKNOWN": "1"}) == Settings()


def test_what_is_given_wins_and_none_is_not_given():
    environ = {"OPENALLIANCES_PORT": "8123", "OPENALLIANCES_HOST": "::1"}
    read = Settings.from_environment(environ, port=0, host=None)
    assert (read.port, read.host) == (0, "::1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("host", ""),
        ("host", " "),
        ("base", "javascript:alert(1)"),
        ("base", "urn:x:"),
        ("base", "/data/"),
        ("base", "https://"),
        ("base", "https:///data/"),
        ("base", "https://a b/"),
        ("base", "https://a/<b>"),
        ("public_url", "ftp://example.org"),
        ("contact", "javascript:alert(1)"),
        ("contact", "mailto:data example.org"),
        ("operator_networks", "localhost"),
        ("operator_networks", "10.0.0.1/8"),
        ("head_size", "0"),
        ("spool_size", "-1"),
        ("port", "http"),
        ("port", ""),
        ("port", "1.5"),
        ("query_timeout", "soon"),
        ("query_timeout", "0"),
        ("query_timeout", "-1"),
        ("page_processes", "0"),
        ("query_workers", "-2"),
        ("query_memory", "0"),
        ("buffer_size", "0"),
        ("default_graph", "both"),
        ("engine_default_graph", "both"),
        ("access_log", "yes"),
        ("log_queries", "True"),
        ("proxies", "-1"),
        ("cache_size", "-1"),
    ],
)
def test_a_bad_value_is_refused_by_name(name, value):
    with pytest.raises(SettingError, match=f"(?i){name}") as refusal:
        Settings.from_environment({PREFIX + name.upper(): value})
    assert value in refusal.value.message
    assert refusal.value.hint
    assert refusal.value.exit_code == 2


@pytest.mark.parametrize(
    ("cache_dir", "xdg", "expected"),
    [
        ("/srv/releases", "/xdg", "/srv/releases"),
        ("~/releases", "/xdg", "/users/reader/releases"),
        ("", "/xdg", "/xdg/openalliances"),
        ("", "", "/users/reader/.cache/openalliances"),
    ],
)
def test_the_cache_folder(monkeypatch, cache_dir, xdg, expected):
    monkeypatch.setenv("HOME", "/users/reader")
    monkeypatch.setenv("XDG_CACHE_HOME", xdg)
    assert Settings(cache_dir=cache_dir).cache_folder() == Path(expected)


def test_the_limits_of_queries_are_numbers_of_the_table():
    limits = query_limits(Settings(query_timeout=7.5))
    assert [name for name, *_ in limits] == [n for n in NAMES if n in {row[0] for row in limits}]
    assert ("query_timeout", 7.5) in {(name, value) for name, value, *_ in limits}
    assert all(isinstance(value, int | float) for _, value, *_ in limits)


@pytest.mark.parametrize(
    "value", ["ftp://x", "no address", "https://", "https://x.example/{other}", "javascript:1"]
)
def test_a_tracker_is_an_address_of_a_form(value):
    with pytest.raises(SettingError, match="tracker is"):
        Settings(tracker=value)
