/** Making a series: the pattern that is chosen is the rule that is asked for, its sentence is read back, and errors stand where they belong. */
import { expect, test } from "vitest";
import { render, type RenderResult } from "vitest-browser-svelte";
import SeriesForm from "../../../src/pages/office/series/SeriesForm.svelte";
import type { Rule } from "../../../src/protocol/office.gen";
import { invalid, PLANNER, Refused, programme, series, signedIn, type Answers } from "./signed-in";

const preview = (reading: string) => ({
  reading, timezone: "Asia/Tokyo", first: "2031-04-01", last: "2031-09-30", count: 0,
  dates: [], not_held: [], without_effect: [], problems: [], clashes: [],
});

const ground: Answers = {
  "GET /programmes": { programmes: [programme] },
  "GET /venues": { venues: [] },
  "GET /crew": { crew: [] },
  "GET /kinds": { kinds: [] },
  "POST /schedule/preview": preview("毎月第3日曜 14時〜16時"),
};

async function open(answers: Answers = {}) {
  const given = signedIn(PLANNER, { ...ground, ...answers });
  const screen = await render(SeriesForm, { office: given.office, programme: "p1" });
  await expect.element(screen.getByRole("heading", { name: "予定をつくる", level: 1 })).toBeVisible();
  return { ...given, screen };
}

const make = (screen: RenderResult<typeof SeriesForm>) => screen.getByRole("button", { name: "この内容でつくる" });

test("the pattern that is chosen is the rule that is asked for, and its sentence is read back", async () => {
  const { screen, said } = await open({
    "POST /schedule/preview": [preview("毎月第3日曜 14時〜16時"), preview("毎月第1・第3木曜 14時〜16時")],
  });
  const rules = () => (said("POST /schedule/preview").at(-1) as { schedule: { rules: Rule[] } } | undefined)?.schedule.rules;
  await expect.element(screen.getByText("毎月第3日曜 14時〜16時")).toBeVisible();
  expect(rules()?.map((rule) => rule.rule)).toEqual(["FREQ=MONTHLY;BYDAY=3SU"]);
  // Both within the time that the preview waits for more to be typed, or not: the last question decides.
  await screen.getByRole("combobox", { name: "曜日" }).selectOptions("木曜");
  await screen.getByRole("checkbox", { name: "第1" }).click();
  await expect.poll(() => rules()?.map((rule) => rule.rule)).toEqual(["FREQ=MONTHLY;BYDAY=1TH,3TH"]);
  await expect.element(screen.getByText("毎月第1・第3木曜 14時〜16時")).toBeVisible();
});

test("what has not been chosen is said beside its question, and nothing is sent", async () => {
  const { screen, said } = await open();
  await screen.getByRole("combobox", { name: "くりかえし" }).selectOptions("毎週");
  const days = screen.getByRole("group", { name: "曜日" });
  // 第◯曜's weekday comes along, so that 毎週 begins with it.
  await expect.element(days.getByRole("checkbox", { name: "日曜日" })).toBeChecked();
  await days.getByRole("checkbox", { name: "日曜日" }).click();
  await expect.element(days).not.toHaveAccessibleDescription("曜日を選んでください");
  await make(screen).click();
  await expect.element(days).toHaveAccessibleDescription("曜日を選んでください");
  await expect.element(days.getByRole("checkbox", { name: "日曜日" })).toHaveFocus();
  expect(said("POST /series")).toEqual([]);
});

test("what the server refuses stands beside the field it is about, and the first of them has the focus", async () => {
  const { screen, said } = await open({
    "POST /series": [
      invalid({
        "series.title": "名前が長すぎます",
        "series.schedule.rules.0.end": "始まりより後にしてください",
        "series.capacities.hall": "もう少し小さく",
        "series.note": "メモが長すぎます",
      }),
      series,
    ],
  });
  const title = screen.getByRole("textbox", { name: /^名前/ });
  await title.fill("夕方の居場所 水曜");
  await make(screen).click();
  await expect.element(title).toHaveAccessibleDescription(/名前が長すぎます$/);
  await expect.element(title).toHaveFocus();
  await expect.element(screen.getByLabelText("終わり", { exact: true })).toHaveAccessibleDescription("始まりより後にしてください");
  await expect.element(screen.getByRole("textbox", { name: "会場", exact: true })).toHaveAccessibleDescription("もう少し小さく");
  await expect.element(screen.getByRole("textbox", { name: "オンライン", exact: true })).not.toHaveAttribute("aria-invalid");
  await expect.element(screen.getByRole("textbox", { name: "職員のメモ" })).toHaveAccessibleDescription(/メモが長すぎます$/);
  await expect.element(title).toHaveValue("夕方の居場所 水曜");
  await make(screen).click();
  await expect.poll(() => location.hash).toBe("#/series/s1");
  expect(said("POST /series")).toHaveLength(2);
});

test("a count that is refused is said at its own box, whose part opens, and the focus is there", async () => {
  const fields = [{ at: "series.schedule.rules.0.rule", code: "rule_count", message: "全部で何回(COUNT)は、1 から 5000 までの数です" }];
  const { screen } = await open({ "POST /series": new Refused(422, { code: "invalid", message: "入れたものを確かめてください。", fields }) });
  await screen.getByRole("textbox", { name: /^名前/ }).fill("夕方の居場所");
  await make(screen).click();
  const count = screen.getByRole("textbox", { name: "全部で何回" });
  await expect.element(count).toHaveFocus();
  await expect.element(count).toHaveAccessibleDescription(/1 から 5000 までの数です$/);
  await expect.element(screen.getByRole("group", { name: "第何週" })).not.toHaveAccessibleDescription(/5000/);
  expect(screen.container.querySelectorAll('[aria-invalid="true"]')).toHaveLength(1);
});

