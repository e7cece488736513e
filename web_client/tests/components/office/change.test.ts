/** 移す・中止にする: asked for with the version one saw, and when somebody else was faster nothing that was typed is lost. */
import { expect, test, vi } from "vitest";
import type { Locator } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import AddDate from "../../../src/pages/office/series/AddDate.svelte";
import ChangeDialog from "../../../src/pages/office/session/ChangeDialog.svelte";
import { PLANNER, Refused, series, session, signedIn, type Answers } from "./signed-in";

async function open(doing: "move" | "cancel", answers: Answers, of = series) {
  const given = signedIn(PLANNER, answers);
  const onchanged = vi.fn().mockResolvedValue(undefined);
  const screen = await render(ChangeDialog, { office: given.office, session, series: of, doing, venues: ["みどり館"], onchanged, onclose: vi.fn(), onagain: vi.fn() });
  const dialog = screen.getByRole("dialog");
  await expect.element(dialog).toBeVisible();
  return { ...given, dialog, onchanged, press: (name: string) => dialog.getByRole("button", { name, exact: true }).click() };
}

test("nothing is moved to where it is already", async () => {
  const { dialog, press, asked } = await open("move", {});
  await press("移す");
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("日か時間か、ところを変えてください");
  expect(asked).toEqual([]);
});

test("one date is moved, with the version that was seen, and the note takes it back", async () => {
  const { dialog, press, said, onchanged, office } = await open("move", { "POST /series/s1/changes": { ...series, version: 8 } });
  await dialog.getByLabelText("新しい日").fill("2031-04-27");
  await expect.element(dialog.getByText("2031年4月27日(日) 14:00〜16:00")).toBeVisible();
  await press("移す");
  await expect.element(dialog).not.toBeInTheDocument();
  const change = { kind: "move", date: "2031-04-20", rule: "r1", note: "", scope: "this", to: { date: "2031-04-27", start: "14:00", end: "16:00" } };
  expect(said("POST /series/s1/changes")).toEqual([{ change, version: 7 }]);
  expect(onchanged).toHaveBeenCalledWith(expect.objectContaining({ version: 8 }));
  expect(office.notes.all).toEqual([expect.objectContaining({ text: "第3日曜を移しました", undo: expect.any(Function) as unknown })]);
});

const old = new Refused(409, { code: "version_old", message: "ほかの人が先に変えました。", fields: [] });

/** Somebody else has moved the date, and what is asked for from the old one is refused. */
async function conflict(doing: "move" | "cancel", type: (dialog: Locator) => Promise<void>) {
  const answers = { "POST /series/s1/changes": [old, { ...series, version: 9 }] };
  const given = signedIn(PLANNER, answers);
  const props = { office: given.office, session, series, doing, venues: [], onclose: vi.fn(), onagain: vi.fn() };
  const moved = { ...session, start: "2031-04-27T14:00:00+09:00", end: "2031-04-27T16:00:00+09:00", note: "会場のつごう" };
  const theirs = { ...series, version: 8, last_change: "4月20日(日)を4月27日(日)に移しました" };
  const onchanged = vi.fn((after: unknown): Promise<void> => (after === null ? screen.rerender({ ...props, onchanged, session: moved, series: theirs }) : Promise.resolve()));
  const screen = await render(ChangeDialog, { ...props, onchanged });
  const dialog = screen.getByRole("dialog");
  await type(dialog);
  await dialog.getByRole("button", { name: doing === "move" ? "移す" : "中止にする", exact: true }).click();
  const both = dialog.getByRole("region", { name: "ほかの人が先に保存しました" });
  for (const text of ["4月27日(日) 14:00〜16:00", "会場のつごう", theirs.last_change]) await expect.element(both).toHaveTextContent(text);
  return { ...given, dialog, both, onchanged };
}

test("when somebody else was faster, both are seen, and mine is asked for once I have chosen it", async () => {
  const { dialog, both, said } = await conflict("cancel", (open) => open.getByRole("textbox", { name: "ひとこと" }).fill("台風のため"));
  await expect.element(both).toHaveTextContent("中止にする・この回だけ・台風のため");
  expect(said("POST /series/s1/changes")).toHaveLength(1);
  await both.getByRole("button", { name: "入れたもので保存する" }).click();
  await expect.element(dialog).not.toBeInTheDocument();
  const change = expect.objectContaining({ kind: "cancel", note: "台風のため" }) as unknown;
  expect(said("POST /series/s1/changes")).toEqual([{ change, version: 7 }, { change, version: 8 }]);
});

