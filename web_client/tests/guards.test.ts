/** The checks themselves are checked: a check that says nothing would pass for ever. */
import { execFileSync } from "node:child_process";
import { mkdirSync, rmSync, writeFileSync } from "node:fs";
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
}, 60_000);

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
}, 60_000);
