/** The run sheet in the form of a programme: written, moved by keys, drawn by a pointer, taken out and put back, and shown. */
import { expect, test } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import "../../../src/ui/tokens.css";
import "../../../src/ui/base.css";
import "../../../src/pages/office/office.css";
import { keepUnder, keyOf } from "../../../src/pages/office/form/drafts.svelte";
import ProgrammeForm from "../../../src/pages/office/programmes/ProgrammeForm.svelte";
import { bodyOf, formOf, movedTo, nextKey } from "../../../src/pages/office/programmes/programme";
import { stepsTold } from "../../../src/pages/office/programmes/summaries";
import RunSheet from "../../../src/pages/office/session/RunSheet.svelte";
import { spansOf } from "../../../src/pages/office/session/run-sheet";
import type { ProgrammeBody, RunStep } from "../../../src/protocol/office.gen";
import type { Ideas } from "../../../src/protocol/wire";
import { PLANNER, Refused, programme, session, signedIn } from "./signed-in";

const NOTES = "お茶をすすめてから";
const STEPS: RunStep[] = [
  { title: "お話", minutes: 60, mode: "lecture", speak: "listen", text: "ゆっくり聞いてください", notes: NOTES },
  { title: "休憩", minutes: 10 },
  { title: "おしゃべり", minutes: 40, mode: "tables", speak: "voice" },
];

async function open(steps: readonly RunStep[] = STEPS, answers: Parameters<typeof signedIn>[1] = {}) {
  const { office, said } = signedIn(PLANNER, { "PUT /programmes/p1": programme, ...answers });
  const shown = { ...programme, programme: { ...programme.programme, steps: [...steps] } };
  const screen = await render(ProgrammeForm, { office, shown, kinds: [] });
  await screen.getByRole("button", { name: /^時間と段取り/ }).click();
  const titles = () => screen.getByRole("textbox", { name: /番目にすること$/ }).elements().map((each) => (each as HTMLInputElement).value);
  const saved = async () => {
    await screen.getByRole("button", { name: "保存する" }).click();
    await expect.poll(() => said("PUT /programmes/p1")).toHaveLength(1);
    return (said("PUT /programmes/p1")[0] as ProgrammeBody).steps;
  };
  return { office, screen, titles, saved };
}

test("a body becomes a form and the same body again", () => {
  expect(bodyOf(formOf({ ...programme.programme, steps: STEPS })).steps).toEqual([
    STEPS[0],
    { title: "休憩", minutes: 10, mode: "", speak: "", text: "", notes: "" },
    { ...STEPS[2], text: "", notes: "" },
  ]);
});

test("a draft that was kept before steps had words goes on from there", async () => {
  const { office, said } = signedIn(PLANNER, { "PUT /programmes/p1": programme });
  const value = { ...formOf(programme.programme), steps: [{ key: 0, title: "お茶", minutes: 5, mode: "" }] };
  keepUnder(keyOf(office, "programme p1"), { value, seen: "1", begun: {} });
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.poll(() => (said("PUT /programmes/p1")[0] as ProgrammeBody | undefined)?.steps).toEqual([
    { title: "お茶", minutes: 5, mode: "", speak: "", text: "", notes: "" },
  ]);
});

test("a programme keeps a kind that is not offered any more, and says so", async () => {
  const { office, said } = signedIn(PLANNER, { "PUT /programmes/p1": programme });
  const shown = { ...programme, programme: { ...programme.programme, kind: "tea" } };
  const ready = { kind: "ibasho", title: "居場所", about: "家からでも。", example_rule: "FREQ=WEEKLY;BYDAY=WE", programme: programme.programme };
  const screen = await render(ProgrammeForm, { office, shown, kinds: [ready] });
  await expect.element(screen.getByRole("combobox", { name: /種類/ })).toHaveDisplayValue("tea(いまは一覧にない種類)");
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.poll(() => (said("PUT /programmes/p1")[0] as ProgrammeBody | undefined)?.kind).toBe("tea");
});

