"""What clients send: JSON read with care, and sentences about what is wrong with it.

All faults are 400, more than fits one request is 413 (section 3.1, ``batchSize``).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from openalliances.errors import BadRequestError, BodyTooLargeError
from openalliances.tabular.faults import shown

_KINDS = {dict: "an object", list: "an array", str: "a text", bool: "a truth value"}
_TRUTH = {True: "true", False: "false"}


def parsed(name: str, text: str) -> Mapping[str, Any]:
    """Return the JSON object in the parameter *name*.

    :raises BadRequestError: if it is none.
    """
    try:
        found = json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise BadRequestError(
            f"The parameter {name} is not JSON ({error}).",
            'Send an object such as {"q0": {"query": "Kenya"}}, percent-encoded.',
        ) from None
    return mapping(f"The parameter {name}", found)


def mapping(what: str, value: object) -> Mapping[str, Any]:
    """Return *value* if it is an object of JSON.

    :raises BadRequestError: if it is something else.
    """
    if not isinstance(value, dict):
        raise wrong(what, value, "an object")
    return value


def listed(what: str, value: object) -> list[Any]:
    """Return *value* as a list; what is no list is one of one value, None is empty."""
    if value is None:
        return []
    if isinstance(value, dict | str | int | float):
        return [value]
    if not isinstance(value, list):
        raise wrong(what, value, "an array")
    return value


def text_of(what: str, value: object, longest: int) -> str:
    """Return a text or number as a text of at most *longest* characters.

    :raises BadRequestError: if it is neither.
    """
    if isinstance(value, bool):
        return _TRUTH[value]
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        value = int(value)
    if not isinstance(value, str | int | float):
        raise wrong(what, value, "a text")
    # Half a pair of surrogates is no text that can be looked for.
    text = str(value)[: longest + 1].encode(errors="replace").decode().replace("\0", " ")
    return text.strip()[:longest]


def positive(what: str, value: object, default: int, most: int) -> int:
    """Return a number of things, at most *most*; *default* where none is given.

    :raises BadRequestError: if it is no positive whole number.
    """
    if value is None or value == "":
        return min(default, most)
    if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) < 10:
        value = int(value)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise BadRequestError(
            f"{what} is {_told(value)}.", f"Give a whole number from 1; at most {most} are sent."
        )
    return min(value, most)


def at_most(what: str, given: int, most: int) -> None:
    """Look whether one request may ask for so many.

    :raises BodyTooLargeError: if it may not.
    """
    if given > most:
        raise BodyTooLargeError(
            f"{given} {what} in one request; at most {most} are answered.",
            f"Send them in parts of {most}.",
        )


def wrong(what: str, value: object, right: str) -> BadRequestError:
    """Return the error that *value* is of the wrong type."""
    return BadRequestError(f"{what} is {_told(value)}, and should be {right}.", "See /reconcile.")


def _told(value: object) -> str:
    if value is None:
        return "null"
    if isinstance(value, str):
        return shown(value)
    return _KINDS.get(type(value), str(value)[:40])


def _no_number(name: str) -> float:
    raise ValueError(f"{name} is no number of JSON")
