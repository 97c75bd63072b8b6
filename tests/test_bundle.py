"""The shipped folders are found in a checkout and in an installed wheel."""

from pathlib import Path

import pytest

from openalliances import bundle


def test_a_checkout_is_its_own_bundle():
    assert bundle.bundle() == Path(__file__).parents[1]


@pytest.mark.parametrize("name", ["ontology", "data", "shapes"])
def test_the_bundle_holds_what_is_shipped(name):
    assert (bundle.bundle() / name).is_dir()


def test_an_installed_wheel_has_a_folder_of_its_own(monkeypatch, tmp_path):
    (tmp_path / "bundle").mkdir()
    monkeypatch.setattr(bundle, "_PACKAGE", tmp_path)
    assert bundle.bundle() == tmp_path / "bundle"
