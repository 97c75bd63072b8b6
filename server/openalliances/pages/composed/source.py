"""Sources: what a source is, how near it stands to what it tells, and what rests on it.

A document, whose words claims are read from, is a source with sections and passages.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import quote

from markupsafe import Markup

from openalliances.facts.claims import (
    Claim,
    Document,
    Passage,
    claims_of,
    documents,
    passages,
    sections,
)
from openalliances.facts.copies import Copy
from openalliances.facts.names import titles
from openalliances.facts.uses import (
    Resting,
    Source,
    family,
    kinds_resting_on,
    resting_on,
    source,
)
from openalliances.pages import glossary
from openalliances.pages.composed.citing import check_words, missing
from openalliances.pages.composed.claims import PAGE, section_of
from openalliances.pages.composed.disagreement import sides_of
from openalliances.pages.composed.kinds import many, one_of
from openalliances.pages.composed.model import (
    Column,
    Composed,
    Group,
    Key,
    Pager,
    Row,
    Section,
    Table,
    Text,
    Way,
)
from openalliances.pages.composed.speaking import Told, place_words
from openalliances.pages.view import View
from openalliances.tabular.database import Reader

_FEW = 10
"""Rows of each further kind on the first page."""
_DATE = re.compile(r"\d{4}(-\d\d){0,2}")


def compose_source(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a source or a document; None if the tables have none of this id."""
    document = documents(reader).get(thing)
    if document is not None:
        return _document(view, reader, document)
    found = source(reader, thing)
    return _source(view, reader, found) if found else None


