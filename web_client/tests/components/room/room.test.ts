/** The room's own parts: the plan by keyboard, somebody's sheet, the box that loses nothing, and the voice's button. */
import { expect, test, vi } from "vitest";
import { page, userEvent } from "vitest/browser";
import { render } from "vitest-browser-svelte";
import Chat from "../../../src/pages/room/Chat.svelte";
import PersonSheet from "../../../src/pages/room/PersonSheet.svelte";
import Room from "../../../src/pages/room/Room.svelte";
import RoomBar from "../../../src/pages/room/RoomBar.svelte";
import { Sheets } from "../../../src/pages/room/sheets.svelte";
import Plan from "../../../src/ui/plan/Plan.svelte";
import { STEP } from "../../../src/state/steps";
import { Walking } from "../../../src/state/walking";
import { here, people, said, stage, voiceThat } from "../stage";

const focused = () => document.activeElement?.getAttribute("aria-label") ?? document.activeElement?.textContent.trim() ?? "";

test("the plan is one tab stop; Home, End and arrows go on, Enter presses, Esc leaves", async () => {
  const { app } = await stage();
  const seen = { pressed: vi.fn(), entered: vi.fn(), left: vi.fn() };
  const screen = await render(Plan, { room: app.session.room, still: true, onperson: seen.pressed, onplace: seen.entered, onescape: seen.left });
  await expect.element(screen.getByRole("heading", { name: "輪・3人" })).toBeVisible();
  await userEvent.tab();
  expect(focused()).toContain("ここにいます");
  expect(document.querySelectorAll('[data-key][tabindex="0"]')).toHaveLength(1);
  await userEvent.keyboard("{End}");
  await vi.waitFor(() => { expect(focused()).toContain("縁側"); });
  await userEvent.keyboard("{Home}");
  await vi.waitFor(() => { expect(focused()).toBe("輪・3人"); });
  await userEvent.keyboard("{Enter}");
  expect(seen.entered.mock.lastCall?.[0]).toMatchObject({ id: "hearth" });
  (screen.getByRole("button", { name: /ここにいます/ }).element() as HTMLElement).focus();
  await userEvent.keyboard("{ArrowUp}");
  await vi.waitFor(() => { expect(focused()).toMatch(/はるか|さくら/); });
  await userEvent.keyboard("{Enter}");
  expect(focused()).toContain((seen.pressed.mock.lastCall?.[0] as { nickname: string }).nickname);
  await userEvent.keyboard("{Escape}");
  expect(seen.left).toHaveBeenCalledOnce();
});

test("when the focused person goes, the focus goes to the sign of the place", async () => {
  const { app, tell } = await stage();
  const screen = await render(Plan, { room: app.session.room, still: true, onperson: () => undefined, onplace: () => undefined });
  const sakura = screen.getByRole("button", { name: /^さくらさん/ });
  await expect.element(sakura).toBeVisible();
  (sakura.element() as HTMLElement).focus();
  const { sakura: gone, ...rest } = people;
  expect(gone.nickname).toBe("さくら");
  tell({ ...here, people: rest });
  await expect.element(screen.getByRole("button", { name: "輪・2人" })).toHaveFocus();
});

for (const still of [false, true])
  test(`walking by keys${still ? ", where nothing may move" : ""}: a press is a step, a held key goes on and ends where it is let go`, async () => {
    const corner = { x: 900, y: 900, w: 100, h: 100 };
    const places = here.plan.places.map((place) => (place.private ? { ...place, area: corner } : place));
    const { app } = await stage({ ...here, plan: { ...here.plan, places } });
    const { room } = app.session;
    const way = () => room.strolls.get("me")?.path ?? [];
    const ends = () => way().at(-1) ?? { x: 0, y: 0 };
    const screen = await render(Plan, {
      room,
      still,
      onperson: () => undefined,
      onwalk: new Walking(room, app.clock, (command) => app.session.ask(command, false)).walk,
    });
    await screen.getByRole("button", { name: "歩きまわる" }).click();
    await userEvent.keyboard("{ArrowRight}");
    const start = way()[0]?.x ?? 0;
    expect(start).toBeGreaterThan(0);
    expect(ends().x).toBe(start + STEP);
    await userEvent.keyboard("{ArrowRight>2}");
    expect(ends().x).toBeGreaterThan(start + 3 * STEP);
    const ahead = ends().x;
    await userEvent.keyboard("{/ArrowRight}");
    expect(ends().x).toBeLessThan(ahead);
    // Who goes elsewhere with the key held down never lets it go here.
    await userEvent.keyboard("{ArrowDown>2}");
    const far = ends().y;
    await userEvent.tab();
    expect(ends().y).toBeLessThan(far);
    await userEvent.keyboard("{/ArrowDown}");
  });

