/** 利用者ミーティング, in the room, at the desk and on the wall. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { kind } from "../../../src/pages/activities/meeting";
import { fitting, namesIn, tapped, type Meeting as Held } from "../../../src/pages/activities/meeting/meeting";
import Meeting from "../../../src/pages/activities/meeting/Meeting.svelte";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView } from "../../fakes";

function session(...nicknames: string[]) {
  const ask = vi.fn().mockResolvedValue({ ok: true });
  const boxes = new Map<string, string>();
  const keepsake = { written: (box: string) => boxes.get(box) ?? "", write: (box: string, text: string) => boxes.set(box, text) };
  const people = Object.fromEntries(nicknames.map((nickname) => [nickname, { nickname }]));
  return { ask, session: { ask, room: { view: { ...emptyView, people } }, keepsake } as unknown as Session };
}
const meeting = (more: Partial<Held> = {}): Held => ({
  kind: "meeting", review: true, slips: {}, counts: {}, mine: {}, own: {}, authors: {}, takers: {},
  items: { "item-0001": { number: 1, title: "お茶の時間" }, "item-0002": { number: 2, title: "本だな" } },
  options: {
    "option-1": { item: "item-0001", number: 1, text: "15分" }, "option-2": { item: "item-0001", number: 2, text: "30分" },
    "option-3": { item: "item-0001", number: 3, text: "45分" }, "option-4": { item: "item-0001", number: 4, text: "60分" },
  },
  now: "item-0001", voting: "", form: "approval", picked: [], voted: 0, hall: {}, results: {}, lines: {}, shown: false, kept: 0, later: {}, about: {}, ballots: {},
  ...more,
});
const move = (act: unknown) => ({ type: "play", move: { kind: "meeting", act }, place: null });
const result = (first: string[]) => ({ form: "approval" as const, counts: { "option-1": 3, "option-2": 3, "option-3": 0, "option-4": 1 }, first });

test("a tap is one's whole ballot, and in order three have a place", async () => {
  expect(tapped(["a", "b", "c"], "d", "ranked")).toEqual(["a", "b", "c"]);
  expect(tapped(["a", "b", "c"], "a", "ranked")).toEqual(["b", "c"]);
  expect(tapped(["a", "b", "c"], "d", "approval")).toEqual(["a", "b", "c", "d"]);
  const { ask, session: given } = session();
  const screen = await render(Meeting, { session: given, activity: meeting({ voting: "item-0001", form: "ranked", picked: ["option-2", "option-1"] }), place: null, at: "room" });
  await expect.element(screen.getByRole("button", { name: "30分 1番" })).toHaveAttribute("aria-pressed", "true");
  await screen.getByRole("button", { name: "45分 えらぶ" }).click();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "tap", item: "item-0001", options: ["option-2", "option-1", "option-3"] }));
});

test("two taps before the first is answered are both in the ballot", async () => {
  const { ask, session: given } = session();
  let answer: (value: { ok: true }) => void = () => undefined;
  ask.mockImplementationOnce(() => new Promise((resolve) => { answer = resolve; }));
  const screen = await render(Meeting, { session: given, activity: meeting({ voting: "item-0001" }), place: null, at: "room" });
  await screen.getByRole("button", { name: "15分 えらぶ" }).click();
  await screen.getByRole("button", { name: "30分 えらぶ" }).click();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "tap", item: "item-0001", options: ["option-1", "option-2"] }));
  answer({ ok: true });
});

test("what goes into the box is ticked for itself, and an option is proposed for the item that is on", async () => {
  const { ask, session: given } = session();
  const screen = await render(Meeting, { session: given, activity: meeting(), place: null, at: "room" });
  const tick = screen.getByRole("checkbox", { name: "会が終わったあとも、運営で読んでいい" });
  await tick.click();
  await screen.getByRole("textbox", { name: "意見・おねがい・こまったこと" }).fill("毛布がほしい");
  await screen.getByRole("button", { name: "意見箱に入れる" }).click();
  expect(ask.mock.lastCall?.[0]).toMatchObject(move({ do: "suggest", text: "毛布がほしい", later: true }));
  await expect.element(tick).not.toBeChecked();
  await screen.getByText("案を出す").first().click();
  await screen.getByRole("textbox", { name: "案(ひとことで)" }).fill("20分");
  await screen.getByRole("button", { name: "案を出す" }).click();
  expect(ask.mock.lastCall?.[0]).toMatchObject(move({ do: "propose", item: "item-0001", text: "20分" }));
});

test("the desk brings in hands as a whole, and takes over what came out; a tie is said as one", async () => {
  const { ask, session: given } = session();
  const screen = await render(Meeting, { session: given, activity: meeting({ voting: "item-0001", voted: 4 }), place: null, at: "desk" });
  const hands = screen.getByRole("spinbutton", { name: "30分" });
  await hands.fill("3");
  (hands.element() as HTMLInputElement).blur();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "bring_hands", option: "option-2", hands: [3] }));
  await screen.getByRole("button", { name: "投票をおわって、数を出す" }).click();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "close_vote", item: "item-0001" }));
  await screen.rerender({ activity: meeting({ results: { "item-0001": result(["option-1", "option-2"]) } }) });
  await expect.element(screen.getByText("15分、30分が同じ数です。どうするかは、みんなで話して決めます。")).toBeVisible();
  await screen.rerender({ activity: meeting({ results: { "item-0001": result(["option-1"]) } }) });
  await screen.getByRole("button", { name: "「決まったこと」に書く" }).click();
  expect(ask.mock.lastCall?.[0]).toMatchObject(move({ do: "put_line", text: "お茶の時間: 15分" }));
  expect([...fitting("あ".repeat(121), "い".repeat(200))]).toHaveLength(120);
});

test("before it is kept staff are told of a name in a line, and all are shown it", async () => {
  expect(namesIn("ユキさんが言った", ["ユキ", "さ", "そら"])).toEqual(["ユキ"]);
  const { ask, session: given } = session("ゆき", "そら");
  const lines = { "line-0001": { number: 1, text: "ゆきの案にする" } };
  const screen = await render(Meeting, { session: given, activity: meeting({ lines }), place: null, at: "desk" });
  await expect.element(screen.getByText("「ゆき」は、いまここにいる人の名前かもしれません", { exact: false })).toBeVisible();
  expect(screen.getByRole("button", { name: "のこす" }).elements()).toEqual([]);
  await screen.getByRole("textbox", { name: "決まったこと(ひとつずつ)" }).fill("そらの席");
  await expect.element(screen.getByRole("button", { name: "名前ではないので、このまま書く" })).toBeVisible();
  await screen.getByRole("button", { name: "みんなに見せる" }).click();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "show_lines", on: true }));
  await screen.rerender({ activity: meeting({ lines, shown: true }) });
  await screen.getByRole("button", { name: "のこす" }).click();
  expect(ask).toHaveBeenLastCalledWith(move({ do: "keep", lines: ["line-0001"] }));
});

test("before it begins the desk reads what became of the last meeting", async () => {
  const lines = [{ text: "本だなをつくる", became: "going_on", word: "板をたのみました" }];
  const fetched = vi.spyOn(window, "fetch").mockImplementation(() => Promise.resolve(new Response(JSON.stringify({ lines }))));
  const { ask, session: given } = session();
  const screen = await render(Meeting, { session: given, activity: null, place: null, at: "desk" });
  await expect.element(screen.getByText("本だなをつくる")).toBeVisible();
  await expect.element(screen.getByText("すすめています 板をたのみました")).toBeVisible();
  expect(fetched.mock.calls[0]?.[0]).toBe("/api/decided");
  await screen.getByRole("textbox", { name: "議題", exact: false }).fill("お茶\n\n 本だな ");
  await screen.getByRole("button", { name: "ミーティングをはじめる" }).click();
  expect(ask).toHaveBeenLastCalledWith({ type: "start_activity", activity: { kind: "meeting", items: [{ text: "お茶" }, { text: "本だな" }] }, place: null });
  fetched.mockRestore();
});

test("a suggestion is put on the agenda in words that fit", async () => {
  const { ask, session: given } = session();
  const slips = { "slip-0001": { number: 1, text: "毛布がほしい", state: "up" as const } };
  const screen = await render(Meeting, { session: given, activity: meeting({ slips }), place: null, at: "desk" });
  await screen.getByRole("button", { name: "議題にする: 毛布がほしい" }).click();
  const box = screen.getByRole("textbox", { name: "議題を足す" });
  await expect.element(box).toHaveFocus();
  await box.fill("毛布のこと");
  (box.element() as HTMLInputElement).form?.requestSubmit();
  await expect.poll(() => ask.mock.lastCall?.[0] as unknown).toMatchObject(move({ do: "put_item", title: "毛布のこと", slip: "slip-0001" }));
});

test("the wall shows what was decided, and it is said aloud", async () => {
  const { session: given } = session();
  const lines = Object.fromEntries(Array.from({ length: 8 }, (_, at) => [`line-${String(at)}`, { number: at, text: `きめたこと${String(at)}` }]));
  const screen = await render(Meeting, { session: given, activity: meeting({ lines, shown: true }), place: null, at: "hall" });
  expect(screen.getByRole("listitem").elements()).toHaveLength(6);
  await expect.element(screen.getByText("ほかに2こ。読みあげます。")).toBeVisible();
  expect(screen.getByRole("button").elements()).toEqual([]);
  expect(kind.said(meeting({ results: { "item-0001": result(["option-1", "option-2"]) } }), "ja")).toBe("「お茶の時間」の投票がおわりました。15分、30分が同じ数です。");
  expect(kind.said(meeting({ voting: "item-0001" }), "en")).toBe("The vote about “お茶の時間” has begun.");
});
