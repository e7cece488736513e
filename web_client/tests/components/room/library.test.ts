/** The library at the desk: three that fit with why, two taps to what lies in the middle, and what was laid comes later. */
import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import ActivityPanel from "../../../src/pages/desk/ActivityPanel.svelte";
import type { Ideas, ReadyActivity } from "../../../src/protocol/wire";
import { people, stage, staffed } from "../stage";

afterEach(() => {
  vi.unstubAllGlobals();
  document.body.replaceChildren();
});

function ready(id: string, ja: string, more: Partial<ReadyActivity> = {}): ReadyActivity {
  const said = (text: string) => ({ ja: text, ja_simple: text, en: text });
  const start = { kind: "prompt", text: ja } as const;
  return { id, title: said(ja), about: said("ながめます。"), first: "きょうの空は どうですか。", least: 1, most: 80, minutes: 3, pressure: 1, ways: ["taps"], listening: "聞くだけで。", paper: "紙を置きます。", start, ...more };
}
const IDEAS: Ideas = {
  prompts: [],
  cards: [],
  activities: [
    ready("weather", "いまの天気"), ready("crowd", "大ぜいで", { least: 50 }), ready("rain", "雨をきく"),
    ready("shelf", "おすすめ棚", { pressure: 2 }), ready("song", "うたう", { pressure: 5 }),
  ],
};

async function panel(fresh = true) {
  let asked = 0;
  vi.stubGlobal("fetch", () => {
    asked += 1;
    return Promise.resolve(new Response(JSON.stringify(IDEAS)));
  });
  const made = await stage({ ...staffed(), doors: "open", times: { early_at: 0, open_at: 0, closing_at: 0, end_at: 5_000_000 + 60 * 60_000 } }, { fresh });
  const screen = await render(ActivityPanel, { session: made.session });
  const names = () => screen.getByRole("article").elements().map((each) => each.getAttribute("aria-label"));
  const answer = (code: "not_allowed" | null) => {
    made.network.last.sent.at(-1)?.told(code === null ? { ok: true, rev: 2, answer: null, looks: null, nickname: null } : { ok: false, code, retry_after: null });
  };
  return { ...made, screen, names, answer, fetched: () => asked };
}

test("two taps lay one in the middle; before the second its card says what to say first", async () => {
  const { screen, names, asked, answer, fetched } = await panel();
  expect(fetched()).toBe(0);
  await screen.getByText("ライブラリから選ぶ").click();
  await expect.poll(names).toEqual(["いまの天気", "雨をきく", "おすすめ棚"]);
  const first = screen.getByRole("article", { name: "いまの天気" });
  await expect.element(first.getByText(/いま\d+人・のこり\d+分。まだ声を使っていないので/)).toBeVisible();
  await expect.element(first.getByText("きょうの空は どうですか。")).toBeVisible();
  await expect.element(first.getByText("とてもやさしい")).toBeVisible();
  await first.getByRole("button", { name: "まん中に出す: いまの天気" }).click();
  expect(asked()).toEqual([{ type: "start_activity", activity: { kind: "prompt", text: "いまの天気" }, place: null }]);
  answer(null);
  await expect.element(screen.getByText("「いまの天気」を出しました。")).toBeVisible();
  const now = screen.getByRole("region", { name: "いまの天気" });
  await expect.element(now).toHaveFocus();
  await expect.element(now.getByText("紙を置きます。")).toBeVisible();
  await expect.element(screen.getByText("きょう出したもの: いまの天気")).toBeVisible();
  await expect.poll(names).toEqual(["おすすめ棚", "雨をきく", "いまの天気"]);
});

test("what was laid is remembered by the tab, and what is refused is not", async () => {
  const first = await panel();
  await first.screen.getByText("ライブラリから選ぶ").click();
  await first.screen.getByRole("button", { name: "まん中に出す: 雨をきく" }).first().click();
  first.answer("not_allowed");
  await expect.element(first.screen.getByRole("alert")).toBeVisible();
  expect(first.screen.getByText(/きょう出したもの/).elements()).toHaveLength(0);
  await first.screen.getByRole("button", { name: "まん中に出す: 雨をきく" }).first().click();
  first.answer(null);
  await expect.element(first.screen.getByText("きょう出したもの: 雨をきく")).toBeVisible();
  document.body.replaceChildren();
  const { screen } = await panel(false);
  await screen.getByText("ライブラリから選ぶ").click();
  await expect.element(screen.getByText("きょう出したもの: 雨をきく")).toBeVisible();
});

test("all are there by how much courage they take, also those that do not fit, and at a table", async () => {
  const { screen, asked } = await panel();
  const table = Object.values(people).length > 0 ? screen.getByRole("combobox", { name: "どこに" }) : null;
  const options = [...(table?.element() as HTMLSelectElement).options].map((each) => each.value);
  await screen.getByText("ライブラリから選ぶ").click();
  await expect.element(screen.getByRole("region", { name: "ぜんぶ" })).toBeVisible();
  const all = screen.getByRole("region", { name: "ぜんぶ" });
  expect(all.getByRole("heading", { level: 4 }).elements().map((each) => each.textContent)).toEqual(["とてもやさしい", "やさしい", "勇気がいる"]);
  await table?.selectOptions(options.at(-1) ?? "");
  await all.getByText("大ぜいで").click();
  await all.getByRole("button", { name: "テーブルに出す: 大ぜいで" }).click();
  expect(asked().at(-1)).toMatchObject({ type: "start_activity", place: options.at(-1) });
});
