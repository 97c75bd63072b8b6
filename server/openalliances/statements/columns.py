"""The columns of a receipt as a row: everywhere the same, in tables and beside a thing."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ReceiptColumn:
    """A column: its name, its title, and what its cells say."""

    name: str
    title: str
    definition: str


SEPARATOR = ";"
"""What stands between several values in a cell."""

COLUMNS = (
    ReceiptColumn("statement", "Statement", "Names the statement, as below …/id/."),
    ReceiptColumn("cell", "Cell", "Names the cell, which leads to what is published now."),
    ReceiptColumn("subject", "Subject", "Names the thing that the statement is about."),
    ReceiptColumn("predicate", "Property", "Names the property, such as startDate."),
    ReceiptColumn("value", "Value", "Gives the value: a text, a date, a number, or a thing."),
    ReceiptColumn("datatype", "Datatype", "Names the datatype of the value; empty for a thing."),
    ReceiptColumn("language", "Language", "Names the language of a text."),
    ReceiptColumn("label", "Label", "Gives the English name of a value that is a thing."),
    ReceiptColumn("source_ids", "Sources", "Names the sources that say so."),
    ReceiptColumn("citation_ids", "Citations", "Names the citations, which tell the places."),
    ReceiptColumn("grade", "Grade", "Names the grade of the evidence, such as corroborated."),
    ReceiptColumn("alternatives", "Otherwise", "Names the citations that say another value."),
    ReceiptColumn("as_of", "As of", "Gives the day until which it is known to hold."),
    ReceiptColumn("first_release", "First release", "Names the release that first said it."),
    ReceiptColumn("rule", "Rule", "Names the rule that derives it, if no source says it itself."),
)
"""The columns in their order; ids are the part of an IRI below ``…/id/``."""

NAMES = tuple(column.name for column in COLUMNS)
