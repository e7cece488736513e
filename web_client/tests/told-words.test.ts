/** What is told once and kept as a text is in the language of whoever reads it, also when it is the first of its page. */
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { Room } from "../src/state/room.svelte";
import type { App } from "../src/ui/app.svelte";
import type { Told } from "../src/ui/notes.svelte";
import { emptyView, FakeClock, shown, viewMessage } from "./fakes";

const JAPANESE = /[\u3040-\u30ff\u4e00-\u9fff]/;

/** A page that has just come, in English, with nothing fetched yet of what stands beside its parts. */
async function english() {
  vi.resetModules();
  const { words } = await import("../src/i18n/words.svelte");
  await words.use("en");
  const room = new Room(new FakeClock());
  const people = { me: shown("me"), haru: shown("haru", { nickname: "Haru", role: "facilitator" }) };
  const steps = [{ title: "Tea", speak: "listen" as const }];
  room.take(viewMessage(1, { ...emptyView, people, steps }));
  const told: string[] = [];
  const notes = { show: (note: string | Told) => told.push(typeof note === "string" ? note : note.text), announcer: { now: (text: string) => told.push(text), later: () => undefined } };
  return { app: { session: { room }, notes } as unknown as App, told };
}

// A component that is drawn nowhere here listens for presses.
beforeEach(() => { vi.stubGlobal("addEventListener", () => undefined); });
afterEach(() => { vi.unstubAllGlobals(); });

test("the first notice is in their language", async () => {
  const { app, told } = await english();
  const { tellNotice } = await import("../src/pages/join/notices/tell");
  await tellNotice(app, { kind: "laid_out", place: "circle" });
  expect(told).toHaveLength(1);
  expect(told[0]).not.toMatch(JAPANESE);
});

test("so are the step that is on, who is there to ask, and how it is now", async () => {
  const { app, told } = await english();
  const { greet } = await import("../src/pages/room/greeting");
  told.push(await greet(app));
  const { howItIs } = await import("../src/pages/room/now");
  told.push(await howItIs(app.session.room));
  expect(told).toHaveLength(3);
  expect(told.join(" ")).not.toMatch(JAPANESE);
});
