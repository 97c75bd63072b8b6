"""Which reasoner and which validator a build or a check uses."""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.builder.inference.closure import RULES


@dataclass(frozen=True, slots=True)
class Engines:
    """The reasoner and the validator, by name; an empty validator is the fast one if installed.

    See :data:`~openalliances.builder.inference.closure.REASONERS` and
    :data:`~openalliances.builder.checks.shacl.VALIDATORS`.
    """

    reasoner: str = RULES
    validator: str = ""


DEFAULT = Engines()
