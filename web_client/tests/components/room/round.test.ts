/** The desk's rounds: an order is proposed and staff decide it; hands and rounds by who has been heard least. */
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import type { Balance } from "../../../src/protocol/wire";
import BalancePanel from "../../../src/pages/desk/BalancePanel.svelte";
import Hands from "../../../src/pages/desk/Hands.svelte";
import RoundPanel from "../../../src/pages/desk/RoundPanel.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import NextInRound from "../../../src/pages/room/NextInRound.svelte";
import { shown } from "../../fakes";
import { here, people, stage, staffed } from "../stage";

const ok = { ok: true, rev: 2, answer: null, looks: null, nickname: null } as const;

test("people as they sit are proposed, staff are not, and only what staff decide is asked", async () => {
  const { app, asked, network } = await stage(staffed());
  const screen = await render(RoundPanel, { app });
  const button = (name: string) => screen.getByRole("button", { name, exact: true });
  const order = () => [...document.querySelectorAll("ol li")].map((row) => row.querySelector(".who")?.textContent.replace(/[\d\s]/g, ""));
  await button("順番を考える").click();
  expect(asked()).toEqual([]);
  expect(order()).toEqual(["あなたの名さん", "さくらさん", "かえでさん"]);
  await expect.element(button("はるかさんを順番に入れる")).toBeVisible();
  expect(screen.getByRole("button", { name: /つばめ/ }).query()).toBeNull();
  await button("かえでさんを前へ").click();
  await expect.element(button("かえでさんを前へ")).toHaveFocus();
  expect(app.notes.said).toBe("かえでさんは2番目です。");
  await userEvent.keyboard("{Enter}");
  await expect.element(button("かえでさんをうしろへ")).toHaveFocus();
  await button("あなたの名さんを順番からはずす").click();
  await button("はるかさんを順番に入れる").click();
  expect(order()).toEqual(["かえでさん", "さくらさん", "はるかさん"]);
  await button("はじめる").click();
  expect(asked()).toEqual([{ type: "begin_round", order: ["kaede", "sakura", "haru"] }]);
  network.last.sent[0]?.told({ ok: false, code: "nobody_to_call", retry_after: null });
  await expect.element(screen.getByRole("alert")).toBeVisible();
});

test("those whose hand is up may come first, and who comes meanwhile stands at the end", async () => {
  const up = { ...people, kaede: { ...people.kaede, hand: 4 } };
  const { app, tell, asked } = await stage({ ...staffed(), people: up });
  const screen = await render(RoundPanel, { app });
  await screen.getByRole("button", { name: "順番を考える" }).click();
  await screen.getByRole("checkbox", { name: "手を挙げた順を先に" }).click();
  tell({ ...staffed(), people: { ...up, tsubame: { ...people.tsubame, place: "hearth", seat: 9 }, momiji: { ...people.momiji, card: "watch", place: "hearth" } } });
  await expect.element(screen.getByText("つばめさん")).toBeVisible();
  await screen.getByRole("button", { name: "はじめる" }).click();
  expect(asked()).toEqual([{ type: "begin_round", order: ["kaede", "me", "sakura", "tsubame"] }]);
});

test("who sits at a table, where the round is not heard, is not proposed, and staff are told why", async () => {
  const { app, tell } = await stage(staffed());
  const screen = await render(RoundPanel, { app });
  await screen.getByRole("button", { name: "順番を考える" }).click();
  expect(screen.getByText(/よばれません:/).query()).toBeNull();
  tell({ ...staffed(), people: { ...people, sakura: { ...people.sakura, place: "corner" } } });
  await expect.element(screen.getByText("テーブルにいる人は、ここの声がとどかないので、よばれません: さくらさん。輪にうつると、入れます。")).toBeVisible();
  expect(screen.getByRole("button", { name: /さくら/ }).query()).toBeNull();
});

test("while it is on: who has the turn, who is next, a pause and the end, each by one tap", async () => {
  const round = { order: ["tsubame", "sakura", "kaede"], paused: false };
  const { app, asked, tell } = await stage({ ...staffed(), turn: "me", round });
  const screen = await render(RoundPanel, { app });
  const press = (name: string) => screen.getByRole("button", { name, exact: true }).click();
  await expect.element(screen.getByText("いまはあなたの名さんの番です")).toBeVisible();
  await expect.element(screen.getByText("つぎはさくらさん")).toBeVisible();
  await expect.element(screen.getByText("そのあと かえでさん")).toBeVisible();
  await press("つぎの人へ");
  await press("自由に話す");
  tell({ ...staffed(), turn: null, round: { order: ["me", ...round.order], paused: true } });
  await expect.element(screen.getByText("つづけると、あなたの名さんからです。")).toBeVisible();
  await press("つづける");
  await press("ひとりずつを終わる");
  expect(asked()).toEqual([
    { type: "end_turn", person: "me" },
    { type: "pause_round", paused: true },
    { type: "pause_round", paused: false },
    { type: "end_round" },
  ]);
});