test("nobody walks out of a private place by keys", async () => {
  const { app } = await stage({ ...here, zone: "blue", people: { ...people, me: { ...people.me, place: "blue" } } });
  const walked = vi.fn();
  const screen = await render(Plan, { room: app.session.room, still: true, onperson: () => undefined, onwalk: walked });
  await screen.getByRole("button", { name: "歩きまわる" }).click();
  await userEvent.keyboard("{ArrowRight}{ArrowRight>3}{/ArrowRight}");
  expect(walked).not.toHaveBeenCalled();
});

test("what is private is counted on the plan, and nobody in it is shown", async () => {
  const { app } = await stage();
  const screen = await render(Plan, { room: app.session.room, still: true, onperson: () => undefined });
  await expect.element(screen.getByRole("heading", { name: "相談ブース 2・使用中" })).toBeVisible();
  expect(screen.getByRole("button", { name: /もみじ/ }).query()).toBeNull();
});

test("somebody's sheet leads with what is kind, and ends with a concern about them", async () => {
  const { app, asked } = await stage();
  const sheets = new Sheets();
  const [go, write] = [vi.fn(), vi.fn()];
  sheets.meet(people.sakura);
  const screen = await render(PersonSheet, { app, sheets, go, write, open: true });
  await expect.element(screen.getByRole("heading", { name: "さくらさん ・ 輪" })).toBeVisible();
  await screen.getByRole("button", { name: "さくらさんのとなりへ" }).click();
  expect(go).toHaveBeenCalledWith("hearth", 3);
  await screen.getByRole("button", { name: "文字で話しかける" }).click();
  expect(write).toHaveBeenCalledOnce();
  await screen.getByRole("button", { name: "うなずく" }).click();
  expect(asked().at(-1)).toMatchObject({ type: "react", reaction: "nod" });
  expect(screen.getByRole("button").elements().at(-1)?.textContent).toBe("心配を知らせる");
  await screen.getByRole("button", { name: "心配を知らせる" }).click();
  expect([sheets.about, sheets.each.concern.open]).toEqual(["sakura", true]);
});

test("what was refused stays below the box with its reason, to be sent again or dropped", async () => {
  const { app, network, asked } = await stage();
  const screen = await render(Chat, { app });
  const box = screen.getByRole("textbox", { name: "文字をかく" });
  await box.fill("はじめまして");
  await screen.getByRole("button", { name: "送る" }).click();
  await expect.element(box).toHaveValue("");
  const said = asked().find((command) => command.type === "say");
  expect(said).toMatchObject({ text: "はじめまして", scope: "room", to_hall: true });
  await box.fill("つぎの文");
  network.last.sent.find(({ command }) => command.type === "say")?.told({ ok: false, code: "chat_full", retry_after: null });
  await expect.element(screen.getByText("この会で書ける数をこえました。「心配を知らせる」か、手を挙げて、スタッフに知らせてください。")).toBeVisible();
  await screen.getByRole("button", { name: "もう一度ためす" }).click();
  const again = asked().filter((command) => command.type === "say");
  expect(again.map((command) => command.text)).toEqual(["はじめまして", "はじめまして"]);
  await expect.element(box).toHaveValue("つぎの文");
});

