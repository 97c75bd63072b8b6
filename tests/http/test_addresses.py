"""Addresses: what is one client, and what lies in a network."""

import pytest

from openalliances.http.addresses import client_of, is_within, networks_of


@pytest.mark.parametrize(
    ("address", "client"),
    [
        ("192.0.2.7", "192.0.2.7"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("2001:db8:1:2:ffff::", "2001:db8:1:2::/64"),
        ("2001:db8:1:3::", "2001:db8:1:3::/64"),
        ("::ffff:192.0.2.7", "192.0.2.7"),
        ("fe80::1%eth0", "fe80::/64"),
        ("::1", "::/64"),
        ("nobody:x", "nobody:x"),
        ("", ""),
    ],
)
def test_a_client_is_an_address_or_what_a_provider_gives_to_one(address, client):
    assert client_of(address) == client


@pytest.mark.parametrize(
    ("address", "inside"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::ffff:127.0.0.1", True),
        ("::1", True),
        ("10.0.0.5", True),
        ("10.0.1.5", False),
        ("", False),
        ("localhost", False),
        ("::2", False),
    ],
)
def test_who_is_let_in(address, inside):
    assert is_within(address, networks_of("127.0.0.0/8, ::1,10.0.0.0/24")) == inside


@pytest.mark.parametrize("text", ["", " ", ","])
def test_no_network_lets_nobody_in(text):
    assert networks_of(text) == ()


@pytest.mark.parametrize("text", ["localhost", "10.0.0.1/24", "1.2.3.4.5", "10.0.0.0/33"])
def test_what_is_no_network_is_refused(text):
    with pytest.raises(ValueError, match=r"."):
        networks_of(text)
