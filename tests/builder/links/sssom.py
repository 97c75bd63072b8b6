"""What a file in SSSOM/TSV has to have, by the list of slots of the standard (version 1.1).

https://mapping-commons.github.io/sssom/spec-formats-tsv/ and /spec-model/. It knows nothing of
how the files are made.
"""

import csv
import json
import re
from collections.abc import Iterator

SLOTS = frozenset(
    (
        *("subject_id", "subject_label", "subject_category", "predicate_id", "predicate_label"),
        *("predicate_modifier", "object_id", "object_label", "object_category"),
        *("mapping_justification", "author_id", "author_label", "reviewer_id", "reviewer_label"),
        *("creator_id", "creator_label", "license", "subject_type", "subject_source"),
        *("subject_source_version", "object_type", "object_source", "object_source_version"),
        *("predicate_type", "mapping_provider", "mapping_source", "mapping_cardinality"),
        *("mapping_tool", "mapping_tool_version", "mapping_date", "publication_date"),
        *("review_date", "confidence", "curation_rule", "curation_rule_text"),
        *("subject_match_field", "object_match_field", "match_string", "subject_preprocessing"),
        *("object_preprocessing", "similarity_score", "similarity_measure", "issue_tracker_item"),
        *("see_also", "other", "comment", "record_id", "cardinality_scope", "mapping_tool_id"),
        "reviewer_agreement",
    )
)
OF_THE_SET = frozenset(
    (
        *("sssom_version", "curie_map", "mapping_set_id", "mapping_set_version"),
        *("mapping_set_source", "mapping_set_title", "mapping_set_description"),
        *("mapping_set_confidence", "creator_id", "creator_label", "license", "subject_type"),
        *("subject_source", "subject_source_version", "object_type", "object_source"),
        *("object_source_version", "predicate_type", "mapping_provider", "cardinality_scope"),
        *("mapping_tool", "mapping_tool_version", "mapping_date", "publication_date"),
        *("subject_match_field", "object_match_field", "subject_preprocessing"),
        *("object_preprocessing", "similarity_measure", "curation_rule", "curation_rule_text"),
        *("see_also", "issue_tracker", "other", "comment", "extension_definitions"),
    )
)
NEEDED = ("subject_id", "predicate_id", "object_id", "mapping_justification")
REFERENCES = ("subject_id", "predicate_id", "object_id", "mapping_justification", "object_source")
BUILT_IN = frozenset(("owl", "rdf", "rdfs", "semapv", "skos", "sssom", "xsd", "linkml"))


def faults(text: str) -> Iterator[str]:
    """Yield what is wrong with a file."""
    lines = text.splitlines()
    head = [line[1:] for line in lines if line.startswith("#")]
    said, prefixes, extensions = _metadata(head)
    yield from (f"no slot of a set: {name}" for name in said.keys() - OF_THE_SET)
    yield from (f"the set lacks {n}" for n in ("mapping_set_id", "license") if not said.get(n))
    rows = csv.DictReader(lines[len(head) :], delimiter="\t")
    names = tuple(rows.fieldnames or ())
    yield from (f"no slot: {name}" for name in set(names) - SLOTS - set(extensions))
    yield from (f"the column {name} is missing" for name in NEEDED if name not in names)
    for row in rows:
        yield from _of_row(row, prefixes)


def _metadata(head: list[str]) -> tuple[dict[str, str], dict[str, str], list[str]]:
    """Return the slots of the set, the CURIE map, and the extension slots."""
    said: dict[str, str] = {}
    prefixes: dict[str, str] = {}
    extensions: list[str] = []
    for line in head:
        name, _, value = line.strip().partition(": ")
        if line.startswith("  - slot_name"):
            extensions.append(value)
        elif line.startswith("  ") and not line.startswith("    "):
            prefixes[name] = json.loads(value)
        elif not line.startswith(" "):
            said[name.removesuffix(":")] = value or "(more)"
    return said, prefixes, extensions


def _of_row(row: dict[str, str], prefixes: dict[str, str]) -> Iterator[str]:
    where = f"{row.get('subject_id')} {row.get('object_id')}"
    yield from (f"{where}: no {name}" for name in NEEDED if not row.get(name))
    for name in REFERENCES:
        value = row.get(name) or ""
        prefix, colon, _ = value.partition(":")
        if value and not re.match("https?://", value) and prefix not in prefixes.keys() | BUILT_IN:
            yield f"{where}: the prefix of {value} is not declared" if colon else f"{where}: {name}"
    if not (row.get("mapping_justification") or "").startswith("semapv:"):
        yield f"{where}: no justification of semapv"
    if row.get("confidence") and not 0 <= float(row["confidence"]) <= 1:
        yield f"{where}: confidence {row['confidence']}"
    if not re.fullmatch(r"\d{4}-\d\d-\d\d", row.get("mapping_date") or "2000-01-01"):
        yield f"{where}: date {row['mapping_date']}"
