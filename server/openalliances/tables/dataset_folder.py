"""The data set that a person works in: the folder that they stand in, or one above it.

What writes, writes there and nowhere else: never into an installed package, never into
the checkout that the program happens to run from.
"""

from __future__ import annotations

from pathlib import Path

from openalliances.bundle import bundle
from openalliances.errors import SourceError
from openalliances.tables.metadata import FOLDER, SUFFIX

_PARTS = ("ontology", FOLDER)
_CURE = "Work in a clone of the project (cd …), or name a folder with --in FOLDER."


def dataset_folder(named: Path | None = None) -> Path:
    """Return the root of the data set in *named*, else of the nearest one that we stand in.

    :raises SourceError: if there is none, or it is part of an installed package.
    """
    start = Path.cwd() if named is None else named
    here = start.absolute()
    above = here.parents if named is None else ()
    found = next((folder for folder in (here, *above) if _is_dataset(folder)), None)
    if found is None:
        why = "There is no data set here" + ("" if named is None else ": no data/tables, ontology")
        raise SourceError(str(start), f"{why}.", _CURE)
    refuse_installed(found / FOLDER)
    return found


def dataset_of(path: Path) -> Path:
    """Return the root of the data set that a file in ``data/tables`` belongs to.

    :raises SourceError: if it stands in none.
    """
    found = next((f for f in path.absolute().parents if _is_dataset(f)), None)
    if found is None or path.absolute().parent != found / FOLDER:
        raise SourceError(
            str(path),
            f"It does not stand in the folder {FOLDER} of a data set, so nothing says what its "
            "columns mean.",
            "Add its rows with: openalliances new KIND --from FILE",
        )
    return found


def dataset_to_read() -> Path:
    """Return the data set that we stand in, else the one that comes with the program."""
    try:
        return dataset_folder()
    except SourceError:
        return bundle()


def refuse_installed(path: Path) -> None:
    """Refuse to write below an installed package.

    :raises SourceError: if *path* is in one.
    """
    real = path.resolve()
    for folder in (real, *real.parents):
        if folder.name == "site-packages" or (folder.parent / "bundle.py").exists():
            raise SourceError(
                str(path),
                "This is part of an installed program; it stays as it is.",
                _CURE,
            )


def _is_dataset(folder: Path) -> bool:
    if not all((folder / part).is_dir() for part in _PARTS):
        return False
    return any((folder / FOLDER).glob(f"*{SUFFIX}"))
