/** Dates that the calendar leaves out are told quietly, with why, in the table of weeks and in the list. */
import { expect, test } from "vitest";
import { render } from "vitest-browser-svelte";
import AgendaView from "../../../src/pages/office/calendar/AgendaView.svelte";
import MonthView from "../../../src/pages/office/calendar/MonthView.svelte";
import { marksOf } from "../../../src/pages/office/calendar/hues";
import type { NotHeldShown } from "../../../src/protocol/office.gen";

const base = { series: "s1", programme: "p1", title: "水曜の縁側", rule: "a" };
const resting: NotHeldShown[] = [
  { ...base, date: "2031-01-01", reason: "closed", why: "年末年始" },
  { ...base, date: "2031-01-13", reason: "holiday", why: "成人の日" },
  { ...base, date: "2031-01-22", reason: "taken", why: "海の日" },
];
const told = ["水曜の縁側 年末年始で休み", "水曜の縁側 成人の日で休み", "水曜の縁側 なし(移す先にもう会があります)"];

test("the list says them in a month without a single session", async () => {
  const screen = await render(AgendaView, { sessions: [], marks: marksOf([]), resting, label: "1月" });
  for (const words of told) await expect.element(screen.getByText(words)).toBeVisible();
  await expect.element(screen.getByText("2031年1月13日(月)")).toBeVisible();
});

test("the table of weeks says them, each with its day for those who hear it", async () => {
  const screen = await render(MonthView, { sessions: [], marks: marksOf([]), resting, named: [], month: "2031-01", label: "1月" });
  for (const words of told) await expect.element(screen.getByText(words)).toBeVisible();
  await expect.element(screen.getByText("2031年1月1日(水) 水曜の縁側 年末年始で休み")).toBeVisible();
});
