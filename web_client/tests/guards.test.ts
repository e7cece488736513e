/** The checks themselves are checked: a check that says nothing would pass for ever. */
import { execFileSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { ESLint } from "eslint";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));

test("svelte-check fails on a deliberate type error", () => {
  // Inside the project, so that its configuration and packages are the real ones; a name of its own, so that two runs do not meet.
  const folder = `${root}.guard-${String(process.pid)}`;
  mkdirSync(folder);
  try {
    writeFileSync(`${folder}/Wrong.svelte`, '<script lang="ts">\n  const count: number = "many";\n</script>\n{count}\n');
    writeFileSync(`${folder}/tsconfig.json`, JSON.stringify({ extends: "../tsconfig.json", include: ["*.svelte"] }));
    const run = () =>
      execFileSync("npx", ["svelte-check", "--workspace", folder, "--tsconfig", `${folder}/tsconfig.json`, "--fail-on-warnings"], {
        cwd: root,
        encoding: "utf8",
        stdio: "pipe",
      });
    let said = "";
    try {
      run();
    } catch (error) {
      said = (error as { stdout: string }).stdout;
    }
    expect(said).toContain("not assignable to type 'number'");
  } finally {
    rmSync(folder, { recursive: true });
  }
}, 300_000);

test("the linter forbids upward imports, sockets in pages, and documents below ui", async () => {
  const eslint = new ESLint({ cwd: root });
  const rules = async (filePath: string, code: string) => {
    const [result] = await eslint.lintText(code, { filePath: `${root}${filePath}` });
    return result?.messages.map((message) => message.ruleId) ?? [];
  };
  const imports = "no-restricted-imports";
  expect(await rules("src/state/x.ts", 'import "../ui/notes.svelte";\n')).toContain(imports);
  expect(await rules("src/protocol/x.ts", 'import "../state/fold";\n')).toContain(imports);
  expect(await rules("src/pages/room/x.ts", 'import "socket.io-client";\n')).toContain(imports);
  expect(await rules("src/pages/room/x.ts", 'import "../../protocol/connection";\n')).toContain(imports);
  expect(await rules("src/state/x.ts", "document.title = String(1);\n")).toContain("no-restricted-globals");
  expect(await rules("src/ui/x.ts", 'import "../state/fold";\n')).toEqual([]);
}, 300_000);

/** Kinds of places, and the ids that the server's builders give: what no page may know a place by. */
function placeNames(): string[] {
  const read = (path: string): unknown => JSON.parse(readFileSync(`${root}${path}`, "utf8"));
  const schema = read("src/protocol/schema.json") as { $defs: { PlaceKind: { enum: string[] } } };
  const { plan } = read("../tests/fixtures/protocol/folds.json") as { plan: { places: { id: string; zone: string }[] } };
  return [...new Set([...schema.$defs.PlaceKind.enum, ...plan.places.flatMap(({ id, zone }) => [id, zone])])];
}

/** Wishes, scopes of messages, halves of a clue and where an activity is shown (and the look of a button) share a word with places; they are no places. */
const OTHER_NOUNS = /\b(wish|Wish|scope|Scope|scopes|half|halves|HALVES|missingHalf)\b|\bat(:|=| [!=]==)|\blook\?:/;

function placesNamed(source: string): string[] {
  const names = placeNames().map((name) => name.replace(/-\d+$/, "(-\\d+)?"));
  const quoted = new RegExp(`["'\`](${names.join("|")})["'\`]`);
  const code = source.replace(/\/\*[\s\S]*?\*\/|<!--[\s\S]*?-->|<style>[\s\S]*?<\/style>| (class|look)="[^"]*"/g, "");
  return code.split("\n").filter((line) => quoted.test(line.replace(/\/\/ .*/, "")) && !OTHER_NOUNS.test(line));
}

test("no place of a plan is known by its id or its kind: its traits say what it means", () => {
  // Catalogues call kinds by their names, order.ts orders them; main.ts has pages, and the office plans modes.
  const exempt = /\.gen\.ts$|^i18n\/|^state\/order\.ts$|^main\.ts$|^pages\/office\//;
  const files = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" });
  const sources = files.filter((file) => /\.(ts|svelte)$/.test(file) && !exempt.test(file));
  expect(sources.length).toBeGreaterThan(80);
  const found = sources.flatMap((file) => placesNamed(readFileSync(`${root}src/${file}`, "utf8")).map((line) => [file, line]));
  expect(found).toEqual([]);
});

test("a place that is known by its id or its kind is found", () => {
  for (const line of [
    '<button onclick={() => move("booth-2")}>',
    'const home = people.filter((p) => ["circle", "stage"].includes(p.place));',
    "if (place.kind === 'veranda') return;",
    'room.placeCalled("rest")',
    'p.place === "hall-listeners"',
    'view.zone === "main"',
  ]) {
    expect(placesNamed(line), line).toEqual([line]);
  }
  expect(placesNamed('enter("circle" satisfies Wish) // the wish of "circle"')).toEqual([]);
});
