/** どれにする: a tap, a step by the keyboard, or none; counts beside it; how asks are written, and how staff lead. */
import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import axe from "axe-core";
import "../../../src/ui/base.css";
import Choice from "../../../src/pages/activities/choice/Choice.svelte";
import { crowd, DRAWN, isWhole, readAsk, standing, starred, type Choice as Asked } from "../../../src/pages/activities/choice/choice";
import { kind } from "../../../src/pages/activities/choice/index";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView, shown } from "../../fakes";

function session(answer: object = { ok: true, answer: null, looks: null, nickname: null }) {
  const ask = vi.fn().mockResolvedValue(answer);
  const view = { ...emptyView, people: { me: shown("me") } };
  const keepsake = { written: () => "", write: () => undefined };
  return { ask, session: { ask, room: { view }, keepsake } as unknown as Session };
}

const asked = (text: string, ...options: string[]) => ({ text, options: options.map((each) => ({ text: each })), right: [], after: "" });
const pets = asked("いっしょにすごすなら", "犬", "ねこ");
const laid: Asked = {
  kind: "choice", form: "sides", tells: "live", asks: [], of: 1, at: 0, ask: pets, shown: false, counts: {}, guesses: {}, points: {}, mine: {},
  hall: {}, said: {}, answered: 0, taps: {}, guessed: {}, before: {}, kept: {},
};
const play = (act: object) => ({ type: "play", move: { kind: "choice", act }, place: null });

test("one walks to a side by the keyboard, and back to looking on; counts are told beside it", async () => {
  await page.viewport(360, 640);
  const { ask, session: given } = session();
  const screen = await render(Choice, { session: given, activity: laid, place: null, at: "room" });
  await expect.element(screen.getByRole("radio", { name: "えらばない(見ている)" })).toBeChecked();
  await expect.element(screen.getByRole("group", { name: "いっしょにすごすなら" })).toBeVisible();
  (screen.getByRole("radio", { name: "犬" }).element() as HTMLElement).focus();
  await userEvent.keyboard(" ");
  expect(ask).toHaveBeenLastCalledWith(play({ do: "tap", at: 0, option: 0 }));
  await userEvent.keyboard("{ArrowDown}");
  expect(ask).toHaveBeenLastCalledWith(play({ do: "tap", at: 0, option: 1 }));
  await screen.rerender({ activity: { ...laid, mine: { tap: 1 }, counts: { "0": 12, "1": 9 } } });
  await expect.element(screen.getByRole("radio", { name: "ねこ 9人" })).toBeChecked();
  await userEvent.keyboard("{ArrowDown}");
  expect(ask).toHaveBeenLastCalledWith(play({ do: "tap", at: 0, option: null }));
  expect((await axe.run(screen.container)).violations).toEqual([]);
});

test("a tap that is refused is not shown as chosen", async () => {
  const { session: given } = session({ ok: false, code: "too_fast" });
  const screen = await render(Choice, { session: given, activity: laid, place: null, at: "room" });
  await screen.getByRole("radio", { name: "犬" }).click();
  await expect.element(screen.getByRole("alert")).toBeVisible();
  await expect.element(screen.getByRole("radio", { name: "犬" })).not.toBeChecked();
});

test("of a quiz all see what all together had; the focus goes to the paper with what was to be chosen", async () => {
  const { session: given } = session();
  const quiz: Asked = { ...laid, form: "quiz", tells: "after", ask: asked("ねこは泳げる", "○", "×"), mine: { tap: 1 } };
  const screen = await render(Choice, { session: given, activity: quiz, place: null, at: "room" });
  (screen.getByRole("radio", { name: "×" }).element() as HTMLElement).focus();
  await screen.rerender({ activity: { ...quiz, shown: true, points: { "0": { right: 7, all: 9 } }, ask: { ...quiz.ask, right: [0], after: "泳ぐねこもいます。" } } });
  await expect.element(screen.getByText("みんなで7こ")).toBeVisible();
  await expect.element(screen.getByText("泳ぐねこもいます。")).toBeVisible();
  await expect.element(screen.getByRole("heading", { name: "どれにする" })).toHaveFocus();
  expect(screen.getByRole("radio").elements()).toEqual([]);
});

test("a guess is a yes or no and a number, and all are shown together", async () => {
  const { ask, session: given } = session();
  const guess: Asked = { ...laid, form: "guess", tells: "after", ask: asked("ねこが好きな人") };
  const screen = await render(Choice, { session: given, activity: guess, place: null, at: "room" });
  await userEvent.fill(screen.getByRole("spinbutton", { name: "何人だと思いますか" }), "14");
  await screen.getByRole("button", { name: "この数にする" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "guess", at: 0, number: 14 }));
  await screen.rerender({ activity: { ...guess, shown: true, counts: { "0": 12, "1": 3 }, guesses: { "14": 2, "9": 1 } } });
  await expect.element(screen.getByText("はい 12人")).toBeVisible();
  expect(screen.getByRole("listitem").elements().map((each) => each.textContent)).toEqual(["9人という予想が1つ", "14人という予想が2つ"]);
  expect((await axe.run(screen.container)).violations).toEqual([]);
});

