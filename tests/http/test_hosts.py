"""Which Host headers are taken."""

import pytest

from openalliances.http.hosts import host_fault

# values of Host, status; 0 is right
HOSTS = [
    (["example.org"], 0),
    (["EXAMPLE.org:8000"], 0),
    (["example.org:"], 0),
    (["my_host"], 0),
    (["127.0.0.1:80"], 0),
    (["[::1]:8000"], 0),
    (["[v1.x]"], 0),
    (["caf%C3%A9.example"], 0),
    ([" example.org "], 0),
    ([], 400),
    (["a", "a"], 400),
    (["a, b"], 400),
    ([""], 400),
    ([":80"], 400),
    (["a:b"], 400),
    (["a:99999"], 400),
    (["a:80:80"], 400),
    (["a/b"], 400),
    (["user@a"], 400),
    (["a b"], 400),
    (["a?b"], 400),
    (["<script>"], 400),
    (["[::1"], 400),
    (["::1"], 400),
    (["%zz"], 400),
    (["a\u00e9"], 400),
    (['"a"'], 400),
    (["a\\b"], 400),
]


def status(values, **given):
    fault = host_fault(values, **given)
    return fault.status_hint if fault else 0


@pytest.mark.parametrize(("values", "wanted"), HOSTS)
def test_a_host_is_one_and_well_formed(values, wanted):
    assert status(values) == wanted
    assert status(values, is_old=True) == (wanted if values else 0)


@pytest.mark.parametrize(
    ("host", "wanted"),
    [
        ("example.org", 0),
        ("Example.ORG.", 0),
        ("example.org:8000", 0),
        ("[::1]:80", 0),
        ("other.org:81", 0),
        ("other.org", 421),
        ("other.org:82", 421),
        ("evil.example", 421),
        ("example.org.evil.example", 421),
    ],
)
def test_where_some_hosts_are_served_others_are_sent_away(host, wanted):
    assert status([host], allowed={"example.org", "[::1]", "other.org:81"}) == wanted


def test_a_list_of_hosts_wants_a_host_also_of_an_old_client():
    assert status([], allowed={"a"}, is_old=True) == 421
