// Converts a table with rdf-parser-csvw, which knows nothing of this project.
//
// In: {"csv": text, "metadata": [[s, p, o], …]} on standard input, a term being
// {"iri"} | {"blank"} | {"text", "datatype"}. Out: a JSON array of triples, of those that
// minimal mode keeps (csv2rdf, section 4.2): not what is said of tables and rows.
import { Readable } from 'node:stream'
import { createRequire } from 'node:module'
import { pathToFileURL } from 'node:url'

const require = createRequire(process.argv[2] + '/package.json')
const load = async name => (await import(pathToFileURL(require.resolve(name)))).default
const rdf = await load('@rdfjs/data-model')
const Parser = await load('rdf-parser-csvw')

class Dataset extends Array {
  match (subject, predicate, object) {
    const same = (wanted, term) => !wanted || wanted.equals(term)
    return this.filter(q => same(subject, q.subject) && same(predicate, q.predicate) && same(object, q.object))
  }
}

const term = t => 'iri' in t
  ? rdf.namedNode(t.iri)
  : 'blank' in t ? rdf.blankNode(t.blank) : rdf.literal(t.text, rdf.namedNode(t.datatype))

const chunks = []
for await (const chunk of process.stdin) chunks.push(chunk)
const { csv, metadata } = JSON.parse(Buffer.concat(chunks).toString('utf8'))
const dataset = new Dataset()
for (const [s, p, o] of metadata) dataset.push(rdf.quad(term(s), term(p), term(o)))

const triples = []
// A derived datatype comes as a term within a term.
const datatype = literal => literal.datatype.value.value ?? literal.datatype.value
const parser = new Parser({ metadata: dataset, baseIRI: 'http://example.org/table.csv' })
for await (const { subject, predicate, object } of parser.import(Readable.from([csv]))) {
  if (subject.termType !== 'NamedNode') continue
  triples.push([
    subject.value,
    predicate.value,
    object.termType === 'Literal'
      ? { text: object.value, language: object.language, datatype: datatype(object) }
      : { iri: object.value }
  ])
}
process.stdout.write(JSON.stringify(triples))
