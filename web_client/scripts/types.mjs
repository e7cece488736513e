/**
 * Makes src/protocol/types.gen.ts from src/protocol/schema.json, which the server exports from its models.
 *
 * The schema says which fields have a default. What the client sends may leave those out; what the server sends always
 * has them all. So a field is optional only in models that are reached from the roots the client sends.
 */
import { readFile, writeFile } from "node:fs/promises";
import { compile } from "json-schema-to-typescript";

function reached(roots, defs) {
  const seen = new Set();
  const visit = (node) => {
    if (Array.isArray(node)) node.forEach(visit);
    else if (node && typeof node === "object") {
      if (typeof node.$ref === "string") open(node.$ref.split("/").at(-1));
      Object.entries(node).forEach(([key, value]) => key !== "$ref" && visit(value));
    }
  };
  const open = (name) => {
    if (seen.has(name) || !(name in defs)) return;
    seen.add(name);
    visit(defs[name]);
  };
  roots.forEach(open);
  return seen;
}

/** Titles of fields would become a type each. */
function untitled(node) {
  if (Array.isArray(node)) return node.map(untitled);
  if (!node || typeof node !== "object") return node;
  return Object.fromEntries(
    Object.entries(node)
      .filter(([key, value]) => !(key === "title" && typeof value === "string") && key !== "discriminator")
      .map(([key, value]) => [key, untitled(value)]),
  );
}

/** One file of types from one schema; `roots` are what the client sends. */
async function types(from, to, roots) {
  const schema = JSON.parse(await readFile(new URL(`../src/protocol/${from}`, import.meta.url), "utf8"));
  const defs = schema.$defs;
  const sent = reached(roots ?? schema.sent, defs);
  for (const [name, def] of Object.entries(defs)) {
    if (!def.properties) continue;
    const tagged = Object.keys(def.properties).filter((key) => "const" in def.properties[key]);
    def.required = sent.has(name) ? [...new Set([...(def.required ?? []), ...tagged])] : Object.keys(def.properties);
  }
  const document = { title: "Protocol", $defs: untitled(defs), type: "object", additionalProperties: false };
  const text = await compile(document, "Protocol", {
    bannerComment: "/* Made by `npm run types` from the server's models. Do not edit. */",
    unreachableDefinitions: true,
    ignoreMinAndMaxItems: true,
    additionalProperties: false,
    style: { printWidth: 120 },
  });
  const lines = text
    .replace(/^\/\*\*\n \* This interface was referenced by .*\n \* via the `definition`.*\n \*\/\n/gm, "")
    .replace(/^ \* *\n \* This interface was referenced by .*\n \* via the `definition`.*\n/gm, "")
    .replace(/export interface Protocol \{\s*\}\n/, "");
  const constants = Object.entries(schema.constants ?? {}).map(
    ([name, value]) => `export const ${name} = ${JSON.stringify(value)} as const;\n`,
  );
  await writeFile(new URL(`../src/protocol/${to}`, import.meta.url), [lines, ...constants].join(""));
}

await types("schema.json", "types.gen.ts", ["ClientCommand", "Hello", "JoinRequest"]);
await types("office.schema.json", "office.gen.ts", null);
