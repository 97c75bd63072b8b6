// Comunica: rows from the endpoint, and from documents by their IRI.
import { QueryEngine } from "@comunica/query-sparql";

const server = process.argv[2];
const engine = new QueryEngine();
const ALL = "SELECT ?s ?p ?o { ?s ?p ?o }";
const burundi = "<https://w3id.org/openalliances/id/state/burundi>";

async function rows(query, source) {
  const stream = await engine.queryBindings(query, { sources: [source] });
  return (await stream.toArray()).length;
}

const found = {
  endpoint: await rows(`${ALL} LIMIT 5`, { type: "sparql", value: `${server}/sparql` }),
  "found out": await rows(`SELECT ?o { ${burundi} ?p ?o }`, `${server}/sparql`),
};
for (const path of ["", ".ttl", ".jsonld", ".rdf", ".nq", ".trig"]) {
  found[`document${path}`] = await rows(ALL, `${server}/id/state/burundi${path}`);
}
console.log(JSON.stringify(found));
