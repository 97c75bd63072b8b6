"""How the files of a command are to be read: the same options for all commands that take any."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import click

from openalliances.errors import SettingError
from openalliances.settings import Settings

if TYPE_CHECKING:
    from openalliances.reader import ReadOptions

Command = TypeVar("Command", bound=Callable[..., None])


def reading_options(command: Command) -> Command:
    """Give *command* the options for reading files: the parameters of :func:`read_options`."""
    for option in (
        click.option(
            "--context",
            "contexts",
            multiple=True,
            metavar="IRI=FILE",
            help="A JSON-LD context as a file, since none is fetched; may be given many times.",
        ),
        click.option(
            "--data-format",
            metavar="FORMAT",
            help="Format of the files: turtle, nt, nq, trig, rdfxml, jsonld.  [default: by name "
            "and content]",
        ),
        click.option(
            "--lenient",
            is_flag=True,
            help="Leave out statements with a bad IRI or language tag, count and list them.",
        ),
    ):
        command = option(command)
    return command


def base_option(command: Command) -> Command:
    """Give *command* the option ``--base``."""
    return click.option(
        "--base", help="IRI that relative IRIs are resolved against (http or https)."
    )(command)


def read_options(
    settings: Settings,
    *,
    contexts: tuple[str, ...],
    data_format: str | None,
    lenient: bool,
    **more: Any,
) -> ReadOptions:
    """Return how files are read.

    :raises SettingError: if an option cannot be used.
    """
    from openalliances.reader import ReadOptions

    pairs = [context.partition("=") for context in contexts]
    for given, (iri, _, file) in zip(contexts, pairs, strict=True):
        if not iri or not file:
            raise SettingError(
                f'--context is "{given}".', "Write the IRI of the context, = and its file."
            )
    return ReadOptions.from_settings(
        settings,
        format=data_format or "",
        lenient=lenient,
        contexts=tuple((iri, file) for iri, _, file in pairs),
        **more,
    )
