"""The documented rules by which what is published follows from rows.

The page on the tables and CONTRIBUTING show the same list; ``publication.py`` and
``adjudication.py`` follow it.
"""

from __future__ import annotations

from dataclasses import dataclass

from openalliances.tables.authorities import ORDER


@dataclass(frozen=True, slots=True)
class PublicationRule:
    """A rule of publication: a short name, and what it does in one or two sentences."""

    name: str
    text: str


RULES = (
    PublicationRule(
        "thing",
        "What a row says is published of the thing with its id, or of the one that the table "
        "names, such as the contribution whose people were counted. Columns of the role citation "
        "speak of the row's citation, which the thing has, and which carries the number n.",
    ),
    PublicationRule(
        "value",
        "Of a column with several values all are published. Of any other it is the value that "
        "all rows agree on. Where they differ it is adjudicated, a date together with its kind, "
        "and what follows is asked in this order.",
    ),
    PublicationRule(
        "decision",
        "What decision.csv says is published, with its reason; an empty value there means none. "
        "Stretches that one source parts, such as the phases of a treaty, count as one.",
    ),
    PublicationRule(
        "filler",
        "A date that a source is known to make up (filler.csv) counts as the year or month that "
        "it does know.",
    ),
    PublicationRule(
        "precision",
        "Of dates that agree as far as each is known, 1949 and 1949-04-04, the most exact one is "
        "published.",
    ),
    PublicationRule(
        "later look",
        "An end that a source has seen is published although another gives none, unless that "
        "other one was read, looked until later (observed, or covers_until of its source), and "
        "stands no farther from the fact.",
    ),
    PublicationRule(
        "possible",
        "A date on which the member existed, and the arrangement had not ended, goes before "
        "another.",
    ),
    PublicationRule(
        "seen",
        "What somebody has read in its source goes before what nobody has looked up.",
    ),
    PublicationRule(
        "authority",
        "The source that stands nearest to the fact is followed: "
        + ", then ".join(ORDER.values())
        + ". An organisation's or a state's own voice counts as such on itself alone "
        "(speaks_for), and as the press on others.",
    ),
    PublicationRule(
        "event",
        "Within one authority the event by which something took effect goes before one without "
        "a name, this before a step towards it (signature, ratification), and all before the "
        "first or last day of a list.",
    ),
    PublicationRule(
        "later source",
        "Then the source with the later date is followed, and at last the row with the lowest "
        "number.",
    ),
    PublicationRule(
        "backing",
        "A citation cites for the property of each fact and key that its row fills with the "
        "published value. A source that gives a date of a membership says the membership: a row "
        "speaks of its keys. The kind of a date that is not published is not cited either.",
    ),
    PublicationRule(
        "report",
        "What is not published stays at the citation, as the start, end or kind that the source "
        "reports; what was chosen, by which rule and why stands in an adjudication.",
    ),
    PublicationRule(
        "date",
        "A date is a day, a month or a year, as exactly as it was written.",
    ),
    PublicationRule(
        "year",
        "Beside a start and an end stands its year, and whether it is known to the day, the month "
        "or the year.",
    ),
    PublicationRule(
        "known until",
        "What has no end is known until the latest day on which a row that was read shows it: "
        "the first day of observed, else the last day that the source covers (covers_until), else "
        "the first day of its date, else its own start. A row that says another end shows "
        "nothing, nor does one without observed that tells only names, what it followed, to what "
        "it responds or what it supports. Who is known to be a member exists, and so does what of; "
        "what is part of something that ended has ended.",
    ),
    PublicationRule(
        "complete list",
        "A list in listing.csv that is complete and was read shows all on it on its day. Its count "
        "has to be ours on that day; what differs is named in omits and reports.",
    ),
    PublicationRule(
        "label",
        "Things without a name of their own are named after other things, and a citation after "
        "its source and place.",
    ),
)
"""How published statements follow from rows, in the order in which the code applies them."""
