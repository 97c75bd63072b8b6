"""Three links of two states to two targets, as the build makes them."""

from openalliances.builder.links.making import MadeLinks
from openalliances.rdf.prefixes import ID, VOCAB
from openalliances.release.links import Gap, Link, Target

WIKIDATA = Target(
    *("wikidata", "Wikidata", "http://www.wikidata.org/entity/", "Q[0-9]+"),
    *("https://www.wikidata.org/", "CC0", "published", ""),
)
COW = Target("cow", "COW", "", "[0-9]+", "https://example.org/", "cite", "derived", "")


def link(thing: str, target: Target, code: str, **more: str) -> Link:
    given = {
        "thing_label": thing.rpartition("/")[2].capitalize(),
        "object_id": f"{target.name}:{code}",
        "iri": target.iri_space + code if target.iri_space else "",
        "label": "",
        "predicate": "skos:exactMatch",
        "justification": "semapv:MappingChaining",
        "confidence": "0.98",
        "date": "2026-11-27",
        "author": "A",
        "source": "https://example.org/",
        "source_version": "1",
        "seen_in": "a@b:c",
        "seen_row": "line 2",
        "also_seen_in": "",
        "rule": "code",
        "comment": "",
    }
    return Link(thing=ID + thing, target=target.name, code=code, **(given | more))


LINKS = (
    link("state/burundi", COW, "516"),
    link("state/burundi", WIKIDATA, "Q967", label="Tab\tand “quotes”"),
    link("state/rwanda", WIKIDATA, "Q1037", predicate="skos:closeMatch"),
)
NAMES = {
    f"{ID}state/burundi": "Burundi",
    f"{ID}state/rwanda": "Rwanda",
    f"{ID}state/kenya": "Kenya",
    f"{VOCAB}threat-type": "a scheme",
    f"{VOCAB}threat-type/terrorism": "terrorism",
}
GAPS = (Gap(f"{ID}state/kenya", "Kenya", "wikidata", "2026-11-27", "everywhere", ""),)
MADE = MadeLinks(LINKS, {"cow": COW, "wikidata": WIKIDATA}, GAPS, NAMES)