test("what a step lays in the middle is chosen, a prompt is written, and both are saved and told", async () => {
  const { screen, saved } = await open([{ title: "お茶", minutes: 5, brings: { kind: "themes" } }, { title: "話す", minutes: 20 }]);
  await expect.element(screen.getByRole("combobox", { name: "1番目のはじめに出すもの" })).toHaveDisplayValue("話したいテーマの板");
  await screen.getByRole("combobox", { name: "2番目のはじめに出すもの" }).selectOptions("お題");
  await userEvent.fill(screen.getByRole("textbox", { name: "2番目に出すお題" }), "すきな季節");
  const steps = await saved();
  expect(steps?.map((each) => each.brings)).toEqual([{ kind: "themes" }, { kind: "prompt", text: "すきな季節" }]);
  expect(stepsTold(formOf({ ...programme.programme, steps: steps ?? [] }).steps)).toContain("お題「すきな季節」");
});

const season = { ja: "すきな季節", ja_simple: "すきな季節", en: "A season" };
const IDEAS: Ideas = {
  prompts: [],
  cards: [{ id: "skies", title: { ja: "空", ja_simple: "空", en: "Skies" }, ideas: [] }],
  activities: [{
    id: "season", title: season, about: season, first: "まず私から言いますね。", least: 2, most: 40, minutes: 8, pressure: 2, ways: ["voice"],
    listening: "聞くだけで。", paper: "紙に書きます。", start: { kind: "prompt", text: "すきな季節" },
  }],
};

test("a step brings an activity of the library, its card is seen before, and the preview says what lies there", async () => {
  const { screen, saved } = await open([{ title: "お茶", minutes: 5 }, { title: "空", minutes: 5 }], { "GET /api/ideas": IDEAS });
  const choice = screen.getByRole("combobox", { name: "1番目のはじめに出すもの" });
  await expect.poll(() => (choice.element() as HTMLSelectElement).options.length).toBe(6);
  const groups = [...(choice.element() as HTMLSelectElement).querySelectorAll("optgroup")].map((each) => each.label);
  expect(groups).toEqual(["アクティビティ(やさしい)", "カードの山"]);
  await choice.selectOptions("すきな季節");
  await expect.element(screen.getByText("まず私から言いますね。")).toBeVisible();
  await screen.getByRole("combobox", { name: "2番目のはじめに出すもの" }).selectOptions("空");
  const preview = screen.getByRole("region", { name: "部屋では、こう見えます" });
  await expect.element(preview.getByText("まん中に: アクティビティ「すきな季節」")).toBeVisible();
  await expect.element(preview.getByText("まん中に: カードの山「空」")).toBeVisible();
  expect((await saved())?.map((each) => each.brings)).toEqual([{ kind: "activity", activity: "season" }, { kind: "cards", deck: "skies" }]);
});

test("what a step brings and is not in the list any more is kept, and said", async () => {
  const gone: RunStep = { title: "お茶", minutes: 5, brings: { kind: "activity", activity: "weather" } };
  const { screen, saved } = await open([gone], { "GET /api/ideas": IDEAS });
  await expect.element(screen.getByText(/これは、いまは一覧にありません/)).toBeVisible();
  await expect.element(screen.getByRole("combobox", { name: "1番目のはじめに出すもの" })).toHaveDisplayValue("「weather」(いまは一覧にありません)");
  expect((await saved())?.[0]?.brings).toEqual({ kind: "activity", activity: "weather" });
});

test("where the list does not come, what was chosen stays", async () => {
  const { screen, saved } = await open([{ title: "お茶", minutes: 5, brings: { kind: "activity", activity: "weather" } }]);
  await expect.element(screen.getByText(/一覧を読みこめませんでした/)).toBeVisible();
  expect(screen.getByText(/これは、いまは一覧にありません/).elements()).toHaveLength(0);
  expect((await saved())?.[0]?.brings).toEqual({ kind: "activity", activity: "weather" });
});

test("moving changes the order and nothing else; a key that may come back is not given away", () => {
  const steps = formOf({ ...programme.programme, steps: STEPS }).steps;
  expect(movedTo(steps, 0, 2).map((each) => each.key)).toEqual([1, 2, 0]);
  expect(movedTo(steps, 2, 0).map((each) => each.key)).toEqual([2, 0, 1]);
  expect(nextKey(steps)).toBe(3);
  expect(nextKey(steps.slice(0, 2), 2)).toBe(3);
});