test("of a long round a few names are read, and its buttons stand above every name, so that none moves", async () => {
  const many = Array.from({ length: 44 }, (_, seat) => shown(`p${seat}`, { nickname: `もず${seat}`, place: "hearth", seat }));
  const all = { haru: people.haru, ...Object.fromEntries(many.map((person) => [person.id, person])) };
  const order = many.slice(1).map(({ id }) => id);
  const { app, tell } = await stage({ ...staffed(), people: all, turn: "p0", round: { order, paused: false } });
  const screen = await render(RoundPanel, { app });
  await expect.element(screen.getByText("そのあと もず2さん、もず3さん、もず4さん、もず5さん、もず6さん ほか37人")).toBeVisible();
  const top = (element: Element) => element.getBoundingClientRect().top;
  expect(top(screen.getByRole("button", { name: "つぎの人へ" }).element())).toBeLessThan(top(screen.getByText(/いまはもず0さん/).element()));
  tell({ ...staffed(), people: all });
  await screen.getByRole("button", { name: "順番を考える" }).click();
  expect(top(screen.getByRole("button", { name: "はじめる" }).element())).toBeLessThan(top(screen.getByRole("listitem").first().element()));
});

test("who is next reads and hears it once, and nobody else does", async () => {
  const round = { order: ["me", "sakura"], paused: false };
  const { app, tell } = await stage({ ...here, turn: "kaede", round });
  const screen = await render(NextInRound, { app });
  await expect.element(screen.getByText("つぎは、あなたの番です。パスもできます")).toBeVisible();
  await expect.poll(() => app.notes.said).toBe("つぎは、あなたの番です。パスもできます");
  tell({ ...here, turn: "me", round: { ...round, order: ["sakura"] } });
  await expect.element(screen.getByText("つぎは、あなたの番です。パスもできます")).not.toBeInTheDocument();
});

/** The server answers what was asked last. */
const heard: Balance = {
  people: [
    { person: "me", voice: 0, messages: 0, turn: false },
    { person: "sakura", voice: 3, messages: 1, turn: false },
    { person: "kaede", voice: null, messages: 0, turn: true },
  ],
  home: { voice: 2, messages: 1 },
  hall: { voice: null, messages: 0 },
  staff: { voice: 4, messages: 0 },
  since: 0,
};

test("those who have been heard least may come first, as it is when staff ask for it, and staff still decide", async () => {
  const { app, asked, network } = await stage(staffed());
  const screen = await render(RoundPanel, { app });
  await screen.getByRole("button", { name: "順番を考える" }).click();
  expect(asked()).toEqual([]);
  await screen.getByRole("checkbox", { name: "まだ話していない人から" }).click();
  expect(asked()).toEqual([{ type: "show_balance" }]);
  network.last.sent[0]?.told({ ...ok, balance: heard });
  const order = () => [...document.querySelectorAll("ol li")].map((row) => row.getAttribute("data-person"));
  await expect.poll(order).toEqual(["me", "kaede", "sakura"]);
  await screen.getByRole("button", { name: "かえでさんを前へ" }).click();
  await screen.getByRole("button", { name: "はじめる" }).click();
  expect(asked().at(-1)).toEqual({ type: "begin_round", order: ["kaede", "me", "sakura"] });
});

test("hands of those who have been heard least come first where staff want it, and stay sorted so when opened again", async () => {
  const up = { ...people, sakura: { ...people.sakura, hand: 1 }, kaede: { ...people.kaede, hand: 2 } };
  const { session, network, asked } = await stage({ ...staffed(), people: up });
  const waiting = new Waiting(session.room);
  const screen = await render(Hands, { session, waiting });
  const first = () => screen.getByRole("listitem").first();
  await expect.element(first()).toHaveTextContent("さくらさん");
  await screen.getByRole("group", { name: "ならべかた" }).getByRole("button", { name: "まだ話していない順" }).click();
  expect(asked()).toEqual([{ type: "show_balance" }]);
  network.last.sent[0]?.told({ ...ok, balance: heard });
  await expect.element(first()).toHaveTextContent("かえでさん");
  await expect.element(screen.getByText(/だれに渡すかは、あなたが決めます/)).toBeVisible();
  await screen.getByRole("button", { name: "順番をわたす" }).first().click();
  expect(asked().at(-1)).toEqual({ type: "give_turn", person: "kaede", seen: "" });
  await screen.unmount();
  await render(Hands, { session, waiting });
  await expect.element(screen.getByRole("button", { name: "まだ話していない順", pressed: true })).toBeVisible();
  expect(asked().at(-1)).toEqual({ type: "show_balance" });
});

test("who has been heard how much is asked while it is shown; nobody is ranked, and who listens stands in no row", async () => {
  const calm = { ...people, sakura: { ...people.sakura, card: "watch" as const } };
  const { session, network, asked } = await stage({ ...staffed(), people: calm });
  const screen = await render(BalancePanel, { session });
  expect(asked()).toEqual([]);
  await screen.getByRole("button", { name: "めやすを見る" }).click();
  network.last.sent[0]?.told({ ...ok, balance: { ...heard, people: [...heard.people].reverse() } });
  await expect.element(screen.getByText("会場の声は、ここでははかれません。順番と文字だけです。")).toBeVisible();
  const cells = (row: Element) => [...row.children].map((cell) => cell.querySelector(".unseen")?.textContent ?? cell.textContent);
  const rows = () => [...document.querySelectorAll(".people tbody tr")].map(cells);
  expect(rows()).toEqual([["あなたの名さん", "まだ", "まだ"], ["かえでさん順番あり", "", "まだ"]]);
  await expect.element(screen.getByText("聞いています: さくらさん、つばめさん")).toBeVisible();
  await screen.getByRole("button", { name: "とじる" }).click();
  await expect.element(screen.getByRole("table").first()).not.toBeInTheDocument();
  expect(asked()).toEqual([{ type: "show_balance" }]);
});
