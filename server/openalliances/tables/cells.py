"""Cells: whether the text in a cell is what its column holds, and if not, why.

A cell becomes an IRI or a literal, so nothing gets past here that could end one
early or be seen as something else than it is (control and bidi characters).
"""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import quote

from openalliances.tables.columns import Column, Value
from openalliances.tables.dates import date_fault
from openalliances.tables.encoding import misread
from openalliances.tables.faults import Fault

HOSTILE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u2069\ufeff\ufff9-\uffff]"
)
"""Characters that are not seen, or turn what is seen around: control characters, soft hyphen,
zero-width space, bidi controls (UAX #9), separators, specials with the replacement character."""

_IRI_PART = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]|[./](?=[A-Za-z0-9]))*")
"""What stands below one of our namespaces: parts with / and . between, none empty (RFC 3986 §5)."""
_PART = r"(?:[A-Za-z0-9!$&'()*+,;=:@/?._~-]|%[0-9A-Fa-f]{2})*"
_ADDRESS = re.compile(rf"https?://[A-Za-z0-9.-]+(?::[0-9]+)?(?:[/?]{_PART})?(?:#{_PART})?")
"""A URI of the web (RFC 3986): what it holds outside ASCII is percent-encoded."""
_KEPT = "!$&'()*+,;=:@/?#%._~-"
_INTEGER = re.compile(r"0|-?[1-9]\d*")
_SPREADSHEET_ERROR = re.compile(r"#(?:REF!|N/A|NAME\?|VALUE!|DIV/0!|NULL!|NUM!|#+)", re.IGNORECASE)
_STARTS = re.compile(r"\(?([a-z-]+/?(?:\|[a-z-]+/?)*|[a-z-]+(?:/[a-z-]+)*)/?\)?/?\[")
"""How the pattern of a column of things begins: with the kinds that it takes."""
_MOST_ZEROS = 6
_NAMESPACED = (Value.THING, Value.CLASS, Value.PROPERTY, Value.CONCEPT)


def cell_fault(column: Column, cell: str) -> Fault | None:
    """Return why a filled *cell* is not what its *column* holds, or None if it is.

    The message begins with the name of the column.
    """
    fault = _fault(column, cell)
    return fault and Fault(f"{column.name}: {fault.message}", fault.hint)


def _fault(column: Column, cell: str) -> Fault | None:
    return _unseen(cell) or _from_a_spreadsheet(cell) or _misfit(column, cell)


def _unseen(cell: str) -> Fault | None:
    """Return the fault of a cell with characters that have no place in any."""
    if found := HOSTILE.search(cell):
        return _hostile(cell, found)
    if not cell.isascii() and (right := misread(cell)):
        return Fault(
            f'"{cell}" is UTF-8 that was read in another encoding; it meant "{right}".',
            "Open the original again as UTF-8 and copy the cell from there.",
        )
    return None


def _hostile(cell: str, found: re.Match[str]) -> Fault:
    character = found[0]
    if character in "\r\n":
        return Fault(
            "There is a line break in the cell.",
            "Write it on one line: a row is a line; a further value is a further row.",
        )
    if character == "\ufffd":
        return Fault(
            "There is a replacement character (U+FFFD): a letter was lost when the file was "
            "converted.",
            "Copy the text again from where it came from.",
        )
    name = unicodedata.name(character, "a control character")
    where = f"after “{cell[max(0, found.start() - 12) : found.start()]}”"
    return Fault(
        f"There is a character that nobody sees, U+{ord(character):04X} ({name}), {where}.",
        "Delete it; typing the cell anew is the surest way.",
    )


def _from_a_spreadsheet(cell: str) -> Fault | None:
    if _SPREADSHEET_ERROR.fullmatch(cell):
        return Fault(f'"{cell}" is an error of the spreadsheet program.', "Mend the formula.")
    if cell.startswith("="):
        return Fault(f'"{cell}" is a formula.', "Paste its value; a table holds text.")
    return None


def _misfit(column: Column, cell: str) -> Fault | None:
    """Return why the text is not of the kind that the column asks for."""
    value = column.value
    if column.name == "n":
        if not re.fullmatch(r"[1-9]\d*", cell):
            return Fault(f'"{cell}" is no number of a row.', "Number the rows of a thing 1, 2, 3 …")
    elif value in _NAMESPACED or column.name == "id":
        if fault := _name_fault(column, cell):
            return fault
    elif value is Value.DATE:
        return date_fault(cell)
    elif column.datatype == "boolean":
        return _boolean_fault(cell)
    elif value is Value.INTEGER and not _INTEGER.fullmatch(cell):
        return _number_fault(cell)
    elif value is Value.ADDRESS and not _ADDRESS.fullmatch(cell):
        return _address_fault(cell)
    return None if column.fits(cell) else _pattern_fault(column, cell)


