/** Long forms are folded into lines that say what is set; nothing wrong stays hidden, and what was typed stays. */
import { expect, test } from "vitest";
import { userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import ProgrammeForm from "../../../src/pages/office/programmes/ProgrammeForm.svelte";
import { formOf } from "../../../src/pages/office/programmes/programme";
import { flowTold, placeTold, textsTold, whoTold } from "../../../src/pages/office/programmes/summaries";
import SeriesFields from "../../../src/pages/office/series/SeriesFields.svelte";
import { PLANNER, Refused, programme, series, signedIn } from "./signed-in";

const preview = { reading: "", timezone: "Asia/Tokyo", first: "", last: "", count: 0, courses: [], dates: [], not_held: [], without_effect: [], problems: [], clashes: [] };
const refused = (at: string) => new Refused(422, { code: "invalid", message: "入れたものを確かめてください。", fields: [{ at, code: "too_long", message: "長すぎます" }] });

test("each fold says in words what is set", () => {
  const form = formOf({ ...programme.programme, conditions: ["どなたでも"], capacities: { online: 20 }, steps: [{ title: "あいさつ", minutes: 10 }] });
  expect(whoTold(form)).toBe("対象: どなたでも・予約なし・出入り自由・定員 オンライン20人");
  expect(placeTold(form)).toMatch(/^オンラインと会場・.*・公開ページにのせる$/);
  expect(flowTold(form)).toBe("1回120分・30分前にひらく・段取り1つ・職員は進行役1人、係1人");
  expect(textsTold(form)).toBe("まだありません");
  expect(textsTold({ ...form, summary: { ...form.summary, ja: `${"あ".repeat(60)}\nつぎの行` } })).toBe(`「${"あ".repeat(48)}…」・日本語`);
  expect(whoTold({ ...form, form: "venue" })).toMatch(/定員なし$/);
});

test("a programme begins with what it needs; a part is opened and shut by keys, and its line follows", async () => {
  const { office } = signedIn(PLANNER);
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  expect(screen.getByRole("textbox").elements()).toHaveLength(1);
  const who = screen.getByRole("button", { name: /^だれが、どうやって/ });
  await expect.element(who).toHaveAttribute("aria-expanded", "false");
  (who.element() as HTMLElement).focus();
  await userEvent.keyboard("{Enter}");
  await expect.element(who).toHaveAttribute("aria-expanded", "true");
  await screen.getByRole("textbox", { name: "オンライン" }).fill("20");
  await userEvent.tab();
  await expect.element(who).toHaveAccessibleName(/定員 オンライン20人/);
  (who.element() as HTMLElement).focus();
  await userEvent.keyboard(" ");
  await expect.element(screen.getByRole("textbox", { name: "オンライン" })).not.toBeInTheDocument();
});

test.each([
  ["minutes", /^時間と段取り/, /1回の長さ/],
  ["summary.en", /^紹介の文/, /^紹介/],
  ["slug", /^ひらくところ/, /アドレス/],
] as const)("what is wrong at %s opens its part and has the focus", async (at, part, box) => {
  const { office } = signedIn(PLANNER, { "PUT /programmes/p1": refused(at) });
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.element(screen.getByRole("button", { name: part })).toHaveAttribute("aria-expanded", "true");
  await expect.element(screen.getByRole("textbox", { name: box }).first()).toHaveFocus();
});

test("the public card stands beside and follows what is typed", async () => {
  const { office } = signedIn(PLANNER);
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  const card = screen.getByRole("region", { name: "公開ページでは、こう見えます" });
  await screen.getByRole("textbox", { name: /^名前/ }).fill("朝の居場所");
  await expect.element(card).toHaveTextContent("朝の居場所");
  expect(card.element().querySelector("img")?.getAttribute("src")).toBe("/drawn/other.svg");
});

test("after a programme is saved, its dates come next", async () => {
  const { office } = signedIn(PLANNER, { "PUT /programmes/p1": programme });
  const screen = await render(ProgrammeForm, { office, shown: programme, kinds: [] });
  await screen.getByRole("button", { name: "保存する" }).click();
  await expect.poll(() => location.hash).toBe("#/programmes");
  office.follow();
  expect(office.next).toEqual({ label: "つづけて予定をつくる", href: "#/series/new?programme=p1" });
  office.go("/calendar");
  office.follow();
  expect(office.next).toBeNull();
});

test("of a series, who comes and how is one line; what is wrong there opens it", async () => {
  const wrong = refused("series.note");
  const { office } = signedIn(PLANNER, { "POST /schedule/preview": preview, "PUT /series/s1": wrong });
  const ground = { programmes: [programme], kinds: [], venues: [], today: "2031-04-01" };
  const screen = await render(SeriesFields, { office, programme: "p1", ground, people: [], shown: series });
  const who = screen.getByRole("button", { name: /^だれが・どうやって/ });
  await expect.element(who).toHaveAccessibleName(/入りかたはプログラムと同じ\(予約なし・出入り自由\)・定員はプログラムと同じ/);
  await screen.getByRole("textbox", { name: /^名前/ }).fill("朝の居場所");
  await screen.getByRole("button", { name: "この内容にする" }).click();
  await expect.element(who).toHaveAttribute("aria-expanded", "true");
  await expect.element(screen.getByRole("textbox", { name: /職員のメモ/ })).toHaveFocus();
});
