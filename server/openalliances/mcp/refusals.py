"""What is not answered, as sentences: too much for one answer, and arguments that cannot be."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.errors import BadRequestError
from openalliances.tabular.faults import shown

MOST = 24_000
"""Characters of JSON that an answer has at most: about six thousand tokens."""
MOST_ROWS = 500
"""Rows beyond which no answer is tried."""


@dataclass(frozen=True, slots=True)
class Whole:
    """What an answer would be the whole of: how many there are, how to ask for less, all of it.

    ``csv`` is the address where a server of the release gives all, ``query`` the SPARQL that does.
    """

    what: str
    count: int
    narrow: str
    csv: str = ""
    query: str = ""

    def refused(self) -> BadRequestError:
        """Return the error that says so."""
        everything = f" All of them: {self.csv}" if self.csv else ""
        everything += f" As SPARQL: {self.query}" if self.query else ""
        return BadRequestError(
            f"{self.what}: there are {self.count}, which is more than one answer holds. "
            "Nothing of it is sent, so that no part is taken for the whole.",
            self.narrow + everything,
        )


def checked(name: str, text: str, most: int) -> str:
    """Return *text* without space around it.

    :raises BadRequestError: if it is longer than what is read, or empty.
    """
    if len(text) > most:
        raise BadRequestError(
            f"The value of {name} has {len(text):,} characters; at most {most:,} are read.",
            "Give a name, a code, an id or an IRI.",
        )
    if not text.strip():
        raise BadRequestError(f"The value of {name} is empty.", "Give a name, a code, an id.")
    return text.strip()


def one_of(name: str, text: str, known: tuple[str, ...]) -> str:
    """Return *text* if it is one of *known*.

    :raises BadRequestError: if it is not.
    """
    if text not in known:
        raise BadRequestError(
            f"{shown(text)}, the value of {name}, is not known.", f"Use {' or '.join(known)}."
        )
    return text