def _name_fault(column: Column, cell: str) -> Fault | None:
    """Return why a cell cannot be the last part of an IRI."""
    if _IRI_PART.fullmatch(cell):
        return None
    if cell.startswith(("http://", "https://")):
        return Fault(
            f'"{cell}" is a whole IRI.', f"Write only what follows /id/, such as {_like(column)}."
        )
    if " " in cell:
        joined = "-".join(cell.lower().split())
        several = column.name != "id" and all("/" in part for part in cell.split())
        return Fault(
            f'"{cell}" has a blank in it.',
            "A cell holds one value; each further one goes into a row of its own."
            if several
            else f"Write {joined}."
            if column.fits(joined)
            else f"Write it as {_like(column)}.",
        )
    if re.search(r"\.\.|//|/\.|\./", cell) or cell[0] in "./" or cell[-1] in "./":
        return Fault(
            f'"{cell}" has an empty part, or one of dots.', f"Write it as {_like(column)}."
        )
    odd = re.search(r"[^A-Za-z0-9./_-]", cell)
    said = f"{odd[0]!r} in it, which no name here has" if odd else "a part that begins with - or _"
    return Fault(
        f'"{cell}" has {said}.',
        f"Letters a to z, digits and - make a name, such as {_like(column)}.",
    )


def _like(column: Column) -> str:
    return column.example or "state/burundi"


def _number_fault(cell: str) -> Fault:
    """Return why a cell is no whole number, with the number it means if that is certain."""
    plain = re.fullmatch(r"\+?0*(\d+)(?:[.,]0+)?", cell)
    grouped = re.fullmatch(r"\d{1,3}(?:[ ,.'\u00a0\u202f]\d{3})+", cell)
    if plain:
        return Fault(f'"{cell}" is no whole number.', f"Write {plain[1]}.")
    if grouped:
        return Fault(f'"{cell}" is no whole number.', f"Write {re.sub(r'[^0-9]', '', cell)}.")
    if re.fullmatch(r"\d+(?:[.,]\d+)?E\+?\d+", cell, re.IGNORECASE):
        return Fault(
            f'"{cell}" is a number that a spreadsheet program has shortened.',
            "Format the column as text, and type the number again with all its digits.",
        )
    return Fault(f'"{cell}" is no whole number.', "Write its digits only, no range or sum.")


def _address_fault(cell: str) -> Fault:
    if " " in cell:
        return Fault(f'"{cell}" has a blank in it.', "Write %20 for it, or one address only.")
    if cell.startswith("www."):
        return Fault(f'"{cell}" is no web address.', f"Write https://{cell} if it opens there.")
    if _ADDRESS.fullmatch(encoded := quote(cell, safe=_KEPT)):
        return Fault(f'"{cell}" is no web address as it stands.', f"Write {encoded}.")
    return Fault(
        f'"{cell}" is no web address.', "Copy it from the browser; it begins with https://."
    )


def _boolean_fault(cell: str) -> Fault | None:
    """Return why a cell is neither true nor false (XML Schema's words for it, in lower case)."""
    if cell in ("true", "false"):
        return None
    plain = cell.lower()
    mend = f"Write {plain}." if plain in ("true", "false") else "Write true, or leave it empty."
    return Fault(f'"{cell}" is neither true nor false.', mend)


def _pattern_fault(column: Column, cell: str) -> Fault:
    """Return why a cell does not fit the pattern of its column; names a lost leading zero."""
    if re.fullmatch(r"\d+(?:\.0+)?", cell):
        digits = cell.partition(".")[0]
        for width in range(len(digits), _MOST_ZEROS + 1):
            if column.fits(full := digits.zfill(width)):
                return Fault(
                    f'"{cell}" has lost its leading zeros.'
                    if "." not in cell
                    else f'"{cell}" was made a number.',
                    f"Write {full}; format the column as text so that the program leaves it.",
                )
    if column.fits(cell.lower()):
        return Fault(f'"{cell}" has capital letters.', f"Write {cell.lower()}.")
    if starts := _STARTS.match(column.pattern):
        begins = " or ".join(f"{start.strip('/')}/" for start in starts[1].split("|"))
        return Fault(
            f'"{cell}" does not begin with {begins}, or goes on with other than a to z, digits, -.',
            f"Write it as {_like(column)}.",
        )
    return Fault(
        f'"{cell}" is not written as it should be ({column.pattern}).',
        f"Write it as in this example: {_like(column)}.",
    )
