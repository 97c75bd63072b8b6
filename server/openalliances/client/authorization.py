"""User name and password for a store: Basic (RFC 7617) and Digest (RFC 7616), as it asks for.

Virtuoso wants Digest where data are written. The password goes out only after the
store has said how it wants it.
"""

from __future__ import annotations

import base64
import hashlib
import secrets
from urllib.request import parse_http_list, parse_keqv_list

from openalliances.errors import MachineError

_HASHES = {"MD5": "md5", "SHA-256": "sha256"}


class Authorization:
    """The name and password of a user, and the last challenge of the store."""

    def __init__(self, user: str, password: str) -> None:
        self._user = user
        self._password = password
        self._scheme = ""
        self._challenge: dict[str, str] = {}
        self._count = 0

    def accept(self, challenge: str) -> bool:
        """Take the ``WWW-Authenticate`` of the store; return whether it can be met.

        :raises MachineError: if it is of a kind that we do not know.
        """
        if not self._user:
            return False
        scheme, _, rest = challenge.partition(" ")
        self._scheme = scheme.lower()
        if self._scheme == "digest":
            self._challenge = parse_keqv_list(parse_http_list(rest))
            self._count = 0
            if self._challenge.get("algorithm", "MD5").upper() not in _HASHES:
                self._scheme = "digest with another hash"
        if self._scheme not in ("basic", "digest"):
            raise MachineError(
                f"The store asks for a login of the kind “{scheme[:40]}”.",
                "Basic and Digest are known here.",
            )
        return True

    def header(self, method: str, path: str) -> dict[str, str]:
        """Return the header for a request, or none as long as the store has not asked."""
        if self._scheme == "basic":
            pair = f"{self._user}:{self._password}".encode()
            return {"Authorization": f"Basic {base64.b64encode(pair).decode()}"}
        if self._scheme == "digest":
            return {"Authorization": self._digest(method, path)}
        return {}

    def _digest(self, method: str, path: str) -> str:
        """Return the answer to the challenge (RFC 7616, section 3.4)."""
        given = self._challenge
        algorithm = given.get("algorithm", "MD5")
        realm, nonce = given.get("realm", ""), given.get("nonce", "")
        self._count += 1
        count, own = f"{self._count:08x}", secrets.token_hex(8)

        def hashed(*parts: str) -> str:
            return hashlib.new(_HASHES[algorithm.upper()], ":".join(parts).encode()).hexdigest()

        who, what = hashed(self._user, realm, self._password), hashed(method, path)
        fields = {"username": self._user, "realm": realm, "nonce": nonce, "uri": path}
        bare = {"algorithm": algorithm}
        if "auth" in given.get("qop", "").replace(" ", "").split(","):
            bare |= {"qop": "auth", "nc": count}
            fields |= {"cnonce": own, "response": hashed(who, nonce, count, own, "auth", what)}
        else:
            fields["response"] = hashed(who, nonce, what)
        if "opaque" in given:
            fields["opaque"] = given["opaque"]
        quoted = [f'{name}="{_escaped(value)}"' for name, value in fields.items()]
        return "Digest " + ", ".join(quoted + [f"{name}={value}" for name, value in bare.items()])


def _escaped(value: str) -> str:
    return value.replace("\\", "\\\\").replace('"', '\\"')
