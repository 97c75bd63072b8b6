"""What a page could show and nothing is recorded of, said at its end."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from openalliances.pages.composed.model import Section, Text
from openalliances.pages.markup import filled
from openalliances.pages.view import View


def not_recorded(view: View, names: Iterable[str]) -> Iterator[Section]:
    """Yield a section that names what is not recorded; nothing where all is.

    *names* are plural nouns in English, as "operations in it".
    """
    listed = [view.say(name) for name in names]
    if not listed:
        return
    text = "Nothing is recorded here of {things}. That does not say that there were none."
    if view.day:
        text = "Nothing is recorded here of {things} at that time."
    markup = filled('<p class="lede">{}</p>', view.say(text, things=view.listed(listed)))
    yield Section("holes", view.say("Not recorded here"), (Text(markup),))
