"""The example queries as pages list them: by topic."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from openalliances.release.examples import Example, examples

__all__ = ["Example", "Topic", "example_of", "examples", "topics"]


@dataclass(frozen=True, slots=True)
class Topic:
    """Examples that have their first keyword in common."""

    name: str
    examples: tuple[Example, ...]


def topics(found: Sequence[Example]) -> tuple[Topic, ...]:
    """Return the examples by topic: topics and examples by name, those without a topic first."""
    names = sorted({example.topic for example in found})
    return tuple(
        Topic(name, tuple(sorted(_of(found, name), key=lambda example: example.title)))
        for name in names
    )


def _of(found: Sequence[Example], name: str) -> list[Example]:
    return [example for example in found if example.topic == name]


def example_of(kind: str, slug: str) -> Example | None:
    """Return the example for releases of *kind* with that slug, or None."""
    return next((example for example in examples(kind) if example.slug == slug), None)