test.each([
  ["sides", pets, 2], ["corners", asked("味", "甘い", "辛い", "にがい", "すっぱい"), 4], ["scale", asked("", "しずか", "にぎやか"), 11],
] as const)("on the wall %s are as large as a page of slides, with nothing to press", async (form, ask, many) => {
  await page.viewport(1920, 1080);
  const counts = Object.fromEntries(Array.from({ length: many }, (_, at) => [String(at), 40]));
  const { session: given } = session();
  const wall = document.createElement("div");
  wall.style.cssText = "width:1230px;font-size:41px;line-height:1.35";
  document.body.append(wall);
  const screen = await render(Choice, { target: wall, props: { session: given, activity: { ...laid, form, ask, counts }, place: null, at: "hall" } });
  const paper = screen.getByRole("region", { name: "どれにする" });
  await vi.waitFor(() => { expect(paper.element().scrollHeight).toBeLessThanOrEqual(1080 * 0.64 + 1); });
  expect((paper.element() as HTMLElement).style.getPropertyValue("--written")).toBe("1.0");
  const letters = [...wall.querySelectorAll(".count, .label")].map((each) => parseFloat(getComputedStyle(each).fontSize));
  expect(Math.min(...letters)).toBeGreaterThanOrEqual(51);
  expect(wall.querySelectorAll("button, input").length).toBe(0);
  wall.remove();
});

test("staff bring in the hall, show, and go on", async () => {
  const { ask, session: given } = session();
  const led: Asked = { ...laid, asks: [pets, asked("", "朝", "夜")], of: 2, answered: 2, hall: { "0": 4 } };
  const screen = await render(Choice, { session: given, activity: led, place: null, at: "desk" });
  await expect.element(screen.getByText("まだ3人より少ないです。", { exact: false })).toBeVisible();
  await userEvent.fill(screen.getByRole("spinbutton", { name: "ねこ" }), "6");
  await screen.getByRole("button", { name: "会場の人数を入れる" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "bring", at: 0, counts: [4, 6] }));
  await screen.getByRole("button", { name: "数を見せる" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "show", at: 0 }));
  await screen.getByRole("button", { name: "次のお題" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "step", seen: 0, to: 1 }));
  await expect.element(screen.getByRole("heading", { name: "いまのお題" })).toHaveFocus();
});

test("asks are written one a line, and what is meant is marked by a press", async () => {
  const { ask, session: given } = session();
  const screen = await render(Choice, { session: given, activity: null, place: null, at: "desk" });
  await userEvent.selectOptions(screen.getByRole("combobox", { name: "かたち" }), "quiz");
  const box = screen.getByRole("textbox");
  await userEvent.fill(box, "ひとつだけ");
  await expect.element(screen.getByRole("button", { name: "お題を出す" })).toBeDisabled();
  await userEvent.fill(box, "ねこは泳げる: ○/× → 泳ぎます");
  await screen.getByRole("button", { name: "こたえにする: ○" }).click();
  await expect.element(box).toHaveValue("ねこは泳げる: *○ / × → 泳ぎます");
  await screen.getByRole("button", { name: "お題を出す" }).click();
  const asks = [{ text: "ねこは泳げる", options: [{ text: "○" }, { text: "×" }], right: [0], after: "泳ぎます" }];
  expect(ask).toHaveBeenCalledWith({ type: "start_activity", activity: { kind: "choice", form: "quiz", counts: "live", asks }, place: null });
});

test("an ask is read as it is written", () => {
  expect(readAsk("sides", "朝／夜")).toEqual(asked("", "朝", "夜"));
  expect(readAsk("guess", "1/2 が好きな人")).toEqual(asked("1/2 が好きな人"));
  expect(isWhole("scale", readAsk("scale", "いまの気もち"))).toBe(true);
  expect(isWhole("corners", readAsk("corners", "春 / 夏"))).toBe(false);
  expect(isWhole("sides", readAsk("sides", "朝 / "))).toBe(false);
  expect(starred("a / b\n\nc: *d / e", 1, 0)).toBe("a / b\n\nc: d / e");
});

test("who has not chosen stands in the middle, and a crowd has no more points than are drawn", () => {
  expect(standing("sides", 2, null).x).toBe(50);
  expect(standing("corners", 3, 2).x).toBe(50);
  expect(standing("scale", 11, 10).x).toBeGreaterThan(90);
  expect(crowd(400)).toHaveLength(DRAWN);
  expect(crowd(3).every(({ x, y }) => x * x + y * y <= 1)).toBe(true);
});

test("counts that change while people choose are not said aloud; what staff show is", () => {
  const counted = { ...laid, counts: { "0": 12, "1": 9 } };
  expect(kind.said(counted, "ja")).toBe(kind.said(laid, "ja"));
  expect(kind.said({ ...counted, shown: true }, "ja")).toBe("いっしょにすごすなら。犬 12人、ねこ 9人。");
});