const edited: Answers = { ...ground, "GET /series/s1": series, "POST /schedule/preview": preview("第2土曜に変わります") };

async function change(answers: Answers) {
  const given = signedIn(PLANNER, { ...edited, ...answers });
  const screen = await render(SeriesForm, { office: given.office, series: "s1" });
  const title = screen.getByRole("textbox", { name: /^名前/ });
  await expect.element(title).toBeVisible();
  return { ...given, screen, title, save: screen.getByRole("button", { name: "この内容にする" }) };
}

const old = new Refused(409, { code: "version_old", message: "ほかの人が先に変えました。", fields: [] });
const theirs = { ...series, version: 8, reading: "毎月第1日曜 14時〜16時", series: { ...series.series, title: "朝の居場所", note: "鍵は受付" } };

async function conflict() {
  const given = await change({ "GET /series/s1": [series, theirs], "PUT /series/s1": [old, { ...theirs, version: 9 }] });
  await given.title.fill("夕方の居場所 水曜");
  await given.save.click();
  const both = given.screen.getByRole("region", { name: "ほかの人が先に保存しました" });
  for (const text of ["朝の居場所", "夕方の居場所 水曜", "鍵は受付"]) await expect.element(both).toHaveTextContent(text);
  expect(both.element().textContent).not.toContain("いつひらくか");
  return { ...given, both };
}

test("somebody else was faster: mine is saved over theirs once I have seen theirs, with the rules that they made", async () => {
  const { both, said } = await conflict();
  await both.getByRole("button", { name: "入れたもので保存する" }).click();
  await expect.poll(() => location.hash).toBe("#/series/s1");
  const asked = said("PUT /series/s1") as { series: typeof series.series; version: number }[];
  expect(asked.map((each) => [each.version, each.series.title])).toEqual([[7, "夕方の居場所 水曜"], [8, "夕方の居場所 水曜"]]);
});

test("or theirs stands in the form, and I go on from there", async () => {
  const { both, title, save, said, screen } = await conflict();
  await both.getByRole("button", { name: "いまの内容にする" }).click();
  await expect.element(title).toHaveValue("朝の居場所");
  await expect.element(title).toHaveFocus();
  await screen.getByRole("button", { name: /^だれが・どうやって/ }).click();
  await expect.element(screen.getByRole("textbox", { name: "職員のメモ" })).toHaveValue("鍵は受付");
  await title.fill("朝の居場所 二");
  await save.click();
  await expect.poll(() => location.hash).toBe("#/series/s1");
  expect(said("PUT /series/s1").at(-1)).toMatchObject({ version: 8, series: { title: "朝の居場所 二", note: "鍵は受付" } });
});

test("a changed repetition is read beside theirs, and asked for once theirs was seen", async () => {
  const schedule = { ...series.series.schedule, ends_on: null, holidays: "hold" as const, closed: [], on_closed: "skip" as const };
  const whole = { ...series, series: { ...series.series, schedule } };
  const { screen, save, said } = await change({ "GET /series/s1": [whole, theirs], "POST /series/s1/changes": [old, { ...theirs, version: 9 }] });
  await screen.getByText("くりかえしを変える").click();
  await screen.getByRole("combobox", { name: "曜日" }).selectOptions("土曜");
  await expect.element(screen.getByText("第2土曜に変わります")).toBeVisible();
  await save.click();
  const both = screen.getByRole("region", { name: "ほかの人が先に保存しました" });
  await expect.element(both).toHaveTextContent("毎月第1日曜 14時〜16時");
  await expect.element(both).toHaveTextContent("第2土曜に変わります");
  await both.getByRole("button", { name: "いまの内容にする" }).click();
  await expect.element(screen.getByText("毎月第1日曜 14時〜16時", { exact: true })).toBeVisible();
  expect(said("POST /series/s1/changes")).toHaveLength(1);
});

test("what was typed before a reload is taken up again with the version it began with, or thrown away", async () => {
  const first = await change({});
  await first.title.fill("書きかけの名前");
  await first.screen.unmount();
  const again = await change({ "GET /series/s1": theirs, "PUT /series/s1": old });
  await expect.element(again.title).toHaveValue("書きかけの名前");
  await again.save.click();
  await expect.element(again.screen.getByRole("region", { name: "ほかの人が先に保存しました" })).toBeVisible();
  expect(again.said("PUT /series/s1")).toEqual([expect.objectContaining({ version: 7 })]);
  await again.screen.getByRole("button", { name: "捨てて、やり直す" }).click();
  await expect.element(again.title).toHaveValue("朝の居場所");
  await again.title.fill("朝の居場所 二");
  await again.save.click();
  await expect.poll(() => again.said("PUT /series/s1").at(-1)).toMatchObject({ version: 8 });
});

test("where nobody answers what was typed stays, and is sent again as the same", async () => {
  const { screen, sent, said } = await open({ "POST /series": [new Refused(503, { code: "lost", message: "つながりませんでした。", fields: [] }), series] });
  await screen.getByRole("textbox", { name: /^名前/ }).fill("夕方の居場所 木曜");
  await make(screen).click();
  await expect.element(screen.getByRole("alert").getByText("何度送っても、二つになることはありません。")).toBeVisible();
  await screen.getByRole("button", { name: "もう一度送る" }).click();
  await expect.poll(() => location.hash).toBe("#/series/s1");
  const [one, other] = said("POST /series");
  expect(other).toEqual(one);
  const [key, next] = sent("POST /series", "Idempotency-Key");
  expect(key).toBeTruthy();
  expect(next).toBe(key);
  expect(JSON.stringify(sessionStorage)).not.toContain("夕方の居場所 木曜");
});
