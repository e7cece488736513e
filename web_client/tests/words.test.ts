import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { en } from "../src/i18n/en";
import { ja } from "../src/i18n/ja";
import { jaSimple } from "../src/i18n/ja-simple";
import { refusalsIn } from "../src/i18n/refusals";
import type { LanguageCode } from "../src/i18n/codes";
import { words } from "../src/i18n/words.svelte";
import { joinWords } from "../src/pages/join/words";
import { en as joinEn } from "../src/pages/join/words/en";
import { ja as joinJa } from "../src/pages/join/words/ja";
import { ja as roomJa } from "../src/pages/room/words/ja";

interface Schema {
  $defs: Record<string, { enum?: string[] }>;
}

const schema = JSON.parse(readFileSync(new URL("../src/protocol/schema.json", import.meta.url), "utf8")) as Schema;

/** Every leaf of a catalogue as a sentence. */
function leaves(value: unknown, path = ""): [string, string][] {
  if (typeof value === "string") return [[path, value]];
  if (typeof value === "function") return [[path, String((value as (...a: unknown[]) => unknown)("1", 1))]];
  return Object.entries(value as Record<string, unknown>).flatMap(([key, each]) => leaves(each, `${path}.${key}`));
}

test("every refusal of the server has a sentence in every language", async () => {
  const codes = [...(schema.$defs.Code?.enum ?? [])].sort();
  expect(codes.length).toBeGreaterThan(40);
  for (const language of Object.keys(refusalsIn) as LanguageCode[]) {
    const refusals = await refusalsIn[language]();
    expect(Object.keys(refusals).sort()).toEqual(codes);
    expect(new Set(Object.values(refusals)).size).toBe(codes.length);
  }
});

test("why something is refused is fetched when somebody is, and changes with the language", async () => {
  expect(words.refusal("lost")).toBe(ja.lost);
  expect(words.refusal("place_full")).toBe(ja.lost); // asked for with this
  await words.bringRefusals();
  expect(words.refusal("place_full")).toBe((await refusalsIn.ja()).place_full);
  await words.use("en");
  expect(words.refusal("place_full")).toBe((await refusalsIn.en()).place_full);
  await words.use("ja");
});

/** The catalogues that stand in folders of three languages, beside their pages. */
const files = import.meta.glob<Record<string, unknown>>("../src/**/words/{ja,ja-simple,en}.ts", { eager: true });
const of = (path: string) => Object.values(files[path] ?? {})[0];
const beside = Object.keys(files).filter((path) => path.endsWith("/ja.ts"))
  .map((path) => [of(path), of(path.replace(/ja\.ts$/, "ja-simple.ts")), of(path.replace(/ja\.ts$/, "en.ts"))]);

test("no sentence is empty, and the languages have the same ones", () => {
  expect(beside.length).toBeGreaterThanOrEqual(5);
  for (const catalogues of [[ja, jaSimple, en], ...beside]) {
    const all = catalogues.map((words) => leaves(words));
    for (const each of all) {
      expect(each.map(([path]) => path)).toEqual(all[0]?.map(([path]) => path));
      expect(each.filter(([, text]) => text.trim() === "")).toEqual([]);
    }
  }
});

test("English has no Japanese left", () => {
  const left = [en, ...beside.map(([, , english]) => english)].flatMap((words) => leaves(words)).filter(([, text]) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(text));
  expect(left).toEqual([]);
});

test("the fixed labels stand as the glossary has them", () => {
  const labels = [joinJa.start.peek, joinJa.look.enter, joinJa.look.listen, ja.voice.talk, roomJa.talking.open, ja.voice.stop, ja.room.hand];
  labels.push(ja.room.pass, roomJa.sheets.rest, ja.room.staff, roomJa.sheets.concern, ja.room.leave);
  expect(labels).toEqual([
    "のぞいてみる",
    "入る",
    "聞くだけで参加",
    "話す",
    "声を出す",
    "話すのをやめる",
    "手を挙げる",
    "パス",
    "休憩する",
    "スタッフに話す",
    "心配を知らせる",
    "しずかに出る",
  ]);
});

test("a page's words change together with those of every page, and the last choice counts", async () => {
  const now = () => [words.t.room.leave, joinWords.t.look.enter];
  await words.use("en");
  expect(now()).toEqual([en.room.leave, joinEn.look.enter]);
  const first = words.use("ja-simple");
  await Promise.all([first, words.use("ja")]);
  expect(now()).toEqual([ja.room.leave, joinJa.look.enter]);
});
