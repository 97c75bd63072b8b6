"""The form of an answer, by the Accept header of the request."""

from __future__ import annotations

from flask import request

from openalliances.http.negotiation import negotiate
from openalliances.http.variants import OFFERS
from openalliances.rdf.formats import Format


def accepted(offers: tuple[Format, ...]) -> Format:
    """Return which of *offers*, one of the lists of :data:`OFFERS`, the client likes best.

    Answers are kept by the outcomes for these lists; another one would mix them up.

    :raises NotAcceptableError: if it takes none of them.
    :raises LookupError: if *offers* is not one of the lists.
    """
    if offers not in OFFERS:
        raise LookupError("Pages are kept by the formats in http.variants.OFFERS; add these.")
    return negotiate(request.headers.get("Accept"), offers)
