"""The language in which the current request is answered: by its address, else by its headers."""

from __future__ import annotations

from urllib.parse import quote

from flask import Response, request

from openalliances.http.languages import PARAMETER, asked_language, page_language, speaks
from openalliances.pages.reader import Reader, set_reader
from openalliances.pages.wording import Wording

_IN_ONE = ("text/html", "image/svg+xml")
"""What has one language; documents for programs have all of theirs."""


def language() -> str:
    """Return the language that the answer is in, one of :data:`openalliances.http.languages.PAGES`.

    It is English for what has all languages in one.
    """
    return page_language(_header(), _asked())


def is_asked() -> bool:
    """Return whether the address itself names the language, which its links keep then."""
    return bool(asked_language(_asked()))


def asked_beside() -> list[tuple[str, str]]:
    """Return the parameters of the address without the one for the language, in their order."""
    return [pair for pair in request.args.items(multi=True) if pair[0] != PARAMETER]


def note_reader() -> None:
    """Have the pages of this request made for its reader."""
    query = request.query_string.decode("utf-8", "replace")
    path = quote(request.path, safe="/:@!$&'()*+,;=-._~")
    set_reader(Reader(language(), is_asked(), path, query))


def forget_reader(_: BaseException | None) -> None:
    """Have what the same thread makes after this request made for nobody in particular."""
    set_reader(Reader())


def spoken_tag(tag: str) -> str:
    """Return the validator of what *tag* names in the language of this answer."""
    return tag if language() == "en" else f"{tag}-{language()}"


def vary_by_language(response: Response) -> None:
    """Say that another Accept-Language may have another answer, where that is so."""
    if speaks(request.path) and not is_asked():
        response.vary.add("Accept-Language")


def tell_language(response: Response) -> None:
    """Say in which language a page is (RFC 9110, section 8.5), and by what it was chosen."""
    if response.mimetype in _IN_ONE and not 300 <= response.status_code < 400:
        vary_by_language(response)
        response.headers.setdefault("Content-Language", Wording.of(language()).language)


def _asked() -> str:
    return request.args.get(PARAMETER, "")


def _header() -> str | None:
    return request.headers.get("Accept-Language") if speaks(request.path) else None
