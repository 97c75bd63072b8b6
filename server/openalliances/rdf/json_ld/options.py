"""What one can ask of JSON-LD: its form, and how it names its context."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

_PROFILE = "http://www.w3.org/ns/json-ld#"


class Form(Enum):
    """A form of document; the value is the end of its profile IRI (JSON-LD 1.1, section C)."""

    COMPACTED = "compacted"
    """Short names by a context; what belongs to a thing lies within it."""
    EXPANDED = "expanded"
    """No context: each IRI in full, each value an object in an array."""
    FLATTENED = "flattened"
    """Short names; one object a thing, none within another."""

    @property
    def profile(self) -> str:
        """Return the IRI of the ``profile`` parameter."""
        return _PROFILE + self.value


DEFAULT_FORM = Form.COMPACTED


def form_of_profile(profile: str) -> Form:
    """Return the form that a ``profile`` parameter asks for, the default one if it asks for none.

    The parameter is a list of IRIs, of which a server ignores those that it does not know
    (JSON-LD 1.1, section C).
    """
    wanted = profile.split()
    return next((form for form in Form if form.profile in wanted), DEFAULT_FORM)


def content_type_of(form: Form) -> str:
    """Return the media type of a document, with the profile where it is not the usual one."""
    return "application/ld+json" + ("" if form is DEFAULT_FORM else f';profile="{form.profile}"')


@dataclass(frozen=True, slots=True)
class JsonLdOptions:
    """The form, and the address of the context; without one the document carries its context.

    A *whole* context is carried as it is published, else the part that is used.
    """

    form: Form = DEFAULT_FORM
    address: str = ""
    whole: bool = False


PLAIN = JsonLdOptions()
"""Compacted, with the context in the document."""
