"""An index of names over a few lines of Turtle, as a build writes it."""

import pyoxigraph as ox

from openalliances.builder.outputs.names import write_names
from openalliances.linking.index import NameIndex
from openalliances.rdf.prefixes import BASE, PREFIXES
from openalliances.release.names import NAMES

HEAD = "".join(f"PREFIX {prefix}: <{iri}>\n" for prefix, iri in PREFIXES.items())
HEAD += f"PREFIX xl: <http://www.w3.org/2008/05/skos-xl#>\nPREFIX i: <urn:i:>\nBASE <{BASE}>\n"


def index_of(turtle, folder):
    """Write the index of what *turtle* says (our prefixes are declared), and open it."""
    store = ox.Store()
    store.bulk_load(HEAD + turtle, format=ox.RdfFormat.TRIG)
    folder.mkdir(parents=True, exist_ok=True)
    write_names(store, folder)
    return NameIndex(folder / NAMES)


OURS = f"""
{"".join(f"ally:{n} a owl:Class ; rdfs:label '{n.lower()}'@en ." for n in ("State", "Force"))}
ally:PeaceOperation a owl:Class ; rdfs:subClassOf ally:Operation ;
  rdfs:label "peace operation"@en ; skos:altLabel "mission"@en .
ally:Observation a owl:Class ; rdfs:subClassOf ally:PeaceOperation ;
  rdfs:label "military observation"@en .
ally:Organization a owl:Class ; rdfs:label "organization"@en .
ally:Membership a owl:Class ; rdfs:subClassOf ally:Relator ; rdfs:label "membership"@en .
ally:Citation a owl:Class ; rdfs:label "citation"@en .

<id/state/burundi> a ally:State ; rdfs:label "Burundi"@en, "Burundi"@fr ;
  ally:isoAlpha2 "BI" ; ally:isoAlpha3 "BDI" ; ally:isoNumeric "108" .
<id/period/burundi> a ally:Relator ; rdfs:label "Burundi from 1962"@en ;
  ally:isPeriodOf <id/state/burundi> ; ally:cowCode "516" ; ally:startYear 1962 .
<id/state/namibia> a ally:State ; rdfs:label "Namibia"@en ; ally:isoNumeric "516" .
<id/state/afghanistan> a ally:State ; rdfs:label "Afghanistan"@en ; ally:isoNumeric "004" .
<id/state/germany> a ally:State ; rdfs:label "Germany"@en ; ally:isoAlpha2 "DE" .
<id/state/denmark> a ally:State ; rdfs:label "Denmark"@en .
<id/state/civ> a ally:State ; rdfs:label "Côte d’Ivoire"@fr ; skos:altLabel "Ivory Coast"@en .
<id/state/north-korea> a ally:State ; rdfs:label "North Korea"@en ;
  ally:officialName "Democratic People's Republic of Korea"@en .
<id/state/south-korea> a ally:State ; rdfs:label "South Korea"@en ;
  ally:officialName "Republic of Korea"@en .
<id/state/gambia> a ally:State ; rdfs:label "The Gambia"@en .
<id/state/drc> a ally:State ; rdfs:label "Democratic Republic of the Congo"@en ;
  skos:altLabel "Congo-Kinshasa"@en .
<id/state/congo> a ally:State ; rdfs:label "Republic of the Congo"@en .
<id/state/saint-lucia> a ally:State ; rdfs:label "Saint Lucia"@en .
<id/state/united-states> a ally:State ; rdfs:label "United States"@en ;
  ally:officialName "United States of America"@en .
<id/state/turkiye> a ally:State ; rdfs:label "Türkiye"@en .
<id/state/somalia> a ally:State ; rdfs:label "Somalia"@en .
<id/state/mali> a ally:State ; rdfs:label "Mali"@en .
<id/state/kenya> a ally:State ; rdfs:label "Kenya"@en .
<id/organization/eac> a ally:Organization ; rdfs:label "East African Community"@en ;
  ally:acronym "EAC" .
<id/organization/un> a ally:Organization ; rdfs:label "United Nations"@en ; ally:acronym "UN" .
<id/organization/oas> a ally:Organization ; rdfs:label "Organization of American States"@en .
<id/organization/african-union> a ally:Organization ; rdfs:label "African Union"@en .
<id/arrangement/rio-treaty> a ally:SecurityArrangement ;
  rdfs:label "Inter-American Treaty of Reciprocal Assistance"@en .
<id/mission/amisom> a ally:Observation ; rdfs:label "African Union Mission in Somalia"@en ;
  ally:acronym "AMISOM" ; ally:startYear 2007 ; ally:endYear 2022 ;
  ally:takesPlaceIn <id/state/somalia> .
<id/mission/unosom-ii> a ally:Observation ; ally:takesPlaceIn <id/state/somalia> ;
  rdfs:label "Second operation in the Horn"@en ; ally:isLedBy <id/organization/un> .
<id/membership/eac/kenya> a ally:Membership ; rdfs:label "One of the partners"@en ;
  ally:hasMember <id/state/kenya> ; ally:inOrganization <id/organization/eac> .
<id/resolution/1545> a ally:LegalInstrument ; rdfs:label "Resolution on Burundi"@en ;
  ally:documentSymbol "S/RES/1545 (2004)" .
<id/force/burundi> a ally:Force ; rdfs:label "Burundi Army"@en .
<id/force/burundi-2> a ally:Force ; rdfs:label "Burundi Navy"@en .
<id/citation/c> a ally:Citation ; rdfs:label "Burundi on television: United States of America"@en .
<vocab/c1> a skos:Concept ; skos:prefLabel "defence pact"@en .
<vocab/c2> a skos:Concept ; skos:prefLabel "impact"@en .
<vocab/peacekeeping> a skos:Concept ; skos:prefLabel "peacekeeping"@en .
"""
