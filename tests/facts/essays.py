"""An essay with claims, reports for and against them, and what rests on sources, as tables."""

import hashlib

from .small import HOSTILE

TEXT = "Title\n\nAland and Beland – they train together. They guard the border.\n"
WORDS = ("they train together", "They guard the border")
ESSAY, DATED = "source/essay", "source/dated"
PARTNERSHIP = "partnership/aland-beland"
TRAINS, GUARDS, PRAISED = (f"claim/essay/{name}" for name in ("trains", "guards", "praised"))
CLOSED, OPENED, TRAINED, MET = (
    f"claim/finding/{name}" for name in ("closed", "opened", "trained", "met")
)
STRAND, SOUGHT = "strand/aland-beland/training", "strand/aland-beland/sought"
MANY = 230
"""Things that rest on one source, more than two pages hold."""


def sha(text):
    return hashlib.sha256(text.encode()).hexdigest()


def passage(words, paragraph=1):
    start = TEXT.index(words)
    end = start + len(words)
    return {
        "id": f"passage/essay/{start}-{end}",
        "document": ESSAY,
        "section": "section/essay/a1",
        "section_number": "A1",
        "section_title": HOSTILE,
        "paragraph": paragraph,
        "start": start,
        "end": end,
        "digest": sha(words),
    }


PASSAGES = [passage(words) for words in WORDS]


def claim(id_, name, predicate, object_, at, grade="undated-unsourced"):
    return {
        "id": id_,
        "name": name,
        "kind": "relational",
        "subject": PARTNERSHIP,
        "predicate": predicate,
        "object": object_,
        "passages": at["id"],
        "grade": grade,
        "document": ESSAY,
        "section": "section/essay/a1",
        "source_ids": ESSAY,
    }


def citation(thing, number, source, **cells):
    return {
        "id": f"citation/{thing}/{number}",
        "thing": thing,
        "number": number,
        "source": source,
        "place": "paragraph 2",
        "check": "seen-in-source",
        "checked_on": "2026-11-23",
        "properties": "aboutEntity",
        **cells,
    }


STATEMENT = "statement/membership/league/aland/startDate"
ROWS = {
    "things": [
        {"id": id_, "name": name, "kind": id_.partition("/")[0]}
        for id_, name in (
            ("state/aland", "Aland"),
            ("state/beland", HOSTILE),
            (PARTNERSHIP, "Aland–Beland defence partnership"),
            ("strand/aland-beland/training", "Aland–Beland: training"),
            ("section/essay/a1", "Section A1, the first"),
            ("section/essay/a2", "Section A2, the second"),
            ("membership/league/aland", "Aland in League"),
            *((f"membership/many/{n:03}", f"Member {n:03}") for n in range(MANY)),
        )
    ],
    "states": [
        {"id": "state/aland", "name": "Aland"},
        {"id": "state/beland", "name": HOSTILE},
    ],
    "partnerships": [
        {
            "id": PARTNERSHIP,
            "name": "Aland–Beland defence partnership",
            "parties": "state/aland;state/beland",
        }
    ],
    "strands": [
        {
            "id": STRAND,
            "name": "Aland–Beland: training",
            "partnership": PARTNERSHIP,
            "activity": "training",
            "status": "prospective",
            "claims": TRAINS,
        },
        {
            "id": SOUGHT,
            "name": "Aland–Beland: mutual help",
            "partnership": PARTNERSHIP,
            "activity": "mutual-assistance",
        },
    ],
    "documents": [
        {
            "id": ESSAY,
            "name": HOSTILE,
            "description": "An undated essay without references.",
            "undated": 1,
            "unsourced": 1,
            "file_name": "essay.txt",
            "digest": sha(TEXT),
        },
    ],
    "passages": PASSAGES,
    "claims": [
        claim(
            TRAINS,
            "The Aland–Beland defence partnership includes training.",
            "involvesActivityType",
            "vocab/activity-type/training",
            PASSAGES[0],
        ),
        claim(
            GUARDS,
            "The Aland–Beland defence partnership includes border measures.",
            "involvesActivityType",
            "vocab/activity-type/border",
            PASSAGES[1],
            "contradicted",
        ),
        claim(
            PRAISED,
            "The Aland–Beland defence partnership is praised.",
            "isAssessedAs",
            "vocab/assessment/good",
            PASSAGES[1],
            "contradicted",
        ),
        {
            "id": "claim/classification/aland/state",
            "name": "Aland: state",
            "kind": "classification",
            "subject": "state/aland",
            "predicate": "type",
            "object": "ontology/State",
            "rationale": "It is one, we think.",
            "grade": "curated",
        },
    ],
    "listings": [
        {
            "id": "listing/aland-beland/events-sought",
            "subject": SOUGHT,
            "list": "events",
            "completeness": "none-found",
            "count": 0,
            "searched_on": "2026-11-29",
            "searched_in": HOSTILE,
            "note": "Nothing at all.",
        },
    ],
    "findings": [
        {
            "id": CLOSED,
            "name": "The border was closed in 2015.",
            "grade": "corroborated",
            "as_of": "2015-02;2015-03-01",
            "contradicts": f"{GUARDS};{PRAISED}",
            "about": PARTNERSHIP,
            "source_ids": "source/one;source/two",
            "event": "border-closure",
            "event_start": "2015-02",
            "event_end": "2016-01-02",
            "strain": 1,
        },
        {
            "id": MET,
            "name": "Their ministers met.",
            "grade": "single-source",
            "about": PARTNERSHIP,
            "source_ids": "source/one",
            "event": "meeting",
            "event_start": "2014-05-06",
            "strain": 0,
        },
        {
            "id": OPENED,
            "name": "The border was opened.",
            "grade": "single-source",
            "as_of": "2016-01-02",
            "outdates": CLOSED,
            "about": "state/aland",
            "source_ids": "source/one",
        },
        {
            "id": TRAINED,
            "name": "Soldiers of both were seen to train.",
            "grade": "not-checked",
            "supports": TRAINS,
            "about": PARTNERSHIP,
            "source_ids": "source/two",
        },
    ],
    "sources": [
        {
            "id": "source/one",
            "name": "One: a title",
            "title": HOSTILE,
            "publisher": "Paper One",
            "date": "2015-03-01",
            "kind": "press",
            "authority": "press",
            "family": "family-one",
            "address": "https://example.org/1",
            "citations": MANY,
        },
        {
            "id": "source/two",
            "name": "Two",
            "title": "Two",
            "publisher": "Paper Two",
            "date": "2015-03-02",
            "kind": "press",
            "family": "family-one",
        },
    ],
    "citations": [
        citation(CLOSED, 1, "source/one"),
        citation(CLOSED, 2, "source/two"),
        # Once more, for another property.
        citation(CLOSED, 3, "source/one"),
        citation(OPENED, 1, "source/one"),
        citation(TRAINED, 1, "source/two", check="not-checked"),
        citation("membership/league/aland", 1, "source/one", properties="startDate"),
        citation(
            "membership/league/aland", 2, "source/two", properties="", reported_start="1949-12-31"
        ),
        *(citation(f"membership/many/{n:03}", 1, "source/one") for n in range(MANY)),
    ],
    "statements": [
        {
            "statement": f"{STATEMENT}/abc",
            "cell": STATEMENT,
            "subject": "membership/league/aland",
            "predicate": "startDate",
            "value": "1950-01-02",
            "datatype": "date",
            "citation_ids": "citation/membership/league/aland/1",
            "alternatives": "citation/membership/league/aland/2",
            "grade": "single-source",
            "first_release": "2026.11.1",
        }
    ],
}
