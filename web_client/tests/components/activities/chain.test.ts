/** ことばをつなぐ, in the room, at the desk and on the wall. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { nextKana, type Chain as Joined } from "../../../src/pages/activities/chain/chain";
import Chain from "../../../src/pages/activities/chain/Chain.svelte";
import { kind } from "../../../src/pages/activities/chain";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView } from "../../fakes";

function session(myTurn = false) {
  const ask = vi.fn().mockResolvedValue({ ok: true });
  const boxes = new Map<string, string>();
  const keepsake = { written: (box: string) => boxes.get(box) ?? "", write: (box: string, text: string) => boxes.set(box, text) };
  return { ask, session: { ask, room: { view: emptyView, myTurn }, keepsake } as unknown as Session };
}

const chain = (texts: string[], more: Partial<Joined> = {}): Joined => ({
  kind: "chain", form: "shiritori", title: "", over: false, own: {}, authors: {}, last: texts.length === 0 ? "" : `link-${String(texts.length)}`,
  links: Object.fromEntries(texts.map((text, index) => [`link-${String(index + 1)}`, { number: index + 1, text }])),
  ...more,
});

test.each([["りんご", "ご"], ["コーヒー", "ひ"], ["いしゃ", "や"], ["パン。", "ん"], ["春の空", null], ["", null], ["ラッパ!", "ぱ"], ["ヴ", "ゔ"]])("after %s comes %s", (text, kana) => {
  expect(nextKana(text)).toBe(kana);
});

test("one goes on with one's own words, and whose turn it is has had it with them", async () => {
  const { ask, session: given } = session(true);
  const screen = await render(Chain, { session: given, activity: chain(["りんご"]), place: null, at: "room" });
  await expect.element(screen.getByText("つぎは「ご」から")).toBeVisible();
  await screen.getByRole("textbox", { name: "つなぐ言葉" }).fill("ごま");
  ask.mockImplementation(async (command: { type: string; move?: { act: { id: string } } }) => {
    if (command.type === "play") await screen.rerender({ activity: chain(["りんご"], { links: { "link-1": { number: 1, text: "りんご" }, [command.move?.act.id ?? ""]: { number: 2, text: "ごま" } } }) });
    return { ok: true };
  });
  await screen.getByRole("button", { name: "つなぐ" }).click();
  await expect.poll(() => ask.mock.calls.map(([command]) => (command as { type: string }).type)).toEqual(["play", "end_turn"]);
  expect(ask.mock.calls[0]?.[0]).toMatchObject({ move: { kind: "chain", act: { do: "add", text: "ごま", after: "link-1" } } });
});

test("where somebody else's words came first, one's own stay in the box, and it is said", async () => {
  const { session: given } = session();
  const screen = await render(Chain, { session: given, activity: chain(["りんご", "ごま"]), place: null, at: "room" });
  const box = screen.getByRole("textbox", { name: "つなぐ言葉" });
  await box.fill("ごりら");
  await screen.getByRole("button", { name: "つなぐ" }).click();
  await expect.element(screen.getByText("ほかの言葉が、先につながりました。あなたの言葉は、箱にのこっています。")).toBeVisible();
  await expect.element(box).toHaveValue("ごりら");
});

test("the desk begins one, writes down what was said, and takes out", async () => {
  const { ask, session: given } = session();
  const screen = await render(Chain, { session: given, activity: null, place: "table-1", at: "desk" });
  await screen.getByRole("combobox").selectOptions("連想");
  await screen.getByRole("textbox", { name: "はじめの言葉(なくてもいい)" }).fill("雨");
  await screen.getByRole("button", { name: "はじめる" }).click();
  expect(ask).toHaveBeenCalledWith({ type: "start_activity", activity: { kind: "chain", form: "thinking", title: "", first: "雨" }, place: "table-1" });
  await screen.rerender({ activity: chain(["雨", "かさ"], { form: "thinking" }) });
  await screen.getByRole("button", { name: "とりのぞく: かさ" }).click();
  expect(ask).toHaveBeenLastCalledWith({ type: "play", move: { kind: "chain", act: { do: "leave_out", id: "link-2" } }, place: "table-1" });
  await expect.element(screen.getByRole("heading")).toHaveFocus();
});

test("the wall shows the newest, and nothing is asked there", async () => {
  const { session: given } = session();
  const screen = await render(Chain, { session: given, activity: chain(["一", "二", "三", "四", "五"], { title: "数" }), place: null, at: "hall" });
  expect(screen.getByRole("listitem").elements().map((each) => each.textContent)).toEqual(["三", "四", "五"]);
  expect(screen.getByRole("button").elements()).toEqual([]);
  expect(kind.said(chain(["りんご"]), "ja")).toBe("「りんご」つぎは「ご」から");
});
