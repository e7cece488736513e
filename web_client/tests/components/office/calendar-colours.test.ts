/** Colours of the calendar: the same for a programme always, read by everybody, and never the only sign. */
import { expect, onTestFinished, test } from "vitest";
import { page } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import "../../../src/ui/tokens.css";
import "../../../src/ui/base.css";
import "../../../src/pages/office/office.css";
import AgendaView from "../../../src/pages/office/calendar/AgendaView.svelte";
import MonthView from "../../../src/pages/office/calendar/MonthView.svelte";
import YearView from "../../../src/pages/office/calendar/YearView.svelte";
import { HUES, marksOf } from "../../../src/pages/office/calendar/hues";
import type { SessionShown } from "../../../src/protocol/office.gen";
import { session } from "./signed-in";

/** As many as there are colours. */
const one = Array.from({ length: HUES }, (_, index) => `programme${String(index)}`);
const marks = marksOf(one);
const dates = (month: string, more: Partial<SessionShown> = {}): SessionShown[] =>
  one.map((programme, index) => ({
    ...session, id: `e${String(index)}`, programme, programme_name: `会${String(index)}`, title: `会${String(index)}`, ...more,
    start: `${month}-${String(index + 10)}T14:00:00+09:00`, end: `${month}-${String(index + 10)}T16:00:00+09:00`,
  }));

function luminance(colour: string): number {
  const canvas = new OffscreenCanvas(1, 1).getContext("2d") as OffscreenCanvasRenderingContext2D;
  canvas.fillStyle = colour;
  canvas.fillRect(0, 0, 1, 1);
  const [red = 0, green = 0, blue = 0] = [...canvas.getImageData(0, 0, 1, 1).data].map((each) => {
    const part = each / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(element: Element): number {
  let ground = element;
  while (getComputedStyle(ground).backgroundColor === "rgba(0, 0, 0, 0)" && ground.parentElement !== null) ground = ground.parentElement;
  const [text, under] = [luminance(getComputedStyle(element).color), luminance(getComputedStyle(ground).backgroundColor)];
  return (Math.max(text, under) + 0.05) / (Math.min(text, under) + 0.05);
}

test("of as many programmes as there are colours no two share one, and of any number no two share a letter", () => {
  expect(new Set(one.map((id) => marks(id).hue)).size).toBe(HUES);
  const ids = Array.from({ length: 60 }, (_, index) => `programme${String(index)}`);
  const many = marksOf(ids);
  expect(new Set(ids.map((id) => many(id).letter)).size).toBe(ids.length);
  expect(one.map((id) => many(id))).toEqual(one.map((id) => marks(id)));
  const counted = ids.map((id) => many(id).hue).reduce((all, hue) => all.set(hue, (all.get(hue) ?? 0) + 1), new Map<string, number>());
  expect([...counted.values()].sort()).toEqual([7, 7, 7, 7, 8, 8, 8, 8]);
  expect(marksOf([null])(null).hue).toMatch(/^hue-[1-8]$/);
});

test("a year tells two programmes of one day apart without colours", async () => {
  const day = dates("2031-05").slice(0, 2).map((each) => ({ ...each, start: "2031-05-10T14:00:00+09:00", end: "2031-05-10T16:00:00+09:00" }));
  const year = await render(YearView, { sessions: day, marks, resting: [], named: [], april: "2031-04" });
  const link = year.getByRole("link", { name: "5月10日" }).element();
  const letters = [...link.querySelectorAll(".marks i")];
  expect(letters.map((each) => each.textContent)).toEqual(["A", "B"]);
  const legend = year.getByRole("list", { name: "色の意味" }).getByRole("listitem").all().map((each) => each.element().textContent);
  expect(legend).toEqual(["A会0", "B会1"]);
  for (const each of letters) {
    expect(contrast(each), "read on its ground").toBeGreaterThanOrEqual(4.5);
    expect(Number.parseFloat(getComputedStyle(each).fontSize)).toBeGreaterThanOrEqual(12);
  }
  expect(new Set(letters.map((each) => getComputedStyle(each).borderBottomColor)).size).toBe(2);
});

test.each(["light", "dark"] as const)("every colour is read in %s, coming or past, as are red numbers", async (theme) => {
  document.documentElement.dataset.theme = theme;
  onTestFinished(() => { delete document.documentElement.dataset.theme; });
  for (const [month, state] of [["2031-05", "planned"], ["2021-05", "ended"]] as const) {
    const named = [{ date: `${month}-14`, name: "こどもの日" }];
    const screen = await render(MonthView, { sessions: dates(month, { state }), marks, resting: [], named, month, label: "5月" });
    await expect.poll(() => screen.container.querySelectorAll("a").length).toBe(HUES);
    const grounds = new Set([...screen.container.querySelectorAll("a")].map((each) => getComputedStyle(each).backgroundColor));
    expect(grounds.size).toBe(HUES);
    for (const each of screen.container.querySelectorAll("a, a *, .number, .holiday")) expect(contrast(each), each.outerHTML).toBeGreaterThanOrEqual(4.5);
    await screen.unmount();
    const list = await render(AgendaView, { sessions: dates(month, { state, holiday: "こどもの日" }), marks, resting: [], label: "5月" });
    for (const each of list.container.querySelectorAll("th, td, td a")) expect(contrast(each), each.outerHTML).toBeGreaterThanOrEqual(4.5);
    await list.unmount();
    const year = await render(YearView, { sessions: dates(month, { state }), marks, resting: [], named, april: `${month.slice(0, 4)}-04` });
    for (const each of year.container.querySelectorAll("td, td a")) expect(contrast(each), each.outerHTML).toBeGreaterThanOrEqual(4.5);
    await expect.element(year.getByRole("list", { name: "色の意味" })).toHaveTextContent("会0");
    await year.unmount();
  }
});

test("numbers of Sundays and holidays are red, with the holiday's name", async () => {
  const named = [{ date: "2031-05-05", name: "こどもの日" }];
  const screen = await render(MonthView, { sessions: [], marks, resting: [], named, month: "2031-05", label: "5月" });
  await expect.poll(() => [...screen.container.querySelectorAll(".number.red")].map((each) => each.textContent).sort()).toEqual(["11", "18", "25", "27", "4", "5"]);
  await expect.element(screen.getByText("こどもの日")).toBeVisible();
});

test("what is over is told inside its cell of a narrow table", async () => {
  await page.viewport(800, 700);
  const screen = await render(MonthView, { sessions: dates("2021-05", { state: "ended" }), marks, resting: [], named: [], month: "2021-05", label: "5月" });
  await expect.poll(() => screen.container.querySelectorAll(".over").length).toBe(HUES);
  for (const each of screen.container.querySelectorAll(".over")) {
    const cell = each.closest("a")?.getBoundingClientRect() as DOMRect;
    for (const box of each.getClientRects()) expect(box.right).toBeLessThanOrEqual(cell.right);
    expect(Number(getComputedStyle(each).fontWeight)).toBeLessThan(Number(getComputedStyle(each.closest("a")?.querySelector("b") as Element).fontWeight));
  }
});
