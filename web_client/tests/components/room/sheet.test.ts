/** The run sheet at the desk: what a step brings, changes of it by tap and by keyboard, and a refusal that loses nothing. */
import { afterEach, expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import StepsPanel from "../../../src/pages/desk/StepsPanel.svelte";
import Strip from "../../../src/pages/desk/Strip.svelte";
import { Waiting } from "../../../src/pages/desk/waiting.svelte";
import type { Step, View } from "../../../src/protocol/wire";
import { stage, staffed, voiceThat } from "../stage";

afterEach(() => { document.body.replaceChildren(); });

const step = (key: string, title: string, more: Partial<Step> = {}): Step => ({ title, minutes: 20, mode: null, speak: null, text: "", notes: "", skipped: false, key, ...more });
const steps = [
  step("a", "聞く時間", { speak: "listen", mode: "lecture", notes: "あいさつをする" }),
  step("b", "お茶", { skipped: true }),
  step("c", "声の時間", { speak: "voice", minutes: 30 }),
];
const sheet = (changes: Partial<View> = {}): View => ({ ...staffed(), steps, step: 0, sheet_rev: 4, step_at: 5_000_000 - 8 * 60_000 - 1000, ...changes });

async function panel(view = sheet()) {
  const made = await stage(view);
  const screen = await render(StepsPanel, { session: made.session });
  const row = (name: string | RegExp) => screen.getByRole("button", { name });
  const press = (name: string) => screen.getByRole("button", { name, exact: true }).click();
  const answer = (code: "sheet_changed" | null) => {
    made.network.last.sent.at(-1)?.told(code === null ? { ok: true, rev: 2, answer: null, looks: null, nickname: null } : { ok: false, code, retry_after: null });
  };
  return { ...made, screen, row, press, answer };
}

test("what each step brings, how long the one that is on is, and its notes", async () => {
  const { screen, row } = await panel();
  await expect.element(row(/^聞く時間/)).toHaveTextContent(/聞く時間 ?20分 ?ステージと客席 ・ 聞くだけ/);
  await expect.element(screen.getByText("8分たちました(予定は20分)")).toBeVisible();
  await expect.element(screen.getByText("あいさつをする")).toBeVisible();
  expect(row(/^お茶/).element().querySelector("s")?.textContent).toBe("お茶");
});

test("a tap on a step goes there, takes it in again, and makes it longer, by the sheet that was seen", async () => {
  const { asked, row, press, answer, tell } = await panel();
  await row(/^お茶/).click();
  await press("ここへ");
  expect(asked()).toEqual([{ type: "set_step", step: 1, key: "b" }]);
  await press("もどす");
  expect(asked().at(-1)).toMatchObject({ type: "change_sheet", seen: 4, steps: [steps[0], { ...steps[1], skipped: false }, steps[2]] });
  await press("＋5分");
  expect(asked()).toHaveLength(2);
  answer(null);
  const unskipped = [steps[0], { ...steps[1], skipped: false }, steps[2]] as Step[];
  tell(sheet({ steps: unskipped, sheet_rev: 5 }));
  await expect.poll(asked).toHaveLength(3);
  expect(asked().at(-1)).toMatchObject({ seen: 5, steps: [steps[0], { ...steps[1], skipped: false, minutes: 25 }, steps[2]] });
});

test("steps are moved by the keyboard, and the button that moves keeps the focus", async () => {
  const { asked, row, press, screen, answer, tell } = await panel();
  await row(/^声の時間/).click();
  const up = screen.getByRole("button", { name: "上へ" });
  (up.element() as HTMLElement).focus();
  await press("上へ");
  expect(asked().at(-1)).toMatchObject({ type: "change_sheet", seen: 4, steps: [steps[0], steps[2], steps[1]] });
  answer(null);
  tell(sheet({ steps: [steps[0], steps[2], steps[1]] as Step[], sheet_rev: 5 }));
  await expect.element(screen.getByRole("status")).toHaveTextContent("「声の時間」は、2番目にうつりました。");
  await expect.element(up).toHaveFocus();
});

test("what was written stays where another has changed the sheet, the new one is beside it, and it goes in then", async () => {
  const { asked, row, press, screen, answer, tell } = await panel();
  await row(/^聞く時間/).click();
  await press("書きなおす");
  const title = screen.getByLabelText("題");
  await expect.element(title).toHaveFocus();
  await title.fill("お話を聞く");
  await press("保存する");
  expect(asked().at(-1)).toMatchObject({ seen: 4, steps: [{ ...steps[0], title: "お話を聞く" }, steps[1], steps[2]] });
  answer("sheet_changed");
  const other = [{ ...steps[0], title: "お話", notes: "水を出す" }, steps[1], steps[2]] as Step[];
  tell(sheet({ steps: other, sheet_rev: 5 }));
  await expect.element(screen.getByText("ほかのスタッフが段取りを変えました。", { exact: false })).toBeVisible();
  await expect.element(title).toHaveValue("お話を聞く");
  await expect.element(screen.getByRole("definition").first()).toHaveTextContent("お話");
  await press("保存する");
  expect(asked().at(-1)).toMatchObject({ seen: 5, steps: [{ ...other[0], title: "お話を聞く" }, steps[1], steps[2]] });
  answer(null);
  await expect.element(title).not.toBeInTheDocument();
});

test("a step is added with a key of its own", async () => {
  const { asked, press, screen } = await panel(sheet({ steps: [] }));
  await press("ステップを加える");
  await screen.getByLabelText("題").fill("お茶");
  await press("加える");
  const [command] = asked().slice(-1);
  expect(command).toMatchObject({ type: "change_sheet", seen: 4, steps: [{ title: "お茶" }] });
  expect(command?.type === "change_sheet" && command.steps[0]?.key).toMatch(/^[A-Za-z0-9_-]{20}$/);
});

test("次へ goes past what is skipped, and says which step it means", async () => {
  const { app, session, asked } = await stage(sheet());
  const screen = await render(Strip, { app, voice: voiceThat("off").voice, waiting: new Waiting(session.room) });
  await expect.element(screen.getByText("つぎは 声の時間")).toBeInTheDocument();
  await screen.getByRole("button", { name: "次へ" }).click();
  expect(asked()).toEqual([{ type: "set_step", step: 2, key: "c" }]);
});
