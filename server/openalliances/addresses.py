"""Addresses that the operator gives: of the web, of mail, of forms, hosts and networks."""

from __future__ import annotations

import ipaddress
import re

from openalliances.errors import SettingError

WEB_IRI = re.compile(
    r'https?://[^\x00-\x20"<>\\^`{|}/?#]+(?:[/?#][^\x00-\x20"<>\\^`{|}]*)?', re.IGNORECASE
)
"""An absolute IRI of http or https."""
CONTACT = re.compile(rf'mailto:[^\s<>"@]+@[^\s<>"@?]+|{WEB_IRI.pattern}', re.IGNORECASE)
"""Where readers reach somebody: such an IRI, or an address of mail."""
_ADVICE = "Use an absolute IRI of http or https, such as https://example.org/data/"


def check_host(host: str) -> None:
    """Refuse an empty address to listen on.

    :raises SettingError: if it is empty.
    """
    if not host.strip():
        raise SettingError(
            "host is empty.",
            "Give an address of this machine, such as 127.0.0.1; 0.0.0.0 listens on all.",
        )


def check_address(name: str, value: str, form: re.Pattern[str]) -> None:
    """Refuse the *value* of the setting *name* that is not of *form*; it may be empty.

    :raises SettingError: if it is not.
    """
    if value and not form.fullmatch(value):
        mail = ", or mailto:data@example.org" if form is CONTACT else ""
        raise SettingError(f'{name} is "{value}".', f"{_ADVICE}{mail}.")


def check_form(name: str, value: str) -> None:
    """Refuse what is no address of a form with places for title and body; it may be empty.

    :raises SettingError: if it is none.
    """
    filled = value.replace("{title}", "").replace("{body}", "")
    if value and not WEB_IRI.fullmatch(filled):
        advice = "Use an address of http or https, with {title} and {body} in it."
        raise SettingError(f'{name} is "{value}".', advice)


def check_networks(name: str, value: str) -> None:
    """Refuse what is no list of networks, with commas between them.

    :raises SettingError: if one of them is none.
    """
    for network in value.split(","):
        try:
            ipaddress.ip_network(network.strip() or "::")
        except ValueError as error:
            raise SettingError(
                f'{name} holds "{network.strip()}": {error}.',
                "Use addresses and networks such as 10.0.0.0/8.",
            ) from None
