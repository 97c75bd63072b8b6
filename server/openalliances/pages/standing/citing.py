"""How the data set is cited, and how the sources behind the rows that somebody uses."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from openalliances.pages.composed.model import Section, Text, Way
from openalliances.pages.description import work_of
from openalliances.pages.standing.sheet import bullets, linked, paragraphs, sheet
from openalliances.pages.view import View
from openalliances.tabular.bibliography import bibtex, csl_json, plain, ris

FORMS: Mapping[str, tuple[str, str]] = {
    "txt": ("APA", "text/plain; charset=utf-8"),
    "bib": ("BibTeX", "application/x-bibtex; charset=utf-8"),
    "ris": ("RIS", "application/x-research-info-systems; charset=utf-8"),
    "csl.json": ("CSL-JSON", "application/vnd.citationstyles.csl+json"),
}
"""The forms of the citation of the data set: what each is called, and its media type."""
_WRITERS = {
    "bib": lambda work: bibtex([work]),
    "ris": lambda work: ris([work]),
    "csl.json": lambda work: csl_json([work]),
    "txt": plain,
}


def citation_of_set(view: View, form: str) -> str:
    """Return the citation of the data set in one of :data:`FORMS`."""
    return str(_WRITERS[form](work_of(view.site)))


def page(view: View) -> str:
    """Return the page."""
    work = work_of(view.site)
    sections = [
        Section(
            name.replace(".", "-"),
            title,
            (_quoted(view.say("Citation as {form}", form=title), citation_of_set(view, name)),),
            ways=(Way(view.say("File"), f"/cite.{name}", title),),
        )
        for name, (title, _) in FORMS.items()
    ]
    sections.append(
        Section(
            "rows",
            view.say("Cite the sources of your rows as well"),
            (
                paragraphs(
                    view.say(
                        "Others did the work that is gathered here. Each table and each selection "
                        "of its rows has the bibliography of exactly its sources at the same "
                        "address, with the ending .bib, .ris or .csl.json."
                    )
                ),
                bullets(
                    (
                        linked(view, "/data/missions.bib", "/data/missions.bib"),
                        linked(
                            view,
                            "/data/memberships.bib?member=kenya",
                            "/data/memberships.bib?member=kenya",
                        ),
                        linked(view, "/CITATION.cff", "CITATION.cff"),
                    )
                ),
            ),
        )
    )
    answer = view.say(
        "Name the version, {version}, and where you use single rows, their sources.",
        version=work.version,
    )
    return sheet(view, view.say("How to cite"), answer, sections)


def _quoted(label: Markup, text: str) -> Text:
    return Text(
        Markup('<pre tabindex="0" role="region" aria-label="{}"><code>{}</code></pre>').format(
            label, text.strip()
        )
    )
