/** Nothing moves for those who cannot bear it: one rule stops all that styles move, and nothing moves in any other way. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const sources = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" })
  .filter((file) => /\.(svelte|css|ts)$/.test(file))
  .map((file) => [file, readFileSync(`${root}src/${file}`, "utf8")] as const);

/** Movements that the rule of base.css does not stop. */
function unstopped(source: string): string[] {
  const own = /\.animate\(|startViewTransition|behavior: ?["']smooth|<animate|svelte\/(transition|animate|motion)|(animation|transition)[a-z-]*:[^;]*!important/g;
  return [...source.matchAll(own)].map(([each]) => each);
}

test("one rule stops every animation, transition and smooth scroll", () => {
  const base = readFileSync(`${root}src/ui/base.css`, "utf8");
  const rule = /@media \(prefers-reduced-motion: reduce\) \{\s*\*,\s*\*::before,\s*\*::after \{([^}]*)\}/.exec(base)?.[1] ?? "";
  for (const each of ["animation: none !important", "transition: none !important", "scroll-behavior: auto !important"]) expect(rule).toContain(each);
});

test("nothing moves past that rule", () => {
  expect(sources.length).toBeGreaterThan(150);
  expect(sources.filter(([file]) => file !== "ui/base.css").flatMap(([file, source]) => unstopped(source).map((each) => [file, each]))).toEqual([]);
  const pages = readFileSync(`${root}../server/http/public/templates/pages.css`, "utf8");
  expect(/animation|transition|scroll-behavior/.exec(pages)).toBeNull();
});

test("a movement past it is found", () => {
  for (const each of ["box.animate([])", 'import { fade } from "svelte/transition";', "a { transition: all 1s !important }", 'scrollTo({ behavior: "smooth" })']) {
    expect(unstopped(each), each).toHaveLength(1);
  }
});
