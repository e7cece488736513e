/** Where one does not get on: whom to call and where to go, what else there is, and that it goes when it is over. */
import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import { words } from "../../../src/i18n/words.svelte";
import Participant from "../../../src/pages/join/Participant.svelte";
import Contact from "../../../src/pages/ends/Contact.svelte";
import RoomBar from "../../../src/pages/room/RoomBar.svelte";
import { Sheets } from "../../../src/pages/room/sheets.svelte";
import type { Contact as ContactKind, JoinAnswer } from "../../../src/protocol/wire";
import { App } from "../../../src/ui/app.svelte";
import Connection from "../../../src/ui/Connection.svelte";
import type { Trouble, Voice } from "../../../src/voice/voice.svelte";
import { emptyView, FakeClock, FakeNetwork, joined, viewMessage } from "../../fakes";
import { here, stage, voiceThat } from "../stage";

const contact: ContactKind = { telephone: "042-000-0000", dial: "0420000000", hours: "平日", mail: "a@example.jp", note: "2階\n窓口", place: "会館", address: "南町1-2" };
const DAY = 86_400_000;

afterEach(() => {
  history.replaceState(null, "", location.pathname);
});

function answering(status: number, body: unknown, clock?: FakeClock) {
  localStorage.clear();
  sessionStorage.clear();
  const network = new FakeNetwork();
  const app = new App("r", {
    transport: network.transport,
    fetcher: () => Promise.resolve(new Response(JSON.stringify(body), { status })),
    ...(clock !== undefined && { clock }),
  });
  return { app, network };
}

test.each([
  [{}, "042-000-0000", "tel:0420000000"],
  [{ telephone: "", dial: "" }, "a@example.jp", "mailto:a@example.jp"],
] as const)("the telephone, or else the mail: %o", async (changes, name, href) => {
  const screen = await render(Contact, { contact: { ...contact, ...changes } });
  await expect.element(screen.getByRole("link", { name })).toHaveAttribute("href", href);
  await expect.element(screen.getByText("南町1-2")).toBeVisible();
  expect(screen.getByRole("link").elements()).toHaveLength(1);
});

test("what is neither is said as it stands, and nothing stands where nothing is known", async () => {
  const screen = await render(Contact, { contact: { ...contact, telephone: "", mail: "" }, walk: false });
  await expect.element(screen.getByText("窓口")).toBeVisible();
  expect(screen.getByText("南町1-2").elements()).toEqual([]);
  await screen.rerender({ contact: null });
  expect(screen.container.textContent).toBe("");
});

test("a wrong link tells whom the server names, in the language of the page", async () => {
  history.replaceState(null, "", "?lang=ja#wrong");
  const { app } = answering(403, { code: "link_unknown", retry_after: null, contact });
  const screen = await render(Participant, { app });
  await screen.getByRole("button", { name: "のぞいてみる" }).click();
  await expect.element(screen.getByRole("heading")).toHaveFocus();
  await expect.element(screen.getByRole("link", { name: "042-000-0000" })).toBeVisible();
  app.preferences.set({ language: "en" });
  await expect.element(screen.getByText(/please call/)).toBeVisible();
  app.preferences.set({ language: "ja" });
  await expect.element(screen.getByText(/お電話ください/)).toBeVisible();
});

async function atTheDoor(answer: Partial<JoinAnswer>) {
  history.replaceState(null, "", "?lang=ja#secret");
  const { app, network } = answering(200, { ...joined, contact, ...answer });
  const screen = await render(Participant, { app });
  await screen.getByRole("button", { name: "のぞいてみる" }).click();
  await vi.waitFor(() => { expect(network.attempts).toHaveLength(1); });
  return { app, network, screen };
}

