/** What one may do is what the server said of the organisation; the role beside it decides nothing. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import Office from "../../../src/pages/office/Office.svelte";
import DutiesPanel from "../../../src/pages/office/session/DutiesPanel.svelte";
import type { Action, SessionDetail } from "../../../src/protocol/office.gen";
import { meWho, serve, session, signedIn } from "./signed-in";

const always = ["カレンダー", "予定", "プログラム", "人数の記録"];

test.each<[Action[], string[]]>([
  [["read"], [...always, "わたし"]],
  [["read", "run"], [...always, "わたし"]],
  [["read", "run", "plan"], [...always, "会場と人", "わたし"]],
  [["read", "run", "plan", "administer"], [...always, "会場と人", "管理者へのメモ", "設定", "わたし"]],
])("the menu of one who may %j", async (may, pages) => {
  history.replaceState(null, "", "#/nowhere");
  serve({ "GET /me": meWho(may) });
  const screen = await render(Office);
  const menu = screen.getByRole("navigation", { name: "おもな画面" });
  await expect.element(menu).toBeVisible();
  expect(menu.getByRole("link").elements().map((link) => link.textContent.trim())).toEqual(pages);
});

const detail: SessionDetail = {
  session, version: "1", entry: {}, capacities: {}, duties: [], clashes: [], conditions: [], steps: [], laid: [], themes: false,
};
const over = { ...detail, session: { ...session, state: "ended" as const } };

test.each<[string, Action[], SessionDetail, number]>([
  ["who plans", ["read", "run", "plan"], detail, 1],
  ["who only runs", ["read", "run"], detail, 0],
  ["nobody, once it is over,", ["read", "run", "plan"], over, 0],
])("%s decides the rota", async (_, may, given, buttons) => {
  const { office } = signedIn(may);
  const screen = await render(DutiesPanel, { office, detail: given, ondetail: () => undefined });
  await expect.element(screen.getByRole("heading", { name: "当番" })).toBeVisible();
  expect(screen.getByRole("button", { name: "当番を決める" }).elements()).toHaveLength(buttons);
});
