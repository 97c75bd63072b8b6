"""Files come into canonical form whole, or stay as they are."""

import pytest

from openalliances.builder import formatting as layout
from openalliances.builder.formatting import reformat
from openalliances.errors import SourceError

UNTIDY = b"<http://a>   <http://b>   1 ."
TIDY = b"<http://a>\n    <http://b> 1 ;\n.\n"


@pytest.fixture
def untidy(tmp_path):
    path = tmp_path / "x.ttl"
    path.write_bytes(UNTIDY)
    path.chmod(0o640)
    return path


def test_a_file_is_rewritten_once(untidy):
    assert reformat([untidy]).changed == (untidy,)
    assert untidy.read_bytes() == TIDY
    assert untidy.stat().st_mode & 0o777 == 0o640
    assert reformat([untidy]).changed == ()


def test_looking_changes_nothing(untidy):
    assert reformat([untidy], write=False).changed == (untidy,)
    assert untidy.read_bytes() == UNTIDY


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("x.ttl", UNTIDY + b"\n# why\n", "comment would be lost"),
        ("x.nt", b"<http://a> <http://b> <http://c> .\n", "not Turtle"),
        ("x.ttl", b"<http://a>", "not valid Turtle"),
    ],
)
def test_what_would_lose_something_is_refused(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    with pytest.raises(SourceError, match=message):
        reformat([path])
    assert path.read_bytes() == data


def test_a_stopped_rewrite_leaves_the_old_file(untidy, monkeypatch):
    def stop(*_args, **_options):
        raise KeyboardInterrupt

    monkeypatch.setattr(layout.Path, "replace", stop)
    with pytest.raises(KeyboardInterrupt):
        reformat([untidy])
    assert [path.name for path in untidy.parent.iterdir()] == ["x.ttl"]
    assert untidy.read_bytes() == UNTIDY
