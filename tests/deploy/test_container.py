"""The container recipe: who runs in it, what is in it, and that its words fit the project."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def steps(deploy: Path) -> list[tuple[str, str]]:
    """Return the instructions, each with its words in one line."""
    text = (deploy / "Containerfile").read_text(encoding="utf-8")
    lines = "\n".join(line for line in text.splitlines() if not line.startswith("#"))
    joined = re.sub(r"\\\n\s*", " ", lines)
    return [(line.split(" ", 1)[0], line.split(" ", 1)[1]) for line in joined.splitlines() if line]


def last_stage(steps: list[tuple[str, str]]) -> list[tuple[str, str]]:
    start = max(i for i, (word, _) in enumerate(steps) if word == "FROM")
    return steps[start:]


def test_it_runs_as_a_user_without_rights(steps) -> None:
    stage = last_stage(steps)
    words = [word for word, _ in stage]
    user = dict(stage)["USER"]
    assert int(user.split(":")[0]) > 0
    assert words.index("USER") < words.index("ENTRYPOINT")
    assert "RUN" not in words[words.index("USER") :]


def test_what_is_copied_into_it_exists(steps) -> None:
    for word, rest in steps:
        for path in re.findall(r"(?<=-r )\S+\.txt", rest) if word == "RUN" else ():
            assert (ROOT / path).is_file()


def test_it_installs_by_hash_and_nothing_else(steps) -> None:
    installs = [line for word, line in steps if word == "RUN" for line in line.split("&&")]
    installs = [line for line in installs if "pip install" in line]
    assert len(installs) == 2
    for line in installs:
        assert "--require-hashes" in line or "--no-deps" in line


def test_both_stages_have_one_python(steps) -> None:
    images = [rest.split()[0] for word, rest in steps if word == "FROM"]
    assert len(images) == 2
    assert len(set(images)) == 1
    assert re.fullmatch(r"\S+:\d+\.\d+-\S+", images[0])


def test_compose_gives_it_no_more_than_it_needs(deploy: Path) -> None:
    text = (deploy / "compose.yaml").read_text(encoding="utf-8")
    for needed in ("read_only: true", "- ALL", "no-new-privileges:true", '"127.0.0.1:8000:8000"'):
        assert needed in text
    recipe = re.search(r"dockerfile: (\S+)", text)
    assert recipe
    assert (ROOT / recipe[1]).is_file()
