"""Records the history of a release in the making: ``data/history/<version>.csv``."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

from openalliances.atomic import replace_text
from openalliances.builder.dataset import Dataset
from openalliances.builder.read_files import read_bundle
from openalliances.builder.statements.making import make_statements
from openalliances.bundle import bundle
from openalliances.progress import Progress
from openalliances.statements.history import FOLDER, State, to_csv


@dataclass(frozen=True, slots=True)
class Recorded:
    """The file that was written, and how many statements are new, replaced and gone."""

    path: Path
    new: int
    replaced: int
    gone: int


def record_history(progress: Progress, root: Path | None = None) -> Recorded:
    """Write what the data set in *root* publishes that no release before did, and what has gone.

    The file is that of its version; one that is there is written anew.

    :raises SourceError: if a file cannot be read.
    :raises MachineError: if the file cannot be written.
    """
    root = bundle() if root is None else root
    progress.step("read")
    dataset = Dataset(read_bundle(root))
    progress.step("statements")
    made = make_statements(dataset, root)
    changes = made.changes()
    path = root / FOLDER / f"{made.version}.csv"
    path.parent.mkdir(exist_ok=True)
    replace_text(path, to_csv(changes))
    counts = Counter(change.state for change in changes)
    return Recorded(path, counts[State.NEW], counts[State.REPLACED], counts[State.GONE])
