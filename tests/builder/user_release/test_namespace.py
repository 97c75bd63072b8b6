"""The base that is taken for a user's files if none is given."""

import pytest

from openalliances.builder.user_release.namespace import common_base

A = "http://a.example/"


@pytest.mark.parametrize(
    ("iris", "base"),
    [
        ([], ""),
        (["urn:x:1", "mailto:a@b.example"], ""),
        (["http://a.example"], ""),
        ([A + "x"], A),
        ([A + "o#X", A + "o#Y"], A),
        ([A + "v/x", A + "v/y"], A + "v/"),
        ([A + "v/"], A + "v/"),
        ([A + "v/x?y=/z/w"], A + "v/"),
        ([A + "p/1", A + "q/1"], A),
        ([*(f"{A}p/{n}" for n in range(19)), A + "q/1"], A + "p/"),
        ([*(f"{A}p/{n}" for n in range(8)), A + "q/1"], A),
        ([A + "x", A + "y", "http://b.example/deep/in/it"], A),
        (
            ["https://a.example/x", "http://a.example/x", "https://a.example/y"],
            "https://a.example/",
        ),
    ],
)
def test_the_base_is_above_nearly_all_things_of_the_commonest_host(iris, base):
    assert common_base(iris) == base
