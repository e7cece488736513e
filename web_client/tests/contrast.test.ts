/** Words can be read in every light: what stands on what, as the styles say it, in each scheme, contrast and hour. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const root = fileURLToPath(new URL("..", import.meta.url));
const read = (path: string) => readFileSync(`${root}${path}`, "utf8").replace(/\/\*[\s\S]*?\*\//g, "");
const drawings = "../server/office/papers/drawings";

type Tokens = Record<string, string>;

/** What the rules that hold for a document with these attributes declare. */
function declared(css: string, attributes: readonly string[]): Tokens {
  const tokens: Tokens = {};
  const rules = css.replace(/@import [^;]*;/g, "").replace(/@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}/g, "");
  for (const [, selectors = "", body = ""] of rules.matchAll(/([^{}]+)\{([^{}]*)\}/g)) {
    const holds = selectors.split(",").some((each) => each.trim() === ":root" || attributes.some((one) => each.trim() === `:root[${one}]`));
    if (!holds) continue;
    for (const [, name = "", value = ""] of body.matchAll(/--([a-z-]+):\s*([^;]+);/g)) tokens[name] = value.trim();
  }
  return tokens;
}

function colour(tokens: Tokens, name: string, dark: boolean): string {
  const value = tokens[name] ?? "";
  const other = /^var\(--([a-z-]+)\)$/.exec(value);
  if (other?.[1] !== undefined) return colour(tokens, other[1], dark);
  const pair = /^light-dark\((#\w+), (#\w+)\)$/.exec(value);
  if (pair === null) throw new Error(`--${name} is no pair of colours: ${value}`);
  return pair[dark ? 2 : 1] ?? "";
}

function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

export function contrast(one: string, other: string): number {
  const [low = 0, high = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (high + 0.05) / (low + 0.05);
}

/** Rules that set both, and what the rest of a page stands on. Drawings are no ground for words; mats and planks are seen between. */
function pairs(): [string, string][] {
  const sources = readdirSync(`${root}src`, { recursive: true, encoding: "utf8" }).filter((file) => /\.(svelte|css)$/.test(file));
  const found = new Set(["ink paper", "ink paper-raised", "ink paper-sunken", "ink-soft paper", "ink-soft paper-raised", "ink-soft paper-sunken", "ink mat", "ink-soft mat", "ink plank"]);
  for (const file of sources) {
    for (const [, body = ""] of read(`src/${file}`).matchAll(/\{([^{}]*)\}/g)) {
      const text = /(?:^|[;\s])color: var\(--([a-z-]+)\)/.exec(body)?.[1];
      const ground = /background(?:-color)?: var\(--([a-z-]+)\)/.exec(body)?.[1];
      // A programme's colour is one of eight, which stand under their own names below.
      if (text !== undefined && ground !== undefined && ground !== "hue") found.add(`${text} ${ground}`);
    }
  }
  return [...found].map((each) => each.split(" ") as [string, string]);
}

const css = `${read("src/ui/tokens.css")}${read(`${drawings}/colours.css`)}`;

test.each(
  ["morning", "day", "evening", "night"].flatMap((hour) => [false, true].flatMap((dark) => [false, true].map((high) => ({ hour, dark, high })))),
)("hour $hour, dark $dark, high contrast $high", ({ hour, dark, high }) => {
  const tokens = declared(css, [`data-hour="${hour}"`, ...(high ? ['data-contrast="high"'] : [])]);
  const of = (name: string) => colour(tokens, name, dark);
  const hues = [...read("src/pages/office/calendar/hues.css").matchAll(/\.(hue-\d) \{ --hue: ([^;]+);/g)];
  expect(hues.length).toBe(8);
  for (const [, name = "", value = ""] of hues) tokens[name] = value;
  const all: [string, string][] = [...pairs(), ...hues.map(([, name = ""]): [string, string] => ["ink", name])];
  expect(all.length).toBeGreaterThan(12);
  const low = all.map(([text, ground]) => ({ text, ground, is: contrast(of(text), of(ground)) })).filter(({ is }) => is < 4.5);
  expect(low).toEqual([]);
});

test.each([false, true])("by night floors are dimmer and the lamp is brighter, dark $0", (dark) => {
  const light = (name: string, hour: string) => contrast(colour(declared(css, [`data-hour="${hour}"`]), name, dark), "#000000");
  for (const hour of ["morning", "day", "evening"]) {
    for (const floor of ["mat", "plank", "rug", "floor"]) expect(light(floor, "night"), `${floor}, ${hour}`).toBeLessThan(light(floor, hour));
    expect(light("glow", "night"), hour).toBeGreaterThan(light("glow", hour));
  }
});

test("a pair that is too faint is found", () => {
  expect(contrast("#777777", "#ffffff")).toBeLessThan(4.5);
  expect(contrast("#000000", "#ffffff")).toBe(21);
  expect(declared(':root { --a: 1; }\n:root[data-hour="night"] { --a: 2; }', ['data-hour="night"']).a).toBe("2");
});