def compose_section(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a section of a document; None if there is none of this id."""
    name = titles(reader, (thing,)).get(thing)
    if name is None:
        return None
    said = claims_of(reader, thing)
    whole = documents(reader).get("source/" + thing.split("/")[1])
    if whole is None:
        return None
    disputed = sides_of(view, reader, said)
    answer = (
        view.wording.plural(
            len(said),
            "{document} makes {n} claim in it; none is a fact of its own.",
            "{document} makes {n} claims in it; none is a fact of its own.",
            document=view.link(whole.id, whole.name),
        )
        if said
        else view.say("No claim is read from it.")
    )
    return Composed(
        thing,
        name,
        eyebrow=view.say("Section of a document"),
        answer=answer,
        key=(Key(view.say("Part of"), view.link(whole.id, whole.name)),),
        head=(disputed,) if disputed else (),
        sections=(section_of(view, reader, said, thing),) if said else (),
    )


def compose_passage(view: View, reader: Reader, thing: str) -> Composed | None:
    """Return the page of a passage of a document; None if there is none of this id."""
    found = passages(reader, (thing,)).get(thing)
    if found is None:
        return None
    said = claims_of(reader, thing)
    whole = documents(reader).get(found.document)
    name = whole.name if whole else found.document
    known = titles(reader, (found.section,))
    section = section_of(view, reader, said, thing) if said else None
    return Composed(
        thing,
        f"{name}: {_plain_place(view, found)}",
        eyebrow=view.say("Passage of a document"),
        answer=view.wording.plural(
            len(said),
            "{n} claim is read from these words.",
            "{n} claims are read from these words.",
        ),
        key=(
            Key(view.say("Document"), view.link(found.document, name)),
            Key(view.say("Section"), view.link(found.section, known.get(found.section, ""))),
            Key(view.say("Paragraph"), view.number_of(found.paragraph)),
            Key(
                view.say("Characters"),
                view.say("{start} to {end}", start=found.start, end=found.end),
            ),
        ),
        sections=tuple(one for one in (_words(view, reader, found), section) if one),
    )


def _words(view: View, reader: Reader, found: Passage) -> Section:
    """Return the words of a passage where there is a copy, and how they are known again."""
    quoted = view.site.copies.quote(found)
    state = view.site.copies.state(found.document)
    if quoted:
        said = Markup('<blockquote class="quote">{}</blockquote>').format(view.foreign(quoted))
    elif state is Copy.OTHER:
        words = view.say("Not quoted: the copy at hand is another text than the one used here.")
        said = Markup("<p>{}</p>").format(words)
    else:
        words = view.say(
            "The document is not part of the set. Who has a copy sees its words here "
            "(serve --documents), known again by the digest."
        )
        said = Markup("<p>{}</p>").format(words)
    digest = Markup('<p class="note">SHA-256: <code class="iri">{}</code></p>').format(found.digest)
    return Section("words", view.say("Its words"), (Text(said + digest),), jump="-")


def _source(view: View, reader: Reader, found: Source) -> Composed:
    kinds = kinds_resting_on(reader, found.id)
    things = sum(number for _, number in kinds)
    answer = (
        view.say(
            "{things} rest on it: {kinds}.",
            things=view.wording.plural(things, "{n} thing", "{n} things"),
            kinds=view.listed(many(view, kind, number) for kind, number in kinds[:4]),
        )
        if things
        else view.say("Nothing rests on it at present.")
    )
    return Composed(
        found.id,
        found.title or found.name,
        eyebrow=_source_kind(view, found),
        answer=Markup(" ").join((_reference(view, found), answer)),
        key=tuple(_facts(view, found)),
        sections=tuple(
            one
            for one in (
                *(_resting(view, reader, found, kind, number, kinds) for kind, number in kinds),
                _family(view, reader, found),
            )
            if one
        ),
    )


def _source_kind(view: View, found: Source) -> Markup:
    if not found.kind:
        return glossary.term(view, "ontology/Source", view.say("Source"))
    kind = glossary.term(view, f"vocab/source-kind/{found.kind}")
    return view.say("Source: {kind}", kind=kind)


def _reference(view: View, found: Source) -> Markup:
    """Return who published it and when, as a sentence."""
    publisher = view.foreign(found.publisher)
    if found.publisher and found.date:
        return view.say(
            "Published by {publisher}, {date}.", publisher=publisher, date=view.date(found.date)
        )
    if found.publisher:
        return view.say("Published by {publisher}; it shows no date.", publisher=publisher)
    if found.date:
        return view.say("Dated {date}; its publisher is not stated.", date=view.date(found.date))
    return view.say("Its publisher and date are not stated.")


def _facts(view: View, found: Source) -> Iterable[Key]:
    for scheme, name, slug in (
        ("source-kind", "Kind", found.kind),
        ("source-authority", "Authority", found.authority),
    ):
        yield Key(
            view.say(name), glossary.term(view, f"vocab/{scheme}/{slug}") if slug else missing(view)
        )
    if found.address:
        link = Markup('<a rel="external" href="{}">{}</a>')
        yield Key(view.say("Read it"), link.format(found.address, view.say("at its publisher")))
    if found.copy:
        link = Markup('<a rel="external" href="{}">{}</a>')
        yield Key(view.say("Also"), link.format(found.copy, view.say("public copy")))
    if found.covers_until:
        yield Key(view.say("Covers until"), view.date(found.covers_until))
    yield Key(view.say("Citations"), view.number_of(found.citations))
    cite = "/data/sources.{}?id=" + quote(found.id, safe="/")
    ways = Markup(", ").join(
        Markup('<a href="{}">{}</a>').format(cite.format(ending), name)
        for ending, name in (("bib", "BibTeX"), ("ris", "RIS"), ("csl.json", "CSL JSON"))
    )
    yield Key(view.say("Cite it"), ways)


def _resting(
    view: View,
    reader: Reader,
    found: Source,
    kind: str,
    number: int,
    kinds: Sequence[tuple[str, int]],
) -> Section | None:
    """Return what of a kind rests on a source, a part of it; the first kind fills a page."""
    most = PAGE if kind == kinds[0][0] or view.number > 1 else _FEW
    first = (view.number - 1) * PAGE + 1
    if first > number:
        return None
    rows = tuple(_resting_row(view, one) for one in resting_on(reader, found.id, kind, first, most))
    title = many(view, kind, 0)
    heads = ("What rests on it", "Where it says so", "Checked")
    blocks: list[Table | Pager] = [
        Table(title, tuple(Column(view.say(head)) for head in heads), (Group(rows),))
    ]
    if number > most:
        blocks.append(_pager(view, found.id, kind, number))
    return Section(
        f"of-{kind}",
        title,
        tuple(blocks),
        count=view.number_of(number),
        jump=view.number_of(number),
    )


def _resting_row(view: View, one: Resting) -> Row:
    place = view.own(one.place) if one.place else missing(view)
    if one.other:
        value = view.date(one.other) if _DATE.fullmatch(one.other) else one.other
        said = view.say("gives another value there: {value}", value=value)
        place += Markup('<span class="other">{}</span>').format(said)
    name = one.name or one_of(view, one.id)
    return Row((view.link(one.id, name), place, check_words(view, one.check, one.checked_on)))


def _pager(view: View, thing: str, kind: str, total: int) -> Pager:
    pages = tuple(str(n) for n in range(1, (total - 1) // PAGE + 2))
    path = view.path(thing)
    hrefs = (view.href(path, page="" if n == "1" else n) + f"#of-{kind}" for n in pages)
    label = view.say("Pages of what rests on it: {kind}", kind=many(view, kind, 0))
    return Pager(label, tuple(zip(pages, hrefs, strict=True)), str(view.number))


def _family(view: View, reader: Reader, found: Source) -> Section | None:
    """Return the sources that count as one voice with it."""
    others = family(reader, found) if view.number == 1 else ()
    if not others:
        return None
    rows = tuple(Row((view.link(id_, name),)) for id_, name in others)
    title = view.say("Sources that count as one voice with it")
    table = Table(title, (Column(view.say("Source")),), (Group(rows),), is_folded=len(rows) > _FEW)
    return Section(
        "family",
        title,
        (table,),
        count=view.number_of(len(rows)),
        lede=view.say(
            "What one of them says is not borne out by another: "
            "they rest on one another, or have one publisher."
        ),
        jump=view.number_of(len(rows)),
    )


def _document(view: View, reader: Reader, document: Document) -> Composed:
    parts = sections(reader, document.id)
    said = claims_of(reader, document.id)
    told = Told.read(reader)
    disputed = sides_of(view, reader, said)
    lacks = [
        view.say(word)
        for word, has in (("no date", document.undated), ("no references", document.unsourced))
        if has
    ]
    rows = tuple(
        Row((view.link(part.id, part.name), view.number_of(part.claims))) for part in parts
    )
    heard = [claim for claim in said if told.heard(claim.id)]
    title = view.say("Its sections")
    columns = (Column(view.say("Section")), Column(view.say("Claims"), is_number=True))
    of = view.say("of the claims")
    return Composed(
        document.id,
        document.name,
        eyebrow=view.say(
            "{document} whose claims are read",
            document=glossary.term(view, "ontology/SourceDocument", view.say("Document")),
        ),
        answer=view.own(document.description)
        + " "
        + view.wording.plural(
            len(said),
            "{n} claim is read from it, in our own words; it is no fact by that.",
            "{n} claims are read from it, in our own words; they are no facts by that.",
        ),
        key=(
            Key(
                view.say("Published by"),
                view.link(document.publisher, document.publisher_name)
                if document.publisher
                else missing(view),
            ),
            Key(
                view.say("Lacks"), Markup(", ").join(lacks) if lacks else view.say("nothing known")
            ),
            Key(view.say("Claims"), view.number_of(len(said))),
            Key(view.say("Copy at hand"), _copy_words(view, document)),
        ),
        head=(disputed,) if disputed else (),
        sections=(
            Section(
                "sections",
                title,
                (Table(title, columns, (Group(rows),)),),
                count=view.wording.plural(len(rows), "{n} section", "{n} sections"),
                lede=view.say("Each leads to the claims that are read from it."),
                ways=(
                    Way("CSV", f"/data/claims.csv?document={document.id}", of),
                    Way("JSON", f"/data/claims.json?document={document.id}", of),
                    Way(view.say("List"), f"/browse/claims?document={document.id}", of),
                ),
                jump=str(len(rows)),
            ),
            *((_heard(view, reader, document, heard),) if heard else ()),
        ),
    )


def _heard(view: View, reader: Reader, document: Document, heard: Sequence[Claim]) -> Section:
    """Return the claims of a document of which findings say something."""
    section = section_of(view.at(view.day), reader, heard, document.id)
    title = view.say("Claims that reports bear out or deny")
    return Section("claims", title, section.blocks, section.count, section.lede, (), section.jump)


def _copy_words(view: View, document: Document) -> Markup:
    words = {
        Copy.SAME: "yes, with the same digest; its words are quoted",
        Copy.OTHER: "a copy with other words; nothing is quoted",
        Copy.NONE: "none; nothing is quoted",
    }
    return view.say(words[view.site.copies.state(document.id)])


def _plain_place(view: View, found: Passage) -> str:
    return str(place_words(view, found).unescape())