test("a line for another place can be sent to where one is now, and only there, while something else is being written", async () => {
  const { app, network, asked, tell } = await stage({ ...here, zone: "green", people: { ...people, me: { ...people.me, place: "green" } } });
  const screen = await render(Chat, { app });
  const box = screen.getByRole("textbox", { name: "文字をかく" });
  await box.fill("ふたりだけの話");
  await screen.getByRole("button", { name: "送る" }).click();
  tell(here);
  await box.fill("つぎの文");
  network.last.sent.find(({ command }) => command.type === "say")?.told({ ok: false, code: "place_not_for_you", retry_after: null });
  await screen.getByRole("button", { name: "もう一度おくる(いまの場所へ)" }).click();
  const [first, again] = asked().filter((command) => command.type === "say");
  expect(first).toMatchObject({ scope: "booth", zone: "green" });
  expect(again).toMatchObject({ id: first?.id, text: "ふたりだけの話", scope: "place", zone: here.zone, to_hall: false });
  await expect.element(box).toHaveValue("つぎの文");
});

test("while the line is lost, what one sent stands in the log where one sees it, however long the log", async () => {
  const chat = Array.from({ length: 40 }, (_, index) => said(`m${String(index)}`, `ことば ${String(index)}`));
  const { app, network } = await stage({ ...here, chat });
  const screen = await render(Chat, { app });
  network.last.receiver.closed();
  const box = screen.getByRole("textbox", { name: "文字をかく" });
  await box.fill("トンネルの中です");
  await screen.getByRole("button", { name: "送る" }).click();
  const log = screen.getByRole("log").element();
  const line = screen.getByText("トンネルの中です");
  await vi.waitFor(() => { expect(line.element().getBoundingClientRect().bottom).toBeLessThanOrEqual(log.getBoundingClientRect().bottom); });
  await expect.element(screen.getByText("つながったら送ります")).toBeVisible();
});

test("apart with the staff one writes to the booth or the staff, and the hall is not offered", async () => {
  const { app } = await stage({ ...here, zone: "green", people: { ...people, me: { ...people.me, place: "green" } } });
  const screen = await render(Chat, { app });
  await expect.element(screen.getByRole("combobox")).toHaveTextContent("このブーススタッフ");
  expect(screen.getByRole("checkbox").query()).toBeNull();
});

test("the voice's button says what it does: talk, stop, nothing without a microphone or at rest, and is not there in the hall", async () => {
  async function bar(talk: Parameters<typeof voiceThat>[0], changes = {}, me = {}) {
    const { app } = await stage({ ...here, people: { ...people, me: { ...people.me, ...me } } });
    const { voice, calls } = voiceThat(talk, changes);
    const sheets = new Sheets();
    const screen = await render(RoomBar, { app, voice, sheets, waiting: false, write: () => undefined, leave: () => undefined });
    return { screen, sheets, calls, button: (name: string) => screen.getByRole("button", { name, exact: true }) };
  }
  const off = await bar("off");
  await off.button("話す").click();
  expect(off.sheets.each.talking.open).toBe(true);
  await off.screen.unmount();

  const open = await bar("open");
  await expect.element(open.screen.getByRole("status").filter({ hasText: "声が出ています" })).toBeVisible();
  expect(document.querySelector<HTMLElement>(".level span")?.style.transform).toBe("scaleX(0)");
  await open.button("話すのをやめる").click();
  expect(open.calls).toEqual(["close"]);
  await open.screen.unmount();

  for (const [changes, me] of [[{ canTalk: false }, {}], [{}, { rested: true }]]) {
    const still = await bar("off", changes, me);
    await expect.element(still.button("話す")).toBeDisabled();
    await still.screen.unmount();
  }
  const hall = await bar("off", {}, { place: "gym-a", hall: "gym" });
  await expect.element(hall.button("手を挙げる")).toBeEnabled();
  expect(hall.button("話す").query()).toBeNull();
  await hall.screen.unmount();
  const listener = await bar("off", {}, { place: "back-row" });
  await expect.element(listener.button("手を挙げる")).toBeDisabled();
});

test("文字 leads to the text, and not to the box beside it", async () => {
  await page.viewport(360, 740);
  try {
    const { app } = await stage();
    const screen = await render(Room, { app, voice: voiceThat("off").voice, leave: () => undefined });
    await userEvent.click(screen.getByRole("button", { name: "文字", exact: true }));
    await vi.waitFor(() => { expect(document.activeElement?.tagName).toBe("TEXTAREA"); });
  } finally {
    await page.viewport(1280, 900);
  }
});
