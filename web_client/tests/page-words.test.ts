/** The words that stand beside pages: what visitors and facilitators read in three languages, the office's in Japanese. */
import { describe, expect, it, test } from "vitest";

const LANGUAGES = ["ja", "ja-simple", "en"] as const;
const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** Names that are said nowhere: of a reservation just made, these states are none. */
const SILENT = ["reservationWords.madeState.cancelled", "reservationWords.madeState.declined"];

type Leaf = [path: string, text: string];

/** A sentence with gaps, filled with a text, or where that does not fit with a list of them. */
function filled(sentence: (...gaps: unknown[]) => unknown): string {
  const all = (gap: unknown) => Array.from({ length: sentence.length }, () => gap);
  try {
    return String(sentence(...all("1")));
  } catch {
    return String(sentence(...all(["1"])));
  }
}

/** Every leaf of a catalogue as a sentence. */
function leaves(value: unknown, path = ""): Leaf[] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, filled(value as (...gaps: unknown[]) => unknown)]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}

const files = import.meta.glob<Record<string, unknown>>("../src/pages/**/*words.ts", { eager: true });
const catalogues = Object.entries(files).flatMap(([path, names]) =>
  Object.entries(names).map(([name, words]) => ({ name, words, ofOffice: path.includes("/pages/office/") })),
);

/** What is wrong with a catalogue in three languages. */
function faults(words: unknown): string[] {
  if (JSON.stringify(Object.keys(words as object)) !== JSON.stringify(LANGUAGES)) return ["not in three languages"];
  const catalogue = words as Record<(typeof LANGUAGES)[number], unknown>;
  const wanted = leaves(catalogue.ja).map(([path]) => path);
  const found = LANGUAGES.flatMap((language) => {
    const all = leaves(catalogue[language]);
    const empty = all.filter(([, text]) => text.trim() === "").map(([path]) => `${language}${path} is empty`);
    const same = JSON.stringify(all.map(([path]) => path)) === JSON.stringify(wanted);
    return same ? empty : [...empty, `${language} has other sentences`];
  });
  const left = leaves(catalogue.en).filter(([, text]) => JAPANESE.test(text));
  if (catalogue["ja-simple"] === catalogue.ja) found.push("nothing is in やさしい日本語");
  return [...found, ...left.map(([path]) => `en${path} is Japanese`)];
}

test("the pages' catalogues are found", () => {
  expect(catalogues.map(({ name }) => name)).toEqual(expect.arrayContaining(["deskWords", "hallWords", "common"]));
});

describe("what visitors and facilitators read is there in every language", () => {
  it.each(catalogues.filter(({ ofOffice }) => !ofOffice))("$name", ({ words }) => expect(faults(words)).toEqual([]));
});

describe("what staff read has a sentence for every name", () => {
  it.each(catalogues.filter(({ ofOffice }) => ofOffice))("$name", ({ name, words }) => {
    const all = leaves(words, name).filter(([path]) => !SILENT.includes(path));
    expect(all.length).toBeGreaterThan(0);
    expect(all.filter(([, text]) => text.trim() === "" || /undefined|NaN|\[object/.test(text))).toEqual([]);
    expect(all.some(([, text]) => JAPANESE.test(text))).toBe(true);
  });
});

test("each of these faults is noticed", () => {
  const words = { ja: { a: "あ", b: "い" }, "ja-simple": { a: "あ", b: "い" }, en: { a: "a", b: "b" } };
  expect(faults(words)).toEqual([]);
  expect(faults({ ja: words.ja, en: words.en })).toEqual(["not in three languages"]);
  expect(faults({ ...words, "ja-simple": words.ja })).toEqual(["nothing is in やさしい日本語"]);
  expect(faults({ ...words, "ja-simple": { a: "あ" } })).toEqual(["ja-simple has other sentences"]);
  expect(faults({ ...words, en: { a: "a", b: " " } })).toEqual(["en.b is empty"]);
  expect(faults({ ...words, en: { a: "a", b: "い" } })).toEqual(["en.b is Japanese"]);
});
