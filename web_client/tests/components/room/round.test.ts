/** The desk's rounds: an order is proposed and staff decide it; and hands, by who has not had a turn yet. */
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Hands from "../../../src/pages/desk/Hands.svelte";
import RoundPanel from "../../../src/pages/desk/RoundPanel.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import NextInRound from "../../../src/pages/room/NextInRound.svelte";
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
  tell({ ...staffed(), people: { ...up, tsubame: { ...people.tsubame, place: "corner" }, momiji: { ...people.momiji, card: "watch", place: "hearth" } } });
  await expect.element(screen.getByText("つばめさん")).toBeVisible();
  await screen.getByRole("button", { name: "はじめる" }).click();
  expect(asked()).toEqual([{ type: "begin_round", order: ["kaede", "me", "sakura", "tsubame"] }]);
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
    { type: "end_turn" },
    { type: "pause_round", paused: true },
    { type: "pause_round", paused: false },
    { type: "end_round" },
  ]);
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

test("hands of those without a turn yet come first where staff want it, from what this page has seen", async () => {
  const up = { ...people, sakura: { ...people.sakura, hand: 1 }, kaede: { ...people.kaede, hand: 2 } };
  const { session, network, asked } = await stage({ ...staffed(), people: up });
  const waiting = new Waiting(session.room);
  waiting.turnSeen("sakura");
  waiting.turnSeen(null);
  const screen = await render(Hands, { session, waiting });
  const first = () => screen.getByRole("listitem").first();
  await expect.element(first()).toHaveTextContent("さくらさん");
  await screen.getByRole("combobox", { name: "ならべかた" }).selectOptions("まだ順番のない人から");
  await expect.element(first()).toHaveTextContent("かえでさん");
  await expect.element(screen.getByRole("listitem").nth(1)).toHaveTextContent("順番がありました");
  await expect.element(screen.getByText(/この画面が見ていたあいだだけ/)).toBeVisible();
  await screen.getByRole("button", { name: "順番をわたす" }).first().click();
  expect(asked()).toEqual([{ type: "give_turn", person: "kaede" }]);
  network.last.sent[0]?.told(ok);
});
