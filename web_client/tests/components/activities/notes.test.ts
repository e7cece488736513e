/** はりがみ, in the room, at the desk and on the wall. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { kind } from "../../../src/pages/activities/notes";
import { freeGroup, groupsFit, groupsOf, onWall, rows, sections, type Notes as Board } from "../../../src/pages/activities/notes/notes";
import Notes from "../../../src/pages/activities/notes/Notes.svelte";
import type { Session } from "../../../src/state/session.svelte";
import { emptyView } from "../../fakes";

function session() {
  const ask = vi.fn().mockResolvedValue({ ok: true });
  const boxes = new Map<string, string>();
  const keepsake = { written: (box: string) => boxes.get(box) ?? "", write: (box: string, text: string) => boxes.set(box, text) };
  return { ask, session: { ask, room: { view: emptyView }, keepsake } as unknown as Session };
}

const board = (texts: string[], more: Partial<Board> = {}): Board => ({
  kind: "notes", title: "小さなよかった", phase: "write", review: false, groups: {}, placed: {}, colours: {}, looked_at: "", counts: {}, mine: {}, own: {},
  votes: {}, voted: {}, quiet: false, hushed: {}, authors: {}, takers: {}, hushes: {}, voters: {}, sent: {}, newest: 0,
  slips: Object.fromEntries(texts.map((text, index) => [String(index + 1), { number: index + 1, text, state: "up" as const }])),
  ...more,
});
const play = (act: object) => ({ type: "play", move: { kind: "notes", act }, place: null });

test("one puts up a note on the paper one likes, into a group, and claps for another", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(["朝の光", "ねこ"], { groups: { 1: "外", 2: "家" }, placed: { 1: "1" } }), place: null, at: "room" });
  await screen.getByText("はりがみを書く").click();
  await screen.getByRole("radio", { name: "みずいろ" }).click();
  await screen.getByRole("combobox", { name: "グループ" }).selectOptions("家");
  await screen.getByRole("textbox", { name: "はりがみの言葉" }).fill("お茶");
  await screen.getByRole("button", { name: "はる" }).click();
  expect(ask.mock.calls[0]?.[0]).toMatchObject(play({ do: "write", text: "お茶", colour: "sky", group: "2" }));
  await screen.getByRole("region", { name: "外" }).getByRole("button", { name: "拍手" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "clap", id: "1", on: true }));
});

test("one's own is marked and taken back, and the focus stays on the paper", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(["朝の光"], { own: { 1: true }, counts: { 1: 3 }, mine: { 1: true } }), place: null, at: "room" });
  await expect.element(screen.getByText("あなたが書きました")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "拍手 3" })).toHaveAttribute("aria-pressed", "true");
  await screen.getByRole("button", { name: "とりけす: 朝の光" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "take_back", id: "1" }));
  await expect.element(screen.getByRole("heading", { level: 2 })).toHaveFocus();
});

test("three can be chosen, and how many chose which is shown when that is over", async () => {
  const { ask, session: given } = session();
  const four = ["一", "二", "三", "四"];
  const screen = await render(Notes, { session: given, activity: board(four, { phase: "vote", voted: { 1: true, 2: true } }), place: null, at: "room" });
  await screen.getByRole("button", { name: "えらぶ" }).first().click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "choose", id: "4", on: true }));
  expect(screen.getByRole("textbox").elements()).toEqual([]);
  await screen.rerender({ activity: board(four, { phase: "vote", voted: { 1: true, 2: true, 4: true } }) });
  await expect.element(screen.getByText("3つえらびました。あとで変えられます。")).toBeVisible();
  await expect.element(screen.getByRole("button", { name: "えらぶ" })).toBeDisabled();
  await screen.rerender({ activity: board(four, { phase: "shown", votes: { 2: 5 } }) });
  await expect.element(screen.getByRole("listitem").first()).toHaveTextContent("二 5人がえらびました");
});

test("who can write no more here is told so kindly, and has no box", async () => {
  const { session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(["朝の光"], { quiet: true, own: { 1: true } }), place: null, at: "room" });
  await expect.element(screen.getByText("この板には、いまは書けません。声や部屋の文字は使えます。")).toBeVisible();
  expect(screen.getByRole("textbox").elements()).toEqual([]);
});

test("the newest stands first, and all others are one tap away", async () => {
  const { session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(Array.from({ length: 15 }, (_, n) => `はりがみ${String(n)}`)), place: null, at: "room" });
  await expect.element(screen.getByRole("listitem").first()).toHaveTextContent("いちばん新しい はりがみ14");
  await screen.getByRole("button", { name: "ほかに3まい" }).click();
  expect(screen.getByRole("listitem").elements()).toHaveLength(15);
  expect(document.activeElement).not.toBe(document.body);
});

test("the desk puts up a board with groups, and says where there are too many", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: null, place: "table-1", at: "desk" });
  const groups = screen.getByRole("textbox", { name: "グループ(1行にひとつ、8つまで。なくてもいい)" });
  await groups.fill("あ\n".repeat(9));
  await expect.element(screen.getByRole("button", { name: "板を出す" })).toBeDisabled();
  await groups.fill("本\n\n 場所 ");
  await screen.getByRole("textbox", { name: "なにを集めるか(なくてもいい)" }).fill("おすすめの棚");
  await screen.getByRole("button", { name: "板を出す" }).click();
  expect(ask).toHaveBeenCalledWith({
    type: "start_activity", activity: { kind: "notes", title: "おすすめの棚", groups: [{ title: "本" }, { title: "場所" }], review: false }, place: "table-1",
  });
  await expect.element(groups).toHaveValue("");
});

test("at the desk each note is grouped, taken down, and its author hushed, in two taps at most", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(["朝の光", "ねこ"], { groups: { 1: "外" } }), place: null, at: "desk" });
  await screen.getByRole("combobox", { name: "グループ: ねこ" }).selectOptions("外");
  expect(ask).toHaveBeenLastCalledWith(play({ do: "place", id: "2", group: "1" }));
  await screen.getByRole("button", { name: "書いた人をお休みに: ねこ" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "hush", id: "2", on: true }));
  await screen.rerender({ activity: board(["朝の光", "ねこ"], { hushed: { 2: true, 7: true } }) });
  await screen.getByRole("button", { name: "また書けるように: もうないはりがみ(7番)" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "hush", id: "7", on: false }));
  expect(screen.getByText("これを書いた人は、この板にはもう書けません(本人にだけ伝えてあります)。").elements()).toHaveLength(2);
  await screen.getByRole("button", { name: "外す: 朝の光" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "leave_out", id: "1" }));
});

test("a note that goes with its button leaves the focus at the desk's board", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: board(["朝の光"]), place: null, at: "desk" });
  ask.mockImplementation(async () => {
    await screen.rerender({ activity: board([]) });
    return { ok: true };
  });
  await screen.getByRole("button", { name: "外す: 朝の光" }).click();
  await expect.element(screen.getByRole("heading", { level: 3 })).toHaveFocus();
});

test("a group is made with the first free number, renamed, and shown on the wall", async () => {
  const { ask, session: given } = session();
  const screen = await render(Notes, { session: given, activity: board([], { groups: { 1: "外", 3: "家" } }), place: null, at: "desk" });
  await screen.getByText("グループ 2").click();
  await screen.getByRole("textbox", { name: "グループの名前" }).fill("山");
  await screen.getByRole("button", { name: "つくる" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "name_group", group: "2", title: "山", seen: "" }));
  await screen.getByRole("button", { name: "名前をかえる: 家" }).click();
  const box = screen.getByRole("textbox", { name: "「家」の新しい名前" });
  await expect.element(box).toHaveFocus();
  await box.fill("部屋");
  await screen.getByRole("button", { name: "名前をかえる", exact: true }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "name_group", group: "3", title: "部屋", seen: "家" }));
  await screen.getByRole("button", { name: "会場の画面に出す: 外" }).click();
  expect(ask).toHaveBeenLastCalledWith(play({ do: "look_at", group: "1" }));
});

test("the wall shows what can be read from afar, and how many others there are", async () => {
  const { session: given } = session();
  const long = "とても長いはりがみで、ここには二十文字よりもたくさんの文字が、ならんでいます";
  const many = board([...Array.from({ length: 8 }, (_, n) => `ふつうのはりがみ${String(n)}`), long], { counts: { 9: 4, 1: 2 } });
  const screen = await render(Notes, { session: given, activity: many, place: null, at: "hall" });
  await expect.element(screen.getByText("ほかに4まい")).toBeVisible();
  expect(screen.getByRole("listitem").elements()[0]?.textContent).toContain(long);
  expect(screen.getByRole("button").elements()).toEqual([]);
  const short = board(Array.from({ length: 12 }, (_, n) => `ねこ${String(n)}`), { groups: { 1: "外" }, placed: { 5: "1" } });
  expect(onWall(short, rows(short)).lines.map((line) => line.length)).toEqual([3, 3, 3]);
  const looked = { ...short, looked_at: "1" };
  expect(onWall(looked, rows(looked)).lines.flat().map(({ row }) => row.id)).toEqual(["5"]);
});

test("groups stand in their order, what is in none before them", () => {
  const grouped = board(["一", "二"], { groups: { 2: "家", 1: "外" }, placed: { 1: "2" } });
  expect(sections(grouped, rows(grouped)).map(({ title, rows: those }) => [title, those.length])).toEqual([["", 1], ["外", 0], ["家", 1]]);
  expect(freeGroup(grouped)).toBe("3");
  expect(freeGroup(board([], { groups: Object.fromEntries([1, 2, 3, 4, 5, 6, 7, 8].map((n) => [n, "組"])) }))).toBeNull();
  expect(groupsFit(groupsOf("あ".repeat(31)))).toBe(false);
});

test("what is new is said", () => {
  expect(kind.said(board(["一", "二"]), "ja")).toBe("はりがみが2まい、はってあります。");
  expect(kind.said(board([], { phase: "vote" }), "en")).toBe("You can choose up to three notes.");
});
