/** ふたつの手がかり, in the room, at the desk and on the wall. */
import { SvelteMap } from "svelte/reactivity";
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { kind } from "../../../src/pages/activities/hints";
import { faultOf, readRiddles, type Hints as Clues } from "../../../src/pages/activities/hints/hints";
import Hints from "../../../src/pages/activities/hints/Hints.svelte";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView, shown } from "../../fakes";

function session(hall: string | null = null) {
  const ask = vi.fn().mockResolvedValue({ ok: true });
  const boxes = new Map<string, string>();
  const keepsake = { written: (box: string) => boxes.get(box) ?? "", write: (box: string, text: string) => boxes.set(box, text) };
  const view = { ...emptyView, kind: "participant", me: "sora", people: { sora: shown("sora", { hall }) } };
  return { ask, session: { ask, room: { view }, keepsake } as unknown as Session };
}

const hints = (more: Partial<Clues> = {}): Clues => ({
  kind: "hints", title: "", halves: "hall", riddles: [], of: 2, at: 0, home: ["丸いものです"], hall: [], opened: {}, tries: {}, found: {},
  answer: "", after: "", half: "home", dealt: false, hands: {}, ...more,
});
const FOUND: Partial<Clues> = { hall: ["夜の空にあります"], answer: "月", after: "よい夜を。", found: { "0": "together" } };
const WRITTEN = "丸いものです / 夜の空にあります / 月、つき → よい夜を。\n+ 形がかわります / うさぎがいます";
const MOON = { clues: [{ home: "丸いものです", hall: "夜の空にあります" }, { home: "形がかわります", hall: "うさぎがいます" }], answers: [{ text: "月" }, { text: "つき" }], after: "よい夜を。" };

test("one sees one's half, tries a word, and both halves come together when it is found", async () => {
  const { ask, session: given } = session();
  const screen = await render(Hints, { session: given, activity: hints(), place: null, at: "room" });
  await expect.element(screen.getByRole("region", { name: "家の手がかり" })).toHaveTextContent("丸いものです");
  await expect.element(screen.getByText("もう半分は、会場にあります。")).toBeVisible();
  const box = screen.getByRole("textbox", { name: "思いついた言葉" });
  await box.fill("ほし");
  await screen.getByRole("button", { name: "ためす" }).click();
  expect(ask).toHaveBeenCalledExactlyOnceWith({ type: "play", move: { kind: "hints", act: { do: "try", id: expect.any(String) as string, at: 0, text: "ほし" } }, place: null });
  const tries = { "try-00001": { number: 1, text: "ほし" } };
  await screen.rerender({ activity: hints({ tries }) });
  await expect.element(screen.getByRole("list", { name: "ためした言葉" })).toHaveTextContent("ほし");
  await expect.element(screen.getByText("もうひとつの手がかりも聞いてみてください", { exact: false })).toBeVisible();
  await box.click();
  await screen.rerender({ activity: hints({ tries, ...FOUND }) });
  await expect.element(screen.getByRole("region", { name: "会場の手がかり" })).toBeVisible();
  await expect.element(screen.getByText("みんなで見つけました")).toBeVisible();
  await expect.element(screen.getByRole("heading", { level: 2 })).toHaveFocus();
});

test.each([[null, false, 1], [null, true, 0], ["hall", false, 0]] as const)("who sits in hall %s and was dealt a half: %s, asks for one %s times", async (hall, dealt, times) => {
  const { ask, session: given } = session(hall);
  // A session keeps count of what it asks: that is not to ask again.
  const asked = new SvelteMap([["all", 0]]);
  ask.mockImplementation(() => {
    asked.set("all", (asked.get("all") ?? 0) + 1);
    return Promise.resolve({ ok: true });
  });
  const screen = await render(Hints, { session: given, activity: hints({ halves: "seats", dealt }), place: null, at: "room" });
  await expect.element(screen.getByText("もう半分は、ほかの人がもっています。")).toBeVisible();
  expect(ask).toHaveBeenCalledTimes(times);
});

test("riddles are read a line each, and what lacks a half is said", () => {
  expect(readRiddles(WRITTEN)).toEqual([MOON]);
  expect(readRiddles(WRITTEN).map(faultOf)).toEqual([null]);
  expect(["家 / 会場", "家 / / 月", `${"あ".repeat(121)} / 会場 / 月`, "家 / 会場 / 一、二、三、四、五、六、七"].map((line) => readRiddles(line).map(faultOf)[0])).toEqual(["half", "half", "long", "many"]);
});

test("the desk lays them out, opens a clue, writes down what was said, and shows the answer", async () => {
  const { ask, session: given } = session();
  const screen = await render(Hints, { session: given, activity: null, place: "table-1", at: "desk" });
  const box = screen.getByRole("textbox", { name: "手がかりと言葉(1行にひとつ)" });
  await box.fill("丸いものです / 夜の空にあります");
  await expect.element(screen.getByRole("button", { name: "はじめる" })).toBeDisabled();
  await box.fill(WRITTEN);
  await screen.getByRole("radio", { name: "家にいる人どうしでも" }).click();
  await screen.getByRole("button", { name: "はじめる" }).click();
  expect(ask).toHaveBeenLastCalledWith({ type: "start_activity", activity: { kind: "hints", title: "", halves: "seats", riddles: [MOON] }, place: "table-1" });
  await screen.rerender({ activity: hints({ hall: ["夜の空にあります"], riddles: [MOON, MOON] as never, half: "both", tries: { "try-00001": { number: 1, text: "ほし" } } }) });
  await expect.element(screen.getByText("見つける言葉: 月 / つき")).toBeVisible();
  const acts = [["つぎの手がかりをひらく(のこり1)", { do: "open", at: 0, clue: 1 }], ["答えを見る(みんなに出す)", { do: "reveal", at: 0 }], ["とりのぞく: ほし", { do: "drop", id: "try-00001" }], ["つぎへ", { do: "step", seen: 0, to: 1 }]] as const;
  for (const [button, act] of acts) {
    await screen.getByRole("button", { name: button }).click();
    expect(ask).toHaveBeenLastCalledWith({ type: "play", move: { kind: "hints", act }, place: "table-1" });
    await expect.element(screen.getByRole("heading", { name: "いまの手がかり" })).toHaveFocus();
  }
});

test("the wall shows the hall's half and asks nothing, and what is new is said aloud", async () => {
  const { ask, session: given } = session();
  const wall = hints({ home: [], hall: ["夜の空にあります"], half: "hall", halves: "seats" });
  const screen = await render(Hints, { session: given, activity: wall, place: null, at: "hall" });
  await expect.element(screen.getByRole("region", { name: "会場の手がかり" })).toBeVisible();
  await expect.element(screen.getByText("もう半分は、家にいる人がもっています。")).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
  expect(ask).not.toHaveBeenCalled();
  expect(kind.said(wall, "ja")).toBe("1つめ(ぜんぶで2)。手がかり。夜の空にあります");
  expect(kind.said(hints({ tries: { "try-00001": { number: 1, text: "ほし" } } }), "ja")).toBe("「ほし」は、ちがったかも。");
  expect(kind.said(hints(FOUND), "ja")).toBe("みんなで見つけました。こたえは「月」。よい夜を。");
});
