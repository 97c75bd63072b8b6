"""An answer that the client may have already: made only if its validator does not say so."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from flask import Response

from openalliances.web.responses import add_links, fresh, not_modified


def conditional(
    tag: str,
    make: Callable[[], Response | str],
    *,
    vary: bool = True,
    links: Iterable[str] = (),
) -> Response:
    """Return the 304 for *tag*, or what *make* returns with that validator (RFC 9110, 13.1.2).

    *vary* says that the answer depends on Accept; *links* are values of the Link header.
    """
    answer = not_modified(tag, vary=vary)
    if answer is None:
        made = make()
        answer = fresh(made if isinstance(made, Response) else Response(made), tag, vary=vary)
    return add_links(answer, links)