test("or theirs stands in the sheet, and I go on from there", async () => {
  const { dialog, both, said } = await conflict("move", (open) => open.getByLabelText("新しい日").fill("2031-05-04"));
  await expect.element(both).toHaveTextContent("移す・この回だけ・2031年5月4日(日) 14:00〜16:00");
  await both.getByRole("button", { name: "いまの内容にする" }).click();
  await expect.element(dialog.getByLabelText("新しい日")).toHaveValue("2031-04-27");
  expect(said("POST /series/s1/changes")).toHaveLength(1);
  await dialog.getByLabelText("新しい日").fill("2031-05-11");
  await dialog.getByRole("button", { name: "移す", exact: true }).click();
  await expect.poll(() => said("POST /series/s1/changes").at(-1)).toMatchObject({ version: 8, change: { to: { date: "2031-05-11" } } });
});

test("so it is with one more date of a series that somebody else has changed", async () => {
  const { office, said } = signedIn(PLANNER, { "POST /series/s1/changes": [old, { ...series, version: 9 }] });
  const props = { office, series, venues: [], onclose: vi.fn(), onagain: vi.fn() };
  const theirs = { ...series, version: 8, reading: "毎月第1日曜 14時〜16時", last_change: "くりかえしを変えました" };
  const onchanged = vi.fn((): Promise<void> => screen.rerender({ ...props, onchanged, series: theirs }));
  const screen = await render(AddDate, { ...props, onchanged });
  await screen.getByLabelText(/^日/).fill("2031-05-06");
  await screen.getByRole("button", { name: "足す", exact: true }).click();
  const both = screen.getByRole("region", { name: "ほかの人が先に保存しました" });
  for (const text of ["毎月第1日曜", "くりかえしを変えました", "足す・2031年5月6日(火) 14:00〜16:00"]) await expect.element(both).toHaveTextContent(text);
  expect(said("POST /series/s1/changes")).toHaveLength(1);
  await both.getByRole("button", { name: "入れたもので保存する" }).click();
  await expect.poll(() => said("POST /series/s1/changes").at(-1)).toMatchObject({ version: 8, change: { kind: "add", date: "2031-05-06" } });
});

test("what reaches further than this date shows first what will come of it", async () => {
  const reading = "毎月第4日曜 14時〜16時";
  const shown = { reading, timezone: "Asia/Tokyo", first: "", last: "", count: 0, dates: [], not_held: [], without_effect: [], problems: [], clashes: [] };
  const { dialog, said } = await open("move", { "POST /schedule/preview": shown });
  await dialog.getByText("この回とこれ以降").click();
  await dialog.getByLabelText("新しい日").fill("2031-04-27");
  await expect.element(dialog.getByText(reading)).toBeVisible();
  const [asked] = said("POST /schedule/preview") as { schedule: { changes: object[] }; series: string }[];
  expect(asked?.series).toBe("s1");
  expect(asked?.schedule.changes).toEqual([expect.objectContaining({ kind: "move", scope: "later" })]);
});

test("what is let be changes nothing", async () => {
  const { dialog, press, asked, onchanged } = await open("cancel", {});
  await press("変えません");
  await expect.element(dialog).not.toBeInTheDocument();
  expect(asked).toEqual([]);
  expect(onchanged).not.toHaveBeenCalled();
});

test("of a course one more date is asked for only where somebody wants it, and of other series nobody is asked", async () => {
  const [rule] = series.series.schedule.rules ?? [];
  const schedule = { ...series.series.schedule, rules: [{ start: "14:00", ...rule, id: "r1", held: 10 }] };
  const course = { ...series, series: { ...series.series, schedule } };
  const { dialog, press, said } = await open("cancel", { "POST /series/s1/changes": { ...course, version: 8 } }, course);
  await dialog.getByText("中止した分を、あとに足す").click();
  await press("中止にする");
  await expect.element(dialog).not.toBeInTheDocument();
  expect(said("POST /series/s1/changes")).toEqual([{ change: expect.objectContaining({ kind: "cancel", make_up: true }) as unknown, version: 7 }]);
});

test("where there is no course, nobody is asked about one more date", async () => {
  const { dialog } = await open("cancel", {});
  await expect.element(dialog.getByText("中止した分を、あとに足す")).not.toBeInTheDocument();
});
