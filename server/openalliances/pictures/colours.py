"""The colours that pictures take along: those of the pages by day, with the names they have there.

A page has its own, by day and by night; a file has these. Rules of a stylesheet that name colours
with ``var(--name)`` are made ready for a file by :func:`resolved`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

LIGHT: Mapping[str, str] = {
    "paper": "#fbfaf6",
    "sheet": "#fffefb",
    "ink": "#1c2226",
    "quiet": "#525b62",
    "rule": "#ddd8cc",
    "rule-strong": "#b9b2a2",
    "link": "#0a5261",
    "link-strong": "#073d49",
    "tint": "#e6f0f1",
    "on-link": "#fbfaf6",
    "clay": "#93461a",
    "land": "#e8e2d4",
    "m1": "#c5dddf",
    "m2": "#92c1c6",
    "m3": "#559ba4",
    "m4": "#227582",
    "m5": "#08414d",
    "seen": "#e6c391",
    "coast": "#fbfaf6",
    "serif": "DejaVu Serif, Georgia, serif",
    "sans": "DejaVu Sans, Arial, sans-serif",
}

_RULE = re.compile(r"^(\.pic[^{]*)\{([^}]*)\}", re.MULTILINE)
_NAME = re.compile(r"var\(--([a-z0-9-]+)\)")


def resolved(stylesheet: str) -> str:
    """Return the rules of *stylesheet* for what is in a picture, with colours in place of names.

    They begin a line with ``.pic``; what is within ``@media`` is indented and left out.

    :raises KeyError: if a name has no colour here.
    """
    rules = (f"{select.strip()}{{{said.strip()}}}" for select, said in _RULE.findall(stylesheet))
    text = _NAME.sub(lambda found: LIGHT[found[1]], "".join(rules))
    return text.replace("currentcolor", LIGHT["ink"])
