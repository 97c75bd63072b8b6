// jsonld.js: what a JSON-LD document says, and what a frame finds in it.
import jsonld from "jsonld";

const [server, path, kind] = process.argv.slice(2);
const get = (type) => fetch(server + path, { headers: { accept: type } });
const document = await (await get("application/ld+json")).json();
const triples = await (await get("application/n-triples")).text();
const canonical = { algorithm: "RDFC-1.0", format: "application/n-quads" };
const said = await jsonld.canonize(document, canonical);
const wanted = await jsonld.canonize(triples, { ...canonical, inputFormat: "application/n-quads" });
const framed = await jsonld.frame(document, { "@context": document["@context"], "@type": kind });
console.log(JSON.stringify({
  same: said === wanted,
  statements: said.trim().split("\n").length,
  found: framed["@id"],
  expanded: (await jsonld.expand(document)).length,
}));
