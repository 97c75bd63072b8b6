"""What this is, where it comes from, how to read it."""

from __future__ import annotations

from markupsafe import Markup

from openalliances.pages.composed.model import Section
from openalliances.pages.standing.sheet import bullets, linked, paragraphs, sheet
from openalliances.pages.view import View
from openalliances.rdf.prefixes import LICENSE


def page(view: View) -> str:
    """Return the page."""

    def to(path: str, words: str) -> Markup:
        return linked(view, path, view.say(words))

    licence = Markup('<a rel="license external" href="{}">CC BY 4.0</a>').format(LICENSE)
    sections = [
        Section(
            "facts",
            view.say("Facts, and who says so"),
            (
                paragraphs(
                    view.say(
                        "Every fact has a source that can be opened, the place in it, and how it "
                        "was checked. Where sources differ both stay, and one is followed by a "
                        "stated rule. Each value has a receipt with an address of its own."
                    ),
                    view.say(
                        "An open end is not “today”: it is known until a source last shows it. "
                        "What nobody states reads “Not stated”, and a list says whether it is "
                        "complete."
                    ),
                ),
                bullets(
                    (
                        to("/vocab/evidence-grade.html", "The grades, defined"),
                        to("/vocab/adjudication-rule.html", "The rules by which values are chosen"),
                        to("/browse/sources", "All sources"),
                        to("/about/freshness", "How lately things are known"),
                    )
                ),
            ),
            jump="-",
        ),
        Section(
            "claims",
            view.say("Claims are no facts"),
            (
                paragraphs(
                    view.say(
                        "Two essays, undated and without sources, began this set. What they say is "
                        "kept as claims: in our own words, each with its passage, never told as a "
                        "fact. Findings of press and officials stand beside them, for and against."
                    )
                ),
                bullets(
                    (to("/browse/claims", "All claims"), to("/browse/documents", "The documents"))
                ),
            ),
            jump="-",
        ),
        Section(
            "use",
            view.say("Use"),
            (
                paragraphs(
                    Markup("{} {}. {}").format(
                        view.say("Ontology and data are under"),
                        licence,
                        view.say("No key and no registration; copies are welcome."),
                    )
                ),
                bullets(
                    (
                        to("/cite", "How to cite"),
                        to("/data/", "Tables"),
                        to("/dumps/", "All as RDF"),
                        to("/sparql", "Queries"),
                        to("/ontology.html", "The ontology"),
                        to("/reconcile.html", "Reconciliation of your own lists"),
                    )
                ),
            ),
            jump="-",
        ),
        Section(
            "standing",
            view.say("Where it stands"),
            (
                bullets(
                    (
                        to("/quality", "How good the data are"),
                        to("/coverage", "What is held, missing, not looked for"),
                        to("/changes", "What changed"),
                        to("/status", "The state of this server"),
                    )
                ),
                paragraphs(
                    view.say(
                        "Pages work without scripts, with a keyboard, on a small screen, and with "
                        "a screen reader; every picture has its numbers as a table. Where one does "
                        "not, that is a fault: please report it."
                    )
                ),
            ),
            jump="-",
        ),
    ]
    answer = view.say(
        "{title} is open data about defence alliances, partnerships, peace operations and "
        "peacebuilding, in which every statement says who says so.",
        title=view.site.release.manifest.title,
    )
    return sheet(view, view.say("About"), answer, sections)
