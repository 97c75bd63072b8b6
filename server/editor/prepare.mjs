// Copies the editor of queries to the files of the pages, with the licences of what is in it.
//
// Run by `make editor`, in the folder of the server, after `npm ci`:
//   node editor/prepare.mjs openalliances/pages/static/editor
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { argv } from "node:process";

const [target] = argv.slice(2);
const PACKAGE = "node_modules/@zazuko/yasqe";
// Addresses of files that are not here, which browsers would ask for.
const MAP = /^\/[/*]# sourceMappingURL=.*$/gm;

function described(folder) {
  return JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
}

function licence(folder) {
  const name = readdirSync(folder).find((file) => /^licen[cs]e/i.test(file));
  return name ? readFileSync(join(folder, name), "utf8").trim() : "";
}

function folders(name, seen = new Map()) {
  const folder = join("node_modules", name);
  if (seen.has(name) || !existsSync(folder)) return seen;
  seen.set(name, folder);
  Object.keys(described(folder).dependencies ?? {}).forEach((one) => folders(one, seen));
  return seen;
}

mkdirSync(target, { recursive: true });
for (const file of ["yasqe.min.js", "yasqe.min.css"]) {
  writeFileSync(join(target, file), readFileSync(join(PACKAGE, "build", file), "utf8").replace(MAP, ""));
}
const parts = [...folders("@zazuko/yasqe")].sort().map(([name, folder]) => {
  const { version, license, author, repository } = described(folder);
  const by = author?.name ?? author ?? "";
  const from = repository?.url ?? repository ?? "";
  return [`${name} ${version}: ${license}`, by, from, "", licence(folder)].join("\n").trim();
});
writeFileSync(join(target, "licences.txt"), parts.join("\n\n----\n\n") + "\n");