test("where nobody else may look in one is told so, and looks in as soon as there is room", async () => {
  const { app, network, screen } = await atTheDoor({ next_date: 1_800_000_000_000, next_calendar: "/calendar/session/mark/day.ics" });
  network.last.receiver.refused("room_full");
  await expect.element(screen.getByRole("heading", { name: "いま、いっぱいです" })).toHaveFocus();
  await expect.element(screen.getByRole("link", { name: "042-000-0000" })).toBeVisible();
  await expect.element(screen.getByRole("link", { name: "カレンダーに入れる" })).toHaveAttribute("href", "/calendar/session/mark/day.ics");
  app.session.retryNow();
  await expect.element(screen.getByRole("heading", { name: "いま、いっぱいです" })).toBeVisible();
  network.last.receiver.view(viewMessage(1, { ...emptyView, entered: false }));
  await expect.element(screen.getByText("縁側から、部屋をのぞいています。")).toBeVisible();
});

test("a link opened days ahead shows the day until its doors open, and one of today the veranda", async () => {
  const { network, screen } = await atTheDoor({ calendar: "/calendar/session/mark/day.ics" });
  const { now } = viewMessage(1);
  const before = (ms: number) => ({ ...emptyView, entered: false, doors: "before" as const, steps: [{ title: "はじまり", minutes: 5, mode: null }], times: { early_at: now + ms, open_at: now + ms, closing_at: now + ms + 1, end_at: now + ms + 2 } });
  network.last.receiver.view(viewMessage(1, before(18 * DAY)));
  await expect.element(screen.getByRole("heading", { name: /にまた$/ })).toBeVisible();
  await expect.element(screen.getByRole("link", { name: "カレンダーに入れる" })).toBeVisible();
  expect(screen.getByText("はじまり").elements()).toEqual([]);
  network.last.receiver.view(viewMessage(2, before(60_000)));
  await expect.element(screen.getByText("はじまり")).toBeVisible();
  expect(screen.getByText("いまここ").elements()).toEqual([]);
  network.last.receiver.view(viewMessage(3, { ...before(60_000), doors: "open" }));
  await expect.element(screen.getByText("いまここ")).toBeVisible();
});

test("half a minute without a connection is told once, not earlier, and goes with it; staff's pages keep their one line", async () => {
  for (const at of ["bar", "end", "over"] as const) {
    const clock = new FakeClock();
    const { app, network } = answering(200, { ...joined, contact }, clock);
    await app.session.open({ secret: "secret" });
    network.last.receiver.view(viewMessage(1, here));
    const screen = await render(Connection, { app, at });
    network.last.receiver.closed();
    await vi.waitFor(() => { expect(app.session.status.state).toBe("lost"); });
    await expect.poll(() => { clock.pass(1500); return screen.container.textContent; }).toContain(words.t.connection.lost.trim());
    clock.pass(20_000);
    expect(screen.getByText(/つながらないままです/).elements()).toEqual([]);
    clock.pass(10_000);
    if (at === "over") {
      await expect.element(screen.getByText(words.t.connection.lost.trim())).toBeVisible();
      expect(screen.getByText(/つながらないままです/).elements()).toEqual([]);
    } else {
      await expect.element(screen.getByText(/つながらないままです/)).toBeVisible();
      await expect.element(screen.getByRole("link", { name: "042-000-0000" })).toBeVisible();
      app.session.retryNow();
      network.last.receiver.opened();
      network.last.receiver.view(viewMessage(2, here));
      await expect.element(screen.getByText(/つながらないままです/)).not.toBeInTheDocument();
    }
    await screen.unmount();
  }
});

test.each(["denied", "missing", "busy", "broken", "noPath", "noServer"] as const)("%s stands above the bar until it is put away", async (why: Trouble) => {
  const { app } = await stage();
  const voice = { ...voiceThat("off").voice, trouble: why } as unknown as Voice;
  const screen = await render(RoomBar, { app, voice, sheets: new Sheets(), waiting: false, write: () => undefined, leave: () => undefined });
  await expect.element(screen.getByText("文字だけでも参加できます")).toBeVisible();
  await screen.getByRole("button", { name: "とじる" }).click();
  await expect.element(screen.getByText("文字だけでも参加できます")).not.toBeInTheDocument();
});
