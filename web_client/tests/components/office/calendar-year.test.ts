/** The year as twelve small months from April: which days have sessions, and how many. */
import { expect, onTestFinished, test, vi } from "vitest";
import { page } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Calendar from "../../../src/pages/office/calendar/Calendar.svelte";
import { weeksOf } from "../../../src/pages/office/when";
import { PLANNER, session, signedIn } from "./signed-in";

const rest = { series: "s1", programme: "p1", title: "水曜の縁側", rule: "a", date: "2032-01-01", reason: "closed" as const, why: "年末年始" };

test("a fiscal year stands in one page, and the days with sessions say how many", async () => {
  history.replaceState(null, "", "#/calendar?view=year&month=2032-02");
  const other = { ...session, id: "other" };
  const cancelled = { ...session, id: "cancelled", status: "cancelled" as const };
  const { office, asked } = signedIn(PLANNER, { "GET /programmes": { programmes: [] },
    "GET /sessions?first=2031-04-01&last=2032-03-31": { sessions: [session, other, cancelled], not_held: [rest], holidays: [] },
    "GET /sessions?first=2032-04-01&last=2033-03-31": { sessions: [session], not_held: [], holidays: [] },
  });
  const screen = await render(Calendar, { office });
  await expect.element(screen.getByRole("heading", { name: "2031年度" })).toBeVisible();
  const day = screen.getByRole("link", { name: /^2031年4月20日\(日\) 2回/ });
  await expect.element(day).toHaveAttribute("href", "#/calendar?month=2031-04&view=list");
  expect(screen.getByRole("table").all()).toHaveLength(12);
  await expect.element(screen.getByRole("cell", { name: "1年末年始で休み" })).toBeInTheDocument();
  await screen.getByRole("button", { name: "次の年度" }).click();
  await expect.poll(() => asked.at(-1)?.[0]).toBe("GET /sessions?first=2032-04-01&last=2033-03-31");
});

test("on a telephone the year begins with the month that is now, and earlier ones are a press away", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2032-11-12T12:00:00+09:00") });
  onTestFinished(() => { vi.useRealTimers(); });
  const nothing = { sessions: [session], not_held: [], holidays: [] };
  const look = async () => {
    history.replaceState(null, "", "#/calendar?view=year");
    const { office } = signedIn(PLANNER, { "GET /programmes": { programmes: [] }, "GET /sessions?first=2032-04-01&last=2033-03-31": nothing });
    return render(Calendar, { office });
  };
  await page.viewport(360, 740);
  onTestFinished(() => page.viewport(1280, 900));
  const phone = await look();
  await expect.element(phone.getByRole("table").first()).toHaveAccessibleName(/^2032年11月/);
  expect(document.activeElement).toBe(document.body);
  expect(scrollY).toBe(0);
  await phone.getByRole("button", { name: "終わった月も見る(7か月)" }).click();
  await expect.element(phone.getByRole("table").first()).toHaveAccessibleName(/^2032年4月/);
  await phone.unmount();
  await page.viewport(1280, 900);
  const wide = await look();
  await expect.element(wide.getByRole("table").first()).toHaveAccessibleName(/^2032年4月/);
  await expect.element(wide.getByRole("button", { name: /終わった月/ })).not.toBeInTheDocument();
});

test("the list of a month that has begun opens with what is next, and what is over is a press away", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: new Date("2032-05-12T12:00:00+09:00") });
  onTestFinished(() => { vi.useRealTimers(); });
  history.replaceState(null, "", "#/calendar?view=list");
  const [before, day, after] = ["2032-05-11", "2032-05-12", "2032-05-13"];
  const weeks = weeksOf("2032-05");
  const at = (date: string) => {
    const start = Date.parse(`${date}T12:00:00+09:00`);
    return { ...session, id: `on-${date}`, title: `会 ${date}`, start, end: start + 3_600_000, timezone: "Asia/Tokyo" };
  };
  const sessions = [before, day, after].map(at);
  const path = `GET /sessions?first=${weeks.first}&last=${weeks.last}`;
  const { office } = signedIn(PLANNER, { "GET /programmes": { programmes: [] }, [path]: { sessions, not_held: [], holidays: [] } });
  const screen = await render(Calendar, { office });
  const gone = screen.getByRole("link", { name: `会 ${before}` });
  await expect.element(screen.getByRole("link", { name: `会 ${day}` })).toBeVisible();
  await expect.element(screen.getByRole("link", { name: `会 ${after}` })).toBeVisible();
  await expect.element(gone).not.toBeInTheDocument();
  await screen.getByRole("button", { name: "終わった日も見る(1日)" }).click();
  await expect.element(gone).toBeVisible();
  await screen.getByRole("button", { name: "終わった日をたたむ" }).click();
  await expect.element(gone).not.toBeInTheDocument();
});

test("a month that is over is shown whole", async () => {
  history.replaceState(null, "", "#/calendar?view=list&month=2024-05");
  const weeks = weeksOf("2024-05");
  const start = Date.parse("2024-05-12T12:00:00+09:00");
  const sessions = [{ ...session, id: "on", title: "昔の会", start, end: start + 3_600_000, timezone: "Asia/Tokyo" }];
  const { office } = signedIn(PLANNER, { "GET /programmes": { programmes: [] }, [`GET /sessions?first=${weeks.first}&last=${weeks.last}`]: { sessions, not_held: [], holidays: [] } });
  const screen = await render(Calendar, { office });
  await expect.element(screen.getByRole("link", { name: "昔の会" })).toBeVisible();
  await expect.element(screen.getByRole("button", { name: /終わった日/ })).not.toBeInTheDocument();
});
