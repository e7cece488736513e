/** 移す・中止にする: asked for with the version one saw, and when somebody else was faster nothing that was typed is lost. */
import { expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
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

test("when somebody else was faster, the newest is fetched and what was typed stays", async () => {
  const old = new Refused(409, { code: "version_old", message: "古い版です", fields: [] });
  const { dialog, press, onchanged } = await open("cancel", { "POST /series/s1/changes": old });
  const note = dialog.getByRole("textbox", { name: "ひとこと" });
  await note.fill("台風のため");
  await press("中止にする");
  await expect.element(dialog.getByRole("alert")).toHaveTextContent("ほかの人が先に変えました。最新の内容にしました");
  await expect.element(note).toHaveValue("台風のため");
  expect(onchanged).toHaveBeenCalledWith(null);
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
