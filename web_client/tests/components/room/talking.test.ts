/** 話す: the microphone is asked for once. Whoever says no, or has none, is told so, and is not asked again by itself. */
import { afterEach, expect, test, vi } from "vitest";
import { render } from "vitest-browser-svelte";
import Talking from "../../../src/pages/room/Talking.svelte";
import type { App } from "../../../src/ui/app.svelte";
import { roomWords } from "../../../src/pages/room/words";
import { Voice } from "../../../src/voice/voice.svelte";
import { here, people, stage } from "../stage";

afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

const MANY = 50;

/** A microphone that says no, in a task of its own as browsers do, but not for ever: a page that asks on must end the test. */
function refused(name: string) {
  const asked = vi.spyOn(navigator.mediaDevices, "getUserMedia");
  asked.mockImplementation(() => new Promise((_, reject) => {
    if (asked.mock.calls.length < MANY) setTimeout(() => { reject(new DOMException("no", name)); });
  }));
  return asked;
}

function voiceOf(app: App): Voice {
  return new Voice({
    clock: app.clock,
    ask: (command) => app.session.ask(command),
    somebodySpeaks: () => false,
    tell: (word) => { app.notes.show(roomWords.t.voiceTold[word]); },
    wish: { heard: false },
  });
}

test.each(["NotAllowedError", "NotFoundError", "NotReadableError"])("%s: asked once, told once, and the sheet closes", async (name) => {
  const asked = refused(name);
  const { app } = await stage();
  const screen = await render(Talking, { app, voice: voiceOf(app), open: true });
  await vi.waitFor(() => { expect(app.notes.all).toHaveLength(1); });
  await expect.poll(() => document.querySelector("dialog")?.open).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
  await screen.rerender({ open: false });
  await screen.rerender({ open: true });
  await vi.waitFor(() => { expect(asked).toHaveBeenCalledTimes(2); });
  await expect.poll(() => document.querySelector("dialog")?.open).toBe(false);
  expect(asked).toHaveBeenCalledTimes(2);
});

test("from a place for listening it is asked for only after one has moved", async () => {
  const asked = refused("NotAllowedError");
  const listening = { ...here, people: { ...people, me: { ...people.me, place: "back-row" } } };
  const { app, tell } = await stage(listening);
  await render(Talking, { app, voice: voiceOf(app), open: true });
  expect(document.querySelector("dialog")?.open).toBe(true);
  expect(asked).not.toHaveBeenCalled();
  tell(here);
  await vi.waitFor(() => { expect(asked).toHaveBeenCalledTimes(1); });
  await expect.poll(() => document.querySelector("dialog")?.open).toBe(false);
  expect(asked).toHaveBeenCalledTimes(1);
});
