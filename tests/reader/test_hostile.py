"""No file takes the reader down: each is read right or refused in a sentence, within bounds."""

import pytest

from .attempt import MEMORY, SECONDS, attempt
from .hostile import GROUPS

MOST_MEGABYTES = 900


@pytest.mark.parametrize("group", GROUPS)
def test_each_file_is_read_right_or_refused_in_a_sentence(tmp_path, group):
    wrong = []
    for number, file in enumerate(GROUPS[group]()):
        path = tmp_path / f"{number}.{file.file}".rstrip(".")
        path.write_bytes(file.data)
        found = attempt(str(path), file.options)
        path.unlink()
        if found.broke:
            wrong.append((file.name, file.file, found.broke))
        elif found.count is not None and found.count != file.count:
            wrong.append((file.name, file.file, "was read", found.count))
        elif found.count is None and (file.says not in found.said or not found.said):
            wrong.append((file.name, file.file, "says", found.said))
        elif found.count is None and file.count is not None and not file.says:
            wrong.append((file.name, file.file, "was refused", found.said))
        elif found.megabytes > MOST_MEGABYTES or found.seconds > SECONDS / 2:
            wrong.append((file.name, file.file, "took", found.megabytes, found.seconds))
    assert wrong == []


def test_there_are_enough_of_them():
    assert sum(1 for group in GROUPS.values() for _ in group()) >= 300
    assert MEMORY > MOST_MEGABYTES
