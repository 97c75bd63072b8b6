"""Which format a client wants: by a parameter, else by Accept (RFC 9110, section 12.5.1).

The SPARQL 1.1 Protocol knows Accept only. Stores have added a parameter, and call it
``format`` (Virtuoso), ``output`` (Jena) or ``results``; clients that do not know whom
they ask send all of them, with several values each. SPARQLWrapper, for one:
``format=tsv&format=text/tab-separated-values&output=…&results=…``. The rule:

1. ``format`` counts; ``output``, and after it ``results``, only where those before it
   are absent or name nothing that we know.
2. A value is an extension, a name or a media type, or several of them with commas between
   them, as in Accept; parameters of a media type and ``*/*`` say nothing.
3. Values that mean the same format are one. What nobody here knows is passed over beside a
   value that is known.
4. Two formats that this kind of answer has are a contradiction (400); a format that only
   another kind of answer has, or that is unknown, cannot be had (406).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from openalliances.errors import BadRequestError, NotAcceptableError
from openalliances.http.negotiation import negotiate
from openalliances.rdf.formats import GRAPH_FORMATS, HTML, RESULT_FORMATS, Format

PARAMETERS = ("format", "output", "results")
"""Names of the parameter, the one that counts first; the others are those of other stores."""


def choose_format(
    parameters: Mapping[str, Sequence[str]], accept: str | None, offers: Sequence[Format]
) -> Format:
    """Return the offer that the parameters name, else the one that Accept likes best.

    :raises BadRequestError: if they name two.
    :raises NotAcceptableError: if there is none.
    """
    for name in PARAMETERS:
        if name not in parameters:
            continue
        wanted = list(_members(parameters[name]))
        known = [value for value in wanted if value in _all_names()]
        if known or (wanted and name == PARAMETERS[0]):
            return _named(name, known or wanted, offers)
    # Programs name one media type; that is the answer, and needs no negotiation.
    named = next((offer for offer in offers if offer.media_type == accept), None)
    return named or negotiate(accept, offers)


def names_of(form: Format) -> frozenset[str]:
    """Return what the parameter may say for *form*, in lower case."""
    types = {form.media_type, *form.aliases}
    short = {media_type.partition("/")[2] for media_type in types}
    return frozenset({form.extension, form.name.lower(), *types, *short})


def _named(parameter: str, wanted: Sequence[str], offers: Sequence[Format]) -> Format:
    found = [offer for offer in offers if not names_of(offer).isdisjoint(wanted)]
    if len(found) == 1:
        return found[0]
    there = ", ".join(f"{offer.extension} ({offer.name})" for offer in offers)
    if found:
        both = " and ".join(offer.name for offer in found[:2])
        raise BadRequestError(
            f'The parameter "{parameter}" is given with different values: {both}.',
            f"Give one of {there}.",
        )
    raise NotAcceptableError(
        f'There is no format "{wanted[0][:80]}" for this kind of answer.', f"There is {there}."
    )


def _members(values: Sequence[str]) -> Iterator[str]:
    for value in values:
        for member in value.split(","):
            name = member.partition(";")[0].strip().lower()
            if name and name != "*/*":
                # In a form, + is a blank: "rdf xml" was "rdf+xml".
                yield name.replace(" ", "+") if " " in name and name not in _all_names() else name


@lru_cache(1)
def _all_names() -> frozenset[str]:
    return frozenset().union(*map(names_of, (*GRAPH_FORMATS, *RESULT_FORMATS, HTML)))