test("what is written of a step is saved", async () => {
  const { screen, saved } = await open();
  await screen.getByRole("combobox", { name: "2番目の部屋の使いかた" }).selectOptions("居場所(自由に過ごす)");
  await screen.getByRole("combobox", { name: "2番目の参加のしかた" }).selectOptions("文字で(マイクは休み)");
  await screen.getByRole("button", { name: /^2番目の言葉とメモ/ }).click();
  await screen.getByRole("textbox", { name: "みんなへの言葉" }).fill("お茶にしましょう");
  await screen.getByRole("textbox", { name: "職員のメモ" }).fill("時刻を言う");
  await expect.element(screen.getByRole("button", { name: /^2番目の言葉とメモ/ })).toHaveAccessibleName(/「お茶にしましょう」・メモあり$/);
  expect((await saved())?.[1]).toEqual({ title: "休憩", minutes: 10, mode: "ibasho", speak: "text", text: "お茶にしましょう", notes: "時刻を言う" });
});

test("a step is moved by keys, and the focus stays with it", async () => {
  const { screen, titles, saved } = await open();
  const down = screen.getByRole("button", { name: "1番目「お話」を下へ" });
  (down.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.poll(titles).toEqual(["休憩", "お話", "おしゃべり"]);
  await expect.element(screen.getByRole("button", { name: "2番目「お話」を下へ" })).toHaveFocus();
  await userEvent.keyboard(" ");
  await expect.poll(titles).toEqual(["休憩", "おしゃべり", "お話"]);
  await expect.element(screen.getByRole("button", { name: "3番目「お話」を上へ" })).toHaveFocus();
  expect((await saved())?.map((each) => each.notes)).toEqual(["", "", NOTES]);
});

test("a step is drawn by its grip to where it is let go; Escape leaves it where it was", async () => {
  await page.viewport(1280, 900);
  const { screen, titles } = await open();
  const rows = () => [...screen.container.querySelectorAll<HTMLElement>("[data-step]")];
  const grip = () => rows()[0]?.querySelector<HTMLElement>("[data-grip]") as HTMLElement;
  const far = () => {
    const [first, , last] = rows().map((each) => each.getBoundingClientRect());
    return (last?.top ?? 0) - (first?.top ?? 0);
  };
  // Capture is for real pointers alone.
  HTMLElement.prototype.setPointerCapture = () => undefined;
  const pointer = (type: string, clientY: number) =>
    grip().dispatchEvent(new PointerEvent(type, { bubbles: true, cancelable: true, button: 0, pointerId: 1, clientY }));
  const begun = 200;
  pointer("pointerdown", begun);
  pointer("pointermove", begun + far() + 10);
  await expect.poll(() => rows()[2]?.classList.contains("below")).toBe(true);
  await userEvent.keyboard("{Escape}");
  pointer("pointerup", begun);
  expect(titles()).toEqual(["お話", "休憩", "おしゃべり"]);
  pointer("pointerdown", begun);
  pointer("pointermove", begun + far() + 10);
  pointer("pointerup", begun + far() + 10);
  await expect.poll(titles).toEqual(["休憩", "おしゃべり", "お話"]);
});

test("a step that was taken out is put back where it was, with all that was written", async () => {
  const { office, screen, titles, saved } = await open();
  await screen.getByRole("button", { name: "1番目「お話」をはずす" }).click();
  await expect.poll(titles).toEqual(["休憩", "おしゃべり"]);
  await expect.element(screen.getByRole("button", { name: "1番目「休憩」をはずす" })).toHaveFocus();
  await screen.getByRole("button", { name: "段取りを加える" }).click();
  const note = office.notes.all.find((each) => each.text === "「お話」をはずしました");
  await note?.undo?.();
  await expect.poll(titles).toEqual(["お話", "休憩", "おしゃべり", ""]);
  await screen.getByRole("textbox", { name: "4番目にすること" }).fill("おわり");
  expect((await saved())?.[0]).toEqual(STEPS[0]);
});

test.each([
  ["段取りの合計は110分。1回の長さ120分まで、あと10分あります。", 40],
  ["段取りの合計は120分で、1回の長さとちょうど同じです。", 50],
  ["段取りの合計は130分。1回の長さ120分を、10分こえます。", 60],
])("the whole is laid against the session (%#)", async (words, minutes) => {
  const { screen } = await open([STEPS[0] as RunStep, { title: "休憩", minutes: 10 }, { title: "おしゃべり", minutes }]);
  await expect.element(screen.getByText(words)).toBeVisible();
});

test("beside stands the sheet as the room shows it, without the notes", async () => {
  const { screen } = await open();
  const sheet = screen.getByRole("region", { name: "部屋では、こう見えます" });
  await expect.element(sheet).toHaveTextContent(/お話60分 ゆっくり聞いてください/);
  expect(sheet.element().textContent).not.toContain(NOTES);
  await screen.getByRole("textbox", { name: "2番目にすること" }).fill("お茶");
  await expect.element(sheet).toHaveTextContent(/お茶10分/);
});

test.each([
  ["notes", "textbox", "職員のメモ"],
  ["text", "textbox", "みんなへの言葉"],
  ["minutes", "textbox", "2番目の時間(分)"],
  ["speak", "combobox", "2番目の参加のしかた"],
] as const)("what is wrong at %s is said at its box, which is opened", async (field, role, name) => {
  const fields = [{ at: `steps.1.${field}`, code: "string_too_long", message: "400文字までです" }];
  const { screen } = await open(STEPS, { "PUT /programmes/p1": new Refused(422, { code: "invalid", message: "入れたものを確かめてください。", fields }) });
  await screen.getByRole("button", { name: "保存する" }).click();
  const box = screen.getByRole(role, { name });
  await expect.element(box).toHaveFocus();
  await expect.element(box).toHaveAccessibleDescription(/400文字までです/);
});

test("two sheets are told apart in words", () => {
  const steps = formOf({ ...programme.programme, steps: STEPS }).steps;
  expect(stepsTold(steps).split("\n")[0]).toBe(`「お話」60分・お話を聞く・聞く(マイクと文字は休み)・「ゆっくり聞いてください」・メモ「${NOTES}」`);
});

test("steps follow each other by the clock of the place", () => {
  const { spans, end } = spansOf([{ minutes: 60 }, {}, { minutes: 10 }], "2031-04-20T14:00:00+09:00", "Asia/Tokyo");
  expect(spans).toEqual([{ from: "14:00", to: "15:00" }, { from: "15:00", to: "" }, { from: "15:00", to: "15:10" }]);
  expect(Date.parse(end)).toBe(Date.parse("2031-04-20T15:10:00+09:00"));
});

test("the sheet for the hall says hours and notes, and asks for no way in", async () => {
  const duties = [{ crew: "c1", name: "やまだ", task: "facilitate", url: "https://example.jp/f#secret-of-the-desk" }];
  const steps = STEPS.map((each) => ({ ...each, mode: each.mode ?? "lecture", speak: each.speak ?? "listen" }));
  const detail = { session, version: "1", entry: {}, capacities: {}, duties, clashes: [], conditions: [], steps: [...steps, { title: "片づけ", minutes: 30 }] };
  const { office, asked } = signedIn(PLANNER, { "GET /sessions/e1": detail });
  const screen = await render(RunSheet, { office, id: "e1" });
  const row = screen.getByRole("row", { name: /^14:00〜15:00/ });
  for (const words of ["お話60分", "お話を聞く", "聞く(マイクと文字は休み)", "ゆっくり聞いてください", NOTES]) await expect.element(row).toHaveTextContent(words);
  await expect.element(screen.getByText("段取りは16:20に終わります。会の終わりは16:00です。")).toBeVisible();
  await expect.element(screen.getByText("進行役 やまだ")).toBeVisible();
  expect(asked.map(([what]) => what)).toEqual(["GET /sessions/e1"]);
  expect(screen.container.innerHTML).not.toContain("secret-of-the-desk");
});
