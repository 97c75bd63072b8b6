"""The main program of the confined process that reads files; see :mod:`.process`."""

from __future__ import annotations

import json
import sys
from typing import Any

from openalliances.errors import SettingError, SourceError
from openalliances.reader.options import ReadOptions
from openalliances.reader.process import as_told, reading_as_told
from openalliances.sandbox import confine


def main() -> int:
    """Do the one task that stands on standard input; tell of it on standard output."""
    line = sys.stdin.readline()
    if not line:
        return 1  # whoever started this process was interrupted
    task = json.loads(line)
    options = ReadOptions.from_json(task["options"])
    confine(options.memory, writes=True)
    from openalliances.reader.loading import load

    try:
        places = task["folder"], task["written"]
        reading = load(task["files"], *places, options, lambda: _say({"read": 1}))
    except (SourceError, SettingError) as error:
        _say({"failed": as_told(error)})
        return 3
    except MemoryError:
        _say({"failed": as_told(_out_of_memory(task["files"][0], options))})
        return 3
    _say({"done": reading_as_told(reading)})
    return 0


def _out_of_memory(path: str, options: ReadOptions) -> SourceError:
    return SourceError(
        path,
        f"It needs more than {options.memory:,} megabytes of memory to be read.",
        "Split it, or raise the setting file_memory.",
    )


def _say(message: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(message) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
