"""The join for programs: columns in, columns out, as data frames take them.

Any sequence will do, a Series of pandas or polars among them; neither is imported here. What is
missing in any of the ways of these (None, NaN, NA, NaT) is an empty cell.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from openalliances.errors import SettingError
from openalliances.linking.index import NameIndex
from openalliances.linking.joining import Joiner, Wanted, require_schemes

Columns = dict[str, list[Any]]
"""Columns by their names, all of one length: what ``DataFrame`` of pandas and polars takes."""

_MISSING = frozenset(("NAType", "NaTType"))
_SCALARS = (str, bytes, int, float)


def reconcile(
    index: NameIndex,
    names: Iterable[Any],
    *,
    kind: str | Sequence[str] = (),
    years: Any = None,
    context: Any = None,
    codes: Mapping[str, Iterable[Any]] | None = None,
) -> Columns:
    """Return what *names* mean, in columns of the same length.

    ``name``, ``iri``, ``label``, ``type``, ``codes``, ``score``, ``status``; None where nothing is
    meant. *kind* is one or several types of things, *years* one year or one for each name,
    *context* what else is known, one text for each name; *codes* are columns of codes by their
    schemes, the one that counts most first.

    :raises SettingError: if there is no such type or scheme, or a column has another length.
    """
    texts = [_text(name) for name in names]
    count = len(texts)
    schemes = tuple(require_schemes(index, codes or ()))
    given = [_column("codes", column, count) for column in (codes or {}).values()]
    all_years = _column("years", years, count)
    contexts = _column("context", context, count)
    joiner = Joiner(index, [kind] if isinstance(kind, str) and kind else list(kind))
    found = [
        joiner.join(
            Wanted(
                text,
                _year(all_years[row]),
                tuple(filter(None, (_text(contexts[row]),))),
                tuple(
                    f"{scheme}:{code}"
                    for scheme, column in zip(schemes, given, strict=True)
                    if (code := _text(column[row]))
                ),
            )
        )
        for row, text in enumerate(texts)
    ]
    entries = [one.entry for one in found]
    return {
        "name": texts,
        "iri": [entry.iri if entry else None for entry in entries],
        "label": [entry.label if entry else None for entry in entries],
        "type": [entry.kind if entry else None for entry in entries],
        "codes": [one.told_codes or None for one in found],
        "score": [one.score for one in found],
        "status": [one.status.value for one in found],
    }


def _column(name: str, values: Any, count: int) -> list[Any]:
    """Return *values* as a column of *count*; one value stands for all."""
    if values is None or isinstance(values, _SCALARS):
        return [values] * count
    column = list(values)
    if len(column) != count:
        raise SettingError(
            f"There are {count:,} names, and {len(column):,} {name}.",
            "Give one for each name, in the same order.",
        )
    return column


def _is_missing(value: Any) -> bool:
    return (
        value is None
        or type(value).__name__ in _MISSING
        or (isinstance(value, float) and value != value)
    )


def _text(value: Any) -> str:
    """Return *value* as text; a whole number that became 516.0 beside missing ones is 516."""
    if _is_missing(value):
        return ""
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    return str(value).strip()


def _year(value: Any) -> int | None:
    """Return the year of a number, a date, or a text that begins with one."""
    text = _text(getattr(value, "year", value))[:4]
    return int(text) if len(text) == 4 and text.isascii() and text.isdigit() else None
