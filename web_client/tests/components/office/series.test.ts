/** Making a series: the pattern that is chosen is the rule that is asked for, its sentence is read back, and errors stand where they belong. */
import { expect, test } from "vitest";
import { render, type RenderResult } from "vitest-browser-svelte";
import SeriesForm from "../../../src/pages/office/series/SeriesForm.svelte";
import type { Rule } from "../../../src/protocol/office.gen";
import { invalid, PLANNER, programme, series, signedIn, type Answers } from "./signed-in";

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
