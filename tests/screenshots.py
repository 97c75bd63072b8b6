"""Take a picture of each kind of page, narrow and wide, light and dark: ``make screenshots``.

They go to ``dist/screenshots``, for somebody to look at; nothing is compared. Give names of kinds
(``tests/looks.py``) to take only those, and ``--release FOLDER`` for a release that is built.
"""

from __future__ import annotations

import argparse
from itertools import product
from pathlib import Path

from rich.progress import track

from openalliances.builder.cache import ensure_release
from openalliances.progress import Silence
from openalliances.release import open_release
from openalliances.settings import Settings

from .looks import KINDS, browser, look, served

ROOT = Path(__file__).resolve().parents[1]
WIDTHS = (360, 1280)
SCHEMES = ("light", "dark")


def main() -> None:
    """Take the pictures."""
    reader = argparse.ArgumentParser(description=__doc__)
    reader.add_argument("kinds", nargs="*", help="kinds of pages; without any all of them")
    reader.add_argument("--release", type=Path, help="the folder of a release")
    reader.add_argument("--out", type=Path, default=ROOT / "dist" / "screenshots")
    asked = reader.parse_args()
    if asked.release:
        release = open_release(asked.release)
    else:
        release = ensure_release(Settings(cache_dir=str(ROOT / "dist" / "tests")), Silence())
    asked.out.mkdir(parents=True, exist_ok=True)
    wanted = list(product(asked.kinds or KINDS, WIDTHS, SCHEMES))
    with served(release) as address, browser() as started:
        for kind, width, scheme in track(wanted, "Looking"):
            page = started.new_page(viewport={"width": width, "height": 800}, color_scheme=scheme)
            page.goto(address + KINDS[kind])
            look(page, asked.out / f"{kind.replace(' ', '-')}-{width}-{scheme}.png")
            page.close()


if __name__ == "__main__":
    main()
